"""The line above the text about the document; what waits for an answer there is not lost."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from autotype.ui.notice import Action, Notice


class _Said(NamedTuple):
    about: str
    text: str
    actions: tuple[Action, ...]


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
    ) -> None:
        """Show a sentence; see `Notice.say`.

        Args:
            text: The sentence.
            *actions: At most three things to do about it.
            share: As there; a bar does not come back.
            seconds: As there.
            about: Its subject: what was said of it before is not true any more.
        """
        # Without a question or a subject, or of the same one, what was said so far may go.
        kept = [
            said
            for said in self._said
            if (said.actions or said.about) and said.about != (about or None)
        ]
        self._said = [*kept, _Said(about, text, actions)]
        super().say(text, *actions, share=share, seconds=seconds)

    def drop(self, about: str) -> None:
        """Take back what was said about something."""
        self._said = [said for said in self._said if said.about != about]
        self._show_last()

    def set_aside(self, subjects: Collection[str]) -> tuple[object, ...]:
        """Take back what was said about some subjects, and return it for `bring_back`."""
        aside = tuple(said for said in self._said if said.about in subjects)
        if aside:
            self._said = [said for said in self._said if said.about not in subjects]
            self._show_last()
        return aside

    def bring_back(self, aside: Iterable[object]) -> None:
        """Say again what was set aside."""
        for said in aside:
            if isinstance(said, _Said):
                self.say(said.text, *said.actions, about=said.about)

    def done(self) -> None:
        """Hide what is shown; what it has displaced comes back."""
        self._said = self._said[:-1]
        self._show_last()

    def dismiss(self) -> None:
        """Hide what is shown, as the button at its end does."""
        about = self._said[-1].about if self._said else ""
        self.done()
        self.dismissed.emit(about)

    def _show_last(self) -> None:
        if self._said:
            super().say(self._said[-1].text, *self._said[-1].actions)
        else:
            self.hide()
