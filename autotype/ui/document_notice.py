"""The line above the text about the document; what waits for an answer there is not lost."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from autotype.ui.notice import Action, Notice


class _Said(NamedTuple):
    about: str
    text: str
    actions: tuple[Action, ...]
    seconds: float
    holds: Callable[[], bool] | None

    @property
    def is_kept(self) -> bool:
        """Whether it comes back when something else was said: it is asked, or has a subject."""
        return bool(self.actions or self.about)


class DocumentNotice(Notice):
    """A notice that comes back when another one has taken its place before it was answered.

    Signals:
        dismissed(str): The user has hidden a notice; what it was about.
    """

    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[_Said] = []

    def say(
        self,
        text: str,
        *actions: Action,
        share: float | None = None,
        seconds: float = 0,
        about: str = "",
        holds: Callable[[], bool] | None = None,
    ) -> None:
        """Show a sentence; see `Notice.say`.

        Args:
            text: The sentence.
            *actions: At most three things to do about it.
            share: As there; a bar does not come back.
            seconds: As there.
            about: Its subject: what was said of it before is not true any more.
            holds: Returns whether it is still so, for what is said of a state; `review` asks it.
        """
        # Without a question or a subject, or of the same one, what was said so far may go.
        kept = [said for said in self._said if said.is_kept and said.about != (about or None)]
        self._said = [*kept, _Said(about, text, actions, seconds, holds)]
        super().say(text, *actions, share=share, seconds=seconds)

    def says_of(self, about: str) -> bool:
        """Whether anything is said about a subject, or will be when what is shown goes."""
        return any(said.about == about for said in self._said)

    @property
    def waits(self) -> bool:
        """Whether anything is said of a state."""
        return any(said.holds is not None for said in self._said)

    def review(self) -> None:
        """Take back what was said of a state that is over."""
        self._keep([said for said in self._said if said.holds is None or said.holds()])

    def act(self, index: int) -> None:
        """Do one of the things to do, which may have ended what was said."""
        super().act(index)
        self.review()

    def drop(self, about: str) -> None:
        """Take back what was said about something."""
        self._keep([said for said in self._said if said.about != about])

    def set_aside(self, subjects: Collection[str]) -> tuple[object, ...]:
        """Take back what was said about some subjects, and return it for `bring_back`.

        What is about nothing in particular answered something that was done here, and goes.
        """
        aside = tuple(said for said in self._said if said.about in subjects)
        self._keep([said for said in self._said if said.is_kept and said.about not in subjects])
        return aside

    def bring_back(self, aside: Iterable[object]) -> None:
        """Say again what was set aside."""
        for said in aside:
            if isinstance(said, _Said):
                self.say(
                    said.text,
                    *said.actions,
                    seconds=said.seconds,
                    about=said.about,
                    holds=said.holds,
                )

    def done(self) -> None:
        """Hide what is shown; what it has displaced comes back."""
        self._said = self._said[:-1]
        self._show_last()

    def dismiss(self) -> None:
        """Hide what is shown, as the button at its end does."""
        about = self._said[-1].about if self._said else ""
        self.done()
        self.dismissed.emit(about)

    def _keep(self, kept: list[_Said]) -> None:
        """Leave only these; what is shown is said anew only where it is another one."""
        before, self._said = self._said, kept
        if before and (not kept or kept[-1] is not before[-1]):
            self._show_last()

    def _show_last(self) -> None:
        if self._said:
            last = self._said[-1]
            super().say(last.text, *last.actions, seconds=last.seconds)
        else:
            self.hide()
