"""When the service loses patience."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds.

    Attributes:
        soft: An answer that takes longer makes the engine end its pass and try again.
        hard: One that takes this much longer still gets it killed.
        loading: The same for opening the model.
        idle: Without a request for so long, the engine's memory is given back.
        failures: So many failures ...
        within: ... within so many seconds, and the engine is left alone.
    """

    soft: float = 2.0
    hard: float = 8.0
    loading: float = 90.0
    idle: float = 600.0
    failures: int = 3
    within: float = 300.0


class Timer:
    """Calls something after a while, unless it is stopped or started anew before."""

    def __init__(self, then: Callable[[], None]) -> None:
        """Prepare; `start` starts it, in a running event loop."""
        self._then = then
        self._handle: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        """Whether the call is still to come."""
        return self._handle is not None

    def start(self, seconds: float) -> None:
        """Call in so many seconds from now."""
        self.stop()
        self._handle = asyncio.get_running_loop().call_later(seconds, self._end)

    def stop(self) -> None:
        """Do not call."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _end(self) -> None:
        self._handle = None
        self._then()
