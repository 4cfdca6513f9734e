"""Tabs with keys alone: in another order, closed together, and found in a list."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from autotype.ui.main_window import MainWindow
from autotype.ui.tab_list import TabList
from tests.ui.scenes import entry
from tests.ui.test_tabs import (
    CANCEL,
    CTRL,
    DISCARD,
    SAVE,
    SHIFT,
    Key,
    at_tab,
    decide,
    files,
    no_question,
    press,
    shown,
    window,
)

__all__ = ["no_question", "window"]  # fixtures


def under_tabs(window: MainWindow, text: str) -> QAction:
    """An entry of File > Tabs."""
    menu = next(each for each in window.menus.file.findChildren(QMenu) if each.title() == "Ta&bs")
    return next(each for each in menu.actions() if each.text().replace("&", "") == text)


def choose(menu: QMenu, text: str) -> None:
    """Click an entry of a menu that is open."""
    action = next(each for each in menu.actions() if each.text().replace("&", "") == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def list_of(window: MainWindow) -> TabList:
    press(window, Key.Key_A, CTRL | SHIFT)
    (found,) = [each for each in window.findChildren(TabList) if each.isVisible()]
    assert QTest.qWaitForWindowActive(found)
    return found


def left_in(found: TabList) -> list[str]:
    items = [found.list.item(row) for row in range(found.list.count())]
    return [item.text().split("  —  ")[0] for item in items if not item.isHidden()]


def test_a_tab_is_moved_with_keys_and_stops_at_the_ends(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.open_all(files(tmp_path, "a", "b", "c"))
    seen = []
    for key in (Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageUp):
        press(window, key, CTRL | SHIFT)
        seen.append("".join(shown(window)))
    assert seen == ["bac", "bca", "bca", "bac"]
    assert [tab.path.name for tab in window.tabs.all if tab.path] == ["b", "a", "c"]
    assert window.tab_bar.currentIndex() == 1
    assert window.editor.text() == "text of a\n"
    assert not window.isWindowModified()
    press(window, Key.Key_Tab)
    assert window.editor.text() == "text of c\n"  # the order is the one that is shown


def test_where_a_moved_tab_is_now_is_announced(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    window.announcer.set_mode("idle")
    window.tabs.open_all(files(tmp_path, "a", "b"))
    press(window, Key.Key_PageDown, CTRL | SHIFT)
    assert said[-1] == "a, tab 2 of 2"


def test_the_entries_are_there_where_they_can_do_something(
    window: MainWindow, tmp_path: Path
) -> None:
    names = ("All tabs …", "Move tab left", "Move tab right", "Close the others")
    names = (*names, "Close tabs to the right")

    def offered() -> list[bool]:
        return [under_tabs(window, name).isEnabled() for name in names]

    assert offered() == [False] * 5
    window.tabs.open_all(files(tmp_path, "a", "b"))
    assert offered() == [True, False, True, True, True]
    press(window, Key.Key_Tab)
    assert offered() == [True, True, False, True, False]


def test_the_others_and_those_to_the_right_are_closed_from_the_menus(
    window: MainWindow, tmp_path: Path
) -> None:
    window.tabs.open_all(files(tmp_path, *"abcde"))
    press(window, Key.Key_Tab)
    bar = window.tab_bar
    bar.customContextMenuRequested.emit(at_tab(window, 3))
    choose(open_menu(), "Close tabs to the right")
    assert shown(window) == ["a", "b", "c", "d"]
    assert window.editor.text() == "text of b\n"  # not the one whose menu it was
    bar.customContextMenuRequested.emit(at_tab(window, 2))
    choose(open_menu(), "Close the others")
    assert window.editor.text() == "text of c\n"
    assert shown(window) == []
    press(window, Key.Key_T, CTRL | SHIFT)
    assert shown(window) == ["c", "d"] or shown(window) == ["d", "c"]
    under_tabs(window, "Close the others").trigger()
    assert window.editor.text() == "text of d\n"


def test_what_is_closed_together_is_never_read(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.open_all(files(tmp_path, *"abcde"))
    tabs = window.tabs.all.copy()
    window.tabs.close_right_of(tabs[0])
    assert [tab.is_built for tab in tabs] == [True, False, False, False, False]


def test_closing_many_asks_about_each_unsaved_one_and_cancel_keeps_what_remains(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = files(tmp_path, *"abcde")
    window.tabs.open_all(paths)
    for at in (1, 3, 4):
        window.tabs.go(window.tabs.all[at])
        QTest.keyClicks(window.editor, "my ")
    window.tabs.go(window.tabs.all[0])
    asked = decide(monkeypatch, SAVE, CANCEL, DISCARD, SAVE)
    under_tabs(window, "Close tabs to the right").trigger()
    assert len(asked) == 2
    assert paths[1].read_text() == "my text of b\n"
    assert shown(window) == ["a", "● d", "● e"]
    assert window.editor.text() == "my text of d\n"  # what was kept is in front
    window.tabs.go(window.tabs.all[0])
    under_tabs(window, "Close tabs to the right").trigger()
    assert len(asked) == 4
    assert shown(window) == []
    assert window.editor.text() == "text of a\n"
    assert paths[3].read_text() == "text of d\n"
    assert paths[4].read_text() == "my text of e\n"


def test_the_list_finds_a_tab_by_what_is_typed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    names = ("notes/May.txt", "notes/june.txt", "letters/may.txt", "letters/July.txt")
    window.tabs.open_all(files(tmp_path, *names))
    found = list_of(window)
    assert len(left_in(found)) == 4
    QTest.keyClicks(found.search, "MAY let")
    assert [name.split("/")[-1] for name in left_in(found)] == ["may.txt"]
    QTest.keyClick(found.search, Key.Key_Return)
    assert window.editor.text() == "text of letters/may.txt\n"
    qtbot.waitUntil(lambda: not window.findChildren(TabList))


def test_the_list_is_gone_through_with_arrows_and_left_with_escape(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.tabs.open_all(files(tmp_path, *"abc"))
    found = list_of(window)
    assert found.list.currentRow() == 0  # the one in front
    for _ in range(2):
        QTest.keyClick(found.search, Key.Key_Down)
    QTest.keyClick(found.search, Key.Key_Up)
    QTest.keyClick(found.search, Key.Key_Return)
    assert window.editor.text() == "text of b\n"
    found = list_of(window)
    QTest.keyClicks(found.search, "nothing like it")
    assert left_in(found) == []
    QTest.keyClick(found.search, Key.Key_Return)
    assert found.isVisible()
    for _ in range(2):  # the first one ends the search
        QTest.keyClick(found.search, Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(TabList))
    assert window.editor.text() == "text of b\n"


def test_the_menu_key_opens_the_menu_of_the_tab_in_the_list(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.tabs.open_all(files(tmp_path, *"abc"))
    found = list_of(window)
    QTest.keyClick(found.search, Key.Key_Down)
    at = found.search.rect().center()
    by_key = QContextMenuEvent.Reason.Keyboard
    asked = QContextMenuEvent(by_key, at, found.search.mapToGlobal(at))
    QApplication.sendEvent(found.search, asked)
    choose(open_menu(), "Close tabs to the right")
    assert shown(window) == ["a", "b"]
    assert window.editor.text() == "text of a\n"
    qtbot.waitUntil(lambda: not window.findChildren(TabList))


def test_the_list_says_what_is_not_saved(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.open_all(files(tmp_path, "a&b", "c"))
    QTest.keyClicks(window.editor, "x")
    found = list_of(window)
    item = found.list.item(0)
    assert left_in(found) == ["● a&b", "c"]
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "a&b, not saved"
    found.close()
    assert entry(window, "Ctrl+Shift+A").isEnabled()
