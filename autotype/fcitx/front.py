"""The field that has the focus in Fcitx: it passes on what the addon says, and tells it what to do.

The addon numbers what makes a suggestion outdated, a key or a change of the focus. The number
of the last one heard goes with all that is decided, so that nothing late is drawn or inserted.
"""

import asyncio
from collections.abc import Awaitable, Callable

from autotype.assistant.field import Field
from autotype.assistant.keys import KeyPress
from autotype.assistant.modes import Mode
from autotype.assistant.treatment import Treatment
from autotype.fcitx.wire import from_line, to_line
from autotype.ibus.keysyms import key_press

# Some clients say what a field is for a moment after it has got the focus. Nobody types so
# soon but a program that fills in a password.
_UNKNOWN_S = 0.05
_FREE_TEXT = "0"

TreatmentOf = Callable[[str], Awaitable[Treatment]]
"""Returns how the application in front is treated, given what Fcitx calls it."""

_UNKNOWN = Treatment(Mode.OFF)


class Front:
    """One connection with the addon, and the screen of its field."""

    def __init__(
        self,
        write: Callable[[bytes], None],
        make_field: Callable[["Front"], Field],
        treatment_of: TreatmentOf,
        characters: str,
        take_key: str,
    ) -> None:
        """Say that we are there.

        Args:
            write: Sends a line to the addon.
            make_field: Makes the field that draws here.
            treatment_of: Finds out how an application is treated.
            characters: Those whose keys may ask for something when pressed without Ctrl or Alt.
            take_key: What the pop-up says takes a suggestion.
        """
        self._write = write
        self._find_out = treatment_of
        self.treatment = _UNKNOWN
        self._number = "0"
        self._wanted = Mode.OFF
        self._missed = self._has_reported = False
        self._shown: tuple[str, bool] | None = None
        self._focus: asyncio.Task[None] | None = None
        self.field = make_field(self)
        self._say("ready", characters, take_key)

    # The screen.

    def show(self, ghost: str, *, popup: bool) -> None:
        """Show ghost text at the caret, or in Fcitx's own window."""
        self._shown = ghost, popup
        self._say("show", ghost, "1" if popup else "0")

    def hide(self) -> None:
        """Show no ghost text."""
        self._shown = None
        self._say("hide")

    def insert(self, text: str) -> None:
        """Insert text at the caret."""
        self._say("insert", text)

    # What the addon says.

    def hear(self, line: bytes) -> None:
        """Do what a line of the addon asks for; one that cannot be understood is passed over."""
        match from_line(line):
            case ["focus", number, program, kind]:
                self._number = number
                self._focus_in(program, kind)
            case ["blur", number]:
                self._number = number
                self._focus_out()
            case ["key", number, keysym, state, asked] if keysym.isdecimal() and state.isdecimal():
                self._number = number
                kept = self._key(key_press(int(keysym), int(state)))
                if asked == "1":
                    self._say("kept", "1" if kept else "0")
            case ["typed", number, text]:
                self._number = number
                self._key(KeyPress(text, ""))
            case ["text", caret, anchor, text] if caret.isdecimal() and anchor.isdecimal():
                self._has_reported = True
                self._begin()
                self.field.report(text, int(caret), int(anchor))
            case ["moved" | "undone", number]:
                self._number = number
                self._moved()

    def treat(self, treatment: Treatment) -> None:
        """Treat the application that has the focus otherwise from now on."""
        self.treatment = treatment
        if Mode.OFF not in (treatment.mode, self.field.mode):
            self.field.show_in(treatment.mode)

    def close(self) -> None:
        """Listen to nothing any more."""
        self._focus_out()

    def _key(self, press: KeyPress) -> bool:
        if self.field.mode is Mode.OFF:
            self._missed = True
        return self.field.key(press)

    def _moved(self) -> None:
        if self.field.mode is Mode.OFF:
            self._missed = True
        self.field.moved()
        if self._shown is not None:
            # The addon has cleared the screen, and some programs say so of themselves.
            self.show(self._shown[0], popup=self._shown[1])

    def _focus_in(self, program: str, kind: str) -> None:
        self._focus_out()
        self._missed = self._has_reported = False

        async def find_out() -> None:
            found = self._find_out(program)
            self.treatment, _ = await asyncio.gather(found, asyncio.sleep(_UNKNOWN_S))
            self._focus = None
            self._wanted = self.treatment.mode if kind == _FREE_TEXT else Mode.OFF
            self._begin()
            self._say("listen", "0" if self._wanted is Mode.OFF else "1")

        self._focus = asyncio.get_running_loop().create_task(find_out())

    def _begin(self) -> None:
        """Listen to the field if that is wanted, and known to be harmless: see `must_report`."""
        listens = self.field.mode is not Mode.OFF
        waits = self.treatment.must_report and not self._has_reported
        if listens or waits or self._wanted is Mode.OFF:
            return
        self.field.focus(self._wanted, self.treatment.application)
        if self._missed:
            self.field.moved()

    def _focus_out(self) -> None:
        if self._focus is not None:
            self._focus.cancel()
            self._focus = None
        self.treatment, self._wanted = _UNKNOWN, Mode.OFF
        self.field.blur()

    def _say(self, what: str, *fields: str) -> None:
        self._write(to_line(what, self._number, *fields))
