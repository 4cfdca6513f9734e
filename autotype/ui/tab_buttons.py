"""The buttons of the row of tabs: one that closes the tab under it, and one that opens another."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHoverEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from autotype.translation import tr

_SIZE = 18
_FROM_THE_EDGE = 5
"""So much lies beside it; the style of tabs leaves room for both (`theme`)."""


class CloseButtons(QObject):
    """A × on the tab in front and one on the tab under the pointer.

    Qt's own would be one for each tab, and a row of two hundred is to come as fast as one.
    """

    def __init__(self, bar: QTabBar, close: Callable[[int], object]) -> None:
        """Watch `bar`; `close` is told the place of the tab that is to go."""
        super().__init__(bar)
        self._bar = bar
        self._hovered = -1
        self._dragging = False
        self.front = _button(bar, "×", "closeTab")
        self.hovered = _button(bar, "×", "closeTab")
        for button in (self.front, self.hovered):
            button.hide()
        self.front.clicked.connect(lambda: close(bar.currentIndex()))
        self.hovered.clicked.connect(lambda: close(self._hovered))
        bar.setAttribute(Qt.WidgetAttribute.WA_Hover)
        bar.installEventFilter(self)

    def eventFilter(self, bar: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the pointer, and whatever moves a tab: all of that is painted."""
        kind = event.type()
        if isinstance(event, QHoverEvent):
            gone = kind == QEvent.Type.HoverLeave
            self._hovered = -1 if gone else self._bar.tabAt(event.position().toPoint())
            self._place()
        elif isinstance(event, QMouseEvent):
            held = bool(event.buttons() & Qt.MouseButton.LeftButton)
            if kind == QEvent.Type.MouseMove and held:
                self._dragging = True  # the tab is elsewhere than its place
            elif kind == QEvent.Type.MouseButtonRelease:
                self._dragging = False
        elif kind == QEvent.Type.Paint:
            self._place()
        return super().eventFilter(bar, event)

    def _place(self) -> None:
        front = self._bar.currentIndex()
        hovered = self._hovered if self._hovered != front else -1
        for button, at in ((self.front, front), (self.hovered, hovered)):
            on = self._bar.tabRect(at)
            if self._dragging or not on.isValid():
                button.hide()
                continue
            corner = QPoint(on.right() - _FROM_THE_EDGE - _SIZE, on.center().y() - _SIZE // 2 + 1)
            place = QRect(corner, QSize(_SIZE, _SIZE))
            if button.geometry() != place:
                button.setGeometry(place)
            name = tr("Close {name}", name=self._bar.accessibleTabName(at))
            if button.accessibleName() != name:
                button.setAccessibleName(name)
                button.setToolTip(name)
            if button.isHidden():
                button.show()
                button.lower()  # the buttons that scroll the row stay above it


class TabRow(QWidget):
    """The tabs and behind the last one a +, which is there when they are.

    Attributes:
        new: The +.
    """

    def __init__(self, bar: QTabBar, open_new: Callable[[], object], parent: QWidget) -> None:
        """Take over `bar`; `open_new` opens an empty document."""
        super().__init__(parent)
        self.setObjectName("tabRow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.new = _button(self, "+", "newTab")
        name = tr("New document")
        self.new.setAccessibleName(name)
        self.new.setToolTip(name)
        self.new.clicked.connect(open_new)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(bar)
        row.addWidget(self.new)
        row.addStretch(1)
        self._bar = bar
        bar.installEventFilter(self)
        self._follow()

    def eventFilter(self, bar: QObject, event: QEvent) -> bool:  # noqa: N802
        """Come and go with the tabs."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._follow()
        elif event.type() == QEvent.Type.LayoutRequest:
            self._row.activate()  # at once, or the new tab would have no room for a moment
        return super().eventFilter(bar, event)

    def _follow(self) -> None:
        self.setVisible(not self._bar.isHidden())


def _button(parent: QWidget, sign: str, name: str) -> QToolButton:
    button = QToolButton(parent)
    button.setText(sign)
    button.setObjectName(name)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the text keeps it; Ctrl+W and Ctrl+N do both
    button.setCursor(Qt.CursorShape.ArrowCursor)
    return button
