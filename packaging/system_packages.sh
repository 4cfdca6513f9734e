#!/bin/sh
# Makes sure that the shared libraries Qt needs are there, and for tests a virtual screen.
#
#   packaging/system_packages.sh [test|bench]
#
# Installs what is missing through apt where that is allowed (root, or sudo without a
# password); otherwise says in one sentence which line installs it. Only "test" makes it fail:
# the editor may well run and says itself what it lacks, and so do the benchmarks.
set -u

# What is looked for (a library, a program or a file) and the Debian or Ubuntu package that has it.
wanted="
libEGL.so.1=libegl1
libGL.so.1=libgl1
libxkbcommon.so.0=libxkbcommon0
libxkbcommon-x11.so.0=libxkbcommon-x11-0
libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1
libglib-2.0.so.0=libglib2.0-0
libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4
libxcb-image.so.0=libxcb-image0
libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0
libxcb-render-util.so.0=libxcb-render-util0
libxcb-shape.so.0=libxcb-shape0
libxcb-xinerama.so.0=libxcb-xinerama0
libxcb-xkb.so.1=libxcb-xkb1
libwayland-cursor.so.0=libwayland-cursor0
libwayland-egl.so.1=libwayland-egl1
"
if [ "${1:-}" = test ]; then
    wanted="$wanted
Xvfb=xvfb
xauth=xauth
xdotool=xdotool
openbox=openbox
xterm=xterm
sway=sway
wtype=wtype
ibus-daemon=ibus
/usr/lib/*/gtk-3.0/*/immodules/im-ibus.so=ibus-gtk3
/usr/lib/python3/dist-packages/gi/__init__.py=python3-gi
/usr/lib/*/girepository-1.0/Gtk-3.0.typelib=gir1.2-gtk-3.0
dbus-daemon=dbus
strace=strace
vim=vim
unshare=util-linux
"
fi
if [ "${1:-}" = bench ]; then
    # For KenLM, which is built from its source.
    wanted="$wanted
cmake=cmake
g++=g++
/usr/lib/*/libboost_program_options.so=libboost-program-options-dev
/usr/lib/*/libboost_system.so=libboost-system-dev
/usr/lib/*/libboost_thread.so=libboost-thread-dev
/usr/lib/*/libboost_unit_test_framework.so=libboost-test-dev
"
fi

[ "$(uname -s)" = Linux ] || exit 0

libraries=$( (ldconfig -p || /sbin/ldconfig -p) 2>/dev/null)
missing=
for pair in $wanted; do
    name=${pair%%=*}
    case $name in
        # shellcheck disable=SC2086 # a pattern is meant
        /*) ls $name >/dev/null 2>&1 && continue ;;
        *.so.*) printf '%s\n' "$libraries" | grep -qF "$name " && continue ;;
        *) command -v "$name" >/dev/null 2>&1 && continue ;;
    esac
    missing="$missing ${pair#*=}"
done
if ! ls /usr/share/fonts/*/* >/dev/null 2>&1; then
    missing="$missing fonts-dejavu-core"
fi
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1; then
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root="sudo -n"
        $as_root true 2>/dev/null || as_root=no
    fi
    if [ "$as_root" != no ]; then
        echo "Installing system packages:$missing"
        # shellcheck disable=SC2086 # a list of words is meant
        if $as_root env DEBIAN_FRONTEND=noninteractive sh -c "
            apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing" >/dev/null
        then
            exit 0
        fi
    fi
    echo "System packages are missing; install them with: sudo apt-get install$missing" >&2
else
    echo "Libraries are missing that Debian and Ubuntu have in these packages:$missing" >&2
fi
[ "${1:-}" != test ]
