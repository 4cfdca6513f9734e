"""Runs all tests: those at a screen, which mostly wait for keys, beside all others.

    python -m tests.side_by_side [OPTIONS OF PYTEST]

What happens at a screen is judged by what was seen in time, so the others give way to it.
"""

import contextlib
import subprocess
import sys
import tempfile
from typing import IO

from tests.heeding import heed_signals

AT_A_SCREEN = ("tests/ibus",)
_KINDNESS = 5
_NONE_CHOSEN = 5


def main(options: list[str]) -> int:
    """Run both parts, show what they said one after the other, and return the exit code.

    Args:
        options: Of pytest, for both parts; no paths. One part may have no test of those chosen.
    """
    heed_signals()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as report:
        # Both would write down what failed in one file.
        separate = ("-o", "cache_dir=.pytest_cache/screen")
        screen = _started(report, 0, *AT_A_SCREEN, *separate, *options)
        ignored = [f"--ignore={folder}" for folder in AT_A_SCREEN]
        others = _started(None, _KINDNESS, *ignored, *options)
        codes = {"The others": _ended(others), "Those at a screen": _ended(screen)}
        report.seek(0)
        print(f"\nAt a screen ({', '.join(AT_A_SCREEN)}):\n\n{report.read()}", flush=True)
    for name, code in codes.items():
        if code not in (0, _NONE_CHOSEN):
            print(f"{name} did not pass: pytest ended with {code}.", flush=True)
    chosen = [code for code in codes.values() if code != _NONE_CHOSEN]
    return int(any(chosen)) if chosen else _NONE_CHOSEN


def _started(output: IO[str] | None, kindness: int, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["nice", "-n", str(kindness), sys.executable, "-m", "pytest", *arguments],
        stdout=output,
        stderr=output and subprocess.STDOUT,
    )


def _ended(part: subprocess.Popen[bytes]) -> int:
    while True:
        # Ctrl+C reaches the part as well, which says how far it came.
        with contextlib.suppress(KeyboardInterrupt):
            return part.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
