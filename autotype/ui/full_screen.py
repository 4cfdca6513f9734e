"""The window without its frame, menus and status line; nothing but the text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QEnterEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QWidget

_NO_LIMIT = 16_777_215  # Qt's own QWIDGETSIZE_MAX
_EDGE = 3
_LEAVES_MS = 250
_SETTLES_MS = 100


class FullScreen(QObject):
    """Fills the screen with a window.

    The menus come where the pointer touches the upper edge, or with Alt.

    Signals:
        changed(bool): Whether the window fills the screen, whoever made it do so.
    """

    changed = Signal(bool)

    def __init__(
        self, window: QMainWindow, text: QPlainTextEdit, hidden: Sequence[QWidget]
    ) -> None:
        """Make what it needs.

        Args:
            window: The window.
            text: What has the focus when Esc ends it.
            hidden: What is hidden besides the menus.
        """
        super().__init__(window)
        self._window = window
        self._text = text
        self._hidden = hidden
        self._were_shown: list[QWidget] = []
        self._is_on = False
        self._edge = _Edge(window)
        self._edge.touched.connect(self._reveal)
        # Where a ghost is shown the editor claims this key; in other parts Esc is their own.
        escape = QKeySequence(Qt.Key.Key_Escape)
        self._escape = QShortcut(escape, text, context=Qt.ShortcutContext.WidgetShortcut)
        self._escape.activated.connect(lambda: self.set(False))
        self._escape.setEnabled(False)
        self._leaves = QTimer(self, singleShot=True, interval=_LEAVES_MS)
        self._leaves.timeout.connect(self._conceal)

    def set(self, on: bool) -> None:
        """Fill the screen with the window, or give it back its frame and size."""
        full = Qt.WindowState.WindowFullScreen
        state = self._window.windowState()
        self._window.setWindowState(state | full if on else state & ~full)

    def follow(self) -> None:
        """Hide what belongs to a window, or show it again, as the window's state is now."""
        on = self._window.isFullScreen()
        if on == self._is_on:
            return
        self._is_on = on
        bar = self._window.menuBar()
        if on:
            self._were_shown = [part for part in self._hidden if not part.isHidden()]
            bar.installEventFilter(self)
            self._roll_up()
        else:
            self._leaves.stop()
            bar.removeEventFilter(self)
            self._roll_down()
            self._edge.hide()
        for part in self._were_shown:
            part.setVisible(not on)
        self._escape.setEnabled(on)
        # In another width the text is wrapped anew, and its caret is elsewhere.
        QTimer.singleShot(_SETTLES_MS, self._text.ensureCursorVisible)
        self.changed.emit(on)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
        """Show the menus while they are used."""
        kind = event.type()
        if kind is QEvent.Type.Resize and self._edge.isVisible():
            self._edge.lie_down()
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.Enter):
            self._reveal()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Leave):
            self._leaves.start()
        return False

    def _reveal(self) -> None:
        self._leaves.stop()
        self._roll_down()
        self._edge.hide()
        self._leaves.start()

    def _conceal(self) -> None:
        if not self._is_on:
            return
        bar = self._window.menuBar()
        # A widget that comes under a pointer at rest is not told of it.
        pointed_at = bar.rect().contains(bar.mapFromGlobal(QCursor.pos()))
        if pointed_at or bar.hasFocus() or QApplication.activePopupWidget() is not None:
            self._leaves.start()
        else:
            self._roll_up()

    def _roll_up(self) -> None:
        """Take the menus' height away: a menu bar that is hidden has no keys either."""
        self._window.menuBar().setFixedHeight(0)
        self._edge.lie_down()

    def _roll_down(self) -> None:
        bar = self._window.menuBar()
        bar.setMinimumHeight(0)
        bar.setMaximumHeight(_NO_LIMIT)


class _Edge(QWidget):
    """The upper edge of a window, which the pointer touches.

    Signals:
        touched(): It did.
    """

    touched = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def lie_down(self) -> None:
        """Cover the upper edge."""
        self.setGeometry(0, 0, self.window().width(), _EDGE)
        self.raise_()
        self.show()

    def enterEvent(self, _: QEnterEvent) -> None:  # noqa: N802
        """Say that it was touched."""
        self.touched.emit()
