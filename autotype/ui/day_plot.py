"""Keys not pressed, day by day, as bars."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from autotype.numbers.summary import Bars
from autotype.translation import number

_LINES = 7
_GAP = 0.2


class DayPlot(QWidget):
    """Bars over a line at 0, those of less than 0 below it.

    What it shows is said in its accessible description, which whoever shows it sets.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Bars | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Bars, said: str) -> None:
        """Draw other bars.

        Args:
            bars: What to draw.
            said: The same in words.
        """
        self._bars = bars
        self.setAccessibleName(self.tr("Keys not pressed"))
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Some lines of text high, so that it grows with the font."""
        return QSize(240, _LINES * self.fontMetrics().height())

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw the bars, what the highest stands for, and the first and the last day."""
        bars = self._bars
        if bars is None:
            return
        painter = QPainter(self)
        palette, line = self.palette(), self.fontMetrics().height()
        high, low = max(*bars.keys, 0, 0), min(*bars.keys, 0, 0)
        area = QRectF(self.rect()).adjusted(1, line + 4, -1, -(line + 6))
        unit = area.height() / max(1, high - low)
        zero = area.top() + high * unit
        width = area.width() / len(bars.keys)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
        for at, keys in enumerate(bars.keys):
            x = area.left() + (at + _GAP / 2) * width
            top, height = zero - max(0, keys) * unit, abs(keys) * unit
            painter.drawRect(QRectF(x, top, min(width * (1 - _GAP), 4 * line), height))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        above = QRectF(0, 0, self.width(), line)
        below = QRectF(0, self.height() - line - 1, self.width(), line)
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        painter.drawText(above, left, self.tr("highest: {}").format(number(high)))
        painter.drawText(below, left, bars.first)
        if bars.last != bars.first:
            painter.drawText(below, right, bars.last)
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
