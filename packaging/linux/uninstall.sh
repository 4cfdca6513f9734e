#!/bin/sh
# Takes away what install.sh has installed in the folder that this script is in.
#
#   PREFIX/lib/autotype/uninstall.sh
#
# Settings, models and texts in ~/.local/share/autotype stay.
set -eu

target=$(cd "$(dirname "$0")" && pwd)
if [ ! -f "$target/installed" ]; then
    echo "Nothing was installed from here; run the uninstall.sh in PREFIX/lib/autotype." >&2
    exit 1
fi
prefix=${target%/lib/autotype}

# What was set up for other applications starts this program; an update keeps it.
data=${AUTOTYPE_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/autotype}
if [ "${1:-}" != --quiet ] && [ -f "$data/set-up.json" ]; then
    "$target/autotype" assistant --undo-set-up || true
fi

# Folders were written down before what is in them, so backwards they are empty when it is their
# turn; those that others use by now stay.
folders=$(sed '1!G;h;$!d' "$target/installed")
printf '%s\n' "$folders" | while IFS= read -r path; do
    if [ -L "$path" ] || [ -f "$path" ]; then
        rm -f "$path"
    fi
done
applications=$prefix/share/applications
if ls "$applications"/*.desktop >/dev/null 2>&1; then
    update-desktop-database -q "$applications" 2>/dev/null || true
else
    # Without applications the cache of what they open is of no use to anybody.
    rm -f "$applications/mimeinfo.cache"
fi
rm -rf "$target"
printf '%s\n' "$folders" | while IFS= read -r path; do
    if [ -d "$path" ] && [ ! -L "$path" ]; then
        rmdir "$path" 2>/dev/null || true
    fi
done
[ "${1:-}" = --quiet ] ||
    echo "Autotype is taken away; settings and models in ~/.local/share/autotype stay."
