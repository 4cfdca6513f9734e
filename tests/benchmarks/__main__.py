"""`make bench`: prints the tables of BENCHMARKS.md as they come out on this machine."""

import argparse
import contextlib
import importlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from autotype.paths import HOME_VARIABLE, packs

PARTS = (
    "passes",
    "storing",
    "start",
    "typing",
    "large",
    "many_tabs",
    "intime",
    "elsewhere",
    "energy",
    "own_words",
    "quality",
    "exactness",
    "search",
    "gate",
    "learning",
    "own_letters",
    "languages",
    "corrections",
    "misspellings",
    "builtin",
    "peers",
    "card",
    "own",
)


def processor() -> str:
    """Return the name of the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    vector = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if flag in flags]
    return f"{len(names)} x {names[0] if names else platform.processor()} ({', '.join(vector)})"


@contextlib.contextmanager
def fresh_home() -> Iterator[None]:
    """Run with the packs that are here and nothing else of the user's.

    What is typed is learned: the second time, the same text would be known by heart.
    """
    known, was = packs(), os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        if known.is_dir():
            (Path(folder) / "packs").symlink_to(known, target_is_directory=True)
        os.environ[HOME_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.pop(HOME_VARIABLE)
            if was is not None:
                os.environ[HOME_VARIABLE] = was


def main() -> None:
    """Run the parts that were named, or all of them, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; all if left out")
    if sys.argv[1:2] == ["card"]:  # it has options of its own
        print(importlib.import_module("tests.benchmarks.card").run(sys.argv[2:]), flush=True)
        return
    asked: list[str] = parser.parse_args().part or list(PARTS)
    unknown = [part for part in asked if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(asked) == 1:
        with fresh_home():
            print(importlib.import_module(f"tests.benchmarks.{asked[0]}").report(), flush=True)
        return
    names = ("onnxruntime-gpu", "torch", "transformers", "PySide6-Essentials", "numpy")
    print(f"{date.today()}, {processor()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in names) + "\n", flush=True)
    failed = []
    for part in asked:
        # What one part loads (torch) must not count as another one's memory.
        done = subprocess.run([sys.executable, "-m", "tests.benchmarks", part], check=False)
        if done.returncode:
            failed.append(part)
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
