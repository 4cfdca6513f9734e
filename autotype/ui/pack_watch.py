"""Notices when another pack would be chosen: one was installed, removed or measured."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QProcess, QTimer, Signal

from autotype.processes import own_command

MEASURE = own_command("models", "measure", "--missing", "--json")
_SETTLE_MS = 700
_MEASURE_AFTER_MS = 20_000


class PackWatch(QObject):
    """Watches folders; measures what never was, in a process of its own.

    Signals:
        changed(): `choose` names another pack than before.
    """

    changed = Signal()

    def __init__(
        self,
        places: Sequence[Path],
        choose: Callable[[], str],
        unmeasured: Callable[[], bool],
        parent: QObject | None = None,
        command: Sequence[str] = MEASURE,
        measure_after_ms: int = _MEASURE_AFTER_MS,
    ) -> None:
        """Start watching.

        Args:
            places: Folders in which packs and their figures appear; they may be missing as
                long as the first one is there.
            choose: Returns what names the pack that would be chosen now; may be empty.
            unmeasured: Whether there are packs to measure before one can be chosen.
            parent: Owner.
            command: The command line that measures them.
            measure_after_ms: How long to leave the machine to the user first.
        """
        super().__init__(parent)
        self._places = [str(place) for place in places]
        self._choose = choose
        self._unmeasured = unmeasured
        self._command = command
        self._chosen = choose()
        self._watcher = QFileSystemWatcher(self)
        self._watch()
        # An installation is many changes; the last one counts.
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self._later = QTimer(self, interval=measure_after_ms, singleShot=True)
        self._later.timeout.connect(self._measure)
        self._later.start()
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())

    def stop(self) -> None:
        """End a measurement that is running; it is done again another time."""
        self._settle.stop()
        self._later.stop()
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(2000)

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

    def look(self) -> None:
        """Look now whether another pack would be chosen."""
        self._watch()
        chosen = self._choose()
        if chosen and chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()
        if not self._later.isActive():
            self._later.start()

    def _measure(self) -> None:
        idle = self._process.state() == QProcess.ProcessState.NotRunning
        if idle and self._unmeasured():
            self._process.start(self._command[0], list(self._command[1:]))
