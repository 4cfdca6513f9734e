"""Runs all tests: those at a screen, which mostly wait for keys, beside all others.

    python -m tests.side_by_side [OPTIONS OF PYTEST]

What happens at a screen is judged by what was seen in time, so the others give way to it. They have
two processes, each with a file of tests at a time: one alone waits for half of its time. A third
part has the tests of `autotype/text`, and fails unless they go through every line and every branch
of it. It is by itself because measuring that slows Python down.
"""

import contextlib
import subprocess
import sys
import tempfile
from typing import IO, NamedTuple

from tests.heeding import heed_signals

_KINDNESS = 5
_NONE_CHOSEN = 5
_IN_TWO_PROCESSES = ("-n", "2", "--dist", "loadfile")
_COVERED = (
    "--cov=autotype/text",
    "--cov-branch",
    "--cov-fail-under=100",
    "--cov-report=term-missing:skip-covered",
)


class Part(NamedTuple):
    """Tests that have a pytest of their own.

    Attributes:
        name: What they are, behind "Those".
        folder: Where they are.
        kindness: How far they give way to others, as `nice` has it.
        whole: Options that only hold if all tests of the part run.
    """

    name: str
    folder: str
    kindness: int
    whole: tuple[str, ...] = ()


PARTS = (
    Part("at a screen", "tests/ibus", 0),
    Part("of the text", "tests/text", _KINDNESS, _COVERED),
)


def main(options: list[str]) -> int:
    """Run all parts, show what they said one after the other, and return the exit code.

    Args:
        options: Of pytest, for all parts; no paths. A part may have no test of those chosen, and
            where some are chosen, not every line has to be gone through.
    """
    heed_signals()
    with contextlib.ExitStack() as stack:
        reports, running = {}, {}
        for part in PARTS:
            report = reports[part] = stack.enter_context(
                tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
            )
            # All would write down what failed in one file.
            separate = ("-o", f"cache_dir=.pytest_cache/{part.folder.replace('/', '-')}")
            whole = () if options else part.whole
            running[part] = _started(
                report, part.kindness, part.folder, *separate, *whole, *options
            )
        ignored = [f"--ignore={part.folder}" for part in PARTS]
        others = _started(None, _KINDNESS, *ignored, *_IN_TWO_PROCESSES, *options)
        codes = {"The others": _ended(others)}
        for part in PARTS:
            codes[f"Those {part.name}"] = _ended(running[part])
            reports[part].seek(0)
            said = reports[part].read()
            print(f"\nThose {part.name} ({part.folder}):\n\n{said}", flush=True)
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
