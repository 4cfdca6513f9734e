"""A sentence below the key that it is about."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget


class KeyNote(QLabel):
    """Says what became of a key, at that key's place in the list, and scrolled into view."""

    def __init__(self, grid: QGridLayout, parent: QWidget) -> None:
        """Say nothing yet.

        Args:
            grid: What the keys are laid out in; every second line of it is free.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._grid = grid
        self.setWordWrap(True)
        self.setObjectName("wrong")
        self.hide()

    def say_at(self, line: int, sentence: str) -> None:
        """Say a sentence in a line of the grid."""
        self.setText(sentence)
        self._grid.removeWidget(self)
        self._grid.addWidget(self, line, 0, 1, self._grid.columnCount())
        self.show()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        QTimer.singleShot(0, self, self._into_view)  # once it is laid out

    def _into_view(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.isVisible():
            around.ensureWidgetVisible(self, 0, self.height())
