"""What the find bar is made of: fields, switches and buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

_LEAST = 10  # letters


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
    """A button that stays down."""

    def __init__(self, text: str, name: str, key: str, parent: QWidget) -> None:
        super().__init__(text, name, key, parent)
        self.setCheckable(True)
