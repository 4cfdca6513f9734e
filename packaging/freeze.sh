#!/bin/sh
# Makes the program as a folder, build/frozen/autotype, that needs no Python.
#
#   packaging/freeze.sh
#
# The runtime in it is the one for the CPU. Two runs of the same commit give the same bytes.
set -eu

cd "$(dirname "$0")/.."
root=$PWD
environment=build/environment
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 AUTOTYPE_ROOT="$root"

# An environment of its own: what is installed in it is what ends up in the package.
stamp=$environment/.for-$(cat pyproject.toml packaging/constraints.txt "$0" | sha256sum | cut -c1-16)
if [ ! -f "$stamp" ]; then
    rm -rf "$environment"
    .venv/bin/python -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade \
        --constraint packaging/constraints.txt pip
    # The dependencies, with the runtime for the CPU in place of the one for CUDA.
    .venv/bin/python packaging/requirements.py >"$environment/requirements.txt"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
        --constraint packaging/constraints.txt --requirement "$environment/requirements.txt" \
        pyinstaller build cyclonedx-bom
    touch "$stamp"
fi

rm -rf build/frozen build/pyinstaller
"$environment/bin/python" -m PyInstaller --noconfirm --log-level WARN \
    --distpath build/frozen --workpath build/pyinstaller packaging/autotype.spec
# Its own listing of what it left in is of no use to anybody, and differs from run to run.
find build/frozen -name '*.pyc' -newermt "@$SOURCE_DATE_EPOCH" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
find build/frozen -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
du -sh build/frozen/autotype
