"""The pop-up's window: the ghost in grey and the key that takes it, over everything else.

The window manager never hears of it, so it cannot get the focus; clicks go through it to what
is below.
"""

import math
import unicodedata

from PySide6.QtCore import QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QScreen,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from autotype.popup.place import Rect, Shape, nearest, place
from autotype.text.visible import visible
from autotype.translation import tr

# In device-independent pixels.
_SIDE, _UP, _BETWEEN, _RADIUS = 8, 4, 10, 5
_CAP_SIDE, _CAP_UP, _CAP_RADIUS = 5, 1, 3
_GAP = 3
_WIDEST = 520
# Every key takes the ghost away, and most bring it back at once: without this it would flicker.
_LINGER_MS = 90

_FLAGS = (
    Qt.WindowType.ToolTip
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.BypassWindowManagerHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.WindowTransparentForInput
    | Qt.WindowType.NoDropShadowWindowHint
)


class PopupWindow(QWidget):
    """At most one ghost at the caret of some other window."""

    def __init__(self, family: str = "") -> None:
        """Be hidden.

        Args:
            family: The font of suggested text; empty for the desktop's own.
        """
        super().__init__(None, _FLAGS)
        self.setWindowTitle(tr("Autotype suggestion"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._font = QFont(general)
        if family:
            self._font.setFamily(family)
        self._cap_font = QFont(general)
        self._cap_font.setPointSizeF(general.pointSizeF() * 0.82)
        self._text = self._key = ""
        self._right_to_left = False
        self._lingering = QTimer(self, singleShot=True, interval=_LINGER_MS)
        self._lingering.timeout.connect(self.hide)

    @property
    def text(self) -> str:
        """What it shows of the ghost, shortened where it is too long; empty while it is hidden."""
        return "" if self.isHidden() else self._text

    def create_ahead(self) -> None:
        """Make the window and load its fonts, so that the first ghost does not wait for them."""
        self._arrange("Aא😀", "Tab", QGuiApplication.primaryScreen())
        self._size()
        self.winId()

    def show_at(self, caret: Rect, ghost: str, key: str) -> None:
        """Show a ghost, or move it.

        Args:
            caret: What the caret covers, in pixels of the X screen.
            ghost: The ghost text.
            key: The name of the key that takes it; empty for none.
        """
        self._lingering.stop()
        screens = {_pixels(screen): screen for screen in QGuiApplication.screens()}
        there = nearest(caret, tuple(screens))
        screen = screens[there]
        self._arrange(ghost, key, screen)
        ratio = screen.devicePixelRatio()
        size = self._size()
        width, height = round(size.width() * ratio), round(size.height() * ratio)
        x, y = place(
            caret,
            Shape(width, height, round(_SIDE * ratio), round(_GAP * ratio), self._right_to_left),
            (there,),
        )
        corner = screen.geometry().topLeft()
        at = QRect(
            corner.x() + round((x - there.x) / ratio),
            corner.y() + round((y - there.y) / ratio),
            size.width(),
            size.height(),
        )
        if at.size() != self.size():
            # Without a compositor there are no half transparent corners.
            self.setMask(_rounded(at.width(), at.height()))
        self.setGeometry(at)
        self.update()
        if self.isHidden():
            self.show()
            self.raise_()

    def leave(self, *, at_once: bool) -> None:
        """Hide it, or in a moment unless another ghost comes."""
        if at_once:
            self._lingering.stop()
            self.hide()
        elif not self._lingering.isActive():
            self._lingering.start()

    # How it looks.

    def _arrange(self, ghost: str, key: str, screen: QScreen) -> None:
        text = visible(ghost)
        self._key = key
        self._right_to_left = _begins_right(text)
        room = min(_WIDEST, screen.geometry().width() // 2) - 2 * _SIDE - self._cap_room()
        metrics = QFontMetricsF(self._font)
        self._text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _size(self) -> QRect:
        metrics = QFontMetricsF(self._font)
        width = metrics.horizontalAdvance(self._text) + 2 * _SIDE + self._cap_room()
        return QRect(0, 0, int(width + 1), int(metrics.height() + 0.99) + 2 * _UP)

    def _cap_room(self) -> float:
        return _BETWEEN + self._cap_width() if self._key else 0.0

    def _cap_width(self) -> float:
        return QFontMetricsF(self._cap_font).horizontalAdvance(self._key) + 2 * _CAP_SIDE

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the frame, the ghost and the key's cap."""
        palette, role = self.palette(), QPalette.ColorRole
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = _mixed(palette, 0.22)
        painter.fillRect(self.rect(), edge)  # what the mask leaves of the corners
        painter.setPen(QPen(edge, 1))
        painter.setBrush(palette.color(role.Base))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _RADIUS - 0.5, _RADIUS - 0.5)
        inner = QRectF(self.rect()).adjusted(_SIDE, 0, -_SIDE, 0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        if self._right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        painter.setFont(self._font)
        painter.setPen(palette.color(role.PlaceholderText))
        painter.drawText(inner, self._text, option)
        if self._key:
            self._draw_cap(painter, inner)

    def _draw_cap(self, painter: QPainter, inner: QRectF) -> None:
        metrics = QFontMetricsF(self._cap_font)
        width, height = self._cap_width(), metrics.height() + 2 * _CAP_UP
        left = inner.left() if self._right_to_left else inner.right() - width
        top = (self.height() - height) / 2
        cap = QRectF(int(left) + 0.5, int(top) + 0.5, int(width), int(height))
        painter.setPen(QPen(_mixed(self.palette(), 0.3), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Window))
        painter.drawRoundedRect(cap, _CAP_RADIUS, _CAP_RADIUS)
        painter.setFont(self._cap_font)
        painter.setPen(_mixed(self.palette(), 0.68))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)


def _mixed(palette: QPalette, share: float) -> QColor:
    """Return the paper's colour with so much ink in it."""
    paper, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)

    def between(one: int, other: int) -> int:
        return round(one + (other - one) * share)

    return QColor(
        between(paper.red(), ink.red()),
        between(paper.green(), ink.green()),
        between(paper.blue(), ink.blue()),
    )


def _rounded(width: int, height: int) -> QRegion:
    """Return a rectangle with the same steps at all four corners, which paths do not give."""
    region = QRegion(0, _RADIUS, width, height - 2 * _RADIUS)
    for row in range(_RADIUS):
        across = math.sqrt(_RADIUS**2 - (_RADIUS - row - 0.5) ** 2)
        step = round(_RADIUS - across)
        region += QRegion(step, row, width - 2 * step, 1)
        region += QRegion(step, height - 1 - row, width - 2 * step, 1)
    return region


def _begins_right(text: str) -> bool:
    """Whether the first letter with a direction is one that is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _pixels(screen: QScreen) -> Rect:
    """Return what a screen covers, in pixels of the X screen: Qt scales its size alone."""
    there, ratio = screen.geometry(), screen.devicePixelRatio()
    return Rect(there.x(), there.y(), round(there.width() * ratio), round(there.height() * ratio))
