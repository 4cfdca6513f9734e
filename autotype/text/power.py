"""Whether the machine runs on its battery."""

import time
from collections.abc import Callable

import psutil

_LOOK_AGAIN = 30.0
"""Seconds that an answer counts; nobody notices energy within less."""


def on_battery() -> bool:
    """Return whether a battery feeds the machine; False where nobody can tell."""
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError, ValueError):
        # A system without such a reading, or files of a driver that say nothing readable.
        return False
    # None of `power_plugged` means that it is not known.
    return battery is not None and battery.power_plugged is False


class Power:
    """Remembers for half a minute what feeds the machine, so that it can be asked at every key."""

    def __init__(
        self,
        look: Callable[[], bool] = on_battery,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask with `look`, by a clock of seconds."""
        self._look = look
        self._clock = clock
        self._on_battery = False
        self._until = float("-inf")

    def on_battery(self) -> bool:
        """Return whether a battery feeds the machine, or did half a minute ago."""
        now = self._clock()
        if now >= self._until:
            self._on_battery = self._look()
            self._until = now + _LOOK_AGAIN
        return self._on_battery
