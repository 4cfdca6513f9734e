"""What came of something that was done in a window beside the editor, above what it shows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QWidget

_MARGIN = 8


class SaidLabel(QLabel):
    """Hidden while there is nothing to say; the next time its window is opened, too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setWordWrap(True)
        self.setMargin(_MARGIN)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, sentence: str) -> None:
        """Say something; nothing any more if it is empty."""
        if not self.window().isVisible():
            sentence = ""  # what comes late is read by nobody
        self.setText(sentence)
        self.setVisible(bool(sentence))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Forget what was said with the closing of the window; a smaller one comes back."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.clear()
            self.setHidden(True)
