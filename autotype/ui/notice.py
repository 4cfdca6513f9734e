"""A line above the text for what the user should know, with what to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autotype.translation import tr
from autotype.ui.mnemonics import share_keys

_MOST_ACTIONS = 3
_BAR_HEIGHT = 4
_LEAST_TEXT_WIDTH = 260
Action = tuple[str, Callable[[], object]]


class Notice(QWidget):
    """Hidden until there is something to say.

    Signals:
        said(): There is something else to read, or to answer.
    """

    said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_BAR_HEIGHT)
        self._bar.setRange(0, 1000)
        self._buttons = [QPushButton(self) for _ in range(_MOST_ACTIONS)]
        for index, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, at=index: self.act(at))
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setAutoRaise(True)
        self._close.setToolTip(tr("Hide this notice"))
        self._close.setAccessibleName(tr("Hide this notice"))
        self._close.clicked.connect(self.dismiss)
        self._passing = QTimer(self, singleShot=True)
        self._passing.timeout.connect(self.dismiss)
        said = QVBoxLayout()
        said.setSpacing(6)
        said.addWidget(self._label)
        said.addWidget(self._bar)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        for one in (*self._buttons, self._close):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._row.addWidget(one)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(16, 8, 10, 8)
        self._layout.addLayout(said, 1)
        self._layout.addLayout(self._row)
        self._names: tuple[str, ...] = ()
        self._actions: tuple[Callable[[], object], ...] = ()
        for button in self._buttons:
            button.hide()
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text() if not self.isHidden() else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of its buttons."""
        return self._names

    @property
    def share(self) -> float | None:
        """How far the bar is, 0 to 1; None while there is none."""
        return None if self._bar.isHidden() else self._bar.value() / self._bar.maximum()

    def say(
        self, text: str, *actions: Action, share: float | None = None, seconds: float = 0
    ) -> None:
        """Show a sentence.

        Args:
            text: The sentence.
            *actions: At most three things to do about it: names of buttons and their work.
            share: What is done of something that goes on, 0 to 1; it is shown as a bar, and
                cannot be hidden by hand.
            seconds: How long to show it; until something else is said if 0.
        """
        self._passing.stop()
        self._label.setText(text)
        self._actions = tuple(work for _, work in actions)
        names = tuple(name for name, _ in actions)
        if names != self._names:  # a bar that moves must not take a click away
            self._names = names
            for index, button in enumerate(self._buttons):
                button.setText(names[index] if index < len(names) else "")
                button.setVisible(index < len(names))
        share_keys(self)
        self._bar.setVisible(share is not None)
        self._bar.setValue(int((share or 0) * self._bar.maximum()))
        self._close.setVisible(share is None)
        self._arrange()
        self.show()
        if share is None:  # a bar that moves takes nobody's eyes from the text
            self.said.emit()
        if seconds:
            self._passing.start(int(seconds * 1000))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the buttons below the sentence where they would leave it too little room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() - self._row.sizeHint().width() < _LEAST_TEXT_WIDTH
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Hide at Esc, when one of the buttons has the focus; it goes back to the text."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def act(self, index: int) -> None:
        """Do one of the things to do, as its button does."""
        self._actions[index]()

    def dismiss(self) -> None:
        """Hide it, as the button at its end and Esc do."""
        self.hide()
