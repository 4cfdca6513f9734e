#!/bin/sh
# Installs Autotype from the folder that this script is in.
#
#   ./install.sh [PREFIX]      by default ~/.local
#
# Takes the place of an earlier version there. PREFIX/lib/autotype/uninstall.sh takes it away.
set -eu
umask 022

fail() {
    echo "$1" >&2
    exit 1
}

here=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-$HOME/.local}
case $prefix in
    -*) fail "Name the folder to install into, or nothing for ~/.local: ./install.sh [PREFIX]" ;;
    /*) ;;
    *) prefix=$PWD/$prefix ;;
esac
# It is written into desktop files and into sed's commands.
case $prefix in
    *[!A-Za-z0-9/._+-]*) fail "Install into a folder whose name has only letters without accents, \
digits and . _ + - in it; “$prefix” has others." ;;
esac
[ -f "$here/lib/autotype/autotype" ] ||
    fail "There is no program beside this script; unpack the archive anew."
case $prefix/ in
    "$here"/*) fail "Install into another folder than the one that was unpacked." ;;
esac

target=$prefix/lib/autotype
if [ -e "$target" ] || [ -L "$target" ]; then
    [ -f "$target/installed" ] ||
        fail "“$target” is there already and is not of this script; move it away and try again."
    sh "$target/uninstall.sh" --quiet
fi

# What is made here is written down, the folders too: all of it goes with uninstalling.
list=
note() {
    list="$list$1
"
}
folder() { # folder PATH: make it and what is above it
    [ ! -d "$1" ] || return 0
    folder "$(dirname "$1")"
    mkdir "$1" || fail "“$1” cannot be made; choose a folder that you may write to."
    note "$1"
}
place() { # place FILE: with the prefix in place of /usr, and no name that PATH must find
    folder "$prefix/$(dirname "$1")"
    [ ! -e "$prefix/$1" ] && [ ! -L "$prefix/$1" ] ||
        fail "“$prefix/$1” is there already and is not of this script; move it away and try again."
    case $1 in
        *.desktop)
            sed "s#^Exec=autotype#Exec=$prefix/bin/autotype#
                s#^TryExec=autotype#TryExec=$prefix/bin/autotype#" "$here/$1" >"$prefix/$1"
            ;;
        */component/*) sed "s#/usr/bin/#$prefix/bin/#" "$here/$1" >"$prefix/$1" ;;
        *) cp "$here/$1" "$prefix/$1" ;;
    esac
    chmod 644 "$prefix/$1"
    note "$prefix/$1"
}
finish() {
    # Even of an installation that failed halfway, so that it can be taken away.
    if [ -d "$target" ]; then
        printf '%s' "$list" >"$target/installed"
    fi
}

folder "$prefix/lib"
trap finish EXIT
mkdir "$target" || fail "“$target” cannot be made; choose a folder that you may write to."
cp "$here/uninstall.sh" "$target/uninstall.sh"
cp -RP "$here/lib/autotype/." "$target/" ||
    fail "The program could not be copied; look for free space and try again."
(cd "$here" && find share -type f | LC_ALL=C sort) >"$target/files"
while IFS= read -r file; do
    place "$file"
done <"$target/files"
rm "$target/files"
folder "$prefix/bin"
[ ! -e "$prefix/bin/autotype" ] && [ ! -L "$prefix/bin/autotype" ] ||
    fail "“$prefix/bin/autotype” is there already and is not of this script; move it away and \
try again."
ln -s ../lib/autotype/autotype "$prefix/bin/autotype"
note "$prefix/bin/autotype"
finish
trap - EXIT

# Which application opens what is kept in a cache; icons are looked for anew when the folder's
# time changes.
update-desktop-database -q "$prefix/share/applications" 2>/dev/null || true
touch "$prefix/share/icons/hicolor" 2>/dev/null || true

echo "Autotype is installed in $prefix; take it away with: sh $target/uninstall.sh"
case :$PATH: in
    *":$prefix/bin:"*) ;;
    *) echo "Put $prefix/bin on your PATH to start it by its name." ;;
esac
echo "For suggestions in other applications run: $prefix/bin/autotype assistant --set-up"
