#!/bin/sh
# What tools have to say about the packages, without running them: checksums and sizes, lintian,
# the desktop files, the metainfo, the man page, and the script of the Windows installer.
#
#   packaging/linux/checks.sh
set -eu

cd "$(dirname "$0")/../.."
. packaging/common.sh
program=$dist/autotype_${version}_$(dpkg --print-architecture).deb
[ -f "$program" ] || fail "There is no $program; make it with: make package"

echo "== checksums and sizes"
(cd "$dist" && sha256sum --quiet --check SHA256SUMS)
packaging/sizes.sh
if [ -f resources/model/manifest.json ]; then
    # What git ignores is left out of the wheel, and a program without its model starts silently.
    "$python" -m zipfile -l "$dist/autotype-$version-py3-none-any.whl" |
        grep -q '^autotype/resources/model/manifest.json' ||
        fail "The built-in model is not in the wheel; let git know of resources/model."
fi

echo "== lintian"
root=
[ "$(id -u)" != 0 ] || root=--allow-root
# shellcheck disable=SC2086 # nothing or one word is meant
lintian $root --fail-on error --tag-display-limit 0 "$program"

echo "== the desktop files, the metainfo and the man page"
desktop-file-validate "$build"/root/usr/share/applications/*.desktop
# A name of the kind org.example.Name would need an address that is ours, and there is none.
appstreamcli validate --no-net --override cid-desktopapp-is-not-rdns=info \
    "$build/root/usr/share/metainfo/autotype.metainfo.xml"
said=$(man --warnings -l "$build/root/usr/share/man/man1/autotype.1.gz" 2>&1 >/dev/null)
[ -z "$said" ] || fail "The man page is not well formed: $said"

echo "== the installer for Windows compiles"
work=$PWD/$build/windows
rm -rf "$work"
mkdir -p "$work/program/_internal"
echo nothing >"$work/program/autotype.exe"
echo nothing >"$work/program/autotype-window.exe"
echo nothing >"$work/program/_internal/file"
makensis -V2 -WX "-DVERSION=$version" "-DPROGRAM=$work/program" "-DOUTPUT=$work/autotype-$version-setup.exe" \
    packaging/windows/autotype.nsi
[ -s "$work/autotype-$version-setup.exe" ] || fail "makensis has made no installer."
