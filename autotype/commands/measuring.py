"""What packs do on this machine, measured for `autotype models`."""

import argparse
import contextlib
import dataclasses
import sys
from typing import Any

from autotype.commands.progress import Progress
from autotype.errors import AutotypeError
from autotype.processes import step_back

_KINDNESS = 10
"""By how much measuring in the background steps back behind everything else."""


def measure(args: argparse.Namespace) -> tuple[object, object]:
    """Measure installed packs; return the figures for programs, and as a table for people."""
    from rich.table import Table

    from autotype.commands.packs_table import add_row
    from autotype.evaluation.suitability import measure_pack
    from autotype.packs.choice import unmeasured
    from autotype.packs.installed import called, find, installed
    from autotype.packs.measured import NotKeptError

    if args.background:
        step_back(0, _KINDNESS)
    packs = [find(args.name)] if args.name else unmeasured() if args.missing else installed()
    found: dict[str, Any] = {}
    failed: dict[str, str] = {}
    with Progress(args.json, "Measuring") as report:
        for index, pack in enumerate(packs):

            def step(share: float, done: int = index, name: str = pack.manifest.name) -> None:
                report((done + share) / len(packs), name)

            name = called(pack)
            try:
                found[name] = dataclasses.asdict(measure_pack(pack, step))
            except NotKeptError:
                raise  # and none of the others could be kept
            except AutotypeError as error:
                _remember(pack, error)
                # One that was asked for by name fails alone; of several the others go on.
                if args.name:
                    raise
                failed[name] = str(error)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("name", "keys saved", "words, 95 % within", ""):
        table.add_column(title)
    for name, figures in found.items():
        late = f"{figures['words_p95_ms']:.0f} ms"
        busy = "other programs were busy: not yet known" if figures["disturbed"] else ""
        add_row(table, name, f"{figures['savings']:.0%}", late, busy)
    for name, why in failed.items():
        add_row(table, name, "not measured", why, "")
        print(f"autotype: {why}", file=sys.stderr)
    return found, table


def _remember(pack: Any, error: AutotypeError) -> None:
    """Keep that a pack cannot be measured, unless it is not the pack that stands in the way."""
    from autotype.engine.model import MemoryShortError
    from autotype.packs.failures import remember_failure
    from autotype.packs.measured import NotKeptError

    if not isinstance(error, MemoryShortError | NotKeptError):
        remember_failure(pack, str(error))


def figures_of(pack: Any, args: argparse.Namespace) -> str:
    """Measure a fresh pack here, once; return what to say of it."""
    from autotype.evaluation.suitability import measure_pack
    from autotype.packs.measured import measured

    if args.no_measure or measured(pack):
        return ""
    # It is installed and can be used: for programs that is the end of the progress.
    report: Any
    with contextlib.nullcontext() if args.json else Progress(False, "Measuring") as report:
        try:
            step = (lambda share: report(share, pack.manifest.name)) if report else _nothing
            found = measure_pack(pack, step)
        except AutotypeError as error:
            # It is installed all the same; fp16 alone, for one, runs on another machine.
            _remember(pack, error)
            return f", but cannot be measured here: {str(error).rstrip('.')}"
    saves = f"; it saves {found.savings:.0%} of the keys"
    if found.disturbed:
        return f"{saves}; how fast it is cannot be told while other programs are so busy"
    return f"{saves}, words come within {found.words_p95_ms:.0f} ms"


def _nothing(_: float) -> None:
    pass
