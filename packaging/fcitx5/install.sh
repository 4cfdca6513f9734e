#!/bin/sh
# Builds Autotype's addon for Fcitx 5 and installs it for this user alone.
#
#   packaging/fcitx5/install.sh COMMAND...     the words that start `autotype fcitx`
#   packaging/fcitx5/install.sh --remove
#
# Fcitx looks for addons of the user's under XDG_DATA_HOME only; their libraries it loads by
# their full path.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}/fcitx5
library=$data/autotype/libautotype

if [ "${1:-}" = --remove ]; then
    rm -rf "$data/autotype" "$data/addon/autotype.conf"
    exit 0
fi
if [ $# = 0 ]; then
    echo "Which command serves the addon? See the beginning of $0." >&2
    exit 1
fi
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
if ! { cmake -S "$here" -B "$build" && cmake --build "$build"; } >"$build/log" 2>&1; then
    cat "$build/log" >&2
    echo "The addon cannot be built; install what it needs with:" \
        "sudo apt-get install cmake g++ libfcitx5core-dev" >&2
    exit 1
fi
mkdir -p "$data/addon" "$data/autotype"
# Fcitx may have the old one open.
cp "$build/libautotype.so" "$library.new"
mv "$library.new" "$library.so"
printf '%s\n' "$@" >"$data/autotype/command"
sed "s|@LIBRARY@|$library|" "$here/autotype.conf.in" >"$data/addon/autotype.conf"
