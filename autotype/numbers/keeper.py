"""Keeps numbers on a thread of its own, so that nobody who types waits for a disk."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from autotype.logs import describe
from autotype.numbers.days import this_hour
from autotype.numbers.hold_out import Effort, Trial
from autotype.numbers.store import Row, Store
from autotype.text.private_database import DatabaseError

_log = logging.getLogger(__name__)
Job = Callable[[Store], None]


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
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened before there is something to do."""
        self._path = path
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._left: dict[tuple[int, str], Counter[str]] = {}
        self._said = ""

    def add(self, source: str, counts: Mapping[str, int]) -> None:
        """Add to the counters of this hour."""
        at, counted = (this_hour(), source), Counter(counts)
        if counted:
            self._put(lambda store: self._add(store, at, counted))

    def read(self, done: Read) -> None:
        """Have everything read that was counted in this process and others.

        Args:
            done: Told them, and a sentence about what is wrong with the file, or nothing;
                called on the keeper's thread.
        """
        self._put(lambda store: done(*self._read(store)))

    def add_effort(self, unit: str, effort: Effort, *, held_out: bool) -> None:
        """Add to what writing a text took; what cannot be kept is not compared."""
        self._put(
            lambda store: self._try(lambda: store.add_effort(unit, effort, held_out=held_out))
        )

    def seed(self, done: Callable[[str], None]) -> None:
        """Have it found out what chance goes by.

        Args:
            done: Told that, unless it cannot be kept; on the keeper's thread.
        """
        self._put(lambda store: self._try(lambda: done(store.seed())))

    def reset(self, done: Callable[[str], None]) -> None:
        """Forget everything.

        Args:
            done: Told a sentence about why it was not done, or nothing; on the keeper's thread.
        """
        self._put(lambda store: done(self._reset(store)))

    def stop(self, seconds: float) -> bool:
        """Write what there is and end; False if that takes longer."""
        thread, self._thread = self._thread, None
        if thread is None:
            return True
        self._jobs.put(None)
        thread.join(seconds)
        return not thread.is_alive()

    def _put(self, job: Job) -> None:
        self._jobs.put(job)
        if self._thread is None:
            # What it writes is whole or not there, so nothing needs to wait for its end.
            self._thread = threading.Thread(target=self._run, name="numbers", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        store = Store(self._path)
        while (job := self._jobs.get()) is not None:
            try:
                job(store)
            except Exception as error:
                # The next numbers can be kept all the same.
                _log.error("numbers: %s", describe(error))

    # On the thread.

    def _add(self, store: Store, at: tuple[int, str], counts: Counter[str]) -> None:
        self._left.setdefault(at, Counter()).update(counts)
        self._write(store)

    def _write(self, store: Store) -> str:
        """Write what is left; return what is wrong, or nothing."""
        try:
            for at in list(self._left):
                store.add(*at, self._left[at])
                del self._left[at]
        except DatabaseError as error:
            if str(error) != self._said:
                _log.warning("%s", error)
            self._said = str(error)
            return self._said
        self._said = ""
        return store.notice

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except DatabaseError as error:
            _log.warning("%s", error)

    def _read(self, store: Store) -> tuple[Kept, str]:
        wrong = self._write(store)
        rows: list[Row] = []
        trials: list[Trial] = []
        try:
            rows, trials = store.read(), store.trials()
            wrong = wrong or store.notice
        except DatabaseError as error:
            wrong = str(error)
        unwritten = [
            Row(hour, source, counter, number)
            for (hour, source), counts in self._left.items()
            for counter, number in counts.items()
        ]
        return Kept([*rows, *unwritten], trials), wrong

    def _reset(self, store: Store) -> str:
        try:
            store.reset()
        except DatabaseError as error:
            return str(error)
        self._left.clear()
        store.forget_notice()
        return ""
