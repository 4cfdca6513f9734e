"""A line above the text for what the user should know, with what to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from autotype.ui.mnemonics import share_keys


class Notice(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self)
        self._button.clicked.connect(lambda: self.act(0))
        self._other = QPushButton(self)
        self._other.clicked.connect(lambda: self.act(1))
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setToolTip("Hide this notice")
        close.clicked.connect(self.hide)
        for button in (self._button, self._other, close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._other)
        layout.addWidget(close)
        self._actions: tuple[Callable[[], None], ...] = ()
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text() if not self.isHidden() else ""

    def say(self, text: str, *actions: tuple[str, Callable[[], None]]) -> None:
        """Show a sentence.

        Args:
            text: The sentence.
            *actions: At most two things to do about it: names of buttons and their work.
        """
        self._label.setText(text)
        self._actions = tuple(work for _, work in actions)
        for index, button in enumerate((self._button, self._other)):
            button.setText(actions[index][0] if index < len(actions) else "")
            button.setVisible(index < len(actions))
        share_keys(self)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Hide at Esc, when one of the buttons has the focus; it goes back to the text."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def act(self, index: int) -> None:
        """Do one of the things to do, as its button does."""
        self._actions[index]()
