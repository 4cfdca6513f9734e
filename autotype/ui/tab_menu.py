"""What can be done with a tab: the menu on it, and the menu of the window for the one in front."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from autotype.translation import tr
from autotype.ui.menus import Menus
from autotype.ui.tab import Tab
from autotype.ui.tabs import Tabs


def tab_menu(tabs: Tabs, tab: Tab, parent: QWidget) -> QMenu:
    """Return the menu on a tab; it is opened by whoever asked for it, and goes when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    at = tabs.all.index(tab)
    for text, work, is_there in (
        (_tr("&Close"), tabs.close, True),
        (_tr("Close the &others"), tabs.close_others, len(tabs.all) > 1),
        (_tr("Close tabs to the &right"), tabs.close_right_of, at + 1 < len(tabs.all)),
    ):
        action = menu.addAction(text)
        action.setEnabled(is_there)
        action.triggered.connect(lambda _, work=work: work(tab))
    return menu


def tab_entries(
    menus: Menus,
    tabs: Tabs,
    show_all: Callable[[], object],
    say: Callable[[str], object],
) -> None:
    """Add what can be done with tabs to the menu of files.

    Args:
        menus: The menus of the window.
        tabs: Its tabs.
        show_all: Shows the list of them.
        say: Announces where a tab is that was moved; the focus stays in the text.
    """

    def move(by: int) -> None:
        tabs.move_front(by)
        at = tabs.all.index(tabs.front)
        where = {"name": tabs.names[at], "place": at + 1, "all": len(tabs.all)}
        say(tr("{name}, tab {place} of {all}", **where))

    menu = menus.file.addMenu(_tr("Ta&bs"))
    every = menus.add(menu, _tr("&All tabs …"), QKeySequence("Ctrl+Shift+A"), show_all)
    menu.addSeparator()
    for text, keys, by in (
        (_tr("Ne&xt tab"), ("Ctrl+Tab", "Ctrl+PgDown"), 1),
        (_tr("Pre&vious tab"), ("Ctrl+Shift+Tab", "Ctrl+PgUp"), -1),
    ):
        step = menus.add(menu, text, None, partial(tabs.step, by))
        step.setShortcuts([QKeySequence(key) for key in keys])
        step.setAutoRepeat(True)
    left = menus.add(
        menu, _tr("Move tab &left"), QKeySequence("Ctrl+Shift+PgUp"), partial(move, -1)
    )
    right = menus.add(
        menu, _tr("Move tab ri&ght"), QKeySequence("Ctrl+Shift+PgDown"), partial(move, 1)
    )
    for action in (left, right):
        action.setAutoRepeat(True)
    menu.addSeparator()
    others = menus.add(menu, _tr("Close the &others"), None, lambda: tabs.close_others(tabs.front))
    behind = menus.add(
        menu, _tr("Close tabs to the &right"), None, lambda: tabs.close_right_of(tabs.front)
    )
    menus.add(menus.file, _tr("&Close tab"), QKeySequence("Ctrl+W"), tabs.close)

    def follow() -> None:
        at, last = tabs.all.index(tabs.front), len(tabs.all) - 1
        every.setEnabled(last > 0)
        others.setEnabled(last > 0)
        left.setEnabled(at > 0)
        for action in (right, behind):
            action.setEnabled(at < last)

    tabs.changed.connect(follow)
    follow()


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)
