#!/bin/sh
# Makes the Python environment in .venv.
#
#   packaging/setup_environment.sh [EXTRAS]      for example: test,builder,lint
set -eu

cd "$(dirname "$0")/.."
extras=${1:-}

fail() {
    echo "$1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null
}

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null && is_new_enough "$candidate"
        then
            echo "$candidate"
            return
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

if [ -x .venv/bin/python ] && ! is_new_enough .venv/bin/python; then
    fail "The environment in .venv is broken or too old; remove it (make clean) and try again."
fi
if [ ! -x .venv/bin/pip ]; then
    python=$(find_python) ||
        fail "Autotype needs Python 3.11 or newer; install it and try again."
    if ! "$python" -m venv .venv 2>/dev/null; then
        rm -rf .venv
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        package="python$version-venv"
        echo "Installing the system package $package"
        if ! { command -v apt-get >/dev/null &&
            as_root env DEBIAN_FRONTEND=noninteractive sh -c \
                "apt-get update -qq && apt-get install -y -qq $package" >/dev/null 2>&1 &&
            "$python" -m venv .venv; }
        then
            rm -rf .venv
            fail "Python cannot make environments here; run: sudo apt-get install $package"
        fi
    fi
fi

pip=".venv/bin/python -m pip --disable-pip-version-check"
$pip install --quiet --upgrade --constraint packaging/constraints.txt pip
echo "Installing Autotype's Python packages (the first time takes a few minutes)"
$pip install --quiet --constraint packaging/constraints.txt --editable ".${extras:+[$extras]}"

# The two runtimes share one folder; with both installed neither works for sure.
if $pip show --quiet onnxruntime 2>/dev/null && $pip show --quiet onnxruntime-gpu 2>/dev/null; then
    echo "Both onnxruntime and onnxruntime-gpu were installed; putting the right one back."
    $pip uninstall --quiet --yes onnxruntime onnxruntime-gpu
    $pip install --quiet --constraint packaging/constraints.txt --editable ".${extras:+[$extras]}"
fi
