#!/bin/sh
# Builds the program, its .deb, the wheel and the sdist twice, from two clean copies of this folder
# that differ in place, time zone, language and umask, and compares what comes out byte for byte.
#
#   packaging/reproducible.sh
#
# Works in a new folder under TMPDIR (or /tmp), of about 4 GB, and takes it away if all is the same.
# What is not committed yet but would be is in the copies.
set -eu

cd "$(dirname "$0")/.."
. packaging/common.sh
python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python")
# Not below build: what lies there is left out of an sdist.
work=$(mktemp -d "${TMPDIR:-/tmp}/autotype-reproducible.XXXXXX")
first=$work/first
second=$work/for-the-second-time

build_in() { # build_in FOLDER MASK ZONE LANGUAGE
    echo "== building in $1"
    rm -rf "$1"
    mkdir -p "$1"
    tar -xf "$work/source.tar" -C "$1"
    # In a shell of its own: in one whose result is looked at, the first error would not end it.
    # shellcheck disable=SC2016 # the inner shell fills them in
    env AUTOTYPE_PYTHON="$python" AUTOTYPE_BUILD=build AUTOTYPE_DIST=dist TZ="$3" LANG="$4" \
        sh -eu -c '
            cd "$1"
            umask "$2"
            packaging/python.sh
            packaging/freeze.sh
            build/tools/bin/cyclonedx-py environment --output-reproducible \
                --output-format JSON --output-file build/sbom.json build/environment/bin/python
            packaging/linux/stage.sh
            packaging/linux/deb.sh
        ' - "$1" "$2" >"$1.log" 2>&1 </dev/null || {
        cat "$1.log" >&2
        fail "The build in $1 has failed; above is what it said."
    }
    [ -f "$1/dist/autotype-$version-py3-none-any.whl" ] || fail "The build in $1 made no wheel."
}

listing() { # listing FOLDER: rights, times and targets of the program's files; all contents
    (
        cd "$1"
        find build/frozen/autotype -printf '%p %m %Ts %l\n' | LC_ALL=C sort
        find build/frozen/autotype dist -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    )
}

# Taken once: somebody may be working here. A file that was deleted and not committed is listed and
# not there.
git ls-files -z --cached --others --exclude-standard |
    tar --null -T - --ignore-failed-read -cf "$work/source.tar" 2>/dev/null
build_in "$first" 022 UTC C.UTF-8
build_in "$second" 077 Asia/Tokyo C
listing "$first" >"$first.list"
listing "$second" >"$second.list"
if ! diff "$first.list" "$second.list" >"$work/differences"; then
    cat "$work/differences" >&2
    fail "The two builds differ; above is in what, and both are left in $work."
fi
echo "== the same, byte for byte: the frozen program and"
ls "$first/dist"
rm -rf "$work"
