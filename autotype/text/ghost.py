"""A ghost text with its alternatives, and whether a key is meant for it."""

from collections.abc import Callable
from dataclasses import dataclass

from autotype.text.boundary import fit
from autotype.text.suggestion import Suggestion, type_through, words_through

_AFTER_TAKE_S = 0.4


@dataclass(frozen=True, slots=True)
class Ghost:
    """A ghost text, and what else could stand in its place.

    Attributes:
        text: The ghost; empty if there is none.
        choices: The ghost and its alternatives, in the order in which they are cycled.
    """

    text: str = ""
    choices: tuple[str, ...] = ()

    def through(self, typed: str) -> "Ghost":
        """Return what is left after `typed`; nothing where the two disagree."""
        left = type_through(self.text, typed)
        if not left:
            return Ghost()
        choices = (type_through(choice, typed) for choice in self.choices)
        return Ghost(left, tuple(choice for choice in choices if choice))

    def fitted(self, after: str) -> "Ghost":
        """Return as much of it as fits before a text."""
        fitted = (fit(choice, after) for choice in self.choices)
        return Ghost(fit(self.text, after), tuple(choice for choice in fitted if choice))

    def grown(self, answer: Suggestion, typed: str) -> "Ghost":
        """Return what an answer offers after what was typed since it was asked for.

        What is being read only grows: an answer that says something else changes nothing.
        """
        text = type_through(answer.ghost, typed)
        if not text or not text.startswith(self.text):
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


class Attention:
    """When a ghost appeared and when one was taken: what tells a meant Tab from an accident."""

    def __init__(self, clock: Callable[[], float], take_after_s: float) -> None:
        """Begin with nothing seen.

        Args:
            clock: Seconds that only go forward.
            take_after_s: How long a ghost must have been visible for Tab to take it.
        """
        self.take_after_s = take_after_s
        self._clock = clock
        self._since: float | None = None
        self._taken_at = float("-inf")

    @property
    def seen(self) -> bool:
        """Whether a ghost has appeared that was not given up since."""
        return self._since is not None

    def appeared(self) -> None:
        """Note that a ghost is visible; one that was before keeps its time."""
        if self._since is None:
            self._since = self._clock()

    def gone(self) -> None:
        """Note that the ghost was given up."""
        self._since = None

    def taken(self) -> None:
        """Note that something was taken."""
        self._taken_at = self._clock()

    def can_take(self) -> bool:
        """Whether the ghost has been visible long enough for Tab to be meant for it."""
        return self._since is not None and self._clock() - self._since >= self.take_after_s

    def just_taken(self) -> bool:
        """Whether something was taken a moment ago: another Tab would be by accident."""
        return self._clock() - self._taken_at < _AFTER_TAKE_S
