#!/bin/sh
# Makes the packages in dist: the program's .deb and one for the recommended model pack.
#
#   packaging/package.sh PACK_FOLDER
#
# The pack is one that is installed, such as the one that `make pack-dev` fetches.
set -eu

cd "$(dirname "$0")/.."
packaging/freeze.sh
# What is in the program, for those who have to know.
build/environment/bin/cyclonedx-py environment --output-reproducible --output-format JSON \
    --output-file build/sbom.json build/environment/bin/python
packaging/linux/stage.sh
packaging/linux/deb.sh
packaging/linux/pack_deb.sh "$1"
(cd dist && sha256sum -- *.deb >SHA256SUMS)
