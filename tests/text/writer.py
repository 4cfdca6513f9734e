"""Somebody who writes at a text without a window, and an engine that says what the test wants."""

from autotype.text.dialogue import events as on
from autotype.text.dialogue.plain import PlainText
from autotype.text.dialogue.state import Options
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word

SOFT = Options(soft_space=True)


class Writer:
    """`seen` lists what was on the screen, the ghost in brackets, one entry per change."""

    def __init__(self, text: str = "|", options: Options | None = None) -> None:
        before, _, after = text.partition("|")
        self.text = PlainText.opened(before, after, options or Options())
        self.text.now = 100.0
        self.requests: list[Request] = []
        self.seen = [self.screen()]

    def screen(self) -> str:
        """What is shown: the soft space alone is drawn as one."""
        state = self.text.state
        ghost = state.ghost.text or state.space
        return f"{self.text.before}[{ghost}]{self.text.after}" if ghost else self.plain()

    def plain(self) -> str:
        """What would be saved."""
        return self.text.before + self.text.after

    def look(self) -> "Writer":
        wanted = self.text.wanted
        if wanted is not None and wanted not in self.requests:
            self.requests.append(wanted)
        if self.screen() != self.seen[-1]:
            self.seen.append(self.screen())
        return self

    def type(self, text: str) -> "Writer":
        for key in text:
            self.text.type(key)
            self.look()
        return self

    def commit(self, text: str) -> "Writer":
        """As an input method does it."""
        self.text.type(text)
        return self.look()

    def do(self, *names: str) -> "Writer":
        """Press keys that do not type."""
        for name in names:
            getattr(self.text, name)()
            self.look()
        return self

    def take(self, what: on.Take = "take", after: float = 0.2) -> "Writer":
        self.text.now += after
        self.text.take(what)
        return self.look()

    def press(self, what: on.Wish) -> "Writer":
        self.text.press(what)
        return self.look()

    def answer(
        self,
        ghost: str = "",
        *words: str,
        to: int = -1,
        final: bool = True,
        reason: Silence | None = None,
    ) -> "Writer":
        shown = tuple(Word(word, 0.5) for word in (words or ((ghost,) if ghost else ())))
        silence = reason or (None if ghost else Silence.UNSURE)
        self.text.answer(
            Suggestion(self.requests[to], shown, ghost, 0.5, reason=silence, final=final)
        )
        return self.look()

    def words(self) -> list[str]:
        return [word.text for word in self.text.state.words]
