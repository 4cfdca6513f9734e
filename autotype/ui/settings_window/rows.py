"""One setting in the window: its name, what it does, its value, and the way back."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from autotype.settings import Group, Option
from autotype.translation import tr
from autotype.ui.clickable import ClickableLabel
from autotype.ui.settings_window.controls import Control, control_for
from autotype.ui.settings_window.searching import about_option, finds

_CHANGED = "•"
_WIDEST = 380


class Row(QWidget):
    """A setting.

    Signals:
        chosen(str, object): The user wants this setting to have this value.
    """

    chosen = Signal(str, object)

    def __init__(self, name: str, option: Option, control: Control | None = None) -> None:
        """Show a setting.

        Args:
            name: In the file.
            option: What it is.
            control: What it is set with; the usual one for its kind if None.
        """
        super().__init__()
        self.name = name
        self.group: Group = option.group
        self._option = option
        self.control = control or control_for(
            name, option, lambda value: self.chosen.emit(name, value)
        )
        widget = self.control.widget
        self._mark = QLabel(_CHANGED, self)
        self._mark.setToolTip(self.tr("Changed"))
        title = QLabel(tr(option.title), self)
        bold = QFont(title.font())
        bold.setBold(True)
        title.setFont(bold)
        title.setBuddy(widget)
        text = ClickableLabel(self)
        text.unsetCursor()
        text.setText(_sentence(tr(option.help)))
        text.setObjectName("quiet")
        text.setWordWrap(True)
        self._reset = QToolButton()
        self._reset.setText(self.tr("Reset"))
        self._reset.setAccessibleName(self.tr("Reset {setting}").format(setting=tr(option.title)))
        self._reset.clicked.connect(lambda: self.chosen.emit(name, option.default))
        for each in (widget, widget.focusProxy()):
            if each is not None:
                each.setAccessibleName(each.accessibleName() or tr(option.title))
                each.setAccessibleDescription(_sentence(tr(option.help)))
        for each in (widget, *widget.findChildren(QWidget)):
            if isinstance(each, QComboBox | QAbstractSpinBox):
                # The wheel scrolls the page, and changes no value that it passes over.
                each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                each.installEventFilter(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(title, 0, 1)
        if isinstance(widget, QCheckBox):
            text.clicked.connect(widget.click)
            line = QHBoxLayout()
            line.addWidget(widget)
            line.addWidget(text, 1)
            grid.addLayout(line, 1, 1, 1, 2)
        else:
            grid.addWidget(text, 1, 1, 1, 2)
            grid.addWidget(widget, 2, 1, 1, 2)
        # Last: the Tab key comes to it after what it resets, or a space that is meant for the value
        # would throw it away.
        grid.addWidget(self._reset, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, self._mark.sizeHint().width())
        for each in (self._mark, self._reset):
            policy = each.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            each.setSizePolicy(policy)

    def show_value(self, value: Any) -> None:
        """Show the value that it has, and whether that is not the usual one."""
        self.control.show_value(value)
        changed = value != self._option.default
        self._mark.setVisible(changed)
        self._reset.setVisible(changed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the control from growing with the window, but let what it says be read whole."""
        super().resizeEvent(event)
        widget = self.control.widget
        if isinstance(widget, QComboBox | QAbstractSpinBox):
            widget.setMaximumWidth(max(_WIDEST, widget.sizeHint().width()))

    def matches(self, words: str) -> bool:
        """Whether all words of a search are somewhere in what is said about it."""
        return finds(words, about_option(self.name, self._option))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Leave the wheel to the page unless the value has the focus."""
        wheel = event.type() is QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _sentence(help_: str) -> str:
    text = help_.replace("`", "").replace("*", "")  # it is Markdown in the handbook
    return text if text.endswith(".") else f"{text}."
