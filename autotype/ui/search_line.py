"""The line that searches what a window lists."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class SearchLine(QLineEdit):
    """Esc ends the search first, and the window only where nothing is searched for."""

    def __init__(self, shown: str, name: str, parent: QWidget) -> None:
        """Make an empty one.

        Args:
            shown: What stands in it while it is empty.
            name: What a screen reader calls it.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self.setPlaceholderText(shown)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Empty the line; what is to happen with an Esc in an empty one is the window's matter."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers() and self.text():
            self.clear()
            event.accept()
        else:
            super().keyPressEvent(event)
