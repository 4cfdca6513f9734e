"""A timer that is begun anew by every key, and costs a key no more than a look at the clock."""

import math
import time

from PySide6.QtCore import QObject, QTimer, Signal


class Debounce(QObject):
    """Says when nothing has happened for a while.

    A `QTimer` that is started again leaves the event dispatcher's list and comes back to it, with
    every key and for each part that waits for a pause. Here a key only notes when it was; the
    timer runs to its end and, if there was a key since, once more for what is missing.

    Signals:
        timeout(): The wait is over.
    """

    timeout = Signal()

    def __init__(self, parent: QObject, wait_ms: int) -> None:
        """Wait for nothing yet.

        Args:
            parent: Owner.
            wait_ms: How long nothing must happen.
        """
        super().__init__(parent)
        self._wait_s = wait_ms / 1e3
        self._due = 0.0
        self._is_running = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Wait from now on, for the whole time."""
        self._due = time.monotonic() + self._wait_s
        if not self._is_running:
            self._is_running = True
            self._timer.start(round(self._wait_s * 1e3))

    def hurry(self, wait_ms: int) -> None:
        """Wait no longer than this from now on."""
        self._due = time.monotonic() + wait_ms / 1e3
        self._is_running = True
        self._timer.start(wait_ms)

    def stop(self) -> None:
        """Wait for nothing."""
        self._is_running = False
        self._timer.stop()

    def isActive(self) -> bool:  # noqa: N802
        """Whether it waits, as a `QTimer` says it."""
        return self._is_running

    def _look(self) -> None:
        left_ms = math.ceil((self._due - time.monotonic()) * 1e3)
        if left_ms > 0:
            self._timer.start(left_ms)
            return
        self._is_running = False
        self.timeout.emit()
