"""How Autotype starts itself once more, and how a process ends when it is asked to."""

import contextlib
import signal
import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line that runs `autotype` with some arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return own_module("autotype", *arguments)


def own_module(name: str, *arguments: str) -> list[str]:
    """Return the command line that runs one of our modules by itself.

    Nothing is imported from the folder that the user happens to be in: a download there may be
    called like a module. In a frozen bundle `packaging/entry.py` stands in for `-m`.
    """
    safe = [] if getattr(sys, "frozen", False) else ["-P"]
    return [sys.executable, *safe, "-m", name, *arguments]


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as `sys.exit` does, so that what was begun is cleared away."""

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    with contextlib.suppress(ValueError):  # not the main thread, which alone may say so
        signal.signal(signal.SIGTERM, end)
