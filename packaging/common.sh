# What all scripts that make packages agree on; they read it in the project's folder.
#
# AUTOTYPE_BUILD and AUTOTYPE_DIST are where they work and where the packages go;
# AUTOTYPE_PYTHON makes the environments; AUTOTYPE_RUNTIME is the runtime, cpu or cuda.

build=${AUTOTYPE_BUILD:-build}
dist=${AUTOTYPE_DIST:-dist}
python=${AUTOTYPE_PYTHON:-.venv/bin/python}
runtime=${AUTOTYPE_RUNTIME:-cpu}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
environment=$build/environment
tools=$build/tools

# The moment that files get: the last commit's. Nothing in a package depends on when, where and
# by whom it is made.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 TZ=UTC
umask 022

fail() {
    echo "$1" >&2
    exit 1
}

set_times() { # set_times FOLDER
    find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# Make a Python environment anew unless one was made of the same things.
#
#   make_environment FOLDER KEY PIP_ARGUMENTS...
make_environment() {
    folder=$1
    stamp=$1/.for-$(printf '%s' "$2" | sha256sum | cut -c1-16)
    shift 2
    [ ! -f "$stamp" ] || return 0
    rm -rf "$folder"
    "$python" -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
        fail "The Python packages for $folder could not be installed; \
check the network connection and the free space, and try again."
    touch "$stamp"
}
