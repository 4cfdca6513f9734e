"""The field that has the focus in Fcitx: it passes on what the addon says, and tells it what to do.

The addon numbers what makes a suggestion outdated, a key or a change of the focus. The number
of the last one heard goes with all that is decided, so that nothing late is drawn or inserted.
"""

from collections.abc import Callable

from autotype.assistant.field import Field
from autotype.assistant.focus import Focus, TreatmentOf
from autotype.assistant.keys import KeyPress
from autotype.assistant.keysyms import key_press, may_change_windows
from autotype.assistant.modes import Mode
from autotype.assistant.treatment import Treatment
from autotype.fcitx.wire import from_line, to_line

_FREE_TEXT = "0"


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
        self._number = "0"
        self._kind = _FREE_TEXT
        self._shown: tuple[str, bool] | None = None
        self.field = make_field(self)
        self._focus = Focus(self.field, treatment_of, self._mode_in, self._becomes)
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

    def insert(self, text: str, replaces: int = 0) -> None:
        """Insert text at the caret, in place of some characters before it."""
        if replaces:
            # By another name: an addon of before would insert without taking anything away.
            self._say("replace", text, str(replaces))
        else:
            self._say("insert", text)

    # What the addon says.

    def hear(self, line: bytes) -> None:
        """Do what a line of the addon asks for; one that cannot be understood is passed over."""
        match from_line(line):
            case ["focus", number, program, kind]:
                self._number = number
                self._kind = kind
                self._focus.come(program)
            case ["blur", number]:
                self._number = number
                self._focus.go()
            case ["key", number, keysym, state, asked] if keysym.isdecimal() and state.isdecimal():
                self._number = number
                self._focus.miss()
                kept = self.field.key(key_press(int(keysym), int(state)))
                if asked == "1":
                    self._say("kept", "1" if kept else "0")
            case ["modifier", keysym, down] if keysym.isdecimal():
                if may_change_windows(int(keysym)):
                    self.field.hold(down=down == "1")
            case ["typed", number, text]:
                self._number = number
                self._focus.miss()
                self.field.key(KeyPress(text, ""))
            case ["text", caret, anchor, text] if caret.isdecimal() and anchor.isdecimal():
                self._focus.reported()
                self.field.report(text, int(caret), int(anchor))
            case ["moved" | "undone", number]:
                self._number = number
                self._moved()

    @property
    def treatment(self) -> Treatment:
        """How the application that has the focus is treated."""
        return self._focus.treatment

    def treat(self, treatment: Treatment) -> None:
        """Treat the application that has the focus otherwise from now on."""
        self._focus.treat(treatment)

    def close(self) -> None:
        """Listen to nothing any more."""
        self._focus.go()

    def _moved(self) -> None:
        self._focus.miss()
        self.field.moved()
        if self._shown is not None:
            # The addon has cleared the screen, and some programs say so of themselves.
            self.show(self._shown[0], popup=self._shown[1])

    def _mode_in(self, treatment: Treatment) -> Mode:
        return treatment.mode if self._kind == _FREE_TEXT else Mode.OFF

    def _becomes(self, mode: Mode) -> None:
        if Mode.OFF in (mode, self.field.mode):
            self._say("listen", "0" if mode is Mode.OFF else "1")

    def _say(self, what: str, *fields: str) -> None:
        self._write(to_line(what, self._number, *fields))
