"""Notices when another pack would be chosen: one was installed, removed or measured."""

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QProcess, QTimer, Signal

from autotype import paths
from autotype.processes import own_command
from autotype.text.machine_load import QUIET_SHARE, others_share, ticks

MEASURE = own_command("models", "measure", "--json")
_SETTLE_MS = 700
_MEASURE_AFTER_MS = 20_000
_LISTEN_MS = 3000
_LONGEST_MS = 300_000
_AGAIN_MS = 3_600_000


class PackWatch(QObject):
    """Watches folders; measures in a process of its own what is not known yet.

    That takes the processor for a while. So it waits for a moment in which nobody types and
    nothing else runs, and is given up with the next key: what was not measured today is
    measured another time.

    Signals:
        changed(): `choose` names another pack than before.
        measured(): What `measure` was asked for has been done, or has failed.
    """

    changed = Signal()
    measured = Signal()

    def __init__(
        self,
        places: Sequence[Path],
        choose: Callable[[], str],
        to_measure: Callable[[], tuple[str, ...]],
        parent: QObject | None = None,
        command: Sequence[str] = MEASURE,
        measure_after_ms: int = _MEASURE_AFTER_MS,
    ) -> None:
        """Start watching.

        Args:
            places: Folders in which packs appear, behind the one that has their figures among
                other things; they may be missing as long as that is there.
            choose: Returns what names the pack that would be chosen now; may be empty.
            to_measure: Returns what there is to measure, and the day; nothing if empty. What
                has been tried is not tried again.
            parent: Owner.
            command: The command line that measures; "--missing --background" or
                a name are added.
            measure_after_ms: How long nobody must have typed.
        """
        super().__init__(parent)
        self._places = [str(place) for place in places]
        self._choose = choose
        self._to_measure = to_measure
        self._command = command
        self._tried: tuple[str, ...] = ()
        self._asked = False
        self._chosen, self._seen = choose(), self._what_is_there()
        self._watcher = QFileSystemWatcher(self)
        self._watch()
        # An installation is many changes; the last one counts.
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._settled)
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self._measure_after_ms = measure_after_ms
        self._rested_at = time.monotonic()
        self._waits = False
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._listen)
        self._heard = QTimer(self, singleShot=True)
        self._heard.timeout.connect(self._measure_if_quiet)
        self._limit = QTimer(self, interval=_LONGEST_MS, singleShot=True)
        self._limit.timeout.connect(self._end_process)
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed_to_start)
        self._wait()

    def stop(self) -> None:
        """End a measurement that is running; it is done again another time."""
        for timer in (self._settle, self._later, self._heard):
            timer.stop()
        self._kill()

    def rest(self) -> None:
        """Leave the machine to the user, who has just done something."""
        # Every key comes here: starting a timer again would take longer than reading a clock.
        self._rested_at = time.monotonic()
        if self._asked or self._waits:
            return
        self._kill()
        self._wait()

    def measure(self, name: str) -> None:
        """Measure a pack now, whatever else runs: the user wants to know."""
        self._kill()
        self._asked = True
        self._start(name)

    def _start(self, *what: str) -> None:
        self._limit.start()
        self._process.start(self._command[0], [*self._command[1:], *what])

    def _kill(self) -> None:
        """End a measurement as if it had never begun."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._tried, self._asked = (), False
            self._process.blockSignals(True)
            self._end_process()
            self._process.waitForFinished(2000)
            self._process.blockSignals(False)

    def _end_process(self) -> None:
        self._limit.stop()
        self._process.kill()

    def _watch(self) -> None:
        watched = set(self._watcher.directories())
        # Qt prints a line for each folder that it may not watch.
        missing = [
            place
            for place in self._places
            if place not in watched and os.access(place, os.R_OK | os.X_OK) and Path(place).is_dir()
        ]
        if missing:
            self._watcher.addPaths(missing)

    def _settled(self) -> None:
        # What is typed is kept beside the packs, so their folder changes at every pause; and to
        # choose takes longer than a key may wait.
        if self._seen != self._what_is_there():
            self.look()

    def _what_is_there(self) -> frozenset[tuple[str, int, int]]:
        """Return all packs and all figures; what takes the place of one differs from it."""
        found: set[tuple[str, int, int]] = set()
        home, figures = self._places[0], {paths.measured_file().name, paths.failures_file().name}
        for place in self._places:
            with contextlib.suppress(OSError), os.scandir(place) as entries:
                for entry in entries:
                    if entry.name in figures:
                        found.add((entry.path, entry.inode(), entry.stat().st_mtime_ns))
                    elif (place != home or entry.path in self._places) and entry.is_dir():
                        found.add((entry.path, entry.inode(), 0))
        return frozenset(found)

    def look(self) -> None:
        """Look now whether another pack would be chosen."""
        self._watch()
        self._seen = self._what_is_there()
        chosen = self._choose()
        if chosen and chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()
        self._wait()

    def _wait(self) -> None:
        self._waits = True
        self._heard.stop()
        self._later.start(self._measure_after_ms)

    def _listen(self) -> None:
        rested_ms = int((time.monotonic() - self._rested_at) * 1e3)
        if self._waits and rested_ms < self._measure_after_ms:
            self._later.start(self._measure_after_ms - rested_ms)
            return
        self._waits = False
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self._ticks = ticks()
            self._heard.start(min(_LISTEN_MS, self._measure_after_ms))

    def _measure_if_quiet(self) -> None:
        due = self._to_measure()
        if not due or due == self._tried:
            self._later.start(_AGAIN_MS)  # it may be another day then
        elif others_share(self._ticks, ticks()) > QUIET_SHARE:
            self._wait()
        else:
            self._tried = due
            self._start("--missing", "--background")

    def _finished(self) -> None:
        self._limit.stop()
        asked, self._asked = self._asked, False
        self.look()
        if asked:
            self.measured.emit()

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._finished()
