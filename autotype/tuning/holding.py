"""What a tuning waits for: the mains, and whoever is typing."""

import threading
import time
from collections.abc import Callable
from typing import TextIO

from autotype.text.power import Power

MAINS, TYPIST = "waiting for mains", "waiting while you type"
"""The steps that are reported meanwhile."""
_LOOK_S = 0.25


class Hold:
    """Asked by the thread that tunes; another thread may say that it is to wait."""

    def __init__(self, power: Power | None = None) -> None:
        """Wait for nobody yet.

        Args:
            power: Says what feeds the machine; None to go on with a battery.
        """
        self._power = power
        self._held = threading.Event()

    def listen(self, stream: TextIO) -> None:
        """Go by the lines "pause" and "go" from now on; the stream's end changes nothing."""

        def read() -> None:
            for line in stream:
                if line.strip() == "pause":
                    self._held.set()
                elif line.strip() == "go":
                    self._held.clear()

        threading.Thread(target=read, name="steering", daemon=True).start()

    @property
    def why(self) -> str:
        """Why to wait now; empty if there is no reason."""
        if self._held.is_set():
            return TYPIST
        if self._power is not None and self._power.on_battery():
            return MAINS
        return ""

    def wait(self, report: Callable[[str], object]) -> None:
        """Return when nothing is waited for; `report` is told the reason."""
        told = ""
        while why := self.why:
            if why != told:
                told = why
                report(why)
            time.sleep(_LOOK_S)
