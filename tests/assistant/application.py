"""An application and its desktop, small enough to know what is right at every moment."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from autotype.assistant.field import Field, FieldOptions, Mode
from autotype.assistant.keys import ALT, CTRL, KeyPress
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word

# What programs were seen to do: Firefox resets its input method after every character;
# LibreOffice reports before each key, with the ghost behind the caret; KTextEditor reports
# every ghost that comes or goes, with the caret behind it and then before it; GTK 4 keeps Tab
# for itself; Chromium makes the ghost its text at a click and when the focus goes.
HABITS = {"resets", "reports-first", "echoes", "wraps", "keeps-tab", "commits", "bytes", "utf-16"}
NAMES = {"\n": "return", " ": "space"}


@dataclass
class Clock:
    """Time that passes when it is told to."""

    now: float = 100.0
    work: list[tuple[float, int, "Handle"]] = field(default_factory=list)
    number: "itertools.count[int]" = field(default_factory=itertools.count)

    def later(self, seconds: float, then: Callable[[], None]) -> "Handle":
        handle = Handle(then)
        heapq.heappush(self.work, (self.now + seconds, next(self.number), handle))
        return handle

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while self.work and self.work[0][0] <= end:
            self.now, _, handle = heapq.heappop(self.work)
            if not handle.cancelled:
                handle.then()
        self.now = end


@dataclass
class Handle:
    then: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


class Application:
    """A text field, a front that draws into it, and an engine that says what it is told.

    Attributes:
        before: The text before the caret, as it really is; so are the next ones.
        after: The text after it.
        shown: The ghost that is on the screen.
        seen: Every state of the screen, `before[ghost]after`, one entry per change.
        wrong: Ghosts that were shown for another text than the one that was there.
    """

    def __init__(
        self,
        *,
        reports: float | None = 0.03,
        mode: Mode = Mode.INLINE,
        keys: dict[str, str] | None = None,
        mid_line: bool = False,
        habits: str = "",
    ) -> None:
        """Make one.

        Args:
            reports: How many seconds late it tells what is around the caret.
            mode: How it is treated.
            keys: Keys that replace the default ones.
            mid_line: Whether to suggest before text on the same line.
            habits: What it does like some real programs, in words from `HABITS`.
        """
        self._habits = frozenset(habits.split())
        assert self._habits <= HABITS
        self.left_over = 0
        self.clock = Clock()
        self.before = self.after = ""
        self.selection = 0
        self.shown = ""
        self.popup = False
        self.seen: list[str] = []
        self.wrong: list[str] = []
        self.asked: list[tuple[Request, Callable[[Suggestion], None]]] = []
        self.told: list[tuple[str, str]] = []
        self.pauses = 0
        self._reports = reports
        self.field = Field(
            self,
            lambda request, reply: self.asked.append((request, reply)),
            self._pause,
            lambda event, text: self.told.append((event, text)),
            self.clock.later,
            FieldOptions(keys or {}, 0.15, mid_line),
            lambda: self.clock.now,
            self._left_over,
        )
        self.field.focus(mode, "program")
        self._see()

    # The screen.

    def show(self, ghost: str, *, popup: bool) -> None:
        self.shown, self.popup = ghost, popup
        self._see()
        self._echo()

    def hide(self) -> None:
        self.shown = ""
        self._see()
        self._echo()

    def _echo(self) -> None:
        """Report that the ghost has come or gone, as it is a part of the document."""
        if "echoes" in self._habits and not self.popup:
            self._report(caret_behind_ghost=True)
            self._report()

    def _left_over(self) -> None:
        self.left_over += 1

    def insert(self, text: str, replaces: int = 0) -> None:
        assert not self.shown, "the ghost is still there"
        if replaces:
            self.before = self.before[:-replaces]
            self._changed()
        self.before += text
        self._changed()

    def _see(self) -> None:
        state = f"{self.before}[{self.shown}]{self.after}" if self.shown else self.text
        if not self.seen or self.seen[-1] != state:
            self.seen.append(state)

    @property
    def text(self) -> str:
        return self.before + self.after

    # What a person does.

    def type(self, text: str, pause: float = 0.06) -> None:
        for character in text:
            self.press(KeyPress(character, NAMES.get(character, character.lower())))
            self.clock.wait(pause)

    def press(self, press: KeyPress) -> bool:
        """Press a key; return whether the application got it."""
        if "reports-first" in self._habits:
            self._report()
        if press.name == "tab" and "keeps-tab" in self._habits:
            self.before += "\t"
            self._see()
            return True
        kept = self.field.key(press)
        if not kept:
            assert not self.shown, "the application handles a key while a ghost is drawn"
            self._handle(press)
        return not kept

    def _handle(self, press: KeyPress) -> None:
        if press.is_command or press.composes:
            return
        if press.text:
            self._erase_selection()
            self.before += press.text
            if "resets" in self._habits:
                self.clock.later(0.004, self.field.moved)
        elif press.name == "backspace":
            if not self._erase_selection():
                self.before = self.before[:-1]
        elif press.name == "del":
            self.after = self.after[1:]
        elif press.name == "left":
            self.move(-1)
            return
        elif press.name == "right":
            self.move(1)
            return
        self._changed()

    def _erase_selection(self) -> bool:
        had = self.selection
        if had:
            self.before, self.selection = self.before[:-had], 0
        return bool(had)

    def move(self, by: int) -> None:
        at = max(0, min(len(self.text), len(self.before) + by))
        self.before, self.after = self.text[:at], self.text[at:]
        self._changed()

    def click(self, at: int) -> None:
        self._finish_composing()
        self.field.moved()
        self.selection = 0
        self.move(at - len(self.before))

    def leave(self) -> None:
        """Let another window have the focus."""
        self._finish_composing()
        self.field.blur()

    def _finish_composing(self) -> None:
        if "commits" in self._habits and not self.popup:
            self.before += self.shown

    def become(self, before: str, after: str = "") -> None:
        """Let the application change its text by itself."""
        self.before, self.after = before, after
        self._changed()

    def _changed(self) -> None:
        self._see()
        if "reports-first" not in self._habits:
            self._report()

    def _report(self, *, caret_behind_ghost: bool = False) -> None:
        if self._reports is None:
            return
        inside = bool(self._habits & {"echoes", "reports-first"}) and not self.popup
        ghost = self.shown if inside else ""
        text, caret = self.before + ghost + self.after, len(self.before)
        if "wraps" in self._habits:
            text = text.replace(ghost, ghost.replace(" ", "\n", 1), 1) if ghost else text
        if caret_behind_ghost:
            caret += len(ghost)
        anchor = caret - self.selection
        if "bytes" in self._habits:
            caret, anchor = (len(text[:at].encode()) for at in (caret, anchor))
        elif "utf-16" in self._habits:
            caret, anchor = (len(text[:at].encode("utf-16-le")) // 2 for at in (caret, anchor))
        if "reports-first" in self._habits:
            self.field.report(text, caret, anchor)
        else:
            self.clock.later(self._reports, lambda: self.field.report(text, caret, anchor))

    def _pause(self) -> None:
        self.pauses += 1

    # What the engine says.

    def answer(
        self, ghost: str, *words: str, final: bool = True, reason: Silence | None = None
    ) -> None:
        """Answer the newest request."""
        request, reply = self.asked[-1]
        listed = tuple(Word(word, 0.5) for word in (words or (ghost,)) if word)
        reply(Suggestion(request, listed, ghost, 0.5, reason=reason, final=final))
        self.clock.wait(0.03)


TAB = KeyPress("", "tab")
ESC = KeyPress("", "esc")
END = KeyPress("", "end")
LEFT = KeyPress("", "left")
RIGHT = KeyPress("", "right")
DELETE = KeyPress("", "del")
BACKSPACE = KeyPress("", "backspace")
CTRL_RIGHT = KeyPress("", "right", frozenset({CTRL}))
CTRL_Z = KeyPress("z", "z", frozenset({CTRL}))
NEXT = KeyPress("]", "]", frozenset({ALT}))
PREVIOUS = KeyPress("[", "[", frozenset({ALT}))
ASK = KeyPress("\\", "\\", frozenset({ALT}))
PAUSE = KeyPress(" ", "space", frozenset({CTRL, ALT}))
DEAD_ACUTE = KeyPress("", "", composes=True)
