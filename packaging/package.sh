#!/bin/sh
# Makes all packages in dist: .deb, .rpm, .tar.zst, wheel and sdist of the program, and the .deb of
# a model pack.
#
#   packaging/package.sh PACK_FOLDER
#
# The pack is one that is installed, such as the one that `make pack-dev` fetches.
set -eu

cd "$(dirname "$0")/.."
. packaging/common.sh

rm -rf "$dist"
packaging/python.sh
packaging/freeze.sh
# What is in the program, for those who have to know.
"$tools/bin/cyclonedx-py" environment --output-reproducible --output-format JSON \
    --output-file "$build/sbom.json" "$environment/bin/python"
packaging/linux/stage.sh
packaging/linux/deb.sh
packaging/linux/rpm.sh
packaging/linux/tarball.sh
packaging/linux/pack_deb.sh "$1"
cp "$build/sbom.json" "$dist/autotype-$version-sbom.json"
(cd "$dist" && sha256sum -- *) >"$build/SHA256SUMS"
mv "$build/SHA256SUMS" "$dist/SHA256SUMS"
packaging/sizes.sh
