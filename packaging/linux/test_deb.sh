#!/bin/sh
# Proves dist/*.deb in an empty Debian: install, use as an ordinary user without a network, type
# through IBus, purge, and look whether anything is left.
#
#   packaging/linux/test_deb.sh
#
# Needs root (or sudo without a password) and debootstrap; works in build/chroot.
set -eu

cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || {
        echo "Testing packages needs root: an empty system is made, and programs run in it." >&2
        exit 1
    }
    exec sudo -n "$0" "$@"
fi
command -v debootstrap >/dev/null || {
    echo "debootstrap is missing; install it with: apt-get install debootstrap" >&2
    exit 1
}

suite=${SUITE:-$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")}
chroot=$PWD/build/chroot
base=$PWD/.cache/debootstrap-$suite.tar
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
architecture=$(dpkg --print-architecture)
program=dist/autotype_${version}_$architecture.deb
packs=$(ls dist/autotype-pack-*_all.deb 2>/dev/null || true)

cleanup() {
    for place in proc dev/pts dev/shm dev; do
        umount -l "$chroot/$place" 2>/dev/null || true
    done
}
trap cleanup EXIT
cleanup
rm -rf "$chroot"
mkdir -p "$chroot" .cache
if [ ! -f "$base" ]; then
    debootstrap --variant=minbase "$suite" "$chroot" >build/debootstrap.log
    # As this machine reaches its archive.
    cp /etc/apt/apt.conf.d/* "$chroot/etc/apt/apt.conf.d/" 2>/dev/null || true
    tar -C "$chroot" -cf "$base.new" . && mv "$base.new" "$base"
else
    tar -C "$chroot" -xf "$base"
fi
cp /etc/resolv.conf "$chroot/etc/resolv.conf" 2>/dev/null || true
mount -t proc proc "$chroot/proc"
mount --bind /dev "$chroot/dev"
mount -t devpts devpts "$chroot/dev/pts" 2>/dev/null || true
mount -t tmpfs tmpfs "$chroot/dev/shm"

inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive \
        LANG=C.UTF-8 ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy} \
        chroot "$chroot" "$@"
}

say() {
    echo "== $*"
}

say "an empty $suite, with what typing needs"
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends \
    ibus xvfb xauth xdotool xterm openbox dbus >/dev/null 2>&1
inside useradd --create-home --shell /bin/bash tester
files() {
    # What apt, dpkg and the caches of the desktop keep for themselves is theirs.
    inside find / -xdev \( -path /proc -o -path /dev -o -path /var/lib/dpkg -o -path /var/lib/apt \
        -o -path /var/cache -o -path /var/log -o -path /tmp -o -path /run -o -path /etc/apt \
        -o -name __pycache__ \) -prune -o -print | LC_ALL=C sort
}
# What it depends on stays until autoremove; it is not ours.
mkdir -p "$chroot/packages"
# shellcheck disable=SC2086 # a list is meant
cp $program $packs packaging/linux/session.sh "$chroot/packages/"
chmod 755 "$chroot/packages/session.sh"
inside sh -c "apt-get install -y -qq --no-install-recommends \
    \$(dpkg-deb -f /packages/$(basename "$program") Depends | tr ',' '\n' |
        sed 's/|.*//; s/(.*//; s/ //g' | tr '\n' ' ')" >/dev/null 2>&1
files >build/files-before

say "install"
for package in "$program" $packs; do
    inside apt-get install -y -qq --no-install-recommends "/packages/$(basename "$package")" \
        >build/install.log 2>&1 || {
        cat build/install.log >&2
        exit 1
    }
done
inside dpkg --audit
inside dpkg -V autotype

say "use, as an ordinary user and without a network"
unshare --net env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$chroot" \
    su - tester -c /packages/session.sh

say "purge"
# shellcheck disable=SC2046 # a list is meant
inside apt-get purge -y -qq autotype $(for pack in $packs; do basename "$pack" | cut -d_ -f1; done) \
    >/dev/null 2>&1
rm -rf "$chroot/home/tester"
files >build/files-after
left=$(LC_ALL=C comm -13 build/files-before build/files-after | grep -v '^/home/tester' || true)
if [ -n "$left" ]; then
    echo "Purging has left something behind:" >&2
    echo "$left" >&2
    exit 1
fi
say "nothing is left"
