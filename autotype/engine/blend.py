"""How likely a word is that the writer has written before: what they wrote, backed by the model.

A back-off over the writer's own counts (Witten and Bell 1991, with the discount of Kneser and Ney
1995) that ends in the model's probability. It only ever lifts a word: a model is the far better
judge of everyday words, and knows nothing of a name that stands outside its window.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autotype.text.evidence import OwnWord

ORDERS = (1, 2, 3)
_SURE = 3
"""Evidence of this order counts whatever the model says of the word."""


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
class Blend:
    """The constants of the back-off; BENCHMARKS.md, "Learning a writer", says what they are from.

    Attributes:
        discount: What each word gives up of its count.
        strengths: By order, how many sightings the order below is worth.
        most: The writer's share at most.
        margin: A word that the model finds less likely than this part of its best is not lifted,
            unless the same two words were seen before it.
    """

    discount: float = 0.5
    strengths: tuple[float, float, float] = (10.0, 50.0, 8.0)
    most: float = 0.8
    margin: float = 1e-6

    def shares(
        self, counts: Mapping[int, float], contexts: Mapping[int, Context]
    ) -> tuple[float, float]:
        """Return what the writer's counts say of a word, and the weight of the model's word.

        Args:
            counts: Of the word, by order; 0 where it is missing, except that a word without order 1
                is left to the model there.
            contexts: Of the place, by order.
        """
        own, left = 0.0, 1.0
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
            own, left = min(seen / whole, 1 - back) + back * own, back * left
        share = 1 - left
        if share > self.most:
            own, left = own * self.most / share, 1 - self.most
        return own, left

    def lifted(self, p: float, shares: tuple[float, float]) -> float:
        """Return the probability of a word that the model gives `p`; never less than that."""
        own, left = shares
        return min(max(p, own + left * p), 1.0)

    def is_plausible(self, p: float, best: float, order: int) -> bool:
        """Whether a word may be lifted at all.

        Args:
            p: The model's probability of it.
            best: That of the model's likeliest word here.
            order: The highest order that has seen it.
        """
        return order >= _SURE or p >= self.margin * best


def contexts_of(seen: Sequence[OwnWord]) -> dict[int, Context]:
    """Return what is known of the place, by order."""
    return {word.order: Context(word.context_count, word.distinct) for word in seen}


def counts_of(seen: Sequence[OwnWord]) -> dict[str, dict[int, float]]:
    """Return the counts of each word, by order; the words as they came."""
    found: dict[str, dict[int, float]] = {}
    for word in seen:
        found.setdefault(word.word, {})[word.order] = word.count
    return found
