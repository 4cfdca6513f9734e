"""Counts what becomes of suggestions in other applications, between keys, and has it kept."""

import asyncio
from collections.abc import Callable

from autotype.numbers.collector import Collector
from autotype.numbers.keeper import Keeper
from autotype.text.dialogue import events as on
from autotype.text.dialogue.moment import Moment

_DIGEST_S, _SAVE_S = 1.0, 30.0
_SLICE_S = 0.003


class Counting:
    """The numbers of one field, kept under the name of the application that has the focus."""

    def __init__(self, keeper: Keeper, off_the_record: Callable[[], bool]) -> None:
        """Nothing was counted yet.

        Args:
            keeper: Where numbers are kept.
            off_the_record: Whether nothing is to be counted now.
        """
        self._keeper = keeper
        self._off_the_record = off_the_record
        self._collector = Collector()
        self._application = ""
        self._now = 0.0
        self._digest: asyncio.TimerHandle | None = None
        self._save: asyncio.TimerHandle | None = None

    def note(self, application: str, moment: Moment) -> None:
        """Put a step of the dialogue aside."""
        if application != self._application:
            self.save()
            self._application = application
        self._now = moment.now
        if self._off_the_record():
            return
        self._collector.note(moment)
        loop = asyncio.get_running_loop()
        if isinstance(moment.event, on.Unfocused):
            # Nobody waits for a key now, and the session may be at its end.
            loop.call_soon(self.save)
        elif self._digest is None:
            self._digest = loop.call_later(_DIGEST_S, self._count)

    def save(self) -> None:
        """Have what was counted so far written."""
        for timer in (self._digest, self._save):
            if timer is not None:
                timer.cancel()
        self._digest = self._save = None
        self._collector.digest()
        self._collector.rest(self._now)
        self._keeper.add(self._application or "?", self._collector.new())

    def _count(self) -> None:
        loop = asyncio.get_running_loop()
        done = self._collector.digest(_SLICE_S)
        self._digest = None if done else loop.call_later(0, self._count)
        if self._save is None:
            self._save = loop.call_later(_SAVE_S, self.save)
