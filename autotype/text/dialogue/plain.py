"""A text without a window, as a front of the dialogue: what it is and what is offered in it."""

from dataclasses import dataclass, field

import regex

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.soft_space import gap
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion

_REACH = 6000
_LAST = regex.compile(r"\X\Z")
_FIRST = regex.compile(r"\X")
_KEY = regex.compile(r"\r\n|\X")
# The longest run of characters that is looked at to find the last one that people see.
_CLUSTER = 64


def keys_of(text: str) -> list[str]:
    """Return what has to be typed one after the other: characters as people see them."""
    return ["\n" if key in ("\r\n", "\r") else key for key in _KEY.findall(text)]


@dataclass(frozen=True, slots=True)
class Moment:
    """A text with its caret, for undo."""

    before: str
    after: str


@dataclass(slots=True)
class PlainText:
    """One text with its caret, its undo history and its dialogue; not for two threads.

    Attributes:
        before: The text before the caret.
        after: The text after it.
        state: The dialogue.
        wanted: What the engine is to answer; None if nothing is.
        now: The time of the next event; the caller lets it go by.
        settled: The last final answer for the text as it was then.
    """

    before: str = ""
    after: str = ""
    state: State = field(default_factory=State)
    wanted: Request | None = None
    now: float = 0.0
    settled: Suggestion | None = None
    _history: list[Moment] = field(default_factory=list)
    _typing: bool = False

    @classmethod
    def opened(cls, before: str, after: str, options: Options) -> "PlainText":
        """Return a text with its caret, and an engine that is ready."""
        text = cls(before, after, State(options, Place(before, after)))
        text._do(on.EngineIs(EngineState.READY))
        return text

    # What the writer does.

    def begin(self) -> None:
        """Have what may follow looked for, as if all of the text had just been typed."""
        self._do(on.Rewritten("", self._place(), self.now))

    def type(self, key: str) -> None:
        """Press a key that types; or commit a text, as input methods do."""
        typed = gap(self.state.soft, self.state.place.before, key) + key
        starts_word = typed[:1].isspace() and not self.before[-1:].isspace()
        if not self._typing or starts_word:
            self._remember()
        self._typing = True
        self.before += typed
        self._do(on.Typed(typed, self.now, self._place()))

    def backspace(self) -> None:
        """Delete the character before the caret, or the soft space."""
        if self.state.soft:
            self._typing = False
            self._do(on.Unspaced())
            return
        self._edit(self.before[: self._previous()], self.after, Silence.AFTER_DELETION)

    def delete(self) -> None:
        """Delete the character after the caret."""
        self._edit(self.before, self.after[self._next() :], Silence.AFTER_DELETION)

    def left(self) -> None:
        """Move the caret back by a character."""
        at = self._previous()
        self._move(self.before[:at], self.before[at:] + self.after)

    def right(self) -> None:
        """Move the caret on by a character."""
        at = self._next()
        self._move(self.before + self.after[:at], self.after[at:])

    def paste(self, text: str) -> None:
        """Insert a text from elsewhere."""
        self._edit(self.before + text, self.after, Silence.AFTER_PASTE)

    def undo(self) -> None:
        """Go back by one step."""
        if self._history:
            was = self._history.pop()
            self.before, self.after = was.before, was.after
        self._changed(Silence.AFTER_UNDO)

    def blur(self) -> None:
        """Let the keys go elsewhere; the next one that types comes here again."""
        self._typing = False
        self._do(on.Unfocused(self._place()))

    def take(self, what: on.Take, *, deliberate: bool = False) -> bool:
        """Take what is offered; False if it is not meant or not there."""
        return self._do(on.Took(what, self._place(), self.now, deliberate))

    def press(self, what: on.Wish) -> bool:
        """Ask for something else than text; False if it means nothing."""
        return self._do(on.Pressed(what, self._place(), self.now))

    # What the engine does.

    def answer(self, answer: Suggestion) -> None:
        """Hear an answer, whenever it comes."""
        if answer.final and answer.request is self.wanted:
            self.wanted = None
        self._do(on.Answered(answer, self._place(), self.now))

    # How it is done.

    def _do(self, event: on.Event) -> bool:
        """Take a step; False if what was asked for is refused."""
        self.state, effects = step(self.state, event)
        for effect in effects:
            self._perform(effect)
        return not any(isinstance(effect, to.Refused) for effect in effects)

    def _perform(self, effect: to.Effect) -> None:
        """Do what is to be done; there is nothing to draw on."""
        match effect:
            case to.Ask(request):
                self.wanted = request
            case to.Cancel():
                self.wanted = None
            case to.Insert(text, replaces):
                self._remember()
                self._typing = False
                self.before = self.before[: len(self.before) - replaces] + text
            case to.Settled(answer):
                self.settled = answer

    def _place(self) -> Place:
        start = max(0, len(self.before) - _REACH)
        if start:
            # The paragraph is needed whole, but not one without an end.
            paragraph = self.before.rfind("\n", max(0, start - _REACH), start) + 1
            start = paragraph or start
        return Place(self.before[start:], self.after[:_REACH], start)

    def _remember(self) -> None:
        self._history.append(Moment(self.before, self.after))

    def _edit(self, before: str, after: str, why: Silence) -> None:
        if (before, after) != (self.before, self.after):
            self._remember()
            self.before, self.after = before, after
        self._changed(why)

    def _move(self, before: str, after: str) -> None:
        self.before, self.after = before, after
        self._changed(Silence.AFTER_MOVE)

    def _changed(self, why: Silence) -> None:
        self._typing = False
        self._do(on.Changed(why, self._place()))

    def _previous(self) -> int:
        """Return where the last character before the caret begins."""
        found = _LAST.search(self.before[-_CLUSTER:])
        return len(self.before) - (len(found.group()) if found else 0)

    def _next(self) -> int:
        """Return where the first character after the caret ends."""
        found = _FIRST.match(self.after[:_CLUSTER])
        return found.end() if found else 0
