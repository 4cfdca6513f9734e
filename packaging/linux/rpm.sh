#!/bin/sh
# Makes dist/autotype-VERSION-1.ARCH.rpm of build/root.
#
#   packaging/linux/rpm.sh
set -eu

cd "$(dirname "$0")/../.."
. packaging/common.sh
architecture=$(uname -m)
work=$build/rpm
rm -rf "$work"
mkdir -p "$work" "$dist"
root=$(cd "$build/root" && pwd)
work=$(cd "$work" && pwd)

# The names under which the libraries in the package are asked for: they are no requirements.
private=$(find "$root/usr/lib/autotype" \( -name '*.so' -o -name '*.so.*' \) -printf '%f\n' |
    sort -u | sed 's/[.+]/\\\\&/g' | paste -sd '|')
sed "s|@VERSION@|$version|; s|@ARCH@|$architecture|; s|@ROOT@|$root|" \
    packaging/linux/autotype.spec.in >"$work/without.spec"
# Another program for this one: there are bars in what is put in.
awk -v names="$private" '{ at = index($0, "@PRIVATE@")
    if (at) $0 = substr($0, 1, at - 1) names substr($0, at + 9)
    print }' "$work/without.spec" >"$work/autotype.spec"

# A home, a database and folders of its own: nothing outside build is read or written.
HOME=$work rpmbuild --quiet -bb --define "_topdir $work" --define "_dbpath $work/db" \
    --target "$architecture-linux" "$work/autotype.spec" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
cp "$work/RPMS/$architecture/autotype-$version-1.$architecture.rpm" "$dist/"
