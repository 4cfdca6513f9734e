"""Setting up from a window: the command line does it, in a process of its own."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from autotype.processes import own_command
from autotype.text.untrusted import parse_json
from autotype.translation import tr

_PATIENCE_MS = 120_000
_MOST = 1 << 20


@dataclass(frozen=True)
class Said:
    """What it says.

    Attributes:
        ok: Whether nothing is missing and all was done.
        lines: A sentence each; commands for a terminal begin with spaces.
        can_set_up: Whether setting up would do something.
        can_undo: Whether something can be taken back.
    """

    ok: bool
    lines: tuple[str, ...]
    can_set_up: bool = False
    can_undo: bool = False


class SettingUp(QObject):
    """Looks, sets up and takes back, one at a time; the window never waits for it.

    Signals:
        said(Said): What came of what was asked last.
    """

    said = Signal(Said)

    def __init__(self, parent: QObject | None = None) -> None:
        """Do nothing yet."""
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._deadline = QTimer(self, singleShot=True)
        self._deadline.timeout.connect(self._process.kill)

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def look(self) -> None:
        """Find out what setting up would do."""
        self._run("--missing")

    def set_up(self) -> None:
        """Do it."""
        self._run("--set-up")

    def undo(self) -> None:
        """Take back what was done."""
        self._run("--undo-set-up")

    def close(self) -> None:
        """End what is being done; what was begun is remembered, and can be taken back."""
        self._process.blockSignals(True)
        self._deadline.stop()
        if self.busy:
            self._process.kill()
            self._process.waitForFinished(1000)
        self._process.blockSignals(False)

    def _run(self, option: str) -> None:
        if self.busy:
            return
        program, *arguments = own_command("assistant", option, "--json")
        self._process.start(program, arguments)
        self._deadline.start(_PATIENCE_MS)

    @Slot()
    def _finished(self) -> None:
        self._deadline.stop()
        data = bytes(self._process.readAllStandardOutput().data())
        wrong = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self.said.emit(_read(data[:_MOST], wrong))

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._deadline.stop()
            self.said.emit(Said(False, (tr("Autotype cannot start itself; install it again."),)))


def _read(data: bytes, wrong: str) -> Said:
    try:
        found = parse_json(data)
        lines = tuple(str(line) for line in found["lines"])
        return Said(
            found["ok"] is True, lines, found["can_set_up"] is True, found["can_undo"] is True
        )
    except (ValueError, TypeError, KeyError):
        last = [line for line in wrong.splitlines() if line.startswith("autotype: ")][-1:]
        sentence = last[0].removeprefix("autotype: ") if last else tr("It was not finished.")
        return Said(False, (sentence,), can_undo=True)
