"""Thresholds over the same answers, and a pack that learns how sure it may be."""

from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.gate import Calibration
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.evaluation.curve import curve, fit_calibration, gate_points, walk_all
from autotype.evaluation.measure import Report, measure
from autotype.evaluation.plots import check_plots, plot
from autotype.evaluation.report import as_json, as_rows
from autotype.evaluation.samples import EvaluationError, Sample
from tests.make_tiny_pack import sentences

SAMPLES = [Sample("known", line) for line in sentences()[:6]]
UNKNOWN = [Sample("unknown", "Quite another thing was said before.")]


def silent(_: str, __: int, ___: int) -> None:
    pass


@pytest.fixture(scope="module")
def completer(tiny_pack: Path) -> Completer:
    return Completer(Model(open_pack(tiny_pack), "cpu"))


@pytest.fixture(scope="module")
def report(completer: Completer) -> Report:
    return measure(completer, SAMPLES, silent, speeds=(200,), trace_characters=60)


def test_what_is_known_by_heart_saves_most_keys(report: Report) -> None:
    assert report.texts == 6
    assert report.bar.characters == sum(len(sample.text) for sample in SAMPLES)
    assert report.bar.savings > 0.5
    assert report.ghost.savings > 0.5
    assert report.ghost.precision > 0.8
    assert report.next_word.top3(0) > 0.8
    assert len(report.answers_ms) == report.bar.characters


def test_what_is_unknown_saves_little(completer: Completer, report: Report) -> None:
    unknown = measure(completer, UNKNOWN, silent)
    assert unknown.bar.savings < report.bar.savings / 2
    assert unknown.traces == []


def test_a_replay_types_in_real_time(report: Report) -> None:
    typing, taking = report.traces
    assert typing.keys == 60
    assert typing.through + len(typing.words) == 60
    assert len(typing.words) == len(typing.phrase) == len(typing.passes)
    assert typing.after_take == []
    assert typing.without_a_pass > 0.5
    assert taking.after_take
    assert taking.keys < 60
    assert all(0 <= spent < 5_000 for spent in [*typing.words, *taking.after_take])
    assert typing.idle_cpu < 0.2


def test_a_report_for_machines_and_for_people(report: Report) -> None:
    found = as_json(report)
    assert found["bar"]["savings"] == round(report.bar.savings, 4)
    assert found["ghost"]["wrong_shows"] == report.ghost.shows - report.ghost.right
    assert sum(b["count"] for b in found["ghost"]["reliability"]) == report.ghost.shows
    assert found["replays"][0]["words_a_minute"] == 200
    rows = dict(as_rows(report))
    assert rows["Keys saved with the three words"] == f"{report.bar.savings:.1%}"
    assert "first" in rows["Next word after one letter"]


def test_a_higher_threshold_shows_less(completer: Completer) -> None:
    points = curve(walk_all(completer, [*SAMPLES, *UNKNOWN], silent))
    shows = [point.shows for point in points]
    assert shows == sorted(shows, reverse=True)
    assert points[-1].precision >= points[0].precision
    assert [point.threshold for point in gate_points(points)] == [p.threshold for p in points]


def test_the_curve_at_the_setting_is_what_was_measured(
    completer: Completer, report: Report
) -> None:
    (point,) = curve(walk_all(completer, SAMPLES, silent), thresholds=[report.threshold])
    assert point.savings == pytest.approx(report.ghost.savings)
    assert point.precision == pytest.approx(report.ghost.precision)
    assert point.shows == pytest.approx(report.ghost.shows_per_100_words)


def test_a_model_that_is_too_sure_is_corrected(completer: Completer) -> None:
    """It knows its sentences only, so on other words it is wrong where it says it is sure."""
    lines = fit_calibration(walk_all(completer, UNKNOWN, silent))
    assert len(lines) == 5
    assert Calibration(lines).right(0.5, 0) < 0.5


def test_the_picture(completer: Completer, report: Report, tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    check_plots(target)
    plot(report, curve(walk_all(completer, SAMPLES[:2], silent)), target)
    assert target.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    for wrong, said in ((tmp_path / "no" / "out.png", "not a folder"), (tmp_path / "x.txt", "png")):
        with pytest.raises(EvaluationError, match=said):
            check_plots(wrong)
