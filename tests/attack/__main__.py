"""Breaks the world around Autotype for ten minutes and prints what that did to it.

    python -m tests.attack [--minutes 10] [--only AREA] [--seed 1] [--write RELIABILITY.md]

Ends with 1 if anything was lost, hung, went unanswered or ended without a sentence.
"""

import argparse
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.attack import AREAS
from tests.attack.harness import Budget, Row, table
from tests.attack.world import World
from tests.heeding import heed_signals

BEGIN, END = "<!-- attack: begin -->", "<!-- attack: end -->"


def main() -> int:
    """Run the attacks; 1 if there was a failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--only", choices=tuple(AREAS), action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="put the table into this file")
    args = parser.parse_args()
    heed_signals()
    started = time.monotonic()
    rows: list[Row] = []
    chosen = args.only or list(AREAS)
    with World() as world:
        parts = Budget(60 * args.minutes, args.seed).parts(len(chosen))
        for name, budget in zip(chosen, parts, strict=True):
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += AREAS[name](world, budget)
    text = _report(rows, args.seed, (time.monotonic() - started) / 60)
    print(text)
    for row in rows:
        for example in row.examples:
            print(f"\n{row.area}, {row.what}:\n{example}", file=sys.stderr)
    if args.write:
        _write(args.write, text)
    return 1 if any(row.failures for row in rows) else 0


def _report(rows: list[Row], seed: int, minutes: float) -> str:
    today = datetime.now(UTC).date()
    who = "root" if os.geteuid() == 0 else "an ordinary user"
    return (
        f"{table(rows)}\n\nOn {today}: {minutes:.0f} minutes, seed {seed}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, as {who}."
    )


def _write(path: Path, text: str) -> None:
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"“{path}” has no place for the table between {BEGIN} and {END}.")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
