"""The row of tabs above the text: shows what `Tabs` has, and is not there for one alone."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from autotype.translation import tr
from autotype.ui.tab import Tab
from autotype.ui.tab_buttons import CloseButtons
from autotype.ui.tab_menu import tab_menu
from autotype.ui.tabs import Tabs

_UNSAVED = "●"
_FEW = 3


class TabBar(QTabBar):
    """A click goes to a tab, its × and the middle button close it, dragging moves it.

    Attributes:
        closing: What closes a tab with a click.
    """

    def __init__(self, tabs: Tabs, parent: QWidget) -> None:
        """Show `tabs`."""
        super().__init__(parent)
        self._tabs = tabs
        self._order: list[Tab] = []
        self._concealed = False
        self.setObjectName("tabBar")
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the text keeps it
        self.setAccessibleName(self.tr("Documents"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.currentChanged.connect(self._go)
        self.tabMoved.connect(self._moved)
        for scroll in self.findChildren(QToolButton):
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.closing = CloseButtons(self, lambda at: self._tabs.close(self._tabs.all[at]))
        tabs.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what there is now."""
        tabs = self._tabs
        names = [shown_name(tab, name) for tab, name in zip(tabs.all, tabs.names, strict=True)]
        with QSignalBlocker(self):
            if abs(len(tabs.all) - self.count()) > _FEW:
                self.hide()  # a row that can be seen is laid out anew for each of them
            self._follow_order(names)
            for at, (tab, name) in enumerate(zip(tabs.all, names, strict=True)):
                if self.tabText(at) != name:
                    self.setTabText(at, name)
                self.setAccessibleTabName(at, read_aloud(tab, self.tabText(at)))
                tip = str(tab.path) if tab.path is not None else tab.untitled
                if self.tabToolTip(at) != tip:
                    self.setTabToolTip(at, tip)
            self.setCurrentIndex(tabs.all.index(tabs.front))
        self.setVisible(len(tabs.all) > 1 and not self._concealed)

    def conceal(self, on: bool) -> None:
        """Be there for no document at all, as in full screen, or as usual."""
        self._concealed = on
        self.follow()

    def _follow_order(self, names: Sequence[str]) -> None:
        there = set(map(id, self._tabs.all))
        for at in reversed(range(self.count())):
            if id(self._order[at]) not in there:
                self.removeTab(at)
                del self._order[at]
        known = set(map(id, self._order))
        for at, tab in enumerate(self._tabs.all):
            if id(tab) not in known:
                self.insertTab(at, names[at])
                self._order.insert(at, tab)
            elif self._order[at] is not tab:
                start = self._order.index(tab)
                self.moveTab(start, at)
                self._order.insert(at, self._order.pop(start))

    def _moved(self, start: int, end: int) -> None:
        self._order.insert(end, self._order.pop(start))
        self._tabs.move(start, end)

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._tabs.all) and not self._tabs.go(self._tabs.all[at]):
            self.follow()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Close a tab with the middle button."""
        at = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and at >= 0:
            self._tabs.close(self._tabs.all[at])
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def _open_menu(self, place: QPoint) -> None:
        at = self.tabAt(place)
        if at < 0:
            return
        tab_menu(self._tabs, self._tabs.all[at], self).popup(self.mapToGlobal(place))


def read_aloud(tab: Tab, shown: str) -> str:
    """Return what a screen reader says of a tab, where the mark would be a “black circle”."""
    name = shown.removeprefix(f"{_UNSAVED} ").replace("&&", "&")
    return tr("{name}, not saved", name=name) if tab.modified else name


def shown_name(tab: Tab, name: str) -> str:
    """Return a name as a tab can show it, with a mark for what is not saved."""
    marked = f"{_UNSAVED} {name}" if tab.modified else name
    if not marked.isprintable():
        marked = "".join(c if c.isprintable() else "�" for c in marked)
    return marked.replace("&", "&&")
