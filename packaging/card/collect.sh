#!/bin/sh
# There: cuts what the training has so far into parts that come back. step3.sh ends with it; alone
# it is for a training that was cut short.
#
#   packaging/card/collect.sh
set -eu

cd "$(dirname "$0")/../.."
. packaging/card/there.sh
"$python" packaging/card/parcels.py cut "$OUT/bring" --part 15 --flat "bring=$trip/work/bring"
ls -l "$OUT" "$OUT/bring"
