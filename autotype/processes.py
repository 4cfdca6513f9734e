"""How Autotype starts itself once more, and how a process ends when it is asked to."""

import contextlib
import os
import signal
import sys
from pathlib import Path


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


def step_back(pid: int, by: int = 19) -> None:
    """Let everything else run before a process, as far as the system knows how.

    Linux shares processor time among sessions first, and looks at `nice` only within one (sched(7),
    "The autogroup feature"): a process that leads a session of its own has to step back as a whole.
    The session of somebody's terminal is left as it is.

    Args:
        pid: The process; 0 for this one.
        by: How far, as `nice` has it; 0 to 19.
    """
    if not hasattr(os, "setpriority"):
        return
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, by)
    with contextlib.suppress(OSError):
        pid = pid or os.getpid()
        if os.getsid(pid) == pid:
            Path(f"/proc/{pid}/autogroup").write_text(str(by))


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as `sys.exit` does, so that what was begun is cleared away."""

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    with contextlib.suppress(ValueError):  # not the main thread, which alone may say so
        signal.signal(signal.SIGTERM, end)
