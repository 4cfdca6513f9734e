"""Whether IBus runs and uses our input method, and how to make it so."""

from PySide6.QtCore import QObject, QProcess, Signal

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
        self._process: QProcess | None = None

    def look(self) -> None:
        """Find out what is so."""
        self._run(["engine"])

    def choose(self) -> None:
        """Use our input method in this session."""
        self._run(["engine", ENGINE], again=True)

    def _run(self, words: list[str], *, again: bool = False) -> None:
        if self._process is not None:
            return
        process = self._process = QProcess(self)

        def finished() -> None:
            self._process = None
            said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
            process.deleteLater()
            if again:
                self.look()
            elif process.exitCode() != 0 or not said:
                self.changed.emit("stopped")
            else:
                self.changed.emit("on" if said == ENGINE else "other")

        def failed(error: QProcess.ProcessError) -> None:
            if error == QProcess.ProcessError.FailedToStart:
                self._process = None
                process.deleteLater()
                self.changed.emit("missing")

        process.finished.connect(finished)
        process.errorOccurred.connect(failed)
        process.start(self._program, words)
