"""A text widget in which a click between two lines that stand apart means the upper one.

Qt puts the caret at the end of that line, wherever the click was.
"""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QDropEvent, QMouseEvent, QTextCursor

from autotype.ui.exact_text import ExactTextEdit
from autotype.ui.line_spacing import extra_between

_INSIDE = 1.0


class SpacedTextEdit(ExactTextEdit):
    """For all that comes from the mouse."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Press inside of a line."""
        super().mousePressEvent(self._in_a_line(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select as far as a line."""
        super().mouseMoveEvent(self._in_a_line(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go inside of a line."""
        super().mouseReleaseEvent(self._in_a_line(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select a word of the line."""
        super().mouseDoubleClickEvent(self._in_a_line(event))

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Drop into a line."""
        place = self._moved(event.position())
        if place == event.position():
            super().dropEvent(event)
            return
        buttons, modifiers = event.buttons(), event.modifiers()
        moved = QDropEvent(place, event.possibleActions(), event.mimeData(), buttons, modifiers)
        moved.setDropAction(event.dropAction())
        super().dropEvent(moved)
        event.setDropAction(moved.dropAction())
        event.setAccepted(moved.isAccepted())

    def cursorForPosition(self, place: QPoint) -> QTextCursor:  # noqa: N802
        """Return the cursor at a place in the viewport."""
        return super().cursorForPosition(self._moved(QPointF(place)).toPoint())

    def _in_a_line(self, event: QMouseEvent) -> QMouseEvent:
        place = self._moved(event.position())
        if place == event.position():
            return event
        return QMouseEvent(
            event.type(),
            place,
            event.scenePosition(),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )

    def _moved(self, place: QPointF) -> QPointF:
        """Return a place in the viewport, moved up to the line where it is below one."""
        extra = extra_between(self)
        if not extra:
            return place
        block, origin = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            rect = self.blockBoundingGeometry(block).translated(origin)
            if rect.bottom() > place.y():
                break
            block = block.next()
        if not block.isValid():
            return place
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            bottom = rect.top() + line.y() + line.height()
            if bottom <= place.y() + _INSIDE < bottom + extra + _INSIDE:
                return QPointF(place.x(), bottom - _INSIDE)
        return place
