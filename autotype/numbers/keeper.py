"""Keeps numbers on a thread of its own, so that nobody who types waits for a disk."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from autotype.numbers.days import this_hour
from autotype.numbers.hold_out import Effort, Trial
from autotype.numbers.store import Row, Store
from autotype.text.job_thread import JobThread
from autotype.text.private_database import DatabaseError

_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """All that is known.

    Attributes:
        rows: The counters.
        trials: What was compared.
    """

    rows: list[Row]
    trials: list[Trial]


Read = Callable[[Kept, str], None]


class Keeper:
    """The only one in a process who opens the file; its methods return at once.

    What could not be written is kept in memory, added up, and written another time.

    Attributes:
        tell: Told that the file was set aside, in one sentence; on the keeper's thread.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened before there is something to do."""
        self.tell: Callable[[str], object] = lambda _: None
        self._store = Store(path)
        self._store.tell_set_aside(lambda said: self.tell(said))
        self._thread = JobThread("numbers")
        self._left: dict[tuple[int, str], Counter[str]] = {}
        self._said = ""

    def add(self, source: str, counts: Mapping[str, int]) -> None:
        """Add to the counters of this hour."""
        at, counted = (this_hour(), source), Counter(counts)
        if counted:
            self._thread.do(lambda: self._add(at, counted))

    def look(self) -> None:
        """Have it found out whether the file can be used, before it is needed."""
        self._thread.do(lambda: self._try(self._store.look))

    def read(self, done: Read) -> None:
        """Have everything read that was counted in this process and others.

        Args:
            done: Told them, and a sentence about what is wrong with the file, or nothing;
                called on the keeper's thread.
        """
        self._thread.do(lambda: done(*self._read()))

    def add_effort(self, unit: str, effort: Effort, *, held_out: bool) -> None:
        """Add to what writing a text took; what cannot be kept is not compared."""
        self._thread.do(
            lambda: self._try(lambda: self._store.add_effort(unit, effort, held_out=held_out))
        )

    def seed(self, done: Callable[[str], None]) -> None:
        """Have it found out what chance goes by.

        Args:
            done: Told that, unless it cannot be kept; on the keeper's thread.
        """
        self._thread.do(lambda: self._try(lambda: done(self._store.seed())))

    def reset(self, done: Callable[[str], None]) -> None:
        """Forget everything.

        Args:
            done: Told a sentence about why it was not done, or nothing; on the keeper's thread.
        """
        self._thread.do(lambda: done(self._reset()))

    def stop(self, seconds: float) -> bool:
        """Write what there is and end; False if that takes longer."""
        return self._thread.stop(seconds)

    # On the thread.

    def _add(self, at: tuple[int, str], counts: Counter[str]) -> None:
        self._left.setdefault(at, Counter()).update(counts)
        self._write()

    def _write(self) -> str:
        """Write what is left; return what is wrong, or nothing."""
        try:
            for at in list(self._left):
                self._store.add(*at, self._left[at])
                del self._left[at]
        except DatabaseError as error:
            if str(error) != self._said:
                _log.warning("%s", error)
            self._said = str(error)
            return self._said
        self._said = ""
        return self._store.notice

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except DatabaseError as error:
            _log.warning("%s", error)

    def _read(self) -> tuple[Kept, str]:
        wrong = self._write()
        rows: list[Row] = []
        trials: list[Trial] = []
        try:
            rows, trials = self._store.read(), self._store.trials()
            wrong = wrong or self._store.notice
        except DatabaseError as error:
            wrong = str(error)
        unwritten = [
            Row(hour, source, counter, number)
            for (hour, source), counts in self._left.items()
            for counter, number in counts.items()
        ]
        return Kept([*rows, *unwritten], trials), wrong

    def _reset(self) -> str:
        try:
            self._store.reset()
        except DatabaseError as error:
            return str(error)
        self._left.clear()
        self._store.forget_notice()
        return ""
