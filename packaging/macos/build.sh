#!/bin/sh
# Makes dist/autotype-VERSION-macos-ARCH.dmg. Not tried by us: we have no Mac.
#
#   packaging/macos/build.sh
#
# Needs Python 3.11 or newer as python3 (or AUTOTYPE_PYTHON) and Apple's command line tools.
# AUTOTYPE_IDENTITY is the name of a "Developer ID Application" certificate; without it the
# program is signed for this machine only. AUTOTYPE_NOTARY is a profile that was kept with
# `xcrun notarytool store-credentials`; without it nothing is sent to Apple.
set -eu

cd "$(dirname "$0")/../.."
AUTOTYPE_PYTHON=${AUTOTYPE_PYTHON:-python3}
. packaging/common.sh
[ "$(uname -s)" = Darwin ] || fail "This makes the package for macOS and runs only there."
for tool in "$python" codesign hdiutil xcrun; do
    command -v "$tool" >/dev/null ||
        fail "There is no $tool; install Python 3.11 and Apple's tools (xcode-select --install)."
done

identity=${AUTOTYPE_IDENTITY:--}
entitlements=$PWD/packaging/macos/entitlements.plist
app=$build/frozen/Autotype.app
image=$dist/autotype-$version-macos-$(uname -m).dmg
AUTOTYPE_ROOT=$PWD
AUTOTYPE_RUNTIME=cpu
AUTOTYPE_ENTITLEMENTS=$entitlements
export AUTOTYPE_ROOT AUTOTYPE_RUNTIME AUTOTYPE_ENTITLEMENTS

mkdir -p "$build" "$dist"
rm -rf "$environment" "$build/frozen" "$build/pyinstaller" "$build/image" "$image"
"$python" -m venv "$environment"
"$environment/bin/python" packaging/requirements.py cpu >"$build/requirements.txt"
"$environment/bin/python" -m pip install --constraint packaging/constraints.txt --upgrade \
    --requirement "$build/requirements.txt" --requirement packaging/tools.txt pip
"$environment/bin/python" -m PyInstaller --noconfirm --log-level ERROR \
    --distpath "$build/frozen" --workpath "$build/pyinstaller" packaging/autotype.spec
"$environment/bin/python" packaging/licences.py "$app/Contents/Resources/licences.txt"

# From the inside out: a signature covers what it contains as it is then. With the hardened
# runtime, which Apple wants before it takes a program.
find "$app/Contents/Frameworks" "$app/Contents/MacOS" -type f \
    \( -name '*.dylib' -o -name '*.so' -o -perm -100 \) -print0 |
    xargs -0 -n 20 codesign --force --timestamp"$([ "$identity" != - ] || echo =none)" \
        --options runtime --entitlements "$entitlements" --sign "$identity"
codesign --force --timestamp"$([ "$identity" != - ] || echo =none)" --options runtime \
    --entitlements "$entitlements" --sign "$identity" "$app"
codesign --verify --deep --strict "$app"
"$app/Contents/MacOS/autotype" --version

mkdir -p "$build/image"
cp -R "$app" "$build/image/"
ln -s /Applications "$build/image/Applications"
hdiutil create -quiet -volname Autotype -srcfolder "$build/image" -format UDZO "$image"
if [ "$identity" != - ]; then
    codesign --force --timestamp --sign "$identity" "$image"
fi
if [ -n "${AUTOTYPE_NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$AUTOTYPE_NOTARY" --wait
    xcrun stapler staple "$image"
fi
shasum -a 256 "$image"
