"""Which words are never learned, which need more sightings, and in which form they are kept."""

from collections.abc import Callable, Iterator

from autotype.text.filters import Filters
from autotype.text.written_words import WrittenWord

_LETTERS = "abcdefghijklmnopqrstuvwxyz'éèäöüß"
_SHORTEST = 3
_COMMONER = 20.0
_MOST_REMEMBERED = 20_000
_SHOUTED_WORDS = 3


class Rules:
    """For one thread: that of the speller which `known` asks."""

    def __init__(self, known: Callable[[str], bool], *, profanity: bool = False) -> None:
        """Learn by these.

        Args:
            known: Whether a dictionary has a word.
            profanity: Whether profanity may be learned.
        """
        self._known = known
        self._filters = Filters(profanity=not profanity)
        self._seen: dict[str, tuple[bool, bool]] = {}

    def allows(self, word: str) -> bool:
        """Whether a word may be learned at all."""
        return self._judged(word)[0]

    def may_be_typo(self, word: str, weight: Callable[[str], float]) -> bool:
        """Whether a word is in small letters, in no dictionary, and one edit from another one.

        Args:
            word: As it would be kept.
            weight: Returns how often the writer wrote a word.
        """
        if len(word) < _SHORTEST or not word.islower():
            return False
        is_near = self._judged(word)[1]
        if is_near or self._known(word):
            return is_near
        least = _COMMONER * max(1.0, weight(word))
        return any(weight(other) >= least for other in _one_edit(word))

    def form(self, written: WrittenWord, *, shouted: bool = False) -> str:
        """Return a word as it is written elsewhere than at the beginning of a sentence.

        Args:
            written: The word.
            shouted: Whether all words around it are in capitals.
        """
        word = written.word
        small = word.lower()
        own_capital = word == "I" or word.startswith("I'")
        if shouted and word.isupper() and not own_capital and self._known(small):
            return small
        begins = written.first and word[:1].isupper() and word[1:] == small[1:]
        return small if begins and not own_capital and self._known(small) else word

    def _judged(self, word: str) -> tuple[bool, bool]:
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            allowed = not self._filters.blocks(word, "")
            is_near = (
                len(word) >= _SHORTEST
                and word.islower()
                and not self._known(word)
                and any(self._known(other) for other in _one_edit(word))
            )
            found = self._seen[word] = allowed, is_near
        return found


def is_shouted(words: list[str]) -> bool:
    """Whether a sentence is written in capitals."""
    return len(words) >= _SHOUTED_WORDS and all(word.isupper() for word in words)


def _one_edit(word: str) -> Iterator[str]:
    """Yield what one slip makes of a word: letters left out, swapped, replaced or put in."""
    for at in range(len(word) + 1):
        start, rest = word[:at], word[at:]
        if rest:
            yield start + rest[1:]
        if len(rest) > 1:
            yield start + rest[1] + rest[0] + rest[2:]
        for letter in {*_LETTERS, *word}:
            if rest:
                yield start + letter + rest[1:]
            yield start + letter + rest
