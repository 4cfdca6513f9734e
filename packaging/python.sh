#!/bin/sh
# Makes the wheel and the sdist, and the environment of tools that making packages needs.
#
#   packaging/python.sh
set -eu

cd "$(dirname "$0")/.."
. packaging/common.sh

[ -x "$python" ] || fail "There is no $python; make it with: packaging/setup_environment.sh"
mkdir -p "$build" "$dist"
make_environment "$tools" "$(cat packaging/tools_python.txt)" \
    --requirement packaging/tools_python.txt
"$tools/bin/python" -m build --no-isolation --outdir "$dist" . >"$build/python.log" 2>&1 || {
    cat "$build/python.log" >&2
    exit 1
}
