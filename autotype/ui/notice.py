"""A line above the text for what the user should know, with what to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

_MOST = 3


class Notice(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = [QPushButton(self) for _ in range(_MOST)]
        for index, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, index=index: self.act(index))
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setToolTip("Hide this notice")
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.addWidget(self._label, 1)
        for part in (*self._buttons, close):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(part)
        self._actions: tuple[Callable[[], object], ...] = ()
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text() if not self.isHidden() else ""

    def say(self, text: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Show a sentence.

        Args:
            text: The sentence.
            *actions: At most three things to do about it: names of buttons and their work.
        """
        self._label.setText(text)
        self._actions = tuple(work for _, work in actions)
        for index, button in enumerate(self._buttons):
            button.setText(actions[index][0] if index < len(actions) else "")
            button.setVisible(index < len(actions))
        self.show()

    def act(self, index: int) -> None:
        """Do one of the things to do, as its button does."""
        self._actions[index]()

    def dismiss(self) -> None:
        """Hide it, as the button at its end does."""
        self.hide()
