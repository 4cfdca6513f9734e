"""How likely a word is that the writer has written before: what they wrote and the model together.

A back-off over the writer's own counts (Witten and Bell 1991, with the discount of Kneser and Ney
1995) says what share of such places a word had; then the odds of both are multiplied, each to a
power of its own (log-linear interpolation, Klakow 1998). So a name that is likely for this writer
and absurd here stays behind. A word is only ever lifted: the model is the far better judge of
everyday words, and knows nothing of a name that stands outside its window.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autotype.text.evidence import OwnWord

ORDERS = (1, 2, 3)
_LEAST_SHARE = 1e-4
_MOST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Context:
    """What the writer has written in places like this one, by one order of evidence.

    Attributes:
        count: Decayed sightings of words that begin like the one at the caret.
        distinct: How many different ones.
    """

    count: float
    distinct: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the writer's counts say of a word at a place.

    Attributes:
        share: Its part of what they wrote in such places; 0 to 1, and 0 lifts nothing.
        left: What part is left to the model by that.
        order: The highest order that has seen it.
        is_rare: Whether how common it is by itself is not left to the model.
        letters: How many of its letters are typed.
    """

    share: float
    left: float
    order: int
    is_rare: bool
    letters: int


@dataclass(frozen=True, slots=True)
class Blend:
    """The constants; BENCHMARKS.md, "Learning a writer", says what they are from.

    Attributes:
        discount: What each word gives up of its count.
        strengths: By order, how many sightings the order below is worth.
        most: The writer's share at most.
        constant: Of the log-odds of a word.
        of_share: What the log-odds of the writer's share count.
        of_model: What the logarithm of the model's probability counts.
        least: By order, what the model's probability counts as at least. The more of the words
            before it agree, the less counts what it finds absurd.
        of_rare: What it counts that a word is rare. A little more than it should for the likeliest
            guess: what the model knows comes a letter later anyway, and these may not at all.
        of_letter: What each of the first letters counts.
    """

    discount: float = 0.5
    strengths: tuple[float, float, float] = (10.0, 10.0, 4.0)
    most: float = 0.8
    constant: float = 0.77
    of_share: float = 0.545
    of_model: float = 0.65
    least: tuple[float, float, float] = (1e-5, 1e-4, 1e-3)
    of_rare: float = 2.16
    of_letter: float = 0.415

    def said(
        self, counts: Mapping[int, float], contexts: Mapping[int, Context], letters: int
    ) -> Said:
        """Return what the writer's counts say of a word.

        Args:
            counts: Of the word, by order; 0 where it is missing, except that a word without order 1
                is left to the model there.
            contexts: Of the place, by order.
            letters: How many of its letters are typed.
        """
        share, left = 0.0, 1.0
        for order in ORDERS:
            context = contexts.get(order)
            if context is None or context.count <= 0 or (order == 1 and 1 not in counts):
                continue
            strength = self.strengths[order - 1]
            # No more words can be discounted than there are sightings.
            taken = min(self.discount * context.distinct, context.count)
            whole = context.count + strength
            seen = max(counts.get(order, 0.0) - self.discount, 0.0)
            back = (taken + strength) / whole
            share, left = min(seen / whole, 1 - back) + back * share, back * left
        return Said(share, left, max(counts, default=1), 1 in counts, letters)

    def mixed(self, p: float, said: Said) -> float:
        """Return the sum of what the writer's counts and the model give to a word."""
        share, left = said.share, said.left
        if 1 - left > self.most:
            share, left = share * self.most / (1 - left), 1 - self.most
        return min(max(p, share + left * p), 1.0)

    def lifted(self, p: float, said: Said) -> float:
        """Return the probability of a word that the model gives `p`; never less than that."""
        if said.share <= 0:
            return p
        share = max(min(said.share, self.most), _LEAST_SHARE)
        odds = (
            self.constant
            + self.of_share * math.log(share / (1 - share))
            + self.of_model * math.log(max(p, self.least[said.order - 1]))
            + self.of_rare * said.is_rare
            + self.of_letter * min(said.letters, _MOST_LETTERS)
        )
        return min(max(p, 1 / (1 + math.exp(-odds))), 1.0)


def contexts_of(seen: Sequence[OwnWord]) -> dict[int, Context]:
    """Return what is known of the place, by order."""
    return {word.order: Context(word.context_count, word.distinct) for word in seen}


def counts_of(seen: Sequence[OwnWord]) -> dict[str, dict[int, float]]:
    """Return the counts of each word, by order; the words as they came."""
    found: dict[str, dict[int, float]] = {}
    for word in seen:
        found.setdefault(word.word, {})[word.order] = word.count
    return found
