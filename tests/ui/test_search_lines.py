"""Esc in a line that searches ends the search; only in an empty one it ends the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from autotype.ui.learned_window import LearnedWindow
from autotype.ui.search_line import SearchLine
from autotype.ui.settings_window.window import SettingsWindow
from autotype.ui.tab_list import TabList
from tests.ui.conftest import Open


@pytest.mark.parametrize(
    ("menu_entry", "kind"),
    [
        ("Settings …", SettingsWindow),
        ("What was learned …", LearnedWindow),
        ("Your shortcuts …", LearnedWindow),
        ("All tabs …", TabList),
    ],
)
def test_the_first_esc_ends_the_search(
    open_app: Open, menu_entry: str, kind: type[QDialog]
) -> None:
    window = open_app().window
    window.tabs.new()  # the list is there for more than one
    (found,) = (
        each for each in window.findChildren(QAction) if each.text().replace("&", "") == menu_entry
    )
    found.trigger()
    (dialog,) = (each for each in window.findChildren(QDialog) if isinstance(each, kind))
    assert QTest.qWaitForWindowActive(dialog)
    (line,) = (each for each in dialog.findChildren(SearchLine) if each.isVisible())
    line.setFocus()
    QTest.keyClicks(line, "xy")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert dialog.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
