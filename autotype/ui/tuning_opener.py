"""Opens the window that tunes, which is made when somebody wants it and then stays."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from autotype.ui.tuning_window import TuningWindow


class TuningOpener(QObject):
    """One for each window of the editor.

    Signals:
        tuned(): A model was made and kept.
    """

    tuned = Signal()

    def __init__(self, window: QWidget) -> None:
        """Make nothing yet."""
        super().__init__(window)
        self._parent = window
        self.window: TuningWindow | None = None

    def open(self) -> None:
        """Show the window."""
        if self.window is None:
            self.window = TuningWindow(self._parent)
            self.window.tuned.connect(self.tuned)
        self.window.open()

    def rest(self) -> None:
        """Let a tuning wait: somebody is typing."""
        if self.window is not None:
            self.window.rest()

    def end(self) -> None:
        """Pause what runs; the program ends."""
        if self.window is not None:
            self.window.end()
