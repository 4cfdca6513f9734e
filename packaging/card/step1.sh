#!/bin/sh
# There: collects one parcel, and says which are still to come.
#
#   packaging/card/step1.sh NUMBER
set -eu

cd "$(dirname "$0")/../.."
. packaging/card/there.sh
"$python" packaging/card/parcels.py receive "build/card/parcels/$1" "$trip/store"
spent "parcel $1"
