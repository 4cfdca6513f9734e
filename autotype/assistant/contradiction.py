"""When to believe a report that contradicts the keys."""

from collections.abc import Callable

from autotype.assistant.front import Handle, Later
from autotype.assistant.reported import Reported

# It is believed when nothing is typed for so long.
_SETTLE_S = 0.08
# No report is of a key that is longer ago.
_LATEST_S = 0.25


class Contradiction:
    """Keeps at most one report until it is believed or overtaken.

    One that comes with every key is overtaken by every key. So it is also believed when the
    next one goes on from it by what was typed meanwhile.
    """

    def __init__(self, later: Later, believe: Callable[[Reported], None]) -> None:
        """Keep none.

        Args:
            later: Does things later.
            believe: Told of the report to believe.
        """
        self._later = later
        self._believe = believe
        self._waiting: Handle | None = None
        self._expected: str | None = None

    def hear(self, said: Reported, since_key_s: float) -> None:
        """Believe a report, at once or unless a key or another report comes.

        Args:
            said: The report.
            since_key_s: Seconds since the last key.
        """
        self.settle()
        if since_key_s > _LATEST_S or said.before == self._expected:
            self._expected = None
            self._believe(said)
        else:
            self._expected = said.before
            self._waiting = self._later(_SETTLE_S, lambda: self._believe(said))

    def typed(self, text: str) -> None:
        """Note what was typed since the last report."""
        if self._expected is not None:
            self._expected += text

    def settle(self) -> None:
        """Believe it no more."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
