"""Somebody who writes at a text without a window: nothing is between them and the dialogue."""

from dataclasses import dataclass, field

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import Offer
from autotype.text.dialogue.plain import PlainText
from autotype.text.dialogue.state import Options
from autotype.text.request import Request
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion
from tests.text.writing import Writing

SOFT = Options(soft_space=True)


@dataclass(slots=True)
class Watched(PlainText):
    """A front that shows what it is told to show, and nothing else."""

    drawn: str | None = None
    places: tuple[Offer, ...] = ()
    silence: Silence | None = Silence.LOADING
    requests: list[Request] = field(default_factory=list)

    def _perform(self, effect: to.Effect) -> None:
        PlainText._perform(self, effect)
        match effect:
            case to.Show(ghost):
                self.drawn = ghost
            case to.Hide():
                self.drawn = None
            case to.Words(places):
                self.places = places
            case to.Silent(reason):
                self.silence = reason
            case to.Ask(request):
                self.requests.append(request)


class Writer(Writing):
    """Somebody who writes at it."""

    def __init__(self, text: str = "|", options: Options | None = None) -> None:
        before, _, after = text.partition("|")
        watched = Watched.opened(before, after, options or Options())
        assert isinstance(watched, Watched)
        self.text = watched
        self.text.now = 100.0
        self.seen = [self.screen()]

    before = property(lambda self: self.text.before)
    after = property(lambda self: self.text.after)
    drawn = property(lambda self: self.text.drawn)
    ghost = property(lambda self: self.text.state.ghost.text)
    soft = property(lambda self: bool(self.text.state.soft))
    silence = property(lambda self: self.text.silence)
    words = property(lambda self: self.text.state.words)
    asked = property(lambda self: self.text.state.asked)
    requests = property(lambda self: self.text.requests)

    def takes(self, what: on.Take, *, deliberate: bool = False) -> bool:
        return self.text.take(what, deliberate=deliberate)

    def presses(self, what: on.Wish) -> bool:
        return self.text.press(what)

    def wait(self, seconds: float) -> None:
        self.text.now += seconds

    def pause(self, reason: Silence | None) -> None:
        self.text._do(on.Paused(reason))

    def come_back(self) -> None:
        self.text._do(on.Focused(self.text._place(), self.text.now))

    def _know(self, shortcuts: Shortcuts) -> None:
        self.text._do(on.ShortcutsAre(shortcuts, self.text.now))

    def _commit(self, text: str) -> None:
        self.text.type(text)

    def _edit(self, name: str) -> None:
        getattr(self.text, name)()

    def _paste(self, text: str) -> None:
        self.text.paste(text)

    def _answer(self, answer: Suggestion, to: int) -> None:
        self.text.answer(answer)
