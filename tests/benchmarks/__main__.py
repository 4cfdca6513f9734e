"""`make bench`: prints the tables of BENCHMARKS.md as they come out on this machine."""

import argparse
import platform
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import exactness, intime, passes, quality, typing
from tests.benchmarks.peers.report import report as peers

PARTS: dict[str, Callable[[], str]] = {
    "passes": passes.report,
    "typing": typing.report,
    "intime": intime.report,
    "quality": quality.report,
    "exactness": exactness.report,
    "peers": peers,
}


def processor() -> str:
    """Return the name of the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    vector = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if flag in flags]
    return f"{len(names)} x {names[0] if names else platform.processor()} ({', '.join(vector)})"


def main() -> None:
    """Run the parts that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; all if left out")
    names = ("onnxruntime-gpu", "torch", "transformers", "PySide6-Essentials", "numpy")
    print(f"{date.today()}, {processor()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in names) + "\n")
    for part in parser.parse_args().part or PARTS:
        print(PARTS[part](), flush=True)


if __name__ == "__main__":
    main()
