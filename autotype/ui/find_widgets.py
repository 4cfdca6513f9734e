"""What the find bar is made of: fields, switches and buttons."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

_LEAST = 10  # letters
_TICK = "✓ "
_SAVED = 12  # pixels; twice what `theme` takes from the padding of a switch that is on


class FindField(QLineEdit):
    """A line in which keys mean something to the bar before they are typed."""

    def __init__(self, name: str, press: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        """Make an empty one.

        Args:
            name: What it is for.
            press: Asked about each key first; whether it was meant.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setMinimumWidth(_LEAST * self.fontMetrics().averageCharWidth())
        self._press = press

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ask first: Qt would type the letter of an Alt+C."""
        if self._press(event):
            event.accept()
        else:
            super().keyPressEvent(event)


class FindButton(QToolButton):
    """A button whose tip and name say what it does, and with which key."""

    def __init__(self, text: str, name: str, key: str, parent: QWidget) -> None:
        """Make one.

        Args:
            text: What it says.
            name: What it does.
            key: The key that does it, in Qt's portable form; empty for none.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(name)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name} ({shown})" if key else name)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class FindSwitch(FindButton):
    """A button that stays down, and has a tick then: its place is kept free."""

    def __init__(self, text: str, name: str, key: str, parent: QWidget) -> None:
        super().__init__(text, name, key, parent)
        self._shown = text
        self.setAutoRaise(False)
        self.setCheckable(True)
        self.toggled.connect(lambda on: self.setText(f"{_TICK}{text}" if on else text))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the size that it has with its tick."""
        room = QSize(super().sizeHint())
        tick = self._width(_TICK + self._shown) - self._width(self._shown)
        # The theme leaves less room beside a text that has a tick.
        bare = room.width() - (tick - _SAVED if self.isChecked() else 0)
        room.setWidth(bare + max(0, tick - _SAVED))
        return room

    def _width(self, text: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()
