"""The menus of a window as it opens: each part's entries in their order, and its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from autotype.settings import Group
from autotype.settings.kept import NUMBERS
from autotype.ui.keys_dialog import keys_dialog
from autotype.ui.numbers_window import numbers_opener
from autotype.ui.recent_files import RecentFiles
from autotype.ui.tab_list import TabList
from autotype.ui.tab_menu import tab_entries
from autotype.ui.view_menu import ViewMenu
from autotype.ui.window_menus import edit_entries, file_entries, pause_entries

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow


def fill_menus(window: "MainWindow", recent_files: int) -> tuple[RecentFiles, QAction, QAction]:
    """Add all entries that need no settings and no learning.

    Args:
        window: Whose menus they are.
        recent_files: How many files the menu of recent ones shows.

    Returns:
        The menu of recent files, the entry that pauses, and the one that gets a model.
    """
    menus = window.menus
    recent = file_entries(
        menus,
        window.editor,
        window.documents,
        window.tabs,
        window.exporting,
        recent_files,
        window.status.say,
    )
    menus.file.addSeparator()
    say = window.announcer.say
    tab_entries(menus, window.tabs, lambda: TabList(window.tabs, window, say).open(), say)
    menus.file.addSeparator()
    menus.add(menus.file, _tr("&Quit"), QKeySequence("Ctrl+Q"), window.close)
    edit_entries(menus, window.editor)
    menus.edit.addSeparator()
    window.find_bar.add_to(menus)
    window.spelling.add_to(menus)
    menus.edit.addSeparator()
    hide = QKeySequence("Shift+Esc")
    menus.add(menus.edit, _tr("&Hide notice"), hide, lambda: _hide_notice(window))
    ViewMenu(menus, window.view, window.full_screen)
    pause = pause_entries(menus, window.pausing, window.keys.keys["pause"])
    menus.suggest.addSeparator()
    numbers = window.forgetting[NUMBERS] = numbers_opener(window.counting, window)
    menus.add(menus.suggest, _tr("Your &numbers …"), None, numbers)
    text = _tr("&Get the recommended model …")
    get = menus.add(menus.suggest, text, None, window.pack_wanted.emit)
    menus.add(menus.help, _tr("&Keys"), QKeySequence("F1"), lambda: _show_keys(window))
    return recent, pause, get


def _hide_notice(window: "MainWindow") -> None:
    """Hide the lowest of the notices that can be hidden: Tab does not lead to them."""
    for notice in (window.document_notice, window.notice, window.start_notice):
        if notice.text and notice.share is None:
            notice.dismiss()
            return


def _show_keys(window: "MainWindow") -> None:
    def choose() -> None:
        if window.settings_opener is not None:
            window.settings_opener.open(Group.KEYS.value)

    keys_dialog(window.keys.keys, window.keys.seconds, choose, window).open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)
