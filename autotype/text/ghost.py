"""A ghost text with its alternatives."""

from dataclasses import dataclass

from autotype.text.boundary import fit, is_word_character
from autotype.text.suggestion import Suggestion, type_through, words_through


@dataclass(frozen=True, slots=True)
class Ghost:
    """A ghost text, and what else could stand in its place.

    Attributes:
        text: The ghost; empty if there is none.
        choices: The ghost and its alternatives, in the order in which they are cycled.
        replaces: How many characters before the caret it takes the place of: those of a shortcut.
            Nothing that is typed goes on with such a ghost.
    """

    text: str = ""
    choices: tuple[str, ...] = ()
    replaces: int = 0

    @property
    def shown(self) -> str:
        """What is drawn at the caret: behind a shortcut an arrow says that it goes."""
        return f" → {self.text}" if self.replaces else self.text

    def through(self, typed: str) -> "Ghost":
        """Return what is left after `typed`; nothing where the two disagree."""
        left = None if self.replaces else type_through(self.text, typed)
        if not left:
            return Ghost()
        choices = (type_through(choice, typed) for choice in self.choices)
        return Ghost(left, tuple(choice for choice in choices if choice))

    def fitted(self, after: str) -> "Ghost":
        """Return as much of it as fits before a text."""
        if self.replaces:
            return Ghost() if is_word_character(after[:1] or " ") else self
        fitted = (fit(choice, after) for choice in self.choices)
        return Ghost(fit(self.text, after), tuple(choice for choice in fitted if choice))

    def grown(self, answer: Suggestion, typed: str) -> "Ghost":
        """Return what an answer offers after what was typed since it was asked for.

        What is being read only grows: an answer that says something else changes nothing.
        """
        text = type_through(answer.ghost, typed)
        if self.replaces or not text or not text.startswith(self.text):
            return self
        going_on = words_through(answer.words, typed)
        words = (word.text for word in going_on if not word.replaces)
        return Ghost(text, (text, *(word for word in words if not text.startswith(word))))

    def cycled(self, step: int) -> "Ghost":
        """Return the alternative `step` places on; the same ghost where there is no other."""
        if self.text not in self.choices:
            return self
        at = self.choices.index(self.text) + step
        return Ghost(self.choices[at % len(self.choices)], self.choices)
