"""Which words of a text are the writer's own, and how many of their letters had to be typed."""

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autotype.evaluation.counted import own_words_of

OWN_FROM = 2
"""Earlier uses that make a rare word an own word."""
_LEAST_LETTERS = 3
WINDOW = 1_700
"""Characters that the model's window reaches back at least, as a rule."""


class Last(enum.StrEnum):
    """Where a rare word was used last."""

    NEVER = "first use"
    WINDOW = "in the window"
    DOCUMENT = "in the document, beyond the window"
    EARLIER = "in earlier documents"


@dataclass(frozen=True, slots=True)
class Rare:
    """A word of a text that is not among the everyday ones.

    Attributes:
        word: In lower case.
        start: Where it begins in the text.
        end: Where it ends.
        uses: How often the writer had used it before.
        last: Where it was used last.
    """

    word: str
    start: int
    end: int
    uses: int
    last: Last

    @property
    def is_own(self) -> bool:
        """Whether it is one of the writer's own words."""
        return self.uses >= OWN_FROM


class Uses:
    """Counts a writer's rare words along their documents."""

    def __init__(self, everyday: frozenset[str]) -> None:
        """Begin with nothing; `everyday` words, in lower case, are of nobody in particular."""
        self._everyday = everyday
        self._before: Counter[str] = Counter()

    def learn(self, document: str) -> None:
        """Count a document that is written."""
        self._before.update(word for word, _ in self._rare(document))

    def rare(self, before: str, text: str) -> Iterator[Rare]:
        """Yield the rare words of a text, in order.

        Args:
            before: What stands before it in its document.
            text: The text.
        """
        here = {word: at - len(before) for word, at in self._rare(before)}
        counts = Counter(word for word, _ in self._rare(before))
        for word, at in self._rare(text):
            uses = self._before[word] + counts[word]
            if word in here:
                last = Last.WINDOW if at - here[word] <= WINDOW else Last.DOCUMENT
            else:
                last = Last.EARLIER if uses else Last.NEVER
            yield Rare(word, at, at + len(word), uses, last)
            here[word] = at
            counts[word] += 1

    def _rare(self, text: str) -> Iterator[tuple[str, int]]:
        for word, at in own_words_of(text):
            plain = word.lower()
            is_word = word.isalpha() and len(plain) == len(word) >= _LEAST_LETTERS
            if is_word and plain not in self._everyday:
                yield plain, at


def letters_typed(rare: Rare, takes: Mapping[int, int]) -> int:
    """Return how many letters of a word were typed and not taken.

    Args:
        rare: The word.
        takes: Where each take ended, by where it began.
    """
    taken = sum(max(0, min(end, rare.end) - max(start, rare.start)) for start, end in takes.items())
    return rare.end - rare.start - taken
