"""Says that nothing is learned of what is written, as long as that is so; a click ends it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from autotype.translation import tr


class RecordButton(QToolButton):
    """Hidden at first; the window's menu does the same for those who use no mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("offTheRecord")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it stays with the text
        self.setAutoRaise(True)
        self.setText(tr("Off the record"))
        self.setToolTip(tr("Nothing of what you write is learned. Click to end that."))
        self.setAccessibleDescription(self.toolTip())
        self.hide()
