"""How often the next word is among the words of the bar, after no, one and two letters."""

from dataclasses import dataclass, field

import regex

from autotype.evaluation.keystrokes import Ask, is_right

LETTERS = (0, 1, 2)
_WORD = regex.compile(r"(?<![^\s(\[“\"‘'])\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*")


@dataclass(slots=True)
class NextWord:
    """Counts over the words of one or more texts, per number of letters typed.

    Attributes:
        tried: Words asked for.
        first: Those that the likeliest offer completes.
        third: Those that any of the three completes.
    """

    tried: list[int] = field(default_factory=lambda: [0] * len(LETTERS))
    first: list[int] = field(default_factory=lambda: [0] * len(LETTERS))
    third: list[int] = field(default_factory=lambda: [0] * len(LETTERS))

    def top1(self, letters: int) -> float:
        """Return the share of words that come first after so many letters."""
        return self.first[letters] / self.tried[letters] if self.tried[letters] else 0.0

    def top3(self, letters: int) -> float:
        """Return the share of words that are among the three."""
        return self.third[letters] / self.tried[letters] if self.tried[letters] else 0.0


def count_next_words(text: str, ask: Ask, counts: NextWord) -> None:
    """Ask for every word of `text`; adds to `counts`.

    A word is letters with apostrophes and hyphens inside; the space before it has been
    typed. Words that are no longer than the letters typed are left out.
    """
    for match in _WORD.finditer(text):
        for letters in LETTERS:
            if match.end() - match.start() <= letters:
                continue
            at = match.start() + letters
            right = [is_right(text, at, word.text) for word in ask(text[:at]).words]
            counts.tried[letters] += 1
            counts.first[letters] += any(right[:1])
            counts.third[letters] += any(right)
