"""Whether "right 7 times in 10" is true, and the lines that make it so.

Niculescu-Mizil and Caruana 2005 for the measure (expected calibration error over bins of
equal width), Platt 1999 for the fit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from autotype.engine.gate import Line, log_odds

BINS = 10
_STEPS = 60
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Shows of about the same probability.

    Attributes:
        count: How many there were.
        said: Their mean probability.
        seen: The share that was right.
    """

    count: int
    said: float
    seen: float


def reliability(shown: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Sort (probability, rightness) into bins of equal width; empty ones are left out."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for p, right in shown:
        bins[min(int(p * BINS), BINS - 1)].append((p, right))
    return [
        Bin(
            len(part),
            sum(p for p, _ in part) / len(part),
            sum(right for _, right in part) / len(part),
        )
        for part in bins
        if part
    ]


def calibration_error(shown: Sequence[tuple[float, bool]]) -> float:
    """Return the mean distance of said and seen, weighted by the size of the bins."""
    if not shown:
        return 0.0
    bins = reliability(shown)
    return sum(each.count * abs(each.said - each.seen) for each in bins) / len(shown)


def fit_line(points: Sequence[tuple[float, bool]]) -> Line:
    """Return intercept and slope that make probabilities of the model come true.

    Logistic regression on the log-odds by Newton's method, with a pull towards "as they
    are", so that a handful of points changes nothing much.

    Args:
        points: Probability and rightness of words.
    """
    x = np.array([[1.0, log_odds(p)] for p, _ in points]).reshape(-1, 2)
    y = np.array([float(right) for _, right in points])
    start = np.array([0.0, 1.0])
    line = start.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ line))
        gradient = x.T @ (p - y) + _RIDGE * (line - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        line = line - step
        if np.abs(step).max() < 1e-8:
            break
    return float(line[0]), float(line[1])
