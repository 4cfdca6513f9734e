"""How often which words follow which, in memory, and found by their first letters at once."""

import heapq
from bisect import insort
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

_FEW = 48
"""Words behind a context that are looked through one by one; for more there is an index."""
_BEST = 8
"""Words of an index that are kept in order."""
_INDEXED, _GROUPED = 2, 3
"""Letters that an index knows the best words for, and letters by which it groups all of them."""
# A flat tuple takes a third of the memory of a dict, and most contexts have one word behind them.
_Flat = tuple[str | float, ...]


class Found(NamedTuple):
    """The words behind a context that begin with some letters.

    Attributes:
        total: The sum of their weights.
        distinct: How many there are.
        best: Weight and word of the heaviest, the heaviest first.
    """

    total: float
    distinct: int
    best: list[tuple[float, str]]


_NOTHING = Found(0.0, 0, [])


class Counts:
    """Weights of words behind contexts; for one thread at a time."""

    def __init__(self) -> None:
        """Begin empty."""
        self._few: dict[str, _Flat] = {}
        self._many: dict[str, _Many] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not (self._few or self._many)

    def load(self, rows: Iterable[tuple[str, str, float]]) -> Iterator[None]:
        """Take in rows of context, word and weight, sorted by context, and rest now and then."""
        for number, (context, group) in enumerate(groupby(rows, lambda row: row[0])):
            words = [(word, weight) for _, word, weight in group]
            self._put(context, words)
            if number % 500 == 0:
                yield

    def add(self, context: str, word: str, amount: float) -> None:
        """Add to a weight; what comes to nothing goes."""
        self.set(context, word, self.weight(context, word) + amount)

    def set(self, context: str, word: str, weight: float) -> None:
        """Give a word behind a context another weight; nothing or less removes it."""
        many = self._many.get(context)
        if many is not None:
            many.set(word, weight)
            return
        pairs = [pair for pair in self._pairs(context) if pair[0] != word]
        if weight > 0:
            pairs.append((word, weight))
        self._put(context, pairs)

    def put(self, context: str, words: Iterable[tuple[str, float]]) -> None:
        """Give a context these words and their weights, in place of those that it had."""
        self._few.pop(context, None)
        self._many.pop(context, None)
        self._put(context, list(words))

    def words(self, context: str) -> list[tuple[str, float]]:
        """Return all words behind a context, and their weights."""
        many = self._many.get(context)
        return list(self._pairs(context) if many is None else many.weights.items())

    def weight(self, context: str, word: str) -> float:
        """Return the weight of a word behind a context; 0 if it was never there."""
        many = self._many.get(context)
        if many is not None:
            return many.weights.get(word, 0.0)
        flat = self._few.get(context, ())
        return float(flat[flat.index(word) + 1]) if word in flat else 0.0

    def beginning(self, context: str, letters: str) -> Found:
        """Return the words behind a context that begin with some letters, in lower case."""
        many = self._many.get(context)
        if many is not None:
            return many.beginning(letters)
        if context not in self._few:
            return _NOTHING
        pairs = self._pairs(context)
        if not letters:
            return _found([(weight, word) for word, weight in pairs])
        return _found([(weight, word) for word, weight in pairs if _begins(word, letters)])

    def _put(self, context: str, pairs: list[tuple[str, float]]) -> None:
        if len(pairs) > _FEW:
            self._few.pop(context, None)
            self._many[context] = _Many(pairs)
        elif pairs:
            self._few[context] = tuple(part for pair in pairs for part in pair)
        else:
            self._few.pop(context, None)

    def _pairs(self, context: str) -> Iterator[tuple[str, float]]:
        flat = self._few.get(context, ())
        return zip(flat[::2], flat[1::2], strict=True)  # type: ignore[arg-type]  # by turns


class _Best:
    """What is known of the words that begin with the same letters."""

    __slots__ = ("best", "distinct", "is_stale", "total")

    def __init__(self) -> None:
        self.total = 0.0
        self.distinct = 0
        self.best: list[tuple[float, str]] = []  # the lightest first
        self.is_stale = False

    def change(self, word: str, before: float, weight: float) -> None:
        self.total += weight - before
        self.distinct += (weight > 0) - (before > 0)
        if not self.distinct:
            self.total = 0.0  # not what rounding has left of it
        if (before, word) in self.best:
            self.best.remove((before, word))
            self.is_stale |= weight < before
        if weight > 0 and not self.is_stale:
            insort(self.best, (weight, word))
            del self.best[:-_BEST]


class _Many:
    """The words behind a context that has many."""

    __slots__ = ("_begin", "_groups", "weights")

    def __init__(self, pairs: Iterable[tuple[str, float]]) -> None:
        self.weights: dict[str, float] = {}
        self._begin: dict[str, _Best] = {}
        self._groups: dict[str, dict[str, str]] = {}
        # The lightest first, so that nothing has to be put in order again.
        for weight, word in sorted((weight, word) for word, weight in pairs):
            key = word.lower()
            self.weights[word] = weight
            self._groups.setdefault(key[:_GROUPED], {})[word] = key
            for size in range(min(_INDEXED, len(key)) + 1):
                known = self._begin.get(key[:size])
                if known is None:
                    known = self._begin[key[:size]] = _Best()
                known.total += weight
                known.distinct += 1
                known.best.append((weight, word))
        for known in self._begin.values():
            del known.best[:-_BEST]

    def set(self, word: str, weight: float) -> None:
        before, weight = self.weights.get(word, 0.0), max(0.0, weight)
        key = word.lower()
        group = self._groups.setdefault(key[:_GROUPED], {})
        if weight > 0:
            self.weights[word] = weight
            group[word] = key
        else:
            self.weights.pop(word, None)
            group.pop(word, None)
        for size in range(min(_INDEXED, len(key)) + 1):
            self._begin.setdefault(key[:size], _Best()).change(word, before, weight)

    def beginning(self, letters: str) -> Found:
        if len(letters) <= _INDEXED:
            known = self._begin.get(letters)
            if known is None:
                return _NOTHING
            if known.is_stale:
                all_of_them = ((x, word) for word, x in self.weights.items())
                alike = (pair for pair in all_of_them if _begins(pair[1], letters))
                known.best = sorted(heapq.nlargest(_BEST, alike))
                known.is_stale = False
            return Found(known.total, known.distinct, known.best[::-1])
        group, weights = self._groups.get(letters[:_GROUPED], {}), self.weights
        return _found([(weights[w], w) for w, key in group.items() if key.startswith(letters)])


def _found(alike: list[tuple[float, str]]) -> Found:
    if not alike:
        return _NOTHING
    alike.sort(reverse=True)
    total = sum([weight for weight, _ in alike])
    return Found(total, len(alike), alike[:_BEST])


def _begins(word: str, letters: str) -> bool:
    return word.lower().startswith(letters)
