"""Somebody who writes at a front of the dialogue, and an engine that says what the test wants."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Self

from autotype.text.dialogue import events as on
from autotype.text.request import Request
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion, Word


class Writing(ABC):
    """`seen` lists what was on the screen, the ghost in brackets, one entry per change.

    Attributes:
        before: The text before the caret, as it really is.
        after: The text after it.
        drawn: What is on the screen at the caret: a ghost, nothing for the soft space alone,
            None if nothing is.
        ghost: What the front says is offered.
        soft: Whether it says that there is a soft space.
        silence: Why it says that there is no ghost.
        words: The words that it offers.
        asked: What the engine is to answer, if anything.
        requests: What it was asked so far.
    """

    seen: list[str]
    before: str
    after: str
    drawn: str | None
    ghost: str
    soft: bool
    silence: Silence | None
    words: tuple[Word, ...]
    asked: Request | None
    requests: Sequence[Request]

    def screen(self) -> str:
        """What is shown: the soft space alone is drawn as one."""
        drawn = "" if self.drawn is None else f"[{self.drawn or ' '}]"
        return self.before + drawn + self.after

    def plain(self) -> str:
        """What would be saved."""
        return self.before + self.after

    def look(self) -> Self:
        """Note what is on the screen if it is something new."""
        if self.screen() != self.seen[-1]:
            self.seen.append(self.screen())
        return self

    # What a writer does.

    def type(self, text: str) -> Self:
        """Press a key for every character."""
        for key in text:
            self.commit(key)
        return self

    def commit(self, text: str) -> Self:
        """Let an input method insert a text, or a key its character."""
        self._commit(text)
        return self.look()

    def do(self, *names: str) -> Self:
        """Press keys that do not type: backspace, delete, left, right, undo; or blur."""
        for name in names:
            self._edit(name)
            self.look()
        return self

    def paste(self, text: str) -> Self:
        """Insert a text from elsewhere."""
        self._paste(text)
        return self.look()

    def take(self, what: on.Take = "take", after: float = 0.2) -> Self:
        """Let time go by and press a key that takes."""
        self.wait(after)
        self.takes(what)
        return self.look()

    def press(self, what: on.Wish) -> Self:
        """Ask for something else than text."""
        self.presses(what)
        return self.look()

    def answer(
        self,
        ghost: str = "",
        *words: str,
        to: int = -1,
        final: bool = True,
        reason: Silence | None = None,
    ) -> Self:
        """Let the engine answer a request."""
        shown = tuple(Word(word, 0.5) for word in (words or ((ghost,) if ghost else ())))
        silence = reason or (None if ghost else Silence.UNSURE)
        request = self.requests[to]
        self._answer(Suggestion(request, shown, ghost, 0.5, reason=silence, final=final), to)
        return self.look()

    def offered(self) -> list[str]:
        """The words that are offered, without what is known of them."""
        return [word.text for word in self.words]

    def know(self, **shortcuts: str) -> Self:
        """Have shortcuts from now on."""
        self._know(Shortcuts(shortcuts))
        return self.look()

    # How each front does it.

    @abstractmethod
    def takes(self, what: on.Take, *, deliberate: bool = False) -> bool:
        """Take what is offered; False if the key means nothing there."""

    @abstractmethod
    def presses(self, what: on.Wish) -> bool:
        """Ask for something else; False if the key means nothing there."""

    @abstractmethod
    def wait(self, seconds: float) -> None:
        """Let time go by."""

    @abstractmethod
    def pause(self, reason: Silence | None) -> None:
        """Have nothing suggested, or something again."""

    @abstractmethod
    def come_back(self) -> None:
        """Have the keys come here again, if they went elsewhere."""

    @abstractmethod
    def _know(self, shortcuts: Shortcuts) -> None: ...

    @abstractmethod
    def _commit(self, text: str) -> None: ...

    @abstractmethod
    def _edit(self, name: str) -> None: ...

    @abstractmethod
    def _paste(self, text: str) -> None: ...

    @abstractmethod
    def _answer(self, answer: Suggestion, to: int) -> None: ...
