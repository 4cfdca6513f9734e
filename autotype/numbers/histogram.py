"""Times as a few counters: four for every doubling, so that a quantile is right to a fifth."""

import math
from collections.abc import Mapping

_PER_DOUBLING = 4
_LAST = 52  # a little over eight seconds; what takes longer is in it too


def bin_of(milliseconds: float) -> int:
    """Return the number of the counter for a time; all up to a millisecond share the first."""
    if milliseconds <= 1:
        return 0
    return min(_LAST, math.ceil(_PER_DOUBLING * math.log2(milliseconds)))


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """Return a time, in milliseconds, that a share of all stays under; None if there are none.

    Args:
        counts: How many there are of each number that `bin_of` returns.
        share: Which, 0 to 1.
    """
    total = sum(counts.values())
    if total <= 0:
        return None
    seen = 0
    for number in sorted(counts):
        seen += counts[number]
        if seen >= share * total:
            break
    return float(2 ** (number / _PER_DOUBLING))
