#!/bin/sh
# Makes the program as a folder, build/frozen/autotype, that needs no Python.
#
#   packaging/freeze.sh
#
# The runtime in it is the one for the CPU, unless AUTOTYPE_RUNTIME is cuda. Two runs of the same
# commit give the same bytes; packaging/reproducible.sh looks whether that is so.
set -eu

cd "$(dirname "$0")/.."
. packaging/common.sh
AUTOTYPE_ROOT=$PWD
AUTOTYPE_RUNTIME=$runtime
export AUTOTYPE_ROOT AUTOTYPE_RUNTIME

[ -x "$python" ] || fail "There is no $python; make it with: packaging/setup_environment.sh"

# An environment of its own: what is installed in it is what ends up in the package.
mkdir -p "$build"
"$python" packaging/requirements.py "$runtime" >"$build/requirements.txt"
make_environment "$environment" \
    "$(cat "$build/requirements.txt" packaging/constraints.txt packaging/tools.txt)" \
    --constraint packaging/constraints.txt --upgrade \
    --requirement "$build/requirements.txt" --requirement packaging/tools.txt pip

rm -rf "$build/frozen" "$build/pyinstaller"
"$environment/bin/python" -m PyInstaller --noconfirm --log-level ERROR \
    --distpath "$build/frozen" --workpath "$build/pyinstaller" packaging/autotype.spec

# Names of functions that only a debugger reads, 37 MB of them. Not in what auditwheel has
# changed (NAME.libs): strip damages such files.
if [ "$(uname -s)" = Linux ]; then
    find "$build/frozen/autotype" -type f \( -name '*.so' -o -name '*.so.*' \) \
        ! -path '*.libs/*' -exec strip --strip-unneeded {} +
    # A Python that somebody has built looks for its libraries where that was; not so here.
    find "$build/frozen/autotype" -type f \( -name '*.so' -o -name '*.so.*' \) |
        while IFS= read -r file; do
            case $(chrpath --list "$file" 2>/dev/null) in
                *PATH=/*) chrpath --delete "$file" >/dev/null ;;
            esac
        done
fi
set_times "$build/frozen"
du -sh "$build/frozen/autotype"
