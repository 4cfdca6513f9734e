#!/bin/bash
# What a user without rights does with the .tar.zst; run by test_tarball.sh, without a network.
# Fails with a sentence.
set -eu

fail() {
    echo "FAILED: $*" >&2
    exit 1
}
# shellcheck disable=SC2046
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

wait_for() { # wait_for SECONDS COMMAND...
    local tries=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.1
    done
}
# What the desktop keeps and what the user has made with the program stay.
listed() {
    find ~ \( -path ~/.local/share/autotype -o -path ~/.cache -o -path ~/.config -o -path ~/.dbus \
        -o -path ~/run -o -path ~/before -o -path ~/after -o -path ~/unpacked \) -prune -o -print |
        LC_ALL=C sort
}

export LANG=C.UTF-8 XDG_RUNTIME_DIR=~/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
mkdir ~/unpacked
listed >~/before
tar -C ~/unpacked -xf /packages/autotype-*.tar.zst
cd ~/unpacked/autotype-*
./install.sh
autotype=~/.local/bin/autotype
"$autotype" --version
"$autotype" doctor
QT_QPA_PLATFORM=offscreen "$autotype" smoke >~/run/smoke.json || fail "the smoke run"
cat ~/run/smoke.json
grep -q '"ok": true' ~/run/smoke.json || fail "the smoke run"
grep -q "^Exec=$autotype edit" ~/.local/share/applications/autotype.desktop ||
    fail "the desktop file starts something else"

Xvfb :56 -screen 0 640x400x24 >/dev/null 2>&1 &
export DISPLAY=:56 GSETTINGS_BACKEND=memory
wait_for 10 xdotool getdisplaygeometry || fail "there is no screen"
IBUS_COMPONENT_PATH=/usr/share/ibus/component:$HOME/.local/share/ibus/component \
    ibus-daemon --panel=disable --config=disable >/dev/null 2>&1 &
wait_for 10 sh -c 'ibus list-engine | grep -q autotype' || fail "IBus does not know Autotype"
chosen() {
    ibus engine autotype >/dev/null 2>&1 || true
    [ "$(ibus engine)" = autotype ]
}
wait_for 20 chosen || fail "IBus does not start Autotype"
ibus exit
"$autotype" serve --stop >/dev/null 2>&1 || true

./install.sh >/dev/null || fail "installing over an earlier installation"
"$autotype" --version
~/.local/lib/autotype/uninstall.sh
# The folder of the user's own data may be there; what is around it was made for it then.
rmdir ~/.local/share ~/.local 2>/dev/null || true
listed >~/after
left=$(LC_ALL=C comm -13 ~/before ~/after | grep -vxF -e ~/.local -e ~/.local/share || true)
[ -z "$left" ] || fail "uninstalling has left: $left"
echo "Installing for one user went well, and nothing is left."
