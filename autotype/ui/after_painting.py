"""Asks the engine once the letter is on the screen.

From the moment it is asked the engine's thread competes for the interpreter: it can take it for
several milliseconds before its first pass, in which the letter would not be painted.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from autotype.text.request import Request

# Qt posts the event that paints with `Qt.LowEventPriority`, which is -1: this one comes after it.
_PRIORITY = -2


class AfterPainting(QObject):
    """Hands the newest request on when the events that were posted before it are done."""

    def __init__(
        self,
        submit: Callable[[Request], None],
        cancel: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """Prepare, waiting for nothing.

        Args:
            submit: Asks the engine.
            cancel: Tells the engine that nothing is wanted any more.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._submit = submit
        self._cancel = cancel
        self._waiting: Request | None = None

    def submit(self, request: Request) -> None:
        """Ask when the window has been painted; a request that still waits is dropped."""
        if self._waiting is None:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _PRIORITY)
        self._waiting = request

    def cancel(self) -> None:
        """Drop what waits, and tell the engine at once."""
        self._waiting = None
        self._cancel()

    def event(self, event: QEvent) -> bool:
        """Hand the request on."""
        if event.type() is not QEvent.Type.User:
            return super().event(event)
        request, self._waiting = self._waiting, None
        if request is not None:
            self._submit(request)
        return True
