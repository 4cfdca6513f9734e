"""Plain editors of the desktops."""

from collections.abc import Mapping
from typing import ClassVar

from tests.programs.program import TYPING, WEATHER, Program


class Gedit(Program):
    title = "gedit"
    package = "gedit"
    window = "gedit"

    def command(self) -> list[str]:
        return ["gedit", "--standalone", "--new-window"]


class Mousepad(Program):
    title = "Mousepad"
    package = "mousepad"
    window = "mousepad"
    margins = (28, 4)

    def command(self) -> list[str]:
        return ["mousepad", "--disable-server"]


class KWrite(Program):
    title = "KWrite"
    package = "kwrite"
    window = "kwrite"
    margins = (58, 40)
    known: ClassVar[Mapping[str, str]] = {
        "undo": "KTextEditor joins what is inserted to the typing before it and undoes both",
    }

    def command(self) -> list[str]:
        # Without a file it greets one and asks what to do.
        file = self.folder / "text.txt"
        file.touch()
        return ["kwrite", str(file)]


BY_WORDS = "GTK 4 undoes whole words, and joins what has no space in it to the letters before it"


class GnomeTextEditor(Program):
    title = "GNOME Text Editor"
    package = "gnome-text-editor"
    window = "gnome-text-editor"
    must_work = False
    take_key = "End"
    known: ClassVar[Mapping[str, str]] = {
        "tab": "GtkSourceView 5 takes Tab before any input method hears of it; "
        "End and Ctrl+Right are the keys there",
        "undo": BY_WORDS,
    }
    checks = TYPING + WEATHER

    def command(self) -> list[str]:
        return ["gnome-text-editor", "--standalone", "--new-window"]
