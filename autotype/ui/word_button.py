"""One place of the bar or of the strip: a word, and in front of it the key that takes it."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from autotype.text.dialogue.bar import Offer

_KEY_SIZE = 0.8
_KEY_STRENGTH = 0.65
_GAP = 6
_ALT = "Alt+"


class WordButton(QPushButton):
    """Never takes the focus; its text is the word alone."""

    def __init__(self, place: int, parent: QWidget) -> None:
        """Make an empty one.

        Args:
            place: Its place, counted from 0.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._place = place
        self._key = ""
        self.setFlat(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_key(QKeySequence())

    def set_key(self, key: QKeySequence) -> None:
        """Say which key takes the word; an empty one if none does."""
        name = key.toString(QKeySequence.SequenceFormat.NativeText)
        self._key = name.removeprefix(_ALT)
        self.setToolTip(f"{name} takes this word" if name else "A click takes this word")

    def show_offer(self, offer: Offer) -> None:
        """Show what stands in its place."""
        word = offer.whole.replace("&", "&&")  # a single one would underline
        if word != self.text():
            self.setText(word)
        if self.isEnabled() != (offer.word is not None):
            self.setEnabled(offer.word is not None)
        name = f"Suggested word {self._place + 1}: {offer.whole}" if offer.word else "No word"
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Leave room for the key."""
        return super().sizeHint() + QSize(2 * self._room(), 0)

    def _room(self) -> int:
        return QFontMetrics(self._key_font()).horizontalAdvance(self._key) + _GAP

    def _key_font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _KEY_SIZE)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the word in the middle, and the key before it."""
        super().paintEvent(event)
        if not (self._key and self.text()):
            return
        word = self.text().replace("&&", "&")
        width = min(self.fontMetrics().horizontalAdvance(word), self.width() - 2 * self._room())
        painter = QPainter(self)
        painter.setFont(self._key_font())
        colour = self.window().palette().color(QPalette.ColorRole.WindowText)
        colour.setAlphaF(_KEY_STRENGTH)
        painter.setPen(colour)
        left = (self.width() - width) // 2 - self._room()
        base = (self.height() + self.fontMetrics().ascent() - self.fontMetrics().descent()) // 2
        painter.drawText(QPoint(max(2, left), base), self._key)
        painter.end()
