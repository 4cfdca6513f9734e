#!/bin/sh
# There: unpacks what was collected and measures the card; card.json and card.md come back.
#
#   packaging/card/step2.sh
set -eu

cd "$(dirname "$0")/../.."
. packaging/card/there.sh
"$python" packaging/card/parcels.py join "$trip/store" "$trip"
. packaging/card/there.sh
spent unpacked
# What the runtime says of CUDA's libraries is worth reading where it cannot load them.
[ -n "${DRY:-}" ] || "$python" -c 'from autotype.engine.runtime import ort
ort.preload_dlls()
print(ort.__version__, ort.__file__, ort.get_available_providers())' || true
options="--turns 50 --keys 150"
[ -z "${DRY:-}" ] || options="--dry-run --turns 3 --keys 12"
# shellcheck disable=SC2086
timeout "${SECONDS_TO_MEASURE:-240}" "$python" -m tests.benchmarks card $options \
    --teacher "$(teacher)" --json "$OUT/card.json" >"$OUT/card.md" 2>"$OUT/card.log" ||
    echo "Not all was measured; card.log says why, card.json has the rest."
cat "$OUT/card.md"
tail -n 5 "$OUT/card.log"
spent measured
