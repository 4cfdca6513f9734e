"""How sure a number is."""

import math
import random
from collections.abc import Sequence

_Z = 1.959964
_SAMPLES = 400


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, both 0 to 1; all of that if nothing was counted."""
    if of <= 0:
        return 0.0, 1.0
    # What was undone an hour later than it was taken may leave less than nothing of that hour.
    share, z2 = min(max(0, hits), of) / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def of_ratio(parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the 95 % interval of the sum of the first values over that of the second.

    Drawn again part by part, since what happens in one hour hangs together. The same parts give
    the same interval every time.

    Args:
        parts: What was counted in each; nothing is known if no second value is more than 0.
    """
    draw = random.Random(len(parts))  # noqa: S311 (nothing is kept secret with it)
    ratios = []
    for _ in range(_SAMPLES):
        drawn = draw.choices(parts, k=len(parts))
        below = sum(part[1] for part in drawn)
        if below > 0:
            ratios.append(sum(part[0] for part in drawn) / below)
    if not ratios:
        return 0.0, 0.0
    ratios.sort()
    return ratios[int(0.025 * len(ratios))], ratios[int(0.975 * (len(ratios) - 1))]
