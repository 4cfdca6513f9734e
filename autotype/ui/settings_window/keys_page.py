"""The keys of all actions, chosen by pressing them."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from autotype.settings.keys import usual_spelling, why_not
from autotype.text.actions import ACTIONS
from autotype.translation import mark, tr
from autotype.ui.settings_window.key_button import KeyButton, shown_key
from autotype.ui.settings_window.key_note import KeyNote

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
        self._buttons: dict[str, KeyButton] = {}
        self._resets: dict[str, QToolButton] = {}
        grid = QGridLayout()
        self._note = KeyNote(grid, self)
        for line, (name, action) in enumerate(ACTIONS.items()):
            self._add(grid, 2 * line, name, tr(action.text))
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._presets)
        column.addLayout(grid)
        self.setFocusProxy(self._presets)

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""
        return self

    def show_value(self, value: Mapping[str, str]) -> None:
        """Show the keys that are set."""
        self._keys = dict(value)
        for name in ACTIONS:
            self._buttons[name].show_key(self._key_of(name))
            self._resets[name].setVisible(name in self._keys)
        same = [at for at, keys in enumerate(PRESETS.values()) if dict(keys) == self._keys]
        self._presets.setCurrentIndex(same[0] if same else len(PRESETS))

    def _add(self, grid: QGridLayout, line: int, name: str, text: str) -> None:
        label, button, reset = QLabel(text, self), KeyButton(self), QToolButton(self)
        label.setWordWrap(True)
        button.setAccessibleName(self.tr("Key for: {action}").format(action=text))
        button.toggled.connect(lambda on: self._wait(name, on=on))
        button.pressed_key.connect(lambda key: self._press(name, key))
        none = QToolButton(self)
        none.setText(self.tr("Clear"))
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

    def _wait(self, name: str, *, on: bool) -> None:
        """Say how to give up while a key is waited for."""
        if not on:
            self._note.hide()
        elif key := self._key_of(name):
            self._say(
                name, self.tr("Press the new key, or Esc to keep {key}.").format(key=shown_key(key))
            )
        else:
            self._say(name, self.tr("Press the new key, or Esc to leave it without one."))

    def _press(self, name: str, pressed: str | None) -> None:
        """Give an action a key, the usual one if None; whoever had that one has none then."""
        usual, text = ACTIONS[name].key, tr(ACTIONS[name].text)
        key = usual if pressed is None else pressed
        if why := why_not(key, shown_key(key)):
            has = shown_key(self._key_of(name))
            self.show_value(self._keys)
            self._say(
                name,
                self.tr("{why}; “{action}” keeps {key}.").format(why=why, action=text, key=has)
                if has
                else self.tr("{why}; “{action}” is still without a key.").format(
                    why=why, action=text
                ),
            )
            return
        key = usual_spelling(key) or ""
        losers = [
            other for other in ACTIONS if other != name and key and self._key_of(other) == key
        ]
        wanted = {**self._keys, name: key} | dict.fromkeys(losers, "")
        self._chosen({each: value for each, value in wanted.items() if value != ACTIONS[each].key})
        self._note.hide()
        for loser in losers:
            self._say(
                name,
                self.tr("“{key}” was the key for “{action}”, which has none now.").format(
                    key=shown_key(key), action=tr(ACTIONS[loser].text)
                ),
            )

    def _take_preset(self, at: int) -> None:
        self._note.hide()
        keys = self._presets.itemData(at)
        if keys is None:
            self.show_value(self._keys)  # that is what the keys are once one was chosen
        else:
            self._chosen(dict(keys))

    def _key_of(self, name: str) -> str:
        return self._keys.get(name, ACTIONS[name].key)

    def _say(self, name: str, sentence: str) -> None:
        self._note.say_at(2 * list(ACTIONS).index(name) + 1, sentence)
