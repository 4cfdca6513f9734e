"""On an NVIDIA card: which provider runs, whether it is right, how fast, and what if it fails.

    python -m tests.benchmarks card [--provider cuda|cpu] [--dry-run] [--teacher FILE.gguf]
        [--json FILE] [--keys N] [--turns N]

Everything is made on the spot from the built-in pack and, with `--teacher`, from the weights
of the recommended one; nothing is fetched. On a machine without a card it says so; `--provider
cpu` goes the same way on the processor, with the fp32 graphs in place of the fp16 ones, and
`--dry-run` does so with toy models in a few seconds.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

NO_CARD = (
    "There is no NVIDIA card on this machine, so nothing was measured; --provider cpu or "
    "--dry-run goes the same way on the processor."
)


def report() -> str:
    """Return the tables as Markdown, or a sentence on a machine without a card."""
    return run([])


def run(arguments: Sequence[str]) -> str:
    """Measure, as the arguments say; return the tables as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks card")
    parser.add_argument("--provider", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--dry-run", action="store_true", help="toy models on the processor")
    parser.add_argument("--teacher", type=Path, help="GGUF file of the recommended pack")
    parser.add_argument("--json", type=Path, help="where all figures go")
    parser.add_argument("--keys", type=int, default=200, help="typed on each provider")
    parser.add_argument("--turns", type=int, default=50, help="of each pass")
    args = parser.parse_args(arguments)
    cuda = not args.dry_run and args.provider == "cuda"
    if cuda and not shutil.which("nvidia-smi"):
        return NO_CARD
    # torch is imported only where there is something to measure.
    from tests.benchmarks.card.measuring import measure_all
    from tests.benchmarks.card.table import table

    return table(measure_all(args, cuda=cuda))
