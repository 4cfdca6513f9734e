"""A report for machines (JSON) and for people (rows of a table)."""

import statistics
from typing import Any

from autotype.evaluation.calibration import calibration_error, reliability
from autotype.evaluation.keystrokes import Keystrokes
from autotype.evaluation.measure import Report
from autotype.evaluation.next_word import LETTERS
from autotype.evaluation.replay import Trace
from autotype.evaluation.report_typists import typed_json, typed_rows

ENOUGH_WORDS = 500
"""Below that a few lucky words decide."""


def too_little(words: int) -> str:
    """Return the warning for figures from so few words; empty where there are enough."""
    if words >= ENOUGH_WORDS:
        return ""
    return f"too little to rely on: take {ENOUGH_WORDS:,} words or more"


def as_json(report: Report) -> dict[str, Any]:
    """Return everything that was measured, rounded, ready for `json.dumps`."""
    shown = report.ghost.shown
    return {
        "pack": report.pack,
        "provider": report.provider,
        "show_at_least": report.threshold,
        "texts": report.texts,
        "characters": report.bar.characters,
        "words": report.bar.words,
        "enough_text": not too_little(report.bar.words),
        "seconds": round(report.seconds, 1),
        "bar": {"savings": _share(report.bar.savings), "takes": report.bar.takes},
        "ghost": {
            "savings": _share(report.ghost.savings),
            "takes": report.ghost.takes,
            "shows": report.ghost.shows,
            "shows_per_100_words": round(report.ghost.shows_per_100_words, 2),
            "wrong_shows": report.ghost.shows - report.ghost.right,
            "precision": _share(report.ghost.precision),
            "whole_precision": _share(_whole(report.ghost)),
            "calibration_error": _share(calibration_error(shown)),
            "reliability": [
                {"count": each.count, "said": _share(each.said), "seen": _share(each.seen)}
                for each in reliability(shown)
            ],
        },
        **typed_json(report.typed),
        "in_context": typed_json(report.in_context) if report.in_context else None,
        "next_word": {
            str(letters): {
                "words": report.next_word.tried[letters],
                "top1": _share(report.next_word.top1(letters)),
                "top3": _share(report.next_word.top3(letters)),
            }
            for letters in LETTERS
        },
        "answers_ms": spread(report.answers_ms),
        "replays": [_trace(trace) for trace in report.traces],
    }


def as_rows(report: Report) -> list[tuple[str, str]]:
    """Return (what, figure) for a table that a person reads."""
    bar, ghost, words = report.bar, report.ghost, report.next_word
    rows = [
        ("Pack", f"{report.pack} on the {report.provider}"),
        ("Text", f"{_texts(report.texts)}, {bar.words} words, {bar.characters} characters"),
        *typed_rows(report.typed),
        ("Ghosts shown per 100 words", f"{ghost.shows_per_100_words:.0f}"),
        ("First word of a shown ghost right", f"{ghost.precision:.1%}"),
        ("Whole ghost right", f"{_whole(ghost):.1%}"),
        ("Wrong ghosts", f"{ghost.shows - ghost.right} of {ghost.shows}"),
        ("Calibration error", f"{calibration_error(ghost.shown) * 100:.1f} points"),
    ]
    if warning := too_little(bar.words):
        rows.insert(2, ("", warning))
    for letters in LETTERS:
        known = ("before its first letter", "after one letter", "after two letters")[letters]
        rows.append(
            (
                f"Next word {known}",
                f"{words.top1(letters):.1%} first, {words.top3(letters):.1%} among three "
                f"(of {words.tried[letters]})",
            )
        )
    if report.in_context:
        rows.append(("In context", "below what stands before each text in its file:"))
        rows += typed_rows(report.in_context)
    spent = spread(report.answers_ms)
    rows.append(("Time for an answer", f"median {spent['p50']:.1f} ms, p95 {spent['p95']:.1f} ms"))
    for trace in report.traces:
        rows += _trace_rows(trace)
    return rows


def spread(values: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and mean; zeros where nothing was measured."""
    if not values:
        return {"p50": 0.0, "p95": 0.0, "mean": 0.0}
    cuts = statistics.quantiles(values, n=20) if len(values) > 1 else values * 19
    return {
        "p50": round(statistics.median(values), 2),
        "p95": round(cuts[18], 2),
        "mean": round(statistics.fmean(values), 2),
    }


def _trace(trace: Trace) -> dict[str, Any]:
    return {
        "words_a_minute": trace.speed,
        "keys": trace.keys,
        "asked": len(trace.words),
        "words_ms": spread(trace.words),
        "phrase_ms": spread(trace.phrase),
        "passes": spread([float(count) for count in trace.passes]),
        "without_a_pass": _share(trace.without_a_pass),
        "late": trace.late,
        "takes": len(trace.after_take),
        "after_take_ms": spread(trace.after_take),
        "after_take_at_once": _share(trace.at_once),
        "idle_cpu": _share(trace.idle_cpu),
    }


def _trace_rows(trace: Trace) -> list[tuple[str, str]]:
    name = f"At {trace.speed} words a minute"
    if trace.after_take:
        spent = spread(trace.after_take)
        return [
            (
                f"{name}, taking",
                f"next suggestion within 10 ms after {trace.at_once:.0%} of "
                f"{len(trace.after_take)} takes, p95 {spent['p95']:.0f} ms",
            )
        ]
    words, phrase = spread(trace.words), spread(trace.phrase)
    return [
        (
            name,
            f"words p50 {words['p50']:.0f} ms, p95 {words['p95']:.0f} ms; "
            f"ghost p50 {phrase['p50']:.0f} ms, p95 {phrase['p95']:.0f} ms",
        ),
        (
            "",
            f"{trace.without_a_pass:.0%} of {trace.keys} keys without running the model, "
            f"{trace.late} late; {trace.idle_cpu:.1%} of a core a second after the last key",
        ),
    ]


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count} texts"


def _whole(counts: Keystrokes) -> float:
    return counts.whole / counts.shows if counts.shows else 0.0


def _share(value: float) -> float:
    return round(value, 4)
