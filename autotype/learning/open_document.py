"""The words of the document in front: they count at once, and go with it."""

from collections import Counter
from collections.abc import Callable

from autotype.learning.rules import Rules
from autotype.text.written_words import WrittenWord, written_words

LONGEST = 100_000
"""Characters at the end of a document that are read: about fifty pages."""
Gram = tuple[str, str]


class OpenDocument:
    """What is known of its lines; for one thread."""

    def __init__(self) -> None:
        """Know no line yet."""
        self._lines: Counter[str] = Counter()
        self._grams: dict[str, list[Gram]] = {}

    def revise(
        self, text: str, rules: Rules, weight: Callable[[str], float]
    ) -> tuple[list[Gram], list[Gram]]:
        """Return the words that are gone, each behind a context, and those that have come.

        Args:
            text: The document as it is now.
            rules: What is never learned.
            weight: Returns how often the writer wrote a word.
        """
        was_empty = not self._lines
        lines = Counter(text[-LONGEST:].split("\n"))
        gone = [gram for line in (self._lines - lines).elements() for gram in self._grams[line]]
        come: list[Gram] = []
        for line, times in (lines - self._lines).items():
            if line not in self._grams:
                self._grams[line] = _grams(line, rules, weight, is_finished=was_empty)
            come += self._grams[line] * times
        for line in self._lines.keys() - lines.keys():
            del self._grams[line]
        self._lines = lines
        return gone, come


def _grams(
    line: str, rules: Rules, weight: Callable[[str], float], *, is_finished: bool
) -> list[Gram]:
    words = written_words(line)
    if words and not is_finished and words[-1].end == len(line):
        del words[-1]  # it may be half a word
    found: list[Gram] = []
    for written in words:
        word = rules.form(written)
        if rules.allows(word) and (weight(word) > 0 or not rules.may_be_typo(word, weight)):
            found += grams_of(written, word)
    return found


def grams_of(written: WrittenWord, word: str) -> list[Gram]:
    """Return a word behind each context that it stands in, and by itself."""
    contexts = ("", written.last_one, written.last_two)
    return [(context, word) for context in contexts if context is not None]
