#!/bin/sh
# Here: makes everything that travels, in parcels, in build/card (or TO).
#
#   packaging/card/prepare.sh TEXT TEACHER.gguf     TEXT: a folder of .txt files
#   packaging/card/prepare.sh --toy                 toy models and text, for a dry run
#
# The runtime for the card is fetched with pip, without the code for other cards
# (GENERATION, 90 for an H100 or H200). A call takes LIMIT MiB (64) together with the checkout.
set -eu

cd "$(dirname "$0")/../.."
python=${PYTHON:-.venv/bin/python}
PYTHONPATH=$PWD
export PYTHONPATH
to=${TO:-build/card}
limit=${LIMIT:-64}
mkdir -p "$to"
# Pip and the training's temporary files are kept between runs; what travels is made anew.
rm -rf "$to/parcels" "$to/data"
if [ "${1:-}" = --toy ]; then
    rm -rf "$to/toy"
    "$python" packaging/card/toy.py "$to/toy"
    text=$to/toy/text
    teacher=$to/toy/teacher
    student=$to/toy/student.toml
    site=$to/toy/site
    work=$to/toy/work
    part=${PART:-0.3}
    name=teacher
else
    text=$1
    teacher=$2
    student=resources/students/everyday-gpt2-card.toml
    site=$to/site
    work=$to/work
    name=teacher.gguf
    # A megabyte for the list and the names of files.
    tracked=$(git ls-files -z | xargs -0 du -cb | tail -n 1 | cut -f 1)
    part=${PART:-$((limit - tracked / 1048576 - 2))}
    if [ ! -f "$site/.pruned" ]; then
        rm -rf "$site"
        version=$("$python" -c 'from importlib.metadata import version as v; print(v("onnxruntime-gpu"))')
        # What the machine has is not sent: numpy, tokenizers, safetensors, onnx and the like.
        "$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$site" \
            --only-binary=:all: --python-version 3.12 --implementation cp \
            --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 \
            --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 \
            "onnxruntime-gpu==$version" gguf platformdirs terlik tomli-w
        "$python" packaging/card/prune.py \
            "$site/onnxruntime/capi/libonnxruntime_providers_cuda.so" --keep "${GENERATION:-90}"
        rm -f "$site/onnxruntime/capi/libonnxruntime_providers_tensorrt.so"
        touch "$site/.pruned"
    fi
fi
"$python" packaging/card/train.py prepare "$student" --text "$text" --teacher "$teacher" \
    --data "$work"
mkdir -p "$to/data"
cp "$work/tokenizer.json" "$work"/held_out.npy "$work"/held_out.json "$work"/teacher_* "$to/data"
cp "$student" "$to/data/student.toml"
"$python" packaging/card/parcels.py cut "$to/parcels" --part "$part" \
    "site=$site" "$name=$teacher" "data=$to/data"
du -sh "$to/parcels"/*
