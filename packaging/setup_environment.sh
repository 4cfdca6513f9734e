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

install_package() {
    command -v apt-get >/dev/null || return 1
    as_root true 2>/dev/null || return 1
    echo "Installing the system packages $*"
    as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        "apt-get update -qq && apt-get install -y -qq --no-install-recommends $*" >/dev/null 2>&1
}

if [ -x .venv/bin/python ] && ! is_new_enough .venv/bin/python; then
    fail "The environment in .venv is broken or too old; remove it (make clean) and try again."
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! python=$(find_python); then
        # Debian 12 and later; older releases have a newer Python beside their own.
        for packages in "python3 python3-venv" "python3.11 python3.11-venv"; do
            if install_package $packages && python=$(find_python); then
                break
            fi
        done
        [ -n "${python:-}" ] || fail "Autotype needs Python 3.11 or newer and found none; \
install it, for example with: sudo apt-get install python3 python3-venv \
(Ubuntu 22.04: python3.11 python3.11-venv)"
    fi
    if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_package "python$version-venv" || true
        if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
            rm -rf .venv
            fail "Python cannot make environments here; \
run: sudo apt-get install python$version-venv"
        fi
    fi
fi

pip() {
    .venv/bin/python -m pip --disable-pip-version-check "$@"
}

install_autotype() {
    pip install --quiet --constraint packaging/constraints.txt --editable ".${extras:+[$extras]}" ||
        fail "Autotype's Python packages could not be installed; \
check the network connection and the free space, and try again."
}

echo "Installing Autotype's Python packages (the first time takes a few minutes)"
pip install --quiet --upgrade --constraint packaging/constraints.txt pip || true
install_autotype

# The two runtimes share one folder; with both installed neither works for sure.
if pip show --quiet onnxruntime 2>/dev/null && pip show --quiet onnxruntime-gpu 2>/dev/null; then
    echo "Both onnxruntime and onnxruntime-gpu were installed; putting the right one back."
    pip uninstall --quiet --yes onnxruntime onnxruntime-gpu
    install_autotype
fi
