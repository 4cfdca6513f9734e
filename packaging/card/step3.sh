#!/bin/sh
# There: trains for so many seconds, and puts adapter and student where they come back.
#
#   packaging/card/step3.sh SECONDS
set -eu

cd "$(dirname "$0")/../.."
. packaging/card/there.sh
options="--compile"
[ -z "${DRY:-}" ] || options=
# shellcheck disable=SC2086
"$python" packaging/card/train.py run "$trip/data/student.toml" --teacher "$(teacher)" \
    --data "$trip/data" --work "$trip/work" --seconds "$1" --device "$device" $options \
    >"$OUT/train.log" 2>&1 || echo "The training failed; what it had is collected."
tail -n 25 "$OUT/train.log"
spent trained
packaging/card/collect.sh
