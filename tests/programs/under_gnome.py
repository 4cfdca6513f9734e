"""Programs as windows of Wayland, under GNOME Shell."""

from collections.abc import Mapping
from typing import ClassVar

from tests.programs.browsers import Chromium, Firefox
from tests.programs.editors import BY_WORDS, Gedit, GnomeTextEditor
from tests.programs.gnome import GnomeDesktop


class GnomeFirefox(Firefox):
    title = "Firefox ESR, GNOME"
    desktop_kind = GnomeDesktop


class GnomeChromium(Chromium):
    title = "Chromium, GNOME"
    desktop_kind = GnomeDesktop
    known: ClassVar[Mapping[str, str]] = {
        "undo": "The compositor sends a take in one piece; Chromium joins it to the typing before"
    }

    def command(self) -> list[str]:
        program, *words = super().command()
        # Without these it is a window of X11, or has no input method.
        wayland = ["--ozone-platform=wayland", "--enable-wayland-ime"]
        return [program, *wayland, "--wayland-text-input-version=3", *words]


class GnomeGedit(Gedit):
    title = "gedit, GNOME"
    desktop_kind = GnomeDesktop


class GnomeOwnTextEditor(GnomeTextEditor):
    title = "GNOME Text Editor, GNOME"
    window = "TextEditor"
    must_work = True
    # The Shell has the keys before the program.
    take_key = "Tab"
    known: ClassVar[Mapping[str, str]] = {"undo": BY_WORDS}
    desktop_kind = GnomeDesktop
