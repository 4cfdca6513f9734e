"""The × on a tab and the + behind the last one, and what a key says that finds no closed tab."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open
from tests.ui.test_tabs import DISCARD, at_tab, decide, files, press, shown

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_app: Open) -> MainWindow:
    return open_app().window


def hover(window: MainWindow, place: QPoint) -> None:

    where = QPointF(place)
    event = QHoverEvent(
        QEvent.Type.HoverMove, where, QPointF(window.tab_bar.mapToGlobal(place)), where
    )
    QApplication.sendEvent(window.tab_bar, event)


def on_tab(window: MainWindow, button: QToolButton) -> int:
    """The tab that a button lies on, all of it; -1 while it is hidden."""
    bar = window.tab_bar
    at = bar.tabAt(button.geometry().center()) if button.isVisible() else -1
    assert at < 0 or bar.tabRect(at).contains(button.geometry())
    return at


def test_the_tab_in_front_and_the_one_under_the_pointer_have_a_cross(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.tabs.open_all(files(tmp_path, "a", "b", "c"))
    closing = window.tab_bar.closing
    qtbot.waitUntil(lambda: on_tab(window, closing.front) == 0)
    assert closing.front.accessibleName() == "Close a"
    assert on_tab(window, closing.hovered) == -1
    hover(window, at_tab(window, 2))
    assert on_tab(window, closing.hovered) == 2
    assert closing.hovered.accessibleName() == "Close c"
    QTest.mouseClick(closing.hovered, LEFT)
    assert shown(window) == ["a", "b"]
    assert window.editor.text() == "text of a\n"
    press(window, Key.Key_Tab)
    qtbot.waitUntil(lambda: on_tab(window, closing.front) == 1)
    QTest.mouseClick(closing.front, LEFT)
    assert window.documents.name == "a"
    assert shown(window) == []
    assert window.editor.hasFocus()


def test_a_cross_asks_before_a_text_is_lost(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(window, Key.Key_T)
    QTest.keyClicks(window.editor, "words")
    asked = decide(monkeypatch, DISCARD)
    QApplication.processEvents()
    QTest.mouseClick(window.tab_bar.closing.front, LEFT)
    assert len(asked) == 1
    assert shown(window) == []


def test_the_plus_opens_a_document_and_is_there_with_the_tabs(
    qtbot: QtBot, window: MainWindow
) -> None:
    new = window.tab_row.new
    assert not new.isVisible()
    press(window, Key.Key_T)
    assert new.isVisible()
    assert new.accessibleName() == "New document"
    qtbot.waitUntil(lambda: new.x() >= window.tab_bar.geometry().right())
    assert new.x() < window.tab_bar.geometry().right() + 20  # behind the last tab
    QTest.mouseClick(new, LEFT)
    assert shown(window) == ["Untitled", "Untitled 2", "Untitled 3"]
    assert window.editor.hasFocus()
    window.full_screen.set(True)
    assert not window.tab_row.isVisible()


def test_two_hundred_tabs_leave_room_for_the_plus(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.tabs.open_all(files(tmp_path, *(f"f{number:03}.txt" for number in range(200))))
    new = window.tab_row.new
    qtbot.waitUntil(lambda: window.tab_row.rect().contains(new.geometry()) and new.isVisible())
    assert len(window.tab_bar.findChildren(QToolButton, "closeTab")) == 2


def test_the_key_that_opens_a_closed_tab_again_says_if_there_is_none(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(window, Key.Key_T)
    QTest.keyClicks(window.editor, "nobody wants this")
    decide(monkeypatch, DISCARD)
    press(window, Key.Key_W)
    press(window, Key.Key_T, CTRL | SHIFT)
    assert window.statusBar().currentMessage() == "No closed file is left to open again."
    assert shown(window) == []
