"""What a setting is set with: one widget for each kind of value."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFontComboBox,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from autotype.settings import Kind, Option
from autotype.spelling.dictionaries import SpellingError, choose_dictionary, find_dictionaries
from autotype.translation import tr
from autotype.ui.dictionary_names import dictionary_name

_DECIMALS = 2


class Control(Protocol):
    """Shows a value and lets the user choose another one."""

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""

    def show_value(self, value: Any) -> None:
        """Show a value, without saying that it was chosen."""


class Switch:
    """True or false."""

    def __init__(self, chosen: Callable[[Any], None]) -> None:
        self.widget = QCheckBox()
        self.widget.toggled.connect(chosen)

    def show_value(self, value: Any) -> None:
        """Show a value."""
        self.widget.blockSignals(True)
        self.widget.setChecked(value)
        self.widget.blockSignals(False)


class Choice:
    """One of some values, each shown by what it means."""

    def __init__(self, option: Option, chosen: Callable[[Any], None]) -> None:
        self.widget = QComboBox()
        for value, means in option.choices.items():
            shown = tr(means)
            self.widget.addItem(f"{shown[:1].upper()}{shown[1:]}", value)
        # `activated` is the user's alone.
        self.widget.activated.connect(lambda at: chosen(self.widget.itemData(at)))

    def show_value(self, value: Any) -> None:
        """Show a value."""
        self.widget.setCurrentIndex(max(0, self.widget.findData(value)))


class Dictionary(Choice):
    """A dictionary of this computer; what the file says is kept where it is none of them."""

    def __init__(self, option: Option, chosen: Callable[[Any], None]) -> None:
        super().__init__(option, chosen)
        self._there = find_dictionaries()
        for name in self._there:
            self.widget.addItem(dictionary_name(name), name)
        self._usual = self.widget.count()

    def show_value(self, value: Any) -> None:
        """Show a value, as one entry more if it names none of the others."""
        while self.widget.count() > self._usual:
            self.widget.removeItem(self._usual)
        if self.widget.findData(value) < 0:
            self.widget.addItem(self._meant_by(value), value)
        super().show_value(value)

    def _meant_by(self, value: str) -> str:
        try:
            found = choose_dictionary(value, "", self._there)
        except SpellingError:
            return tr("{name}, which is not installed", name=dictionary_name(value))
        # Such as “de” where there is “de_DE”.
        return f"{value}: {dictionary_name(found.name)}" if found is not None else value


class _NumberBox(QDoubleSpinBox):
    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        """Return a number without noughts that say nothing."""
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


class Number:
    """A number with its unit."""

    def __init__(self, option: Option, chosen: Callable[[Any], None]) -> None:
        self.widget = _NumberBox()
        coarse = option.whole or (option.low >= 1 and not option.fine) or option.step > 1
        self.widget.setDecimals(0 if coarse else _DECIMALS)
        self.widget.setRange(option.low, option.high)
        self.widget.setSingleStep(option.step)
        self.widget.setSuffix(f" {tr(option.unit)}" if option.unit else "")
        # While somebody types "150", "1" is not meant.
        self.widget.setKeyboardTracking(False)
        self.widget.valueChanged.connect(lambda value: chosen(_plain(value)))

    def show_value(self, value: Any) -> None:
        """Show a value."""
        self.widget.blockSignals(True)
        self.widget.setValue(value)
        self.widget.blockSignals(False)


class Line:
    """A short text; it counts once the user has left it or pressed Enter."""

    def __init__(self, chosen: Callable[[Any], None]) -> None:
        self.widget = QLineEdit()
        self.widget.editingFinished.connect(lambda: chosen(self.widget.text().strip()))

    def show_value(self, value: Any) -> None:
        """Show a value."""
        if self.widget.text().strip() != value:
            self.widget.setText(value)


class Font(QWidget):
    """A font of this computer, or the system's.

    Signals:
        picked(str): The name of one; empty for the system's.
    """

    picked = Signal(str)

    def __init__(self, chosen: Callable[[Any], None]) -> None:
        super().__init__()
        self._system = QCheckBox(self.tr("The system's"), self)
        self._fonts = QFontComboBox(self)
        self._fonts.setAccessibleName(self.tr("Font of the text"))
        self._fonts.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._system)
        row.addWidget(self._fonts, 1)
        self.setFocusProxy(self._system)
        self._system.toggled.connect(
            lambda on: chosen("" if on else self._fonts.currentFont().family())
        )
        self._fonts.activated.connect(lambda _: chosen(self._fonts.currentFont().family()))

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""
        return self

    def show_value(self, value: Any) -> None:
        """Show a value."""
        self._system.blockSignals(True)
        self._system.setChecked(not value)
        self._system.blockSignals(False)
        self._fonts.setEnabled(bool(value))
        if value and self._fonts.currentFont().family() != value:
            self._fonts.setCurrentText(value)


def control_for(name: str, option: Option, chosen: Callable[[Any], None]) -> Control:
    """Return what a setting is set with.

    Args:
        name: Of the setting.
        option: What it is.
        chosen: Told what the user chooses.
    """
    if name == "font_family":
        return Font(chosen)
    if name == "spelling":
        return Dictionary(option, chosen)
    match option.kind:
        case Kind.SWITCH:
            return Switch(chosen)
        case Kind.CHOICE:
            return Choice(option, chosen)
        case Kind.NUMBER:
            return Number(option, chosen)
        case _:
            return Line(chosen)


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else value
