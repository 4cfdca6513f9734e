"""Waiting in tests."""

import socket
import time
from collections.abc import Callable
from pathlib import Path


def until(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen")
        time.sleep(0.02)


def until_taken(path: Path, what: str) -> None:
    """Wait until somebody takes connections at a socket's file, which is there a little before."""

    def taken() -> bool:
        with socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(path))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            return True

    until(taken, what)
