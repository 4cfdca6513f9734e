"""How what was learned fades: by the words that were written since, not by days.

Weights are kept as they would weigh at the clock's beginning, so that nothing has to be changed
for time to go by: what comes later weighs more, and all of it is divided when it is read.
"""

SLOW = 50_000.0
"""Words of the writer after which what was learned weighs half."""
FAST = 120.0
"""The same for what was written in this session."""
FAST_SHARE = 2.0
"""What the session counts against the rest."""
TYPED, TAKEN, IMPORTED = 1.0, 0.5, 0.7
"""What a word counts that was typed and kept, taken, and found in a text of earlier times."""
AGAINST = 1.0
"""What a word loses in a place in which it was not meant."""
FURTHEST = 900.0
"""Half-lives after which weights come near the end of floating-point numbers."""


def scale(words: float, half_life: float) -> float:
    """Return by how much something weighs more than at the clock's beginning."""
    return float(2.0 ** min(words / half_life, FURTHEST))
