#!/bin/sh
# Says how large the packages are, and fails if one has become too large.
#
#   packaging/sizes.sh
set -eu

cd "$(dirname "$0")/.."
. packaging/common.sh

# In MB (a million bytes). The pack's package carries a pack of 172 MB and is as large as that.
limit_of() {
    case $1 in
        autotype_*.deb | autotype-*.rpm | autotype-*.tar.zst) echo 110 ;;
        *.whl | *.tar.gz) echo 40 ;;
        *) echo 400 ;;
    esac
}

found=
large=
for file in "$dist"/*; do
    [ -f "$file" ] || continue
    found=yes
    size=$(stat -c %s "$file")
    name=$(basename "$file")
    awk -v size="$size" -v name="$name" 'BEGIN { printf "%8.1f MB  %s\n", size / 1e6, name }'
    [ "$size" -le "$(limit_of "$name")000000" ] || large="$large $name"
done
[ -n "$found" ] || fail "There are no packages in $dist; make them with: make package"
[ -z "$large" ] ||
    fail "Larger than it may be (packaging/sizes.sh has the limits):$large; leave something out."
