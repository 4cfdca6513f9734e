#!/bin/sh
# Makes sure that what makes and tests Linux packages is there.
#
#   packaging/linux/tools.sh [test]
#
# Installs what is missing through apt where that is allowed (root, or sudo without a password);
# otherwise says in one sentence which line installs it.
set -u

# A program and the Debian package that has it.
wanted="
dpkg-deb=dpkg
dpkg-shlibdeps=dpkg-dev
rpmbuild=rpm
zstd=zstd
strip=binutils
chrpath=chrpath
file=file
git=git
"
if [ "${1:-}" = test ]; then
    wanted="$wanted
debootstrap=debootstrap
lintian=lintian
man=man-db
desktop-file-validate=desktop-file-utils
appstreamcli=appstream
makensis=nsis
unshare=util-linux
"
fi

missing=
for pair in $wanted; do
    # Some of them are programs for root and not on everybody's path.
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null 2>&1 ||
        missing="$missing ${pair#*=}"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Making packages needs what Debian has in these packages; install it:$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
    $as_root true 2>/dev/null || as_root=no
fi
if [ "$as_root" != no ]; then
    echo "Installing system packages:$missing"
    # shellcheck disable=SC2086 # a list of words is meant
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c "
        apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing" \
        >/dev/null </dev/null && exit 0
fi
echo "Tools are missing; install them with: sudo apt-get install$missing" >&2
exit 1
