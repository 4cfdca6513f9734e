"""One picture of a report: calibration, the gate's threshold, and times.

Needs matplotlib (`pip install 'autotype[plots]'`), which is imported only here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autotype.evaluation.calibration import reliability
from autotype.evaluation.curve import CurvePoint
from autotype.evaluation.measure import Report
from autotype.evaluation.samples import EvaluationError

_BLUE, _ORANGE, _GREY = "#2f6fb5", "#d9822b", "#8a8f98"


def check_plots(target: Path) -> None:
    """Raise `EvaluationError` if a picture could not be made, before hours are spent."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise EvaluationError(
            "Pictures need matplotlib; install it with: pip install 'autotype[plots]'"
        ) from None
    if not target.parent.is_dir():
        raise EvaluationError(f"“{target.parent}” is not a folder; the picture cannot go there.")
    if target.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise EvaluationError("A picture is written as .png, .svg or .pdf; name one of these.")


def plot(report: Report, points: Sequence[CurvePoint], target: Path) -> None:
    """Write the picture.

    Args:
        report: What was measured.
        points: The same texts over a range of thresholds.
        target: A .png, .svg or .pdf file.

    Raises:
        EvaluationError: It cannot be written.
    """
    # The object interface: it opens no window and changes no global state.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 3.9), layout="constrained")
    FigureCanvasAgg(figure)
    left, middle, right = figure.subplots(1, 3)
    _calibration(left, report)
    _threshold(middle, report, points)
    _times(right, report)
    for axes in (left, middle, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25)
    try:
        figure.savefig(target, dpi=110)
    except OSError as error:
        raise EvaluationError(f"“{target}” cannot be written ({error.strerror}).") from error


def _calibration(axes: Any, report: Report) -> None:
    bins = reliability(report.ghost.shown)
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle="--", linewidth=1)
    axes.plot([b.said for b in bins], [b.seen for b in bins], color=_BLUE, marker="o")
    for each in bins:
        axes.annotate(
            str(each.count),
            (each.said, each.seen),
            textcoords="offset points",
            xytext=(6, -10),
            fontsize=8,
            color=_GREY,
        )
    axes.set(
        title="Is it right as often as it says?",
        xlabel="said to be right (counts beside the points)",
        ylabel="was right",
        xlim=(0, 1.02),
        ylim=(0, 1.02),
    )


def _threshold(axes: Any, report: Report, points: Sequence[CurvePoint]) -> None:
    x = [point.threshold for point in points]
    axes.plot(x, [point.savings for point in points], color=_BLUE, label="keys saved")
    axes.plot(x, [point.precision for point in points], color=_ORANGE, label="shown and right")
    axes.plot(
        x, [point.shows / 100 for point in points], color=_GREY, label="shows per word written"
    )
    axes.axvline(report.threshold, color="black", linestyle=":", linewidth=1)
    axes.set(
        title="What the threshold does",
        xlabel="show nothing that is right less often (dotted: the setting)",
        ylim=(0, 1.02),
    )
    axes.legend(fontsize=8)


def _times(axes: Any, report: Report) -> None:
    series = [("one after the other", report.answers_ms, _GREY)]
    for trace in report.traces:
        if not trace.after_take:
            name = f"words at {trace.speed} a minute"
            series.append((name, trace.words, _BLUE if trace.speed >= 80 else _ORANGE))
    for name, values, colour in series:
        ordered = sorted(values)
        share = [(index + 1) / len(ordered) for index in range(len(ordered))]
        axes.plot(ordered, share, color=colour, label=name)
    axes.axvline(60, color="black", linestyle=":", linewidth=1)
    axes.set(
        title="Time for an answer",
        xlabel="milliseconds (dotted: the aim for the words, p95)",
        ylabel="share of the keys that asked",
        xlim=(0, 90),
        ylim=(0, 1.02),
    )
    axes.legend(fontsize=8, loc="lower right")
