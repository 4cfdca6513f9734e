"""`autotype numbers`: what became of suggestions on this computer."""

import argparse
import sys
from pathlib import Path
from typing import Any

from autotype import paths
from autotype.commands.printing import print_json
from autotype.errors import AutotypeError

_MONTH_HOURS = 30 * 24


class NumbersError(AutotypeError):
    """The table cannot be written."""


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "numbers", help="say how many keys suggestions saved here, and how often they were right"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="one JSON object")
    how.add_argument(
        "--csv", metavar="FILE", help="write the counters as a table; “-” is the standard output"
    )
    how.add_argument("--reset", action="store_true", help="forget all numbers")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the numbers, or do with them what is asked."""
    from autotype.numbers.export import as_csv
    from autotype.numbers.store import Store

    store = Store(paths.numbers_file())
    if args.reset:
        store.reset()
        _say(store.notice)
        print("Your numbers are forgotten.")
        return 0
    rows = store.read()
    _say(store.notice)
    if args.csv is not None:
        if not args.csv:
            raise NumbersError("--csv needs the name of a file, or “-” for the standard output.")
        _write(args.csv, as_csv(rows))
    elif args.json:
        print_json(_as_object(rows, store.trials()))
    else:
        print("\n".join(_lines(rows, store.trials())))
    return 0


def _say(notice: str) -> None:
    if notice:
        print(f"autotype: {notice}", file=sys.stderr)


def _write(name: str, table: str) -> None:
    from autotype.text.replacing import replace_chosen_file

    if name == "-":
        print(table, end="")
        return
    try:
        replace_chosen_file(Path(name), table.encode())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise NumbersError(f"“{name}” cannot be written ({why}).") from error


def _as_object(rows: Any, trials: Any) -> dict[str, Any]:
    from autotype.numbers.days import this_hour
    from autotype.numbers.summary import by_day, by_source, summary_of

    return {
        "30_days": _summary(summary_of(rows, this_hour() - _MONTH_HOURS)),
        "all": _summary(summary_of(rows)),
        "sources": {source: _summary(found) for source, found in by_source(rows)},
        "days": dict(by_day(rows)),
        "trials": [{"held_out": held, **effort._asdict()} for held, effort in trials],
    }


def _summary(summary: Any) -> dict[str, Any]:
    from dataclasses import asdict

    shares = {name: getattr(summary, name) for name in ("right", "accepted", "kept")}
    return {
        "keys_not_pressed": summary.spared,
        "characters": summary.written,
        "share_interval": summary.spared_interval,
        **{
            name: {"hits": share.hits, "of": share.of, "interval": share.interval}
            for name, share in shares.items()
        },
        "shows": summary.shows.hits,
        "words": summary.shows.of,
        "answers": summary.counts.get("answers", 0),
        "silences": {str(silence): share.hits for silence, share in summary.silences},
        "words_ms": asdict(summary.times("words")),
        "ghost_ms": asdict(summary.times("ghost")),
    }


def _lines(rows: Any, trials: Any) -> list[str]:
    from autotype.numbers.days import this_hour
    from autotype.numbers.store import EDITOR
    from autotype.numbers.summary import by_source, summary_of
    from autotype.numbers.wording import by_program, compared, in_words

    lines = []
    for title, since in (("In 30 days", this_hour() - _MONTH_HOURS), ("In all", 0)):
        lines += [title, ""]
        sections = in_words(summary_of(rows, since), _plain)
        sources = by_source(rows, since)
        if [source for source, _ in sources if source != EDITOR]:
            sections.append(by_program(sources, _plain))
        trial = compared(trials, _plain) if not since else None
        for section in [*sections, *([trial] if trial else [])]:
            lines += [section.title, *(f"  {each}" for each in section.sentences), ""]
    return lines[:-1]


def _plain(_: str, text: str) -> str:
    return text
