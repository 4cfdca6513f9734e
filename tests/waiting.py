"""Waiting in tests."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen")
        time.sleep(0.02)
