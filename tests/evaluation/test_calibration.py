"""Said and seen."""

import random

import pytest

from autotype.engine.gate import Calibration, Gate, GatePoint, in_plain_words, log_odds
from autotype.evaluation.calibration import calibration_error, fit_line, reliability
from autotype.text.suggestion import Silence


def test_bins_hold_what_was_said_and_seen() -> None:
    low, high = reliability([(0.11, False), (0.19, True), (0.9, True), (1.0, True)])
    assert (low.count, low.said, low.seen) == (2, pytest.approx(0.15), 0.5)
    assert (high.count, high.said, high.seen) == (2, pytest.approx(0.95), 1.0)


def test_the_error_weighs_bins_by_their_size() -> None:
    shown = [(0.5, True)] * 3 + [(0.9, False)]
    assert calibration_error(shown) == pytest.approx((3 * 0.5 + 0.9) / 4)
    assert calibration_error([]) == 0.0


def test_a_fit_finds_the_line_that_made_the_points() -> None:
    rng = random.Random(0)
    truth = Calibration(((-0.7, 1.6),))
    points = []
    for _ in range(20_000):
        p = rng.uniform(0.05, 0.95)
        points.append((p, rng.random() < truth.right(p, 0)))
    intercept, slope = fit_line(points)
    assert intercept == pytest.approx(-0.7, abs=0.1)
    assert slope == pytest.approx(1.6, abs=0.1)
    fitted = Calibration(((intercept, slope),))
    before = calibration_error(points)
    after = calibration_error([(fitted.right(p, 3), right) for p, right in points])
    assert after < 0.02 < before


def test_without_points_probabilities_stay_as_they_are() -> None:
    line = Calibration((fit_line([]),))
    for p in (0.01, 0.3, 0.5, 0.99):
        assert line.right(p, 0) == pytest.approx(p)
        assert Calibration().right(p, 5) == p


def test_points_that_are_all_right_give_a_finite_line() -> None:
    assert all(abs(value) < 100 for value in fit_line([(0.6, True)] * 50))


def test_every_number_of_letters_has_its_line_and_the_last_holds_for_more() -> None:
    lines = Calibration(((0.0, 1.0), (1.0, 1.0)))
    assert lines.right(0.5, 0) == pytest.approx(0.5)
    assert lines.right(0.5, 1) == lines.right(0.5, 9) == pytest.approx(0.731, abs=1e-3)


@pytest.mark.parametrize("p", [0.0, 1.0, -1.0, 2.0])
def test_the_ends_are_finite(p: float) -> None:
    assert abs(log_odds(p)) < 10
    assert 0 < Calibration(((0.0, 1.0),)).right(p, 0) < 1


@pytest.mark.parametrize(
    ("threshold", "word", "right_p", "verdict"),
    [
        (0.5, " words", 0.53, Silence.UNSURE),
        (0.5, " words", 0.54, None),
        (0.5, " lengthy", 0.42, None),  # saves more, and may be right less often
        (0.5, "ly", 0.96, Silence.UNSURE),
        (0.5, "ly", 0.97, None),
        (0.5, " I", 0.99, Silence.TOO_SHORT),
        (0.5, " I", 0.4, Silence.UNSURE),
        (0.8, "ly", 0.99, Silence.TOO_SHORT),  # not even if it were sure
        (0.8, " words", 0.87, None),
        (0.0, "ly", 0.0, None),
        (0.0, "y", 1.0, Silence.TOO_SHORT),
        (1.0, " lengthiness", 0.9999, Silence.UNSURE),
    ],
)
def test_the_gate_weighs_keys_and_says_why(
    threshold: float, word: str, right_p: float, verdict: Silence | None
) -> None:
    assert Gate(threshold).verdict(word, right_p) is verdict


def test_what_follows_the_first_word_counts_as_far_as_it_is_sure() -> None:
    gate = Gate(0.5)
    assert gate.verdict(" to", 0.75) is Silence.UNSURE
    assert gate.verdict(" to", 0.75, " to meet you", 0.8) is None
    assert gate.verdict(" to", 0.75, " to meet you", 0.01) is Silence.UNSURE
    assert gate.verdict(" I", 0.9) is Silence.TOO_SHORT
    assert gate.verdict(" I", 0.9, " I am", 0.9) is None
    assert gate.may_change(" to", 0.75)
    assert not gate.may_change(" to", 0.3)
    # What follows a wrong word is never read.
    assert gate.verdict(" to", 0.2, " to meet you", 0.8) is Silence.UNSURE


def test_a_threshold_in_plain_words() -> None:
    points = [GatePoint(0.4, 0.64, 80), GatePoint(0.6, 0.79, 50.4)]
    assert in_plain_words(points, 0.55) == (
        "Shown suggestions are right about 8 times in 10; about 50 are shown per 100 words."
    )
    assert in_plain_words([], 0.5) == ""
    # The quietest one shows nothing, whatever was measured nearby.
    assert in_plain_words(points, 1) == "Nothing is suggested inline."
