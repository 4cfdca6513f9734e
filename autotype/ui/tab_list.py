"""The list of all tabs, for when there are more than a row of them shows: type, and press Enter."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from autotype.translation import tr
from autotype.ui.search_line import SearchLine
from autotype.ui.tab import Tab
from autotype.ui.tab_bar import read_aloud, shown_name
from autotype.ui.tab_menu import tab_menu
from autotype.ui.tabs import Tabs

_SIZE = QSize(460, 400)
_LONGEST = 60
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class TabList(QDialog):
    """What is typed leaves the tabs whose names or folders have all of its words.

    The focus stays in the line that is typed into: the arrows go through the list from there, Enter
    goes to a tab, and the menu key opens its menu.

    Attributes:
        search: The line.
        list: The tabs that are left.
    """

    def __init__(self, tabs: Tabs, parent: QWidget, say: Callable[[str], object]) -> None:
        """List them all; the one in front is the chosen one.

        Args:
            tabs: The tabs.
            parent: Their window.
            say: Announces the tab that an arrow led to.
        """
        super().__init__(parent)
        self._tabs = tabs
        self._say = say
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("All tabs"))
        self.search = SearchLine(tr("Part of a name or folder"), tr("Find a tab"), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Tabs"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._none = QLabel(tr("No tab has this in its name."), self)
        self._none.setObjectName("quiet")
        layout = QVBoxLayout(self)
        for part in (self.search, self.list, self._none):
            layout.addWidget(part)
        self._fill()
        self.search.textChanged.connect(self._choose_from)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._go_to)
        self.list.customContextMenuRequested.connect(
            lambda at: self._open_menu(self.list.itemAt(at))
        )
        self.list.currentItemChanged.connect(self._tell)
        self.resize(_SIZE.boundedTo(parent.size()))
        self._choose_from("")

    def _fill(self) -> None:
        tabs = self._tabs
        for tab in tabs.all:
            name = tab.path.name if tab.path is not None else tab.untitled
            shown = shown_name(tab, name).replace("&&", "&")
            folder = str(tab.path.parent) if tab.path is not None else ""
            short = f"…{folder[-_LONGEST:]}" if len(folder) > _LONGEST else folder
            text = f"{shown}  —  {short}" if short else shown
            item = QListWidgetItem("".join(c if c.isprintable() else "�" for c in text))
            item.setToolTip(str(tab.path) if tab.path is not None else tab.untitled)
            item.setData(Qt.ItemDataRole.UserRole, tab)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, read_aloud(tab, shown))
            self.list.addItem(item)
        self.list.setCurrentRow(tabs.all.index(tabs.front))

    def _choose_from(self, typed: str) -> None:
        """Leave what has all the words, and choose the first of it."""
        words = typed.casefold().split()
        rows = [self.list.item(row) for row in range(self.list.count())]
        left = []
        for item in rows:
            name = f"{item.text()} {item.toolTip()}".casefold()
            item.setHidden(not all(word in name for word in words))
            if not item.isHidden():
                left.append(item)
        if words or not left:
            self.list.setCurrentRow(self.list.row(left[0]) if left else -1)
        if left:
            self.list.scrollToItem(self.list.currentItem())
        self.list.setVisible(bool(left))
        self._none.setVisible(not left)
        if not left:
            self._say(self._none.text())

    def _go_to(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.accept()
            self._tabs.go(_tab(item))

    def _open_menu(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self.list.setCurrentItem(item)
        menu = tab_menu(self._tabs, _tab(item), self)
        place = self.list.visualItemRect(item).bottomLeft()
        # What closing asks about is asked over the window, and the list is another one then.
        menu.triggered.connect(self.reject)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._say(str(item.data(Qt.ItemDataRole.AccessibleTextRole)))

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Lead the keys of a list to the list, and Enter to the tab."""
        if isinstance(event, QContextMenuEvent):
            if event.reason() is QContextMenuEvent.Reason.Keyboard:
                self._open_menu(self.list.currentItem())
                return True
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_to(self.list.currentItem())
                return True
        return False


def _tab(item: QListWidgetItem) -> Tab:
    tab: Tab = item.data(Qt.ItemDataRole.UserRole)
    return tab
