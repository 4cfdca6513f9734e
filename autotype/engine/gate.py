"""When a suggestion is worth being shown, and when silence is better.

The model's probability of a word says little to a person, and it is not how often such a
word is right: that depends on how much of the word has been typed, and on the model. A
*calibration* turns the one into the other; the threshold is on the other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autotype.text.suggestion import Silence

_LEAST_GAIN = 2
_EDGE = 1e-4

Line = tuple[float, float]
"""Intercept and slope."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a probability of the model to how often a word like that is right.

    A logistic line on the log-odds (Platt 1999) for each number of letters typed.

    Attributes:
        lines: For 0, 1, 2, ... letters; the last one holds for all longer beginnings.
            Without any, probabilities stay as they are.
    """

    lines: tuple[Line, ...] = ()

    def right(self, p: float, letters: int) -> float:
        """Return how often a word of probability `p` is right after `letters` letters."""
        if not self.lines:
            return p
        intercept, slope = self.lines[min(letters, len(self.lines) - 1)]
        odds = intercept + slope * log_odds(p)
        # Never the exponential of something large, which would be no number.
        small = math.exp(-abs(odds))
        return (1 if odds >= 0 else small) / (1 + small)


def log_odds(p: float) -> float:
    """Return ln(p / (1 - p)), with `p` kept away from 0 and 1."""
    p = min(max(p, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))


@dataclass(frozen=True, slots=True)
class Gate:
    """A threshold on how often the first word is right.

    Attributes:
        threshold: Show nothing that is right less often than this; 0 shows all.
    """

    threshold: float

    def verdict(self, ghost: str, right_p: float) -> Silence | None:
        """Return why `ghost` stays hidden, or None if it is shown."""
        if right_p < self.threshold:
            return Silence.UNSURE
        # Taking costs a key too: one that saves no other only draws the eye.
        if len(ghost.strip()) < _LEAST_GAIN:
            return Silence.TOO_SHORT
        return None


@dataclass(frozen=True, slots=True)
class GatePoint:
    """What one threshold was measured to mean.

    Attributes:
        threshold: Of the gate.
        precision: Share of the shown suggestions whose first word was right.
        shows: Suggestions shown per 100 words.
    """

    threshold: float
    precision: float
    shows: float


def in_plain_words(points: Sequence[GatePoint], threshold: float) -> str:
    """Return what a threshold means for the one who writes, in one sentence.

    Empty where it was not measured.
    """
    if not points:
        return ""
    point = min(points, key=lambda point: abs(point.threshold - threshold))
    return (
        f"Shown suggestions are right about {point.precision * 10:.0f} times in 10; "
        f"about {point.shows:.0f} are shown per 100 words."
    )
