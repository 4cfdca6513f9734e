"""What a writer's own text says of the next word: asked by the engine, kept by `learning`.

The engine knows only this protocol, so it needs neither a database nor a rule of forgetting, and
the store needs no model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word that the writer has written before, and how often in such a place.

    `order` says what was compared: 1 any place, 2 behind the same last word, 3 behind the same last
    two. Counts are decayed sightings of words that begin with the letters typed so far: `count` of
    this word in that context, `context_count` of all words in it, `distinct` how many there are.
    Words that are left to the model have no order 1, and none has it before the first letter.
    """

    word: str
    order: int
    count: float
    context_count: float
    distinct: int


class Evidence(Protocol):
    """What was learned of a writer. Answers come from memory, within 0.1 ms, from any thread."""

    def revision(self) -> object:
        """Return what equals an earlier one only while every answer is as it was then."""
        ...

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        """Return the writer's words that could stand at the caret, best first, a handful at most.

        A word comes once for each order that has seen it, the highest order first, and is given in
        the form in which it is to be written there, with all its letters.

        Args:
            before: The text up to the beginning of the word at the caret.
            typed: The letters of that word.
        """
        ...

    def next_words(self, before: str, limit: int) -> Sequence[str]:
        """Return how a phrase of the writer's goes on; empty where none is known.

        Each word was seen at least twice, and followed its place more often than everything else
        together.

        Args:
            before: A text that ends with a whole word.
            limit: How many words at most.
        """
        ...

    def refuses(self, word: str) -> bool:
        """Whether the writer wants a word never offered, by whomever it was found.

        Args:
            word: In small letters, with straight apostrophes.
        """
        ...

    def leave_to_model(self, words: frozenset[str]) -> None:
        """Say how common these are by themselves no longer, since the model knows it better.

        Args:
            words: In small letters; in place of those that were named before.
        """
        ...


class NoEvidence:
    """Nothing was learned, or learning is off."""

    def revision(self) -> object:
        """Return the only one."""
        return 0

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def next_words(self, before: str, limit: int) -> Sequence[str]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def refuses(self, word: str) -> bool:  # noqa: ARG002
        """Refuse nothing."""
        return False

    def leave_to_model(self, words: frozenset[str]) -> None:
        """Leave everything to it anyway."""
