#!/bin/sh
# Makes sure that the shared libraries Qt needs are there, and for tests a virtual screen.
#
#   packaging/system_packages.sh [test|programs|fcitx|bench]
#
# "programs" is what "test" is and the programs that `make test-programs` types into.
#
# Installs what is missing through apt where that is allowed (root, or sudo without a
# password); otherwise says in one sentence which line installs it. Only tests make it fail:
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
case "${1:-}" in
test | programs | fcitx)
    wanted="$wanted
Xvfb=xvfb
setxkbmap=x11-xkb-utils
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
gsettings=libglib2.0-bin
/usr/share/glib-2.0/schemas/org.gnome.desktop.input-sources.gschema.xml=gsettings-desktop-schemas
/usr/lib/*/gio/modules/libdconfsettings.so=dconf-gsettings-backend
kwriteconfig5=libkf5config-bin
strace=strace
vim=vim
unshare=util-linux
"
    ;;
esac
if [ "${1:-}" = programs ]; then
    wanted="$wanted
/usr/lib/*/gtk-4.0/*/immodules/libim-ibus.so=ibus-gtk4
xclip=xclip
firefox-esr=firefox-esr
chromium=chromium
thunderbird=thunderbird
soffice=libreoffice-writer
/usr/lib/libreoffice/program/libvclplug_gtk3lo.so=libreoffice-gtk3
/usr/lib/libreoffice/program/libswlo.so=libreoffice-writer
gedit=gedit
kwrite=kwrite
mousepad=mousepad
gnome-text-editor=gnome-text-editor
xfce4-terminal=xfce4-terminal
gnome-shell=gnome-shell
/usr/libexec/at-spi-bus-launcher=at-spi2-core
kwin_wayland=kwin-wayland
alacritty=alacritty
"
fi
if [ "${1:-}" = fcitx ]; then
    # The addon's compiler, and programs for each way into Fcitx.
    wanted="$wanted
cmake=cmake
c++=g++
fcitx5=fcitx5
/usr/lib/*/cmake/Fcitx5Core/Fcitx5CoreConfig.cmake=libfcitx5core-dev
/usr/lib/*/gtk-3.0/*/immodules/im-fcitx5.so=fcitx5-frontend-gtk3
/usr/lib/*/qt5/plugins/platforminputcontexts/libfcitx5platforminputcontextplugin.so=fcitx5-frontend-qt5
/usr/lib/python3/dist-packages/PyQt5/QtWidgets.abi3.so=python3-pyqt5
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
        install="apt-get install -y -qq --no-install-recommends"
        # shellcheck disable=SC2086 # a list of words is meant
        if $as_root env DEBIAN_FRONTEND=noninteractive sh -c "
            apt-get update -qq && $install $missing" >/dev/null
        then
            exit 0
        fi
        if [ "${1:-}" = programs ]; then
            # A program that this system does not have keeps out no other one.
            for package in $missing; do
                # shellcheck disable=SC2086 # a list of words is meant
                $as_root env DEBIAN_FRONTEND=noninteractive $install "$package" >/dev/null \
                    || echo "The package $package cannot be installed here." >&2
            done
            exit 0
        fi
    fi
    echo "System packages are missing; install them with: sudo apt-get install$missing" >&2
else
    echo "Libraries are missing that Debian and Ubuntu have in these packages:$missing" >&2
fi
case "${1:-}" in
test | programs | fcitx) exit 1 ;;
esac
