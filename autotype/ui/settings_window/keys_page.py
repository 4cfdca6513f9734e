"""The keys of all actions, chosen by pressing them."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from autotype.settings.keys import check_keys
from autotype.text.actions import ACTIONS
from autotype.translation import mark, tr
from autotype.ui.settings_window.key_button import KeyButton

PRESETS: Mapping[str, Mapping[str, str]] = {
    mark("Standard"): {},
    mark("Word by word: Tab takes the next word"): {"take": "Ctrl+Right", "take_word": "Tab"},
    mark("Tab is left alone: Ctrl+Space takes"): {"take": "Ctrl+Space"},
}
"""Sets of keys that people ask for, by what is said of them."""


class KeysPage(QWidget):
    """What the setting `keys` is set with."""

    def __init__(self, chosen: Callable[[Any], None]) -> None:
        """Show the keys.

        Args:
            chosen: Told the keys that are not the usual ones.
        """
        super().__init__()
        self._chosen = chosen
        self._keys: dict[str, str] = {}
        self._presets = QComboBox(self)
        self._presets.setAccessibleName(self.tr("Sets of keys"))
        for text, keys in PRESETS.items():
            self._presets.addItem(self.tr(text), keys)
        self._presets.addItem(self.tr("Your own"), None)
        self._presets.activated.connect(self._take_preset)
        self._wrong = QLabel(self)
        self._wrong.setWordWrap(True)
        self._wrong.setObjectName("wrong")
        self._buttons: dict[str, KeyButton] = {}
        self._resets: dict[str, QToolButton] = {}
        grid = QGridLayout()
        for line, (name, action) in enumerate(ACTIONS.items()):
            self._add(grid, line, name, tr(action.text))
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._presets)
        column.addLayout(grid)
        column.addWidget(self._wrong)
        self._wrong.hide()
        self.setFocusProxy(self._presets)

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""
        return self

    def show_value(self, value: Mapping[str, str]) -> None:
        """Show the keys that are set."""
        self._keys = dict(value)
        for name, action in ACTIONS.items():
            self._buttons[name].show_key(self._keys.get(name, action.key))
            self._resets[name].setVisible(name in self._keys)
        same = [at for at, keys in enumerate(PRESETS.values()) if dict(keys) == self._keys]
        self._presets.setCurrentIndex(same[0] if same else len(PRESETS))

    def _add(self, grid: QGridLayout, line: int, name: str, text: str) -> None:
        label, button, reset = QLabel(text, self), KeyButton(self), QToolButton(self)
        label.setWordWrap(True)
        button.setAccessibleName(self.tr("Key for: {action}").format(action=text))
        button.pressed_key.connect(lambda key: self._press(name, key))
        none = QToolButton(self)
        none.setText(self.tr("None"))
        none.setAccessibleName(self.tr("No key for: {action}").format(action=text))
        none.clicked.connect(lambda: self._press(name, ""))
        reset.setText(self.tr("Reset"))
        reset.setAccessibleName(self.tr("The usual key for: {action}").format(action=text))
        reset.clicked.connect(lambda: self._press(name, None))
        policy = reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        reset.setSizePolicy(policy)
        for column, widget in enumerate((label, button, none, reset)):
            grid.addWidget(widget, line, column)
        self._buttons[name], self._resets[name] = button, reset

    def _press(self, name: str, key: str | None) -> None:
        """Give an action a key, the usual one if None, if nothing is wrong with that."""
        wanted = {other: value for other, value in self._keys.items() if other != name}
        if key is not None and key != ACTIONS[name].key:
            wanted[name] = key
        self._choose(wanted)

    def _take_preset(self, at: int) -> None:
        keys = self._presets.itemData(at)
        if keys is None:
            self.show_value(self._keys)  # that is what the keys are once one was chosen
        else:
            self._choose(dict(keys))

    def _choose(self, wanted: dict[str, str]) -> None:
        keys, wrong = check_keys(wanted)
        refused = any(keys.get(name, ACTIONS[name].key) != key for name, key in wanted.items())
        losers = [name for name, key in keys.items() if key == "" and name not in wanted]
        sentences = wrong[:1] if refused else [_lost(name) for name in losers]
        self._wrong.setText("\n".join(sentences))
        self._wrong.setVisible(bool(sentences))
        if refused:
            self.show_value(self._keys)
        else:
            self._chosen(keys)


def _lost(name: str) -> str:
    action = ACTIONS[name]
    text = QCoreApplication.translate(
        "KeysPage", "“{key}” was the key for “{action}”, which has none now."
    )
    return text.format(key=action.key, action=tr(action.text))
