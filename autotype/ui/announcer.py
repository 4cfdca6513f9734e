"""Reads suggestions to screen readers, after a pause and never one by one."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from autotype.translation import tr
from autotype.ui.editor import Editor
from autotype.ui.suggestion_controller import SuggestionController

_PAUSE_MS = 600


class Announcer(QObject):
    """Announces the ghost once the user has stopped typing for a moment, and notices at once.

    Politely: a screen reader ends its sentence first. Where none runs nobody is told, unless the
    mode is "idle".
    """

    def __init__(self, editor: Editor, controller: SuggestionController, mode: str) -> None:
        """Announce in the mode "auto" (when a reader is active), "off" or "idle"."""
        super().__init__(editor)
        self._editor = editor
        self._controller = controller
        self._mode = mode
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._announce)
        controller.shown.connect(self._restart)

    def set_mode(self, mode: str) -> None:
        """Announce in another mode from now on."""
        self._mode = mode
        self._timer.stop()

    def say(self, text: str) -> None:
        """Announce what is shown somewhere else than where the focus is."""
        if text and self._is_on():
            event = QAccessibleAnnouncementEvent(self._editor, text)
            QAccessible.updateAccessibility(event)

    def _is_on(self) -> bool:
        return self._mode == "idle" or (self._mode == "auto" and QAccessible.isActive())

    def _restart(self, ghost: str) -> None:
        if ghost and self._is_on():
            self._timer.start()
        else:
            self._timer.stop()

    def _announce(self) -> None:
        ghost = self._controller.ghost
        if ghost:
            self.say(tr("Suggestion: {ghost}", ghost=ghost.strip()))
