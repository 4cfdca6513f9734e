#!/bin/bash
# What a person does on a system on which Autotype has just been installed; run by test_deb.sh as
# an ordinary user, without a network. Fails with a sentence.
set -eu

# Every desktop has a bus of the session; without one Firefox passes no keys to IBus.
[ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || exec dbus-run-session -- "$0"

fail() {
    echo "FAILED: $*" >&2
    tail -20 ~/.local/share/autotype/*.log >&2 2>/dev/null || true
    exit 1
}

wait_for() { # wait_for SECONDS COMMAND...
    local tries=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.1
    done
}

# shellcheck disable=SC2046
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

export LANG=C.UTF-8 XDG_RUNTIME_DIR=~/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
ip=$(cat /proc/net/dev | tail -n +3 | grep -vc 'lo:' || true)
[ "$ip" = 0 ] || fail "there is a network"

autotype --version
autotype doctor
QT_QPA_PLATFORM=offscreen autotype smoke | tee ~/smoke.json
grep -q '"ok": true' ~/smoke.json || fail "the smoke run"
man -w autotype >/dev/null 2>&1 || [ -f /usr/share/man/man1/autotype.1.gz ] || fail "no man page"

# A desktop, and a terminal in which suggestions are wanted. IBus is set up by one command, and is
# there with the next login, which reads what that has written.
mkdir -p ~/.local/share/autotype
printf '[applications]\nxterm = "inline"\n' >~/.local/share/autotype/applications.toml
Xvfb :55 -screen 0 900x500x24 >/dev/null 2>&1 &
export DISPLAY=:55 GSETTINGS_BACKEND=keyfile
wait_for 10 xdotool getdisplaygeometry || fail "there is no screen"
openbox >/dev/null 2>&1 &
autotype assistant --set-up || fail "setting up left something to do"
ibus exit >/dev/null 2>&1 || true
found=
for file in ~/.xsessionrc ~/.xprofile; do
    if [ -f "$file" ]; then
        found=$file
        # shellcheck disable=SC1090
        . "$file"
    fi
done
[ -n "$found" ] || fail "setting up wrote nothing for the next login"
[ "${XMODIFIERS:-}" = @im=ibus ] || fail "programs are not told to ask IBus"
chosen() {
    [ "$(ibus engine)" = autotype ]
}
wait_for 30 chosen || fail "IBus does not use Autotype after the login"

xterm -T typing -e sh -c 'stty raw -echo; cat > ~/typed' &
wait_for 10 xdotool search --onlyvisible --name typing || fail "the terminal did not open"
xdotool windowfocus --sync "$(xdotool search --onlyvisible --name typing | head -1)"
sleep 1
text="Thanks for your email. I'm looking forward to hea"
xdotool type --delay 60 "$text"
shown_so_far() {
    autotype serve --health | sed -n 's/.*"shown": \([0-9]*\).*/\1/p'
}
shown() {
    [ "$(shown_so_far)" -gt 0 ]
}
wait_for 20 shown || fail "nothing was suggested"
sleep 2 # that one was for an earlier word; the one for this word is there by now
xdotool key ctrl+Right
wait_for 10 grep -q 'hearing' ~/typed || fail "the suggestion was not taken: $(cat ~/typed; autotype serve --health)"
[ "$(cat ~/typed)" = "${text}ring" ] || fail "what was typed is damaged: $(cat ~/typed)"

# A browser, where people write: as it comes, but for what it asks at its first start. The title of
# the window says what is in the field.
if command -v firefox-esr >/dev/null; then
    mkdir ~/profile
    cat >~/profile/user.js <<'END'
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.preonboarding.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("termsofuse.bypassNotification", true);
END
    cat >~/letter.html <<'END'
<!doctype html><meta charset="utf-8"><title>[]</title>
<textarea autofocus rows="9" cols="70"></textarea>
<script>
  const field = document.querySelector("textarea");
  field.addEventListener("input", () => { document.title = `[${field.value}]`; });
</script>
END
    firefox-esr --no-remote --profile ~/profile "file://$HOME/letter.html" >/dev/null 2>&1 &
    titles() {
        xdotool search --onlyvisible --name . getwindowname %@
    }
    written() { # written TEXT: it is what stands in the browser's field
        xdotool search --onlyvisible --name "^\\[$1\\]" >/dev/null
    }
    wait_for 60 written "" || fail "Firefox did not open"
    xdotool windowfocus --sync "$(xdotool search --onlyvisible --name '^\[\]' | head -1)"
    sleep 2
    before=$(shown_so_far)
    xdotool type --delay 60 "$text"
    wait_for 20 written "$text" || fail "Firefox has not what was typed: $(titles)"
    more() {
        [ "$(shown_so_far)" -gt "$before" ]
    }
    wait_for 20 more || fail "nothing was suggested in Firefox"
    sleep 2
    xdotool key ctrl+Right
    wait_for 10 written "${text}ring" || fail "the suggestion was not taken in Firefox: $(titles)"
    xdotool type --delay 60 " from you."
    wait_for 10 written "${text}ring from you." || fail "Firefox has not what was typed on: $(titles)"
else
    echo "Firefox was not tried: this system has no package firefox-esr."
fi

# The assistant without a tray.
autotype assistant >/dev/null 2>&1 &
wait_for 15 xdotool search --onlyvisible --name '^Autotype$' || fail "the assistant has no window"
autotype serve --stop

autotype assistant --undo-set-up || fail "the set-up was not undone"
for file in ~/.xsessionrc ~/.xprofile ~/.config/autostart/*autotype* ~/.local/share/autotype/set-up.json; do
    [ ! -e "$file" ] || fail "undoing left $file"
done
echo "The session went well."
