"""The window itself: a search, the groups, and the settings of the chosen one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from autotype.settings import OPTIONS, Group, Settings
from autotype.translation import tr
from autotype.ui.live_settings import LiveSettings
from autotype.ui.pack_shelf import PackShelf
from autotype.ui.search_line import SearchLine
from autotype.ui.settings_window.confidence import Confidence
from autotype.ui.settings_window.keys_page import KeysPage
from autotype.ui.settings_window.packs_page import PacksPage
from autotype.ui.settings_window.rows import Row
from autotype.ui.settings_window.searching import about_widget, finds

_SIZE = QSize(760, 560)
_SIDE = 170


class SettingsWindow(QDialog):
    """All settings. What is chosen holds at once; Cancel puts everything back.

    Attributes:
        confidence: What says what the confidence means.
    """

    def __init__(
        self,
        live: LiveSettings,
        shelf: PackShelf,
        extras: Sequence[tuple[Group | str, QWidget]],
        parent: QWidget,
    ) -> None:
        """Show what holds.

        Args:
            live: Where the settings are changed.
            shelf: The model packs.
            extras: More to show, each below the settings of its group, or in a group of its own
                by that name.
            parent: The window that it belongs to.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._live = live
        self._shelf = shelf
        self._before: Settings = live.now
        self.confidence = Confidence(lambda value: self._choose("show_at_least", value))
        self._search = SearchLine(self.tr("Search settings"), self.tr("Search settings"), self)
        self._groups = QListWidget(self)
        self._groups.setAccessibleName(self.tr("Groups of settings"))
        self._groups.setFixedWidth(_SIDE)
        self._rows = [self._row(name) for name in OPTIONS]
        self._nothing = QLabel(self.tr("No setting is called that."), self)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setObjectName("wrong")
        self._said.hide()
        self._sections: dict[str, list[QWidget]] = {}
        self._headings: dict[str, QLabel] = {}
        self._scroll = QScrollArea(self)
        self._lay_out(extras)
        self._search.textChanged.connect(self._show_found)
        self._groups.currentRowChanged.connect(lambda _: self._show_group())
        # After a search the group that was there before is chosen by a click, too.
        self._groups.itemClicked.connect(lambda _: self._show_group())
        live.changed.connect(self._show_values)
        live.said.connect(self._say)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)
        self._groups.setCurrentRow(0)
        self._show_values(live.now, live.now)
        room = self.screen().availableSize() - QSize(32, 64)
        self.resize(_SIZE.boundedTo(room))

    def search(self, words: str) -> None:
        """Show what a search finds, or a group if that is its name."""
        if words in self._sections:
            self._groups.setCurrentRow(list(self._sections).index(words))
            self._show_group()
        else:
            self._search.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let Enter end a number that is typed, and not the window."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Put everything back as it was when the window was opened."""
        self._live.put_back(self._before)
        super().reject()

    def done(self, result: int) -> None:
        """Keep what was chosen last, such as a number that is still being typed."""
        focused = self.focusWidget()
        if focused is not None and result == QDialog.DialogCode.Accepted:
            focused.clearFocus()
        self._live.save()
        super().done(result)

    def _row(self, name: str) -> Row:
        option = OPTIONS[name]
        if name == "show_at_least":
            row = Row(name, option, self.confidence)
        elif name == "keys":
            row = Row(name, option, KeysPage(lambda keys: self._choose("keys", keys)))
        elif name == "pack":
            row = Row(name, option, PacksPage(self._shelf, lambda pack: self._choose(name, pack)))
        else:
            row = Row(name, option)
        row.chosen.connect(self._choose)
        return row

    def _choose(self, name: str, value: object) -> None:
        if OPTIONS[name].check(value):
            self._said.hide()
            self._live.change(**{name: value})
        else:
            self._say(
                tr(
                    "“{title}” must be {allowed}.",
                    title=tr(OPTIONS[name].title),
                    allowed=OPTIONS[name].allowed,
                )
            )

    def _lay_out(self, extras: Sequence[tuple[Group | str, QWidget]]) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        for name in [group.value for group in Group] + [
            name for name, _ in extras if isinstance(name, str)
        ]:
            heading = QLabel(self.tr(name), page)
            heading.setObjectName("heading")
            column.addWidget(heading)
            widgets: list[QWidget] = [row for row in self._rows if row.group.value == name]
            widgets += [
                widget
                for group, widget in extras
                if (group if isinstance(group, str) else group.value) == name
            ]
            for widget in widgets:
                column.addWidget(widget)
            self._headings[name], self._sections[name] = heading, widgets
            self._groups.addItem(self.tr(name))
        column.addWidget(self._nothing)
        column.addStretch(1)
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what has the focus
        side = QVBoxLayout()
        side.addWidget(self._search)
        side.addWidget(self._groups, 1)
        both = QHBoxLayout()
        both.addLayout(side)
        both.addWidget(self._scroll, 1)
        self._search.setFixedWidth(_SIDE)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("&Done"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton(self.tr("&Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setToolTip(self.tr("Puts everything back as it was when this window was opened"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.edit_file = QPushButton(self.tr("&Edit the file"), self)
        self.edit_file.setAutoDefault(False)
        last = QHBoxLayout()
        last.addWidget(self.edit_file)
        last.addWidget(buttons, 1)
        whole = QVBoxLayout(self)
        whole.addLayout(both, 1)
        whole.addWidget(self._said)
        whole.addLayout(last)

    def _show_values(self, _: Settings, now: Settings) -> None:
        for row in self._rows:
            row.show_value(getattr(now, row.name))

    def _show_group(self) -> None:
        """Show the settings of the chosen group; a search is over."""
        self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(False)
        chosen = self._groups.currentRow()
        if (item := self._groups.currentItem()) is not None:
            item.setSelected(True)
        for at, (name, widgets) in enumerate(self._sections.items()):
            self._headings[name].setVisible(at == chosen)
            for widget in widgets:
                widget.setVisible(at == chosen)
        self._nothing.hide()
        self._scroll.verticalScrollBar().setValue(0)

    def _show_found(self, words: str) -> None:
        """Show what a search finds, in all groups."""
        if not words.strip():
            self._show_group()
            return
        self._groups.clearSelection()  # what is shown may be of any group
        found = False
        for name, widgets in self._sections.items():
            any_here = False
            for widget in widgets:
                fits = (
                    widget.matches(words)
                    if isinstance(widget, Row)
                    else finds(words, about_widget(name, widget))
                )
                widget.setVisible(fits)
                any_here |= fits
            self._headings[name].setVisible(any_here)
            found |= any_here
        self._nothing.setVisible(not found)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
