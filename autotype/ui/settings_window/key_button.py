"""A key, and another one by pressing it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from autotype.ui.pressed import MODIFIERS


class KeyButton(QPushButton):
    """Shows a key; once it was clicked the next key that is pressed takes its place.

    Every key can be chosen, Tab too, since it takes elsewhere. Esc alone gives up, as everywhere,
    and so does a click beside it.

    Signals:
        pressed_key(str): The key that was pressed, in Qt's portable form.
    """

    pressed_key = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setToolTip(self.tr("Click, then press the key that you want"))
        self._key = ""
        self.toggled.connect(lambda _: self._show())

    def show_key(self, key: str) -> None:
        """Show a key in Qt's portable form; empty if there is none."""
        self._key = key
        self.setChecked(False)
        self._show()

    def _show(self) -> None:
        if self.isChecked():
            self.setText(self.tr("Press a key …"))
            return
        self.setText(shown_key(self._key) or self.tr("None"))

    def event(self, event: QEvent) -> bool:
        """Take keys that would move the focus or be shortcuts while one is waited for."""
        if self.isChecked() and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
                return True
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in MODIFIERS or event.isAutoRepeat():
            return
        keypad = Qt.KeyboardModifier.KeypadModifier
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape and not modifiers:
            self.setChecked(False)
            return
        if key == Qt.Key.Key_Backtab:
            key = Qt.Key.Key_Tab
        pressed = QKeySequence((modifiers & ~keypad).value | int(key))
        self.setChecked(False)
        self.pressed_key.emit(pressed.toString(QKeySequence.SequenceFormat.PortableText))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Give up waiting for a key."""
        self.setChecked(False)
        super().focusOutEvent(event)


def shown_key(key: str) -> str:
    """Return a key in Qt's portable form as the desktop writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
