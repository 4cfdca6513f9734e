"""One place of the bar or of the strip: a word, and in front of it the key that takes it."""

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetrics,
    QFontMetricsF,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from autotype.text.dialogue.bar import Offer
from autotype.translation import tr

_KEY_SIZE = 0.8
_KEY_STRENGTH = 0.65
_EMPTY_STRENGTH = 0.3
# Of a letter's width.
_GAP = 0.7
_SIDE = 0.9
_ABOVE = 2
_ROUND = 4
_ALT = "Alt+"


class WordButton(QAbstractButton):
    """Never takes the focus; its text is the word alone.

    It paints itself: a style sheet is asked anew at every change, and a word changes at every key.
    """

    def __init__(self, place: int, parent: QWidget, *, centred: bool) -> None:
        """Make an empty one.

        Args:
            place: Its place, counted from 0.
            parent: Qt's owner.
            centred: Whether the word stands in the middle, or at the beginning.
        """
        super().__init__(parent)
        self._place = place
        self._centred = centred
        self._key = ""
        self._names = ("", "")
        self._word = ""
        self._corrects = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_key(QKeySequence())

    @property
    def lead(self) -> int:
        """What stands between its beginning and that of the word, in pixels."""
        return self._side() + self._key_room()

    def set_key(self, key: QKeySequence, *, whole: bool = False) -> None:
        """Say which key takes the word, an empty one if none does; `write_out` shows it.

        Args:
            key: The key.
            whole: Whether to write all of it: of the usual ones people need but the digit, once
                they know that Alt goes with it.
        """
        name = key.toString(QKeySequence.SequenceFormat.NativeText)
        brief = name.removeprefix(_ALT)
        self._names = (brief, name if whole else brief)
        said = tr("{name} takes this word", name=name) if name else tr("A click takes this word")
        self.setToolTip(said)
        self.setAccessibleDescription(said)

    def write_out(self, on: bool) -> None:
        """Show all of the key that is to be shown, or as little of it as tells it."""
        key = self._names[on]
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def show_offer(self, offer: Offer) -> None:
        """Show what stands in its place."""
        if offer.whole != self._word:
            self._word = offer.whole
            self.setText(offer.whole.replace("&", "&&"))  # a single one would be a shortcut
        if self.isEnabled() != (offer.word is not None):
            self.setEnabled(offer.word is not None)
        if self._corrects != offer.corrects:
            self._corrects = offer.corrects
            self.update()
        name = tr("No word")
        if offer.word and offer.corrects:
            name = tr("Suggested correction {n}: {word}", n=self._place + 1, word=offer.whole)
        elif offer.word:
            name = tr("Suggested word {n}: {word}", n=self._place + 1, word=offer.whole)
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Leave room for the key and the word."""
        width = self.lead + self._word_width() + self._side()
        return QSize(width, self.fontMetrics().height() + 2 * _ABOVE)

    def _word_width(self) -> int:
        # Rounded up: a word is cut that lacks the hundredth part of a pixel.
        return math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self._word)) + 1

    def _side(self) -> int:
        return round(_SIDE * self.fontMetrics().averageCharWidth())

    def _key_room(self) -> int:
        gap = round(_GAP * self.fontMetrics().averageCharWidth())
        return self._key_width() + gap if self._key else 0

    def _key_width(self) -> int:
        return QFontMetrics(self._key_font()).horizontalAdvance(self._key)

    def _key_font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(QFontInfo(font).pointSizeF() * _KEY_SIZE)
        return font

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw the key and the word; of an empty place between others the key, faintly."""
        palette, painter = self.palette(), QPainter(self)
        if self.isEnabled() and self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Mid))
            painter.drawRoundedRect(self.rect(), _ROUND, _ROUND)
        metrics, side, for_key = self.fontMetrics(), self._side(), self._key_room()
        lead = side + for_key
        room = self.width() - lead - side
        width = min(self._word_width(), room)
        word = metrics.elidedText(self._word, Qt.TextElideMode.ElideRight, room)
        start = lead + ((room - width - for_key) // 2 if self._centred else 0)
        start = max(start, lead)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        ink = palette.color(QPalette.ColorRole.WindowText)
        painter.setPen(ink)
        left = self.width() - start - width if rtl else start
        painter.drawText(left, base, word)
        if self._corrects:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Link), 1, Qt.PenStyle.DashLine))
            painter.drawLine(left, base + 2, left + width, base + 2)
        if self._key:
            ink.setAlphaF(_KEY_STRENGTH if self._word else _EMPTY_STRENGTH)
            painter.setPen(ink)
            painter.setFont(self._key_font())
            before = start - for_key
            wide = painter.fontMetrics().horizontalAdvance(self._key)
            painter.drawText(self.width() - before - wide if rtl else before, base, self._key)
        painter.end()
