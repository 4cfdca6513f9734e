# An empty Debian in build/chroot, for the scripts that prove packages; they read this file in the
# project's folder, as root.

. packaging/common.sh
suite=${SUITE:-$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")}
chroot=$PWD/$build/chroot
base=$PWD/.cache/debootstrap-$suite.tar
architecture=$(dpkg --print-architecture)
program=$dist/autotype_${version}_$architecture.deb
packs=$(ls "$dist"/autotype-pack-*_all.deb 2>/dev/null || true)
PATH=$PATH:/usr/sbin:/sbin
# The programs in it bring their own; those here would be looked for at the wrong place.
unset AUTOTYPE_HOME PYTHONHASHSEED PYTHONDONTWRITEBYTECODE

say() {
    echo "== $*"
}

close_chroot() {
    for place in proc dev/pts dev/shm dev; do
        umount -l "$chroot/$place" 2>/dev/null || true
    done
}

inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive \
        LANG=C.UTF-8 ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy} \
        chroot "$chroot" "$@"
}

# As a new ordinary user, without a network. In a space of processes of its own: whatever a session
# leaves running ends with it. What is said goes to a file and is shown at the end.
as_tester() { # as_tester COMMAND
    inside useradd --create-home --shell /bin/bash tester
    code=0
    # shellcheck disable=SC2016 # the inner shell fills them in
    unshare --net --pid --mount --fork env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c '
        mount -t proc proc "$0/proc"
        chroot "$0" su - tester -c "export LANG=C.UTF-8; $1"' "$chroot" "$1" \
        >"$build/session.log" 2>&1 </dev/null || code=$?
    cat "$build/session.log"
    [ "$code" = 0 ] || fail "What a user does did not go well; above is what was said."
    inside userdel --remove tester >/dev/null 2>&1
}

files() {
    # What apt, dpkg and the caches of the desktop keep for themselves is theirs.
    inside find / -xdev \( -path /proc -o -path /dev -o -path /var/lib/dpkg -o -path /var/lib/apt \
        -o -path /var/cache -o -path /var/log -o -path /tmp -o -path /run -o -path /etc/apt \
        -o -path /packages -o -path /home -o -name __pycache__ -o -name '*-' -path '/etc/*' \) \
        -prune -o -print | LC_ALL=C sort
}

nothing_left() { # nothing_left: compared with build/files-before
    files >"$build/files-after"
    left=$(LC_ALL=C comm -13 "$build/files-before" "$build/files-after")
    [ -z "$left" ] || fail "Something was left behind:
$left"
    say "nothing is left"
}

make_chroot() {
    say "an empty $suite, with what typing needs and what the program depends on"
    rm -rf "$chroot"
    mkdir -p "$chroot" .cache
    if [ ! -f "$base" ]; then
        debootstrap --variant=minbase "$suite" "$chroot" >"$build/debootstrap.log" 2>&1 </dev/null ||
            fail "No empty system could be made; look into $build/debootstrap.log"
        # As this machine reaches its archive.
        cp /etc/apt/apt.conf.d/* "$chroot/etc/apt/apt.conf.d/" 2>/dev/null || true
        tar -C "$chroot" -cf "$base.new" . && mv "$base.new" "$base"
    else
        tar -C "$chroot" -xf "$base"
    fi
    cp /etc/resolv.conf "$chroot/etc/resolv.conf" 2>/dev/null || true
    mount_chroot
    # What it depends on stays until autoremove; it is not ours.
    needed=$(dpkg-deb -f "$program" Depends | tr ',' '\n' |
        sed 's/|.*//; s/(.*//; s/ //g' | tr '\n' ' ')
    # shellcheck disable=SC2086 # a list is meant
    {
        inside apt-get update -qq
        # Ubuntu has no such package: its Firefox is a snap, which runs in no such system.
        browser=$(inside apt-cache search --names-only '^firefox-esr$' | cut -d' ' -f1)
        inside apt-get install -y -qq --no-install-recommends \
            ibus ibus-gtk3 xvfb xauth xdotool xterm openbox dbus zstd $browser $needed
    } >"$build/apt.log" 2>&1 </dev/null ||
        fail "The empty system could not be filled; look into $build/apt.log"
    touch "$chroot/.ready"
}

mount_chroot() {
    mount -t proc proc "$chroot/proc"
    mount --bind /dev "$chroot/dev"
    mount -t devpts devpts "$chroot/dev/pts" 2>/dev/null || true
    mount -t tmpfs tmpfs "$chroot/dev/shm"
}

# Open the empty system; with "fresh" make it anew, otherwise only if there is none.
open_chroot() {
    [ "$(id -u)" = 0 ] || fail "Testing packages needs root, since an empty system is made and \
programs run in it; run: sudo make test-package"
    command -v debootstrap >/dev/null ||
        fail "debootstrap is missing; install it with: packaging/linux/tools.sh test"
    [ -f "$program" ] || fail "There is no $program; make it with: make package"
    trap close_chroot EXIT
    close_chroot
    if [ "${1:-}" = fresh ] || [ ! -f "$chroot/.ready" ]; then
        make_chroot
    else
        mount_chroot
    fi
    inside userdel --remove tester >/dev/null 2>&1 || true
    rm -rf "$chroot/packages"
    mkdir -p "$chroot/packages"
    files >"$build/files-before"
}
