"""What the gate's threshold does: precision, shows and savings over a range of thresholds.

Every position is asked once with the gate open; the same gate as the shipped one then
decides, once for each threshold.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from autotype.engine.completer import Completer
from autotype.engine.gate import Calibration, Gate, GatePoint, Line
from autotype.evaluation.calibration import fit_line
from autotype.evaluation.keystrokes import Ask, Keystrokes, is_right, type_with_ghost
from autotype.evaluation.measure import Progress, Walk
from autotype.evaluation.samples import Sample
from autotype.text.boundary import at_caret
from autotype.text.suggestion import Suggestion

THRESHOLDS = tuple(step / 20 for step in range(4, 19))
_LETTERS = 5
"""Numbers of letters typed with a line of their own; the last one holds for more."""
_LIKELY = 0.1
"""Words below this are never shown, and there are very many of them."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What one threshold would have done."""

    threshold: float
    precision: float
    shows: float
    savings: float


@dataclass(frozen=True, slots=True)
class Written:
    """A sample and the answers at each of its positions, with the gate open."""

    sample: Sample
    walk: Walk


def walk_all(completer: Completer, samples: Sequence[Sample], progress: Progress) -> list[Written]:
    """Ask at every position of every sample with the gate open."""
    total, done = sum(len(sample.text) for sample in samples), 0
    found = []
    for sample in samples:
        walk = Walk(completer, sample.text, gate=False)
        while walk.step():
            done += 1
            progress("every key, gate open", done, total)
        found.append(Written(sample, walk))
    return found


def curve(
    written: Sequence[Written],
    calibration: Calibration | None = None,
    thresholds: Sequence[float] = THRESHOLDS,
) -> list[CurvePoint]:
    """Return what each threshold would have done.

    Args:
        written: The answers.
        calibration: Instead of the one that the answers were made with.
        thresholds: To try.
    """
    points = []
    for threshold in thresholds:
        counts = Keystrokes()
        gate = Gate(threshold)
        for each in written:
            type_with_ghost(each.sample.text, gated(each.walk.ask, gate, calibration), counts)
        points.append(
            CurvePoint(threshold, counts.precision, counts.shows_per_100_words, counts.savings)
        )
    return points


def fit_calibration(written: Sequence[Written]) -> tuple[Line, ...]:
    """Return the calibration that fits the likeliest words of these answers best.

    A word counts once for as long as typing goes along with it, as a show does.
    """
    points: list[list[tuple[float, bool]]] = [[] for _ in range(_LETTERS)]
    for each in written:
        text, last = each.sample.text, ""
        for at, answer in enumerate(each.walk.answers):
            if not answer.words:
                last = ""
                continue
            word = answer.words[0]
            whole = text[:at] + word.text
            if whole != last and word.p > _LIKELY:
                points[_letters(text[:at])].append((word.p, is_right(text, at, word.text)))
            last = whole
    return tuple(fit_line(part) for part in points)


def gate_points(points: Sequence[CurvePoint]) -> tuple[GatePoint, ...]:
    """Return what a pack's manifest keeps of a curve."""
    return tuple(
        GatePoint(each.threshold, round(each.precision, 3), round(each.shows, 1)) for each in points
    )


def _letters(before: str) -> int:
    return min(len(at_caret(before).half_word), _LETTERS - 1)


def gated(ask: Ask, gate: Gate, calibration: Calibration | None = None) -> Ask:
    """Return what is answered with another gate, and perhaps another calibration.

    Args:
        ask: Answers with the gate open.
        gate: What decides.
        calibration: Instead of the one that the answers were made with.
    """

    def answer(before: str) -> Suggestion:
        found = ask(before)
        right_p = found.right_p
        words = [word for word in found.words if not word.replaces]
        if calibration is not None and words:
            right_p = calibration.right(words[0].p, _letters(before))
        # The word as the engine has judged it: a ghost may go on within it, as after a hyphen.
        word = words[0].text if words else found.ghost
        all_right = found.ghost_p / words[0].p if words else 0.0
        silence = gate.verdict(word, right_p, found.ghost, min(all_right, 1.0))
        return dataclasses.replace(
            found, right_p=right_p, ghost="" if silence else found.ghost, reason=silence
        )

    return answer
