"""How Autotype starts itself once more, and how processes end with those that started them."""

import contextlib
import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def own_command(*arguments: str) -> list[str]:
    """Return the command line that runs `autotype` with some arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "autotype", *arguments]


def end_with_parent() -> Callable[[], None] | None:
    """Return what a child calls before it becomes a program, to end when this process does.

    Also when this process is killed and can end nothing itself. None where there is no such
    thing. The thread that starts the child has to live as long as it.
    """
    if not sys.platform.startswith("linux"):
        return None
    # Loaded here: between fork and exec there must be nothing that takes a lock.
    prctl = ctypes.CDLL(None).prctl

    def call() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return call


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as `sys.exit` does, so that what was begun is cleared away."""

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    with contextlib.suppress(ValueError):  # not the main thread, which alone may say so
        signal.signal(signal.SIGTERM, end)
