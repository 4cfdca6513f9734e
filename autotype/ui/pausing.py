"""Pausing and snoozing suggestions."""

from PySide6.QtCore import QObject, QTimer, Signal

from autotype.text.suggestion import Silence
from autotype.ui.suggestion_controller import SuggestionController

SNOOZE_MS = 10 * 60 * 1000


class Pausing(QObject):
    """Whether suggestions are paused, and until when.

    Signals:
        changed(bool): Paused or not.
    """

    changed = Signal(bool)

    def __init__(self, controller: SuggestionController, paused: bool) -> None:
        """Start paused or not."""
        super().__init__(controller)
        self._controller = controller
        self._paused = False
        self._held: Silence | None = None
        self._timer = QTimer(self, singleShot=True, interval=SNOOZE_MS)
        self._timer.timeout.connect(lambda: self.set_paused(False))
        if paused:
            self.set_paused(True)

    @property
    def paused(self) -> bool:
        """Whether suggestions are paused."""
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """Pause until further notice, or resume."""
        self._timer.stop()
        self._set(Silence.PAUSED if paused else None)

    def snooze(self) -> None:
        """Pause for ten minutes."""
        self._timer.start()
        self._set(Silence.SNOOZED)

    def toggle(self) -> None:
        """Pause or resume."""
        self.set_paused(not self._paused)

    def hold(self, reason: Silence | None) -> None:
        """Suggest nothing for a reason that is no pause of the user's, or no longer so."""
        before, self._held = self._held, reason
        if not self._paused and reason is not before:
            self._controller.set_paused(reason)

    def _set(self, reason: Silence | None) -> None:
        self._paused = reason is not None
        self._controller.set_paused(reason or self._held)
        self.changed.emit(self._paused)
