"""A picture of what learning brings with what was learned; needs matplotlib."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autotype.evaluation.samples import EvaluationError

_COLOURS = {"nothing": "#8a8f98", "placebo": "#d9822b", "own": "#2f6fb5"}


def plot_learning(points: Sequence[dict[str, Any]], target: Path) -> None:
    """Write the picture.

    Args:
        points: Of the curve, as in the report.
        target: A .png, .svg or .pdf file.

    Raises:
        EvaluationError: It cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    labels = [f"{point['learned_from']:,}" for point in points]
    for what, axes, factor in (("savings", left, 100), ("letters", right, 1)):
        for name, colour in _COLOURS.items():
            key = f"{what}_{name}"
            if points and key in points[0]:
                heights = [factor * point[key] for point in points]
                axes.plot(labels, heights, "o-", color=colour, label=name)
        axes.set_xlabel("words learned, from")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25)
    left.set_ylabel("keys saved with the three words, %")
    right.set_ylabel("letters typed of an own word")
    left.legend(frameon=False)
    try:
        figure.savefig(target, dpi=110)
    except OSError as error:
        raise EvaluationError(f"“{target}” cannot be written ({error.strerror}).") from error
