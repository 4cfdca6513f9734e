"""The row of tabs above the text: shows what `Tabs` has, and is not there for one alone."""

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QTabBar, QWidget

from autotype.ui.tabs import Tabs

_UNSAVED = "●"


class TabBar(QTabBar):
    """A click goes to a tab, the middle button closes it, dragging moves it."""

    def __init__(self, tabs: Tabs, parent: QWidget) -> None:
        """Show `tabs`."""
        super().__init__(parent)
        self._tabs = tabs
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
        self.tabMoved.connect(tabs.move)
        tabs.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what there is now."""
        tabs = self._tabs
        with QSignalBlocker(self):
            while self.count() > len(tabs.all):
                self.removeTab(self.count() - 1)
            while self.count() < len(tabs.all):
                self.addTab("")
            for at, (tab, name) in enumerate(zip(tabs.all, tabs.names, strict=True)):
                shown = _shown(f"{_UNSAVED} {name}" if tab.modified else name)
                if self.tabText(at) != shown:
                    self.setTabText(at, shown)
                tip = str(tab.path) if tab.path is not None else name
                if self.tabToolTip(at) != tip:
                    self.setTabToolTip(at, tip)
            self.setCurrentIndex(tabs.all.index(tabs.front))
        self.setVisible(len(tabs.all) > 1)

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._tabs.all):
            self._tabs.go(self._tabs.all[at])
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
        tab = self._tabs.all[at]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Close")).triggered.connect(lambda: self._tabs.close(tab))
        others = menu.addAction(self.tr("Close the &others"))
        others.triggered.connect(lambda: self._tabs.close_others(tab))
        menu.popup(self.mapToGlobal(place))


def _shown(name: str) -> str:
    """Return a name as a tab can show it."""
    return "".join(c if c.isprintable() else "�" for c in name).replace("&", "&&")
