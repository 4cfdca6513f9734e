"""Somebody who writes in an application, with its field between them and the dialogue."""

from autotype.assistant.keys import KeyPress
from autotype.assistant.modes import Mode
from autotype.text.dialogue import events as on
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion
from tests.assistant.application import (
    ASK,
    BACKSPACE,
    CTRL_RIGHT,
    CTRL_Z,
    DELETE,
    END,
    ESC,
    LEFT,
    NAMES,
    NEXT,
    PREVIOUS,
    RIGHT,
    TAB,
    Application,
)
from tests.text.writing import Writing

TAKES: dict[on.Take, KeyPress] = {"take": TAB, "take_word": CTRL_RIGHT, "take_at_end": END}
WISHES: dict[on.Wish, KeyPress] = {"ask": ASK, "dismiss": ESC, "next": NEXT, "previous": PREVIOUS}
CTRL_V = KeyPress("v", "v", CTRL_Z.modifiers)
EDITS = {"backspace": BACKSPACE, "delete": DELETE, "left": LEFT, "right": RIGHT}
# Long enough for the application to draw and to report.
SETTLES = 0.05


class WriterElsewhere(Writing):
    """Somebody who writes there, and looks when the application has done what a key does."""

    soft = False
    words = ()

    def __init__(
        self,
        text: str = "|",
        *,
        mid_line: bool = False,
        reports: float | None = 0.03,
        habits: str = "",
        mode: Mode = Mode.INLINE,
    ) -> None:
        before, _, after = text.partition("|")
        self.app = Application(reports=reports, mid_line=mid_line, habits=habits, mode=mode)
        self.mode = mode
        self._history: list[tuple[str, str]] = []
        if text != "|":
            self.app.become(before, after)
        self.wait(SETTLES)
        self.seen = [self.screen()]

    before = property(lambda self: self.app.before)
    after = property(lambda self: self.app.after)
    drawn = property(lambda self: self.app.shown or None)
    ghost = property(lambda self: self.app.field.ghost)
    silence = property(lambda self: self.app.field.silence)
    asked = property(lambda self: self.app.field._state.asked)
    requests = property(lambda self: [request for request, _ in self.app.asked])

    def takes(self, what: on.Take, *, deliberate: bool = False) -> bool:
        return what in TAKES and self._press(TAKES[what])

    def presses(self, what: on.Wish) -> bool:
        return self._press(WISHES[what])

    def wait(self, seconds: float) -> None:
        self.app.clock.wait(seconds)

    def pause(self, reason: Silence | None) -> None:
        self.app.field.pause(reason)

    def come_back(self) -> None:
        if self.app.field.mode is Mode.OFF:
            self.app.field.focus(self.mode, "program")
            self.app._changed()
            self.wait(SETTLES)

    def _know(self, shortcuts: Shortcuts) -> None:
        self.app.field.set_shortcuts(shortcuts)

    def _commit(self, text: str) -> None:
        self._press(KeyPress(text, NAMES.get(text, text.lower())))

    def _edit(self, name: str) -> None:
        if name == "blur":
            self.app.leave()
        elif name != "undo":
            self._press(EDITS[name])
        else:
            self._command(CTRL_Z, *(self._history.pop() if self._history else self._whole))

    def _paste(self, text: str) -> None:
        self._history.append(self._whole)
        self._command(CTRL_V, self.before + text, self.after)

    def _answer(self, answer: Suggestion, to: int) -> None:
        self.app.asked[to][1](answer)

    @property
    def _whole(self) -> tuple[str, str]:
        return self.before, self.after

    def _command(self, press: KeyPress, before: str, after: str) -> None:
        """Press a key with which the application makes its text another one."""
        self.come_back()
        self.app.press(press)
        self.app.become(before, after)
        self.wait(SETTLES)

    def _press(self, press: KeyPress) -> bool:
        """Press a key and let the application handle it; whether it was kept from it."""
        self.come_back()
        was = self._whole
        got = self.app.press(press)
        if got:
            self.app._changed()  # a key that it has is a reason to report
        if self._whole != was:
            self._history.append(was)
        # What is drawn at once is seen at once, if a key makes it appear.
        self.wait(SETTLES)
        return not got
