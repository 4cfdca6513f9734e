"""Fetches the recommended pack in a process of its own, with a progress bar."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QProcess, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from autotype.processes import own_command

PULL = own_command("models", "pull", "--json")


class PackDialog(QDialog):
    """Downloading takes memory and time; a process can be ended at any moment.

    Signals:
        installed(): The pack is there.
    """

    installed = Signal()

    def __init__(self, parent: QWidget | None = None, command: Sequence[str] = PULL) -> None:
        super().__init__(parent)
        self.setWindowTitle("Getting the model")
        self.setMinimumWidth(420)
        self._label = QLabel("Starting the download …", self)
        self._label.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        layout.addWidget(self._buttons)
        self._error = ""
        self._pending = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed_to_start)
        self._process.start(command[0], list(command[1:]))

    @property
    def text(self) -> str:
        """What it says now."""
        return self._label.text()

    def _read(self) -> None:
        self._pending += bytes(self._process.readAllStandardOutput().data())
        *lines, self._pending = self._pending.split(b"\n")
        for line in lines:
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if "error" in said:
                self._error = str(said["error"])
            elif "progress" in said:
                self._bar.setRange(0, 100)
                self._bar.setValue(int(said["progress"] * 100))
                self._label.setText(f"{str(said['step']).capitalize()} …")

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        if code == 0 and status == QProcess.ExitStatus.NormalExit:
            self.installed.emit()
            self.accept()
            return
        self._show_error(self._error or "The download ended unexpectedly; try it again.")

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._show_error("The download cannot be started; install Autotype again.")

    def _show_error(self, text: str) -> None:
        self._bar.hide()
        self._label.setText(text)
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)

    def done(self, result: int) -> None:
        """End the download with the dialog; an unfinished one leaves nothing half-made."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.finished.disconnect(self._finished)
            self._process.errorOccurred.disconnect(self._failed_to_start)
            self._process.kill()
            self._process.waitForFinished(2000)
        super().done(result)
