#!/bin/sh
# Here: puts together what came back and makes a pack of the student.
#
#   packaging/card/unpack.sh FOLDER DESTINATION [TEACHER]
#
# FOLDER holds what came back (parcels.json and its parts). With the teacher's weights a pack of
# the tuned teacher is made too.
set -eu

cd "$(dirname "$0")/../.."
python=${PYTHON:-.venv/bin/python}
PYTHONPATH=$PWD
export PYTHONPATH
from=$1
to=$2
mkdir -p "$to"
"$python" packaging/card/parcels.py receive "$from" "$to/store"
"$python" packaging/card/parcels.py join "$to/store" "$to"
"$python" -m autotype.builder build "$to/bring/student" "$to/student-pack"
"$python" -m autotype.builder verify "$to/student-pack" --against "$to/bring/student"
if [ -n "${3:-}" ]; then
    "$python" -m autotype.builder build "$3" "$to/teacher-pack" \
        --adapter "$to/bring/adapter.safetensors"
fi
cat "$to/bring/report.json"
