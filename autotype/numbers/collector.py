"""Counts what one front says, in pauses: while a key is handled a moment is only put aside."""

import time
from collections import Counter
from collections.abc import Callable

from autotype.numbers.hold_out import Effort, effort_of
from autotype.numbers.remembered import Tally, opened, waited
from autotype.numbers.tally import tallied
from autotype.text.dialogue.moment import Moment

Counts = Counter[str]
_ALL_AT_ONCE = float("inf")


class Collector:
    """The counters of one dialogue; for one thread.

    Attributes:
        text: What was counted since the text in front was opened.
        session: What was counted since the start.
        measures_effort: Whether to find out what the writing takes, too.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Nothing was counted yet; `clock` gives the seconds that a slice of work is cut by."""
        self._clock = clock
        self._tally = Tally()
        self._moments: list[Moment | float] = []
        self._done = 0
        self._new: Counts = Counter()
        self._effort = Effort()
        self._last_key: float | None = None
        self.measures_effort = False
        self.text: Counts = Counter()
        self.session: Counts = Counter()
        self.note: Callable[[Moment], None] = self._moments.append

    @property
    def waits(self) -> bool:
        """Whether there is something that was not counted yet."""
        return bool(self._moments)

    def open(self, now: float) -> None:
        """Note that another text is in front."""
        self._moments.append(now)

    def digest(self, seconds: float = _ALL_AT_ONCE) -> bool:
        """Count what was put aside, for about so long; False if something is left.

        What moments say of the text is forgotten with them.
        """
        until = self._clock() + seconds
        while self._done < len(self._moments):
            self._count(self._moments[self._done])
            self._done += 1
            if self._clock() > until:
                break
        del self._moments[: self._done]
        self._done = 0
        return not self._moments

    def rest(self, now: float) -> None:
        """Note that nothing has happened until now."""
        self._tally, counts = waited(self._tally, now)
        self._add(counts)

    def new(self) -> Counts:
        """Return what was counted since this was asked last."""
        new, self._new = self._new, Counter()
        return new

    def effort(self) -> Effort:
        """Return what the writing took since this was asked last."""
        effort, self._effort = self._effort, Effort()
        return effort

    def forget(self) -> None:
        """Begin at nothing again."""
        for counts in (self._new, self.text, self.session):
            counts.clear()
        self._effort = Effort()

    def _count(self, moment: Moment | float) -> None:
        if isinstance(moment, float):
            self._tally, counts = opened(self._tally, moment)
            self._add(counts)
            self.text.clear()
            self._last_key = None
            return
        if self.measures_effort:
            self._measure(moment)
        self._tally, counts = tallied(self._tally, moment)
        self._add(counts)

    def _measure(self, moment: Moment) -> None:
        effort = effort_of(moment, self._last_key)
        if effort is not None:
            self._last_key = moment.now
            added = (one + other for one, other in zip(self._effort, effort, strict=True))
            self._effort = Effort(*added)

    def _add(self, counts: Counts) -> None:
        for into in (self._new, self.text, self.session):
            into.update(counts)
