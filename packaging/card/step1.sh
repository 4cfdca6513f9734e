#!/bin/sh
# There: collects one parcel, and says which are still to come.
#
#   packaging/card/step1.sh PARCEL     such as build/card/parcels/1
set -eu

cd "$(dirname "$0")/../.."
. packaging/card/there.sh
"$python" packaging/card/parcels.py receive "$1" "$trip/store"
spent "$1"
