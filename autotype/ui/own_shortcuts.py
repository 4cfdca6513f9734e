"""The writer's own shortcuts in the window of what was learned: shown, added, changed, removed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from autotype.learning.shortcuts import remove_shortcuts, set_shortcut
from autotype.learning.store import Store
from autotype.text.visible import visible
from autotype.translation import number, trn
from autotype.ui.learning import Learning
from autotype.ui.searched_table import make_search, make_table

_SHORT, _TEXT = range(2)


class ShortcutsPage(QWidget):
    """A list and a line to write into; everything is done on the learner's thread."""

    def __init__(
        self, learning: Learning, parent: QWidget, tell: Callable[[str, bool], None]
    ) -> None:
        """Show nothing before `refresh`.

        Args:
            learning: Who keeps them.
            parent: The window.
            tell: Says in the window what was done, or what is wrong; the second is whether
                something was asked for, so that it is told to a screen reader as well.
        """
        super().__init__(parent)
        self._learning = learning
        self._tell = tell
        self.search = make_search(self, self._filter)
        self.table = make_table(
            self,
            self.tr("Shortcuts"),
            (self.tr("Shortcut"), self.tr("Stands for")),
            self._follow_selection,
            self._remove,
        )
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.short, self.text = QLineEdit(self), QLineEdit(self)
        self.short.setPlaceholderText(self.tr("brb"))
        self.text.setPlaceholderText(self.tr("be right back"))
        self.keep = self._button(self.tr("&Add"), self._keep)
        self.remove = self._button(self.tr("Remo&ve"), self._remove)
        for field in (self.short, self.text):
            field.textChanged.connect(self._follow_fields)
            field.returnPressed.connect(self._keep)
        form = QFormLayout()
        form.addRow(self.tr("Sho&rtcut:"), self.short)
        form.addRow(self.tr("S&tands for:"), self.text)
        line = QHBoxLayout()
        line.addWidget(self.keep)
        line.addWidget(self.remove)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        layout.addLayout(form)
        layout.addLayout(line)
        learning.told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._show([])

    def _button(self, text: str, work: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: work())
        return button

    def refresh(self) -> None:
        """Read them again."""
        self._learning.ask((self, None), Store.shortcuts)

    @property
    def selected(self) -> list[str]:
        """The shortcuts that are chosen."""
        return [_pair(item)[_SHORT] for item in self.table.selectedItems()]

    # What is shown.

    @Slot(object, object, str)
    def _hear(
        self, who: tuple[object, Callable[[Any], str] | None], found: Any, wrong: str
    ) -> None:
        asker, said = who
        if asker is not self:
            return
        if said is None:
            if found is not None:
                self._show(found)
            if wrong:
                self._tell(wrong, False)
            return
        self._tell(wrong if found is None else said(found), True)
        self.refresh()

    def _show(self, pairs: list[tuple[str, str]]) -> None:
        chosen = set(self.selected)
        # The fields hold what somebody is writing, so no selection is to fill them now.
        blocked = self.table.blockSignals(True)
        self.table.clear()
        for pair in pairs:
            item = QTreeWidgetItem([visible(part) for part in pair])
            item.setData(0, Qt.ItemDataRole.UserRole, pair)
            item.setToolTip(_TEXT, visible(pair[_TEXT]))
            self.table.addTopLevelItem(item)
            item.setSelected(pair[_SHORT] in chosen)
        self.table.blockSignals(blocked)
        self.table.resizeColumnToContents(_SHORT)
        self._filter()

    def _filter(self) -> None:
        """Hide what is not searched for; what is hidden is chosen no more, so it stays."""
        wanted = self.search.text().casefold()
        blocked = self.table.blockSignals(True)
        for item in self._items():
            is_wanted = any(wanted in part.casefold() for part in _pair(item))
            item.setHidden(not is_wanted)
            item.setSelected(item.isSelected() and is_wanted)
        self.table.blockSignals(blocked)
        self.said.setText(self._in_words())
        self._follow_fields()

    def _in_words(self) -> str:
        every = self._items()
        if not every:
            return self.tr(
                "There are no shortcuts yet. A shortcut is a short word that stands for a longer "
                "text."
            )
        text = trn("{n} shortcut.", "{n} shortcuts.", len(every))
        if self.search.text():
            text = trn(
                "{found} of {n} shortcut.",
                "{found} of {n} shortcuts.",
                len(every),
                found=number(sum(not item.isHidden() for item in every)),
            )
        how = self.tr("Type one, and the key that takes a suggestion puts its text there.")
        return f"{text} {how}"

    def _items(self) -> list[QTreeWidgetItem]:
        every = (self.table.topLevelItem(at) for at in range(self.table.topLevelItemCount()))
        return [item for item in every if item is not None]

    def _follow_selection(self) -> None:
        items = self.table.selectedItems()
        if len(items) == 1:
            short, text = _pair(items[0])
            self.short.setText(short)
            self.text.setText(text)
        self._follow_fields()

    def _follow_fields(self) -> None:
        self.remove.setEnabled(bool(self.table.selectedItems()))
        known = {_pair(item)[_SHORT] for item in self._items()}
        is_known = self.short.text().strip() in known
        self.keep.setText(self.tr("Chan&ge") if is_known else self.tr("&Add"))

    # What can be done.

    def _keep(self) -> None:
        short, text = self.short.text(), self.text.text()

        def said(kept: tuple[str, str]) -> str:
            if (short, text) == (self.short.text(), self.text.text()):
                self.short.clear()
                self.text.clear()
                self.table.clearSelection()
                self.short.setFocus()
            template = self.tr("“{short}” stands for “{text}” from now on.")
            return template.format(short=visible(kept[0]), text=visible(kept[1], 60))

        self._learning.ask((self, said), lambda store: set_shortcut(store, short, text))

    def _remove(self) -> None:
        shorts = self.selected
        if shorts:
            text = trn("{n} shortcut is removed.", "{n} shortcuts are removed.", len(shorts))
            self._learning.ask(
                (self, lambda _: text), lambda store: remove_shortcuts(store, shorts)
            )


def _pair(item: QTreeWidgetItem) -> tuple[str, str]:
    short, text = item.data(0, Qt.ItemDataRole.UserRole)
    return short, text
