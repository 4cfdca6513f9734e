"""`python -m tests.benchmarks.peers [speed] [quality]`; `AUTOTYPE_HOME` names the packs."""

import argparse

from tests.benchmarks.peers import quality
from tests.benchmarks.peers.report import PARTS, report


def main() -> None:
    """Print the tables of the parts that were named, or of all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers")
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; all if left out")
    parser.add_argument(
        "--phrases", type=int, default=quality.PHRASES, help="phrases of each set (quality)"
    )
    asked = parser.parse_args()
    unknown = [part for part in asked.part if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    for part in asked.part or PARTS:
        print(report(part, asked.phrases), flush=True)


if __name__ == "__main__":
    main()
