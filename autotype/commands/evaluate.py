"""`autotype evaluate`: how good a pack is on any text, through the engine as it ships."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autotype.commands.options import add_pack, add_provider, say_notices
from autotype.commands.printing import print_json
from autotype.errors import AutotypeError

if TYPE_CHECKING:
    from autotype.engine.completer import Completer
    from autotype.evaluation.curve import CurvePoint, Written
    from autotype.evaluation.measure import Progress, Report


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("evaluate", help="measure the suggestions on your own text")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="plain text, UTF-8")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    add_pack(parser)
    add_provider(parser)
    parser.add_argument("--lines", action="store_true", help="every line is a text of its own")
    parser.add_argument(
        "--characters",
        type=_count,
        default=20_000,
        metavar="N",
        help="measure on texts drawn at random until there are N characters (0: all of it)",
    )
    parser.add_argument(
        "--longest", type=_count, default=2_000, metavar="N", help="of one text (0: no limit)"
    )
    parser.add_argument(
        "--context",
        action="store_true",
        help="also write every text below what stands before it in its file",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument(
        "--show-at-least",
        type=_probability,
        metavar="P",
        help="of the gate: 0 (eager) to 1 (quiet)",
    )
    parser.add_argument(
        "--speeds",
        type=_speeds,
        default=(),
        metavar="N,N",
        help="also type in real time at so many words a minute, such as 40,80",
    )
    parser.add_argument("--plot", type=Path, metavar="PICTURE", help="a .png, .svg or .pdf")
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help="fit the pack's sureness to this text and keep it in the pack",
    )
    parser.add_argument(
        "--learn",
        type=Path,
        metavar="FILE",
        help="score each text of a writer, then learn it; with other files score those instead",
    )
    parser.add_argument(
        "--placebo", type=Path, metavar="FILE", help="compare with learning somebody else's texts"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print; errors are JSON, too, where JSON was asked for."""
    try:
        found, rows = _evaluate(args)
    except AutotypeError as error:
        if not args.json:
            raise
        print_json({"error": str(error)})
        return 1
    if args.json:
        print_json(found)
        return 0
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)
    return 0


def _evaluate(args: argparse.Namespace) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    from autotype.evaluation.measure import measure
    from autotype.evaluation.plots import check_plots
    from autotype.evaluation.report import as_json, as_rows
    from autotype.evaluation.samples import read_samples
    from autotype.opening import open_asked
    from autotype.packs.installed import require_own

    _check(args)
    if args.learn:
        from autotype.commands.evaluate_learning import measure_learning

        with _progress() as progress:
            return measure_learning(args, progress)
    samples = read_samples(
        args.files,
        lines=args.lines,
        characters=args.characters,
        longest=args.longest,
        seed=args.seed,
    )
    if args.plot:
        check_plots(args.plot)
    completer, notices = open_asked(args.pack, args.provider, args.show_at_least)
    say_notices(notices)
    if args.calibrate:
        require_own(completer.model.pack)
    with _progress() as progress:
        if args.calibrate:
            written = _walk(completer, samples, progress)
            words = sum(len(sample.text.split()) for sample in samples)
            return _calibrate(completer, written, words)
        report = measure(completer, samples, progress, args.speeds, context=args.context)
        written = _walk(completer, samples, progress) if args.plot else []
    found, rows = as_json(report), as_rows(report)
    if args.plot:
        found["curve"] = _plot(report, written, args.plot)
        rows.append(("Picture", str(args.plot)))
    return found, rows


def _check(args: argparse.Namespace) -> None:
    """Raise `EvaluationError` for arguments that do not go together."""
    from autotype.evaluation.samples import EvaluationError

    if not args.files and not args.learn:
        raise EvaluationError("There is nothing to measure on; name a file with some text.")
    if args.placebo and (args.files or not args.learn):
        raise EvaluationError("--placebo is compared with --learn; leave out the other files.")
    if args.learn and (args.calibrate or args.speeds or args.context):
        raise EvaluationError("--learn measures learning alone; leave out the other measures.")


def _walk(completer: "Completer", samples: Any, progress: "Progress") -> "list[Written]":
    from autotype.evaluation.curve import walk_all

    return walk_all(completer, samples, progress)


def _plot(report: "Report", written: "list[Written]", target: Path) -> list[dict[str, float]]:
    from autotype.evaluation.curve import curve
    from autotype.evaluation.plots import plot

    points = curve(written)
    plot(report, points, target)
    return [_point(point) for point in points]


def _point(point: "CurvePoint") -> dict[str, float]:
    return {
        "show_at_least": round(point.threshold, 2),
        "precision": round(point.precision, 3),
        "shows_per_100_words": round(point.shows, 1),
        "savings": round(point.savings, 3),
    }


def _calibrate(
    completer: "Completer", written: "list[Written]", words: int
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    from autotype.engine.gate import Calibration
    from autotype.evaluation.curve import curve, fit_calibration, gate_points
    from autotype.evaluation.report import too_little
    from autotype.packs.installed import store_gate

    lines = fit_calibration(written)
    points = curve(written, Calibration(lines))
    pack = store_gate(completer.model.pack, lines, gate_points(points))
    name = pack.manifest.name
    rows = [("Calibrated", f"{name}, on {len(written)} text{'s' * (len(written) != 1)}")]
    if warning := too_little(words):
        rows.append(("", warning))
    rows += [
        (
            f"Show at least {point.threshold:.2f}",
            f"{point.precision:.1%} right, {point.shows:.0f} shown per 100 words, "
            f"{point.savings:.1%} of the keys saved",
        )
        for point in points
    ]
    return {
        "pack": name,
        "enough_text": not warning,
        "calibration": [[round(a, 3), round(b, 3)] for a, b in lines],
        "curve": [_point(point) for point in points],
    }, rows


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show a progress bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        yield step


def _count(text: str) -> int:
    if not text.strip().isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of 0 or more")
    return int(text[:18])


def _probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 0 to 1")
    return value


def _speeds(text: str) -> tuple[int, ...]:
    try:
        speeds = tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        speeds = (0,)
    if any(not 1 <= speed <= 400 for speed in speeds):
        raise argparse.ArgumentTypeError(f"“{text}” is not a list of numbers from 1 to 400")
    return speeds
