"""How Autotype starts itself once more, and how a process ends when it is asked to."""

import contextlib
import signal
import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line that runs `autotype` with some arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "autotype", *arguments]


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as `sys.exit` does, so that what was begun is cleared away."""

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    with contextlib.suppress(ValueError):  # not the main thread, which alone may say so
        signal.signal(signal.SIGTERM, end)
