"""The order of corrections: how likely the slip is, then the dictionary's own order.

Where a language model has said how likely each of them is in its place, both count, as in the
noisy channel of Kernighan, Church and Gale (1990): a word is what somebody meant as far as it
fits into the text, and as far as the slip is one that people make.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORDS = frozenset("aAiIoO")  # of one letter: “r ember” is nothing
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    frozenset((one, other))
    for row, below in zip(_ROWS, (*_ROWS[1:], ""), strict=True)
    for at, one in enumerate(row)
    for other in (*row[at + 1 : at + 2], *below[max(at - 1, 0) : at + 1])
}
_VOWELS = frozenset("aeiouy")
_SWAPPED = 0.7
_DOUBLED = 0.6
_LEFT_OUT = 0.7
_NEAR = 0.8
_VOWEL = 0.8
_FIRST = 0.5
_SPLIT = 1.2
_OF_ORDER = 0.04
_FARTHEST = 1.2
# A slip is made in one word of thirty (`engine/spelling` goes by the same), so a second one makes
# a word as much unlikelier.
_OF_A_SLIP = math.log(30)


@dataclass(frozen=True, slots=True)
class Correction:
    """What may have been meant by a misspelled word.

    Attributes:
        text: The word.
        cost: How unlikely the slip is: 1 for a usual one, see `slips`.
    """

    text: str
    cost: float


def in_context(found: Sequence[Correction], logs: Sequence[float]) -> list[Correction]:
    """Return corrections in the order of how likely they are in their place.

    Args:
        found: The corrections.
        logs: The natural logarithm of the model's probability of each; if there are not as
            many, the order stays.
    """
    if len(logs) != len(found):
        return list(found)
    weighed = zip(found, logs, strict=True)
    likely = sorted(weighed, key=lambda each: _OF_A_SLIP * each[0].cost - each[1])
    return [correction for correction, _ in likely]


def ranked(word: str, offered: Iterable[str], most: int = 5) -> list[Correction]:
    """Return the likeliest corrections of a word, the best first.

    Args:
        word: The misspelled word.
        offered: What the dictionary offers, in its order.
        most: How many to return.
    """
    # “occur-ed” is offered beside “occur ed”.
    known = [one for one in dict.fromkeys(offered) if "-" in word or "-" not in one]
    known = [one for one in known if {part for part in one.split() if len(part) == 1} <= _WORDS]
    costs = {
        other: slips(word.casefold(), other.casefold()) + _OF_ORDER * at
        for at, other in enumerate(known)
    }
    near = [other for other in known if costs[other] <= _FARTHEST + len(word) / 3]
    return [Correction(other, costs[other]) for other in sorted(near, key=costs.__getitem__)[:most]]


def slips(typed: str, meant: str) -> float:
    """Return how unlikely it is that a word was typed for another one: 1 for a usual slip.

    Letters left out, added, swapped or replaced; less for doubled letters, keys that are
    neighbours and vowels, more for the first letter and for a missing space.
    """
    before: list[float] = []
    last = [0.0]
    for at, letter in enumerate(meant):
        last.append(last[-1] + _missing(meant, at, letter, _LEFT_OUT))
    for i, one in enumerate(typed, 1):
        row = [last[0] + _missing(typed, i - 1, one)]
        for j, other in enumerate(meant, 1):
            cost = min(
                last[j] + _missing(typed, i - 1, one),
                row[j - 1] + _missing(meant, j - 1, other, _LEFT_OUT),
                last[j - 1] + _replaced(one, other),
            )
            if i > 1 and j > 1 and one == meant[j - 2] and other == typed[i - 2]:
                cost = min(cost, before[j - 2] + _SWAPPED)
            row.append(cost)
        before, last = last, row
    same = typed[:1] == meant[:1] or typed[:2] == meant[1::-1]
    return last[-1] + (0.0 if same else _FIRST)


def _missing(word: str, at: int, letter: str, usually: float = 1.0) -> float:
    if letter in " -":
        return _SPLIT
    if at and word[at - 1] == letter:
        return _DOUBLED
    return 1.0 if at == len(word) - 1 else usually


def _replaced(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if frozenset((one, other)) in _NEIGHBOURS:
        return _NEAR
    return _VOWEL if one in _VOWELS and other in _VOWELS else 1.0
