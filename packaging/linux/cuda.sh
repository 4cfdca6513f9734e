#!/bin/sh
# Makes autotype-cuda: the same program with the runtime for NVIDIA cards and NVIDIA's libraries.
#
#   packaging/linux/cuda.sh [--check]
#
# It downloads several GB and needs about 15 GB of room in build/cuda. We have not built it; what
# we do is --check, which lets pip find the packages that it needs and goes no further.
set -eu

cd "$(dirname "$0")/../.."
AUTOTYPE_BUILD=${AUTOTYPE_BUILD:-build/cuda}
AUTOTYPE_RUNTIME=cuda
export AUTOTYPE_BUILD AUTOTYPE_RUNTIME
. packaging/common.sh
[ "$(uname -sm)" = "Linux x86_64" ] || fail "The runtime for CUDA is made for x86_64 Linux only."
[ -x "$python" ] || fail "There is no $python; make it with: packaging/setup_environment.sh"
mkdir -p "$build" "$dist"

if [ "${1:-}" = --check ]; then
    "$python" packaging/requirements.py cuda >"$build/requirements.txt"
    "$python" -m pip install --dry-run --ignore-installed --disable-pip-version-check \
        --constraint packaging/constraints.txt --requirement "$build/requirements.txt" \
        --requirement packaging/tools.txt >"$build/check.log" 2>&1 </dev/null || {
        cat "$build/check.log" >&2
        fail "pip does not find what the package for CUDA needs."
    }
    would=$(sed -n 's/^Would install //p' "$build/check.log")
    for name in onnxruntime-gpu nvidia-cudnn nvidia-cublas; do
        case $would in
            *"$name"*) ;;
            *) fail "$name is not among what pip would install: $would" ;;
        esac
    done
    echo "$would" | tr ' ' '\n' | grep -E '^(onnxruntime|nvidia)'
    exit 0
fi

packaging/python.sh
packaging/freeze.sh
"$tools/bin/cyclonedx-py" environment --output-reproducible --output-format JSON \
    --output-file "$build/sbom.json" "$environment/bin/python"
packaging/linux/stage.sh
packaging/linux/deb.sh
