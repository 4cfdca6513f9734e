"""How sure a suggestion has to be, as a slider in plain words, with what that means here."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

_STEPS = 20


class Confidence(QWidget):
    """What the setting `show_at_least` is set with: from eager to quiet."""

    def __init__(self, chosen: Callable[[Any], None]) -> None:
        super().__init__()
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(2)
        self._slider.setTickInterval(_STEPS // 2)
        self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self._meaning = QLabel(self)
        self._example = QLabel(self)
        for label in (self._meaning, self._example):
            label.setWordWrap(True)
            label.setObjectName("quiet")
        self._example.setTextFormat(Qt.TextFormat.PlainText)
        ends = QHBoxLayout()
        eager, quiet = QLabel(self.tr("Eager"), self), QLabel(self.tr("Quiet"), self)
        ends.addWidget(eager)
        ends.addStretch(1)
        ends.addWidget(quiet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._slider)
        column.addLayout(ends)
        column.addWidget(self._meaning)
        column.addWidget(self._example)
        self.setFocusProxy(self._slider)
        self._slider.valueChanged.connect(lambda at: chosen(at / _STEPS))

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""
        return self

    def show_value(self, value: Any) -> None:
        """Show a value."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(float(value) * _STEPS))
        self._slider.blockSignals(False)

    def say(self, meaning: str) -> None:
        """Say what the value means with the model in use; empty if that is not known."""
        self._meaning.setText(meaning)
        self._meaning.setVisible(bool(meaning))

    def show_example(self, example: str) -> None:
        """Say what it would have shown in the writer's own text."""
        self._example.setText(example)
        self._example.setVisible(bool(example))
