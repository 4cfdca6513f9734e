"""The model packs: what each is worth here, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from autotype.text.model_in_use import PackOnShelf
from autotype.translation import tr
from autotype.ui.mnemonics import give_keys
from autotype.ui.pack_shelf import PackShelf

_AUTO = "auto"


class PacksPage(QWidget):
    """What the setting `pack` is set with."""

    def __init__(self, shelf: PackShelf, chosen: Callable[[str], None]) -> None:
        """Show all packs.

        Args:
            shelf: Knows them.
            chosen: Told the name of the one that the user wants, or "auto".
        """
        super().__init__()
        self._shelf = shelf
        self._chosen = chosen
        self._setting = _AUTO
        self._automatic = QCheckBox(
            self.tr("Automatic: the one that saves most and is fast enough here"), self
        )
        self._automatic.toggled.connect(self._toggle)
        self._failure = QLabel(self)
        self._failure.setObjectName("wrong")
        self._failure.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._automatic)
        self._column.addWidget(self._failure)
        tune = QPushButton(self.tr("Tune to your writing …"), self)
        tune.setAutoDefault(False)
        tune.clicked.connect(lambda _=False: shelf.tuning_wanted.emit())
        self._column.addWidget(tune, 0, Qt.AlignmentFlag.AlignLeft)
        self._cards: dict[str, _Card] = {}
        self.setFocusProxy(self._automatic)
        shelf.changed.connect(self._show)

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""
        return self

    def show_value(self, value: str) -> None:
        """Show which pack is wanted."""
        self._setting = value
        self._automatic.blockSignals(True)
        self._automatic.setChecked(value == _AUTO)
        self._automatic.blockSignals(False)
        self._show()

    def _toggle(self, on: bool) -> None:
        used = next((pack.name for pack in self._shelf.packs() if pack.in_use), _AUTO)
        self._chosen(_AUTO if on else used)

    def _show(self) -> None:
        packs = self._shelf.packs()
        for name in self._cards.keys() - {pack.name for pack in packs}:
            self._cards.pop(name).deleteLater()
        for pack in packs:
            if pack.name not in self._cards:
                card = self._cards[pack.name] = _Card(pack.name, self._shelf, self._chosen)
                self._column.addWidget(card)
            self._cards[pack.name].show_pack(pack)
        self._failure.setText(self._shelf.failure)
        self._failure.setVisible(bool(self._shelf.failure))


class _Card(QFrame):
    """One pack. Its buttons stay while figures change, so that none is taken from a click."""

    def __init__(self, name: str, shelf: PackShelf, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._name, self._shelf, self._chosen = name, shelf, chosen
        self._title, self._about, self._state = QLabel(self), QLabel(self), QLabel(self)
        for label in (self._about, self._state):
            label.setWordWrap(True)
            label.setObjectName("quiet")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._use = self._button(self.tr("Use"), lambda: chosen(name))
        self._get = self._button(self.tr("Get"), lambda: shelf.get(name))
        self._cancel = self._button(self.tr("Cancel"), shelf.cancel)
        self._measure = self._button(self.tr("Measure"), lambda: shelf.measure(name))
        self._remove = self._button(self.tr("Remove …"), self._ask_and_remove)
        buttons = QHBoxLayout()
        for button in (self._use, self._get, self._cancel, self._measure, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        for widget in (self._title, self._about, self._state):
            column.addWidget(widget)
        column.addLayout(buttons)

    def show_pack(self, pack: PackOnShelf) -> None:
        """Show what is known of it."""
        self._title.setText(pack.title)
        for button in (self._use, self._get, self._measure, self._remove):
            button.setAccessibleName(f"{button.text().removesuffix(' …')} {pack.title}")
        facts = [pack.licence, self.tr("{size} MB").format(size=pack.megabytes)]
        self._about.setText(
            f"{' · '.join(fact for fact in facts if fact)}\n{tr(pack.summary)}".strip()
        )
        self._state.setText(pack.problem or self._stated(pack))
        self._state.setVisible(bool(self._state.text()))
        fetched = self._shelf.fetching == pack.name
        self._use.setVisible(pack.is_here and not pack.in_use)
        self._get.setVisible(not pack.is_here and not fetched)
        self._get.setEnabled(not self._shelf.fetching)
        self._cancel.setVisible(fetched)
        self._measure.setVisible(pack.is_here)
        self._measure.setEnabled(not self._shelf.measuring)
        self._remove.setVisible(pack.is_own)

    def _stated(self, pack: PackOnShelf) -> str:
        if self._shelf.fetching == pack.name:
            return self._shelf.progress
        parts = [self.tr("In use.")] if pack.in_use else []
        if self._shelf.measuring == pack.name:
            parts.append(self.tr("Being measured, which takes up to a minute …"))
        elif pack.savings is not None and pack.words_ms is not None:
            parts.append(
                self.tr("Saves {share} % of the keys here; its words come within {ms} ms.").format(
                    share=round(100 * pack.savings), ms=round(pack.words_ms)
                )
            )
            if pack.is_slow:
                parts.append(self.tr("That is too slow to be chosen automatically."))
        elif pack.is_here:
            parts.append(self.tr("Not measured on this computer yet."))
        return " ".join(parts)

    def _button(self, text: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: work())
        return button

    def _ask_and_remove(self) -> None:
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Remove a model"))
        box.setText(
            self.tr("Remove {model} from this computer? It can be fetched again.").format(
                model=self._title.text()
            )
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        give_keys(box)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        if box.clickedButton() is remove:
            self._shelf.remove(self._name)
