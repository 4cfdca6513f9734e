"""What a program is to the checks, and one that runs."""

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from tests.programs.desktop import PLACE, ProgramsDesktop, Running
from tests.programs.pixels import Box
from tests.waiting import until

TYPING = ("ghost", "tab", "word", "escape", "click", "window", "undo", "through", "fast")
WEATHER = ("long field", "engine killed", "service killed", "IBus restarted", "program killed")
_EMPTY = "(nothing was copied)"


class Program:
    """How a program is started clean, where one writes in it, and how that is read back.

    Attributes:
        title: What people call it.
        package: Debian's package, for the version.
        window: The class of its window, or a part of it.
        margins: What of its window lies above and below the text, in pixels.
        checks: Which checks are for it.
        known: Why a check is known to fail here, where that is not in our hands.
        must_work: Whether it is a failure if one cannot write in it with suggestions.
        take_key: What takes a ghost where Tab does not arrive.
        desktop_kind: What it runs on.
    """

    title: ClassVar[str]
    package: ClassVar[str]
    window: ClassVar[str]
    margins: ClassVar[tuple[int, int]] = (60, 40)
    checks: ClassVar[tuple[str, ...]] = TYPING + WEATHER
    known: ClassVar[Mapping[str, str]] = {}
    must_work: ClassVar[bool] = True
    take_key: ClassVar[str] = "Tab"
    desktop_kind: ClassVar[type[ProgramsDesktop]] = ProgramsDesktop

    def __init__(self, desktop: ProgramsDesktop, folder: Path) -> None:
        """Make a clean profile.

        Args:
            desktop: Where it runs.
            folder: An empty folder for what it keeps.
        """
        self.desktop = desktop
        self.folder = folder
        self.running: Running | None = None
        self.id = ""
        folder.mkdir(parents=True, exist_ok=True)
        self.prepare()

    # What differs between programs.

    def prepare(self) -> None:
        """Write what makes it start without questions."""

    def command(self) -> list[str]:
        """Return what starts it."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Return what it needs in its environment."""
        return {}

    def find(self) -> str:
        """Return its window, empty while there is none."""
        return self.desktop.find_class(self.window)

    def field(self) -> Box | None:
        """Return where its text field is on the screen; None while it is not to be seen."""
        place = self.desktop.place_of(self.id)
        above, below = self.margins
        return Box(place.left, place.top + above, place.right, place.bottom - below)

    def elsewhere(self) -> tuple[int, int] | None:
        """Return a point to click at that is in another field; None if there is none."""
        return None

    def text(self) -> str:
        """Return what is in the field."""
        desktop = self.desktop
        desktop.set_clipboard(_EMPTY)
        desktop.key("ctrl+a", "ctrl+c")
        end = time.monotonic() + 1.5
        while (copied := desktop.clipboard()) == _EMPTY and time.monotonic() < end:
            time.sleep(0.03)
        desktop.key("ctrl+End")
        return "" if copied == _EMPTY else copied.removesuffix("\n")

    def clear(self) -> None:
        """Make the field empty."""
        self.desktop.key("ctrl+a", "Delete")

    # What is the same in all.

    def open(self) -> None:
        """Start it and wait until one can write in it."""
        log = self.folder.parent / "output.log"
        self.running = self.desktop.open_program(self.command(), log, **self.environment())
        until(self._window_is_there, f"the window of {self.title}", 60)
        self.desktop.put(self.id, PLACE)
        until(self.field, f"the text field of {self.title}", 30)
        until(self._takes_letters, f"the first letter in {self.title}", 40)

    def _window_is_there(self) -> bool:
        assert self.running
        self.id = self.find()
        return bool(self.id)

    def _takes_letters(self) -> bool:
        self.focus()
        self.desktop.key("a")
        time.sleep(0.3)
        there = self.text() == "a"
        self.clear()
        return there

    def focus(self) -> None:
        """Give the text field the focus, as people do."""
        # Programs open a second window over the first, or give it another place.
        self.id = self.find() or self.id
        self.desktop.activate(self.id)
        field = self.field()
        assert field, f"the text field of {self.title} is not to be seen"
        self.desktop.click(*self.caret(field))

    def caret(self, field: Box) -> tuple[int, int]:
        """Return where to click into the field."""
        return field.middle

    def fresh(self) -> None:
        """Have an empty field with the focus, and the program running."""
        if self.running is None or not self.running.alive:
            self.open()
        self.focus()
        time.sleep(0.25)
        self.clear()
        until(lambda: self.text() == "", "an empty field", 8)
        # The input method learns of the field and of the empty text a moment later.
        time.sleep(0.5)

    def expect(self, text: str, patience_s: float = 4) -> None:
        """Wait until the field holds a text.

        Raises:
            AssertionError: It does not.
        """
        end = time.monotonic() + patience_s
        while (found := self.text()) != text and time.monotonic() < end:
            time.sleep(0.1)
        compare(found, text)

    def close(self) -> None:
        """End it."""
        if self.running is not None:
            self.running.end()
            self.running = None

    @classmethod
    def version(cls) -> str:
        """Return Debian's version, without its own counting."""
        words = ["dpkg-query", "--show", "--showformat=${Version}", cls.package]
        done = subprocess.run(words, capture_output=True, text=True)
        plain = done.stdout.strip().rpartition(":")[2]
        return plain.split("-")[0].split("+")[0].split("~")[0]


class GarbledError(AssertionError):
    """Letters that were typed are missing or in another order; none were added."""


def compare(found: str, text: str, when: str = "") -> None:
    """Compare a text with what it must be.

    Args:
        found: The text.
        text: What it must be.
        when: What had happened, for the sentence.

    Raises:
        GarbledError: Letters are missing or in another order.
        AssertionError: It is another text.
    """
    if found == text:
        return
    said = f"“{_short(found, text)}” in place of “{_short(text, found)}” {when}".rstrip()
    rest = iter(text)
    lost = bool(found) and all(letter in rest for letter in found)
    if lost or sorted(found) == sorted(text):
        raise GarbledError(said)
    raise AssertionError(said)


def is_root() -> bool:
    """Return whether programs run as root, which some allow on request only."""
    return os.geteuid() == 0


def _short(text: str, other: str) -> str:
    """Return a text, of a long one only where it leaves the other one."""
    if len(text) < 80:
        return text
    pairs = enumerate(zip(text, other, strict=False))
    same = next((number for number, (one, two) in pairs if one != two), 0)
    return f"…{text[max(0, same - 20) : same + 30]}…"
