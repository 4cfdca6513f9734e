"""Whether IBus runs and uses our input method."""

from PySide6.QtCore import QObject, QProcess, Signal, Slot

ENGINE = "autotype"


class InputMethod(QObject):
    """Asks the `ibus` program, which takes a moment.

    Signals:
        changed(str): What is so: "on", "other", "stopped" or "missing".
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None, program: str = "ibus") -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._program = program
        self._process = QProcess(self)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    def look(self) -> None:
        """Find out what is so."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self._process.start(self._program, ["engine"])

    def close(self) -> None:
        """Ask nothing more."""
        self._process.blockSignals(True)
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(1000)

    @Slot()
    def _finished(self) -> None:
        said = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        if self._process.exitCode() != 0 or not said.strip():
            self.changed.emit("stopped")
        else:
            self.changed.emit("on" if said.strip() == ENGINE else "other")

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.changed.emit("missing")
