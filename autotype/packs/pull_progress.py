"""One share for all that a pull does: of the time that it takes, as far as that is known."""

import time
from collections.abc import Callable

Report = Callable[[float, str], None]
"""Called with the share that is done (0 to 1) and the name of the step."""

BUILD_SECONDS = 15.0
"""From the last byte to the pack in its place; the recommended one on two cores took 14.6 s."""


class PullProgress:
    """Turns the shares of a download and of what follows it into one that never goes back.

    How much of the whole a download is depends on the network. After a part of it, it is known
    how long all of it takes, and with what the building takes that gives the share.
    """

    def __init__(self, report: Report, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now; `report` is told the share of everything."""
        self._report = report
        self._clock = clock
        self._began = clock()
        self._fetched = self._shown = 0.0

    def fetching(self, share: float) -> None:
        """Take the share of the download that is done."""
        if share > 0:
            seconds = (self._clock() - self._began) / share
            self._fetched = share * seconds / (seconds + BUILD_SECONDS)
        self._tell(self._fetched, "downloading")

    def building(self, share: float, step: str) -> None:
        """Take the share of what follows the download."""
        self._tell(self._fetched + (1 - self._fetched) * share, step)

    def _tell(self, share: float, step: str) -> None:
        self._shown = max(self._shown, min(1.0, share))
        self._report(self._shown, step)
