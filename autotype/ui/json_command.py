"""Runs a command of ours in a process of its own, and hears what it says in lines of JSON."""

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from autotype.translation import mark, tr

_PATIENCE_MS = 3000
"""Before what was asked to end is killed."""


class JsonCommand(QObject):
    """What takes memory and time does so elsewhere; a process can be ended at any moment.

    Signals:
        progressed(share, step): The share that is done, 0 to 1, and what is done now.
        answered(object): Any other line, as a dictionary.
        ended(error): It is over: with an empty text if it did what it was asked to.
    """

    PATIENCE_MS = _PATIENCE_MS
    UNEXPECTED = mark("It ended unexpectedly; try it again.")
    NOT_STARTED = mark("It cannot be started; install Autotype again.")
    progressed = Signal(float, str)
    answered = Signal(object)
    ended = Signal(str)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        """Start at once."""
        super().__init__(parent)
        self._error = ""
        self._pending = b""
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed_to_start)
        self._process.start(command[0], list(command[1:]))

    def tell(self, line: str) -> None:
        """Write a line to what the command reads; nothing happens if it has ended."""
        if self._process.state() == QProcess.ProcessState.Running:
            self._process.write(f"{line}\n".encode())

    @property
    def process_id(self) -> int:
        """The id of the process; 0 if none runs."""
        return int(self._process.processId())

    def ask_to_end(self) -> None:
        """Let it end when it is ready to; `ended` tells."""
        self._process.terminate()

    def cancel(self) -> None:
        """End it soon, without a word; nobody has to wait."""
        self._silence()
        self._process.terminate()
        QTimer.singleShot(self.PATIENCE_MS, self._process, self._process.kill)
        self._process.finished.connect(self.deleteLater)

    def stop(self) -> None:
        """End it now, and wait until it has ended."""
        self._silence()
        self._process.terminate()
        if not self._process.waitForFinished(_PATIENCE_MS):
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)

    def _silence(self) -> None:
        self._process.readyReadStandardOutput.disconnect(self._read)
        self._process.finished.disconnect(self._finished)
        self._process.errorOccurred.disconnect(self._failed_to_start)

    def _read(self) -> None:
        self._pending += bytes(self._process.readAllStandardOutput().data())
        *lines, self._pending = self._pending.split(b"\n")
        for line in lines:
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if isinstance(said, dict):
                self._hear(said)

    def _hear(self, said: dict[str, Any]) -> None:
        if "error" in said:
            self._error = str(said["error"])
        elif "progress" in said:
            self.progressed.emit(float(said["progress"]), str(said["step"]))
        else:
            self.answered.emit(said)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        if code == 0 and status == QProcess.ExitStatus.NormalExit:
            self.ended.emit("")
        else:
            self.ended.emit(self._error or tr(self.UNEXPECTED))

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(tr(self.NOT_STARTED))
