"""The sizes that zooming goes through, and Ctrl with the wheel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent

from autotype.ui.spaced_edit import SpacedTextEdit

SIZES = (*range(6, 24), *range(24, 48, 2), *range(48, 73, 4))
"""Sizes of the text in points; larger steps where they are large."""

_NOTCH = 120


def zoomed(size: float, steps: int) -> float:
    """Return the size that is so many steps above another one, or below; the last one if none."""
    for _ in range(abs(steps)):
        beyond = [other for other in SIZES if (other > size if steps > 0 else other < size)]
        if beyond:
            size = beyond[0] if steps > 0 else beyond[-1]
    return size


class WheelZoomEdit(SpacedTextEdit):
    """A text widget that tells of Ctrl with the wheel, which Qt would scroll with.

    Signals:
        zoom_wanted(int): So many steps; up is larger.
    """

    zoom_wanted = Signal(int)

    _turned = 0

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Add up what touchpads report in small parts."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned = 0
            super().wheelEvent(event)
            return
        event.accept()
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        if steps:
            self._turned -= steps * _NOTCH
            self.zoom_wanted.emit(steps)
