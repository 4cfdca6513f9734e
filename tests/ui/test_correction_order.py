"""Corrections are offered in the order of what fits the sentence, if the model says so in time."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.text.rescoring import Rescored, Rescoring
from tests.ui.conftest import Open, until_ready

TEXT = "See you soon, and hve a nice weekend."
WORD = 19  # a place in it


@pytest.fixture(autouse=True)
def only_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autotype.spelling.dictionaries._FOLDERS", ())
    monkeypatch.setenv("XDG_DATA_HOME", "/nonexistent")


class Engine:
    """Stands for an engine that answers when the test wants it."""

    def __init__(self, app: App, by_itself: dict[str, float] | None = None) -> None:
        self.asked: list[Rescoring] = []
        self._by_itself = by_itself
        self._order = app.window.spelling.menu.order
        self._order.ask = self.ask

    def ask(self, asked: Rescoring) -> None:
        self.asked.append(asked)
        if self._by_itself is not None:
            self.answer(asked, self._by_itself)

    def answer(self, asked: Rescoring, liked: dict[str, float]) -> None:
        logs = tuple(liked.get(word, -20.0) for word in asked.words)
        self._order.on_rescored(Rescored(asked, logs))


def write(app: App, text: str = TEXT, at: int = WORD) -> None:
    editor = app.window.editor
    editor.replace_text(text)
    cursor = editor.textCursor()
    cursor.setPosition(at)
    editor.setTextCursor(cursor)


def ask_for_menu(qtbot: QtBot, app: App) -> None:
    marks, editor = app.window.spelling.marks, app.window.editor
    place = editor.textCursor().position()
    qtbot.waitUntil(lambda: marks.misspelled_at(place) is not None, timeout=10_000)
    editor.customContextMenuRequested.emit(editor.cursorRect().center())


def menu(qtbot: QtBot, app: App) -> QMenu:
    spelling = app.window.spelling.menu
    qtbot.waitUntil(
        lambda: spelling.menu is not None and spelling.menu.isVisible() and not spelling._waiting,
        timeout=10_000,
    )
    assert spelling.menu is not None
    return spelling.menu


def corrections(shown: QMenu) -> list[str]:
    texts = [action.text().replace("&", "") for action in shown.actions()]
    return [text.partition("  ")[2] for text in texts if text[:1].isdigit()]


def test_what_fits_comes_first_and_is_what_enter_takes(
    qtbot: QtBot, open_app: Open, tiny_pack: Path
) -> None:
    """The real engine: the dictionary alone puts “hive” first."""
    app = open_app(spelling="en_US", pack=str(tiny_pack))
    until_ready(qtbot, app)
    write(app)
    ask_for_menu(qtbot, app)
    shown = menu(qtbot, app)
    assert corrections(shown)[0] == "have"
    assert "hive" in corrections(shown)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert app.window.editor.text() == "See you soon, and have a nice weekend."


def test_the_engine_hears_of_the_place_first_and_then_of_the_words(
    qtbot: QtBot, open_app: Open
) -> None:
    app = open_app(spelling="en_US")
    engine = Engine(app, {"hove": -1.0, "have": -3.0})
    write(app, f"{TEXT}\nMore of it.")
    ask_for_menu(qtbot, app)
    assert corrections(menu(qtbot, app))[:3] == ["hove", "have", "hive"]
    place, words = engine.asked
    assert (place.before, place.after, place.words) == (
        "See you soon, and ",
        " a nice weekend.\nMore of it.",
        (),
    )
    assert words.words[0] == "hive"
    assert (words.number, words.before, words.after) == (place.number, place.before, place.after)


def test_without_an_answer_the_dictionary_orders_and_a_late_one_changes_nothing(
    qtbot: QtBot, open_app: Open
) -> None:
    app = open_app(spelling="en_US")
    engine = Engine(app)
    write(app)
    ask_for_menu(qtbot, app)
    shown = menu(qtbot, app)
    offered = corrections(shown)
    assert offered[:2] == ["hive", "have"]
    engine.answer(engine.asked[-1], {"have": 0.0})
    assert corrections(shown) == offered
    assert app.window.spelling.menu.menu is shown


def test_an_answer_about_another_word_changes_nothing(qtbot: QtBot, open_app: Open) -> None:
    app = open_app(spelling="en_US")
    engine = Engine(app)
    write(app)
    ask_for_menu(qtbot, app)
    menu(qtbot, app).close()
    old = engine.asked[-1]
    write(app, "We had a court tial last week.", 17)
    ask_for_menu(qtbot, app)
    order = app.window.spelling.menu.order
    qtbot.waitUntil(lambda: order.is_due, timeout=10_000)
    engine.answer(old, {"have": 0.0})
    assert order.is_due
    shown = menu(qtbot, app)
    assert "hive" not in corrections(shown)
    assert set(corrections(shown)) == set(engine.asked[-1].words)


def test_without_a_model_the_dictionary_orders(qtbot: QtBot, open_app: Open) -> None:
    app = open_app(spelling="en_US", pack="there is none")
    write(app)
    ask_for_menu(qtbot, app)
    assert corrections(menu(qtbot, app))[:2] == ["hive", "have"]


def test_a_menu_that_opened_on_words_still_to_come_stays(qtbot: QtBot, open_app: Open) -> None:
    """As on a slow machine: patience ends before the dictionary has answered."""
    app = open_app(spelling="en_US")
    engine = Engine(app)
    write(app)
    spelling = app.window.spelling.menu
    marks = app.window.spelling.marks
    qtbot.waitUntil(lambda: marks.misspelled_at(WORD) is not None, timeout=10_000)
    app.window.editor.customContextMenuRequested.emit(app.window.editor.cursorRect().center())
    spelling._patience.timeout.emit()
    opened = spelling.menu
    assert opened is not None
    assert spelling._waiting is not None
    shown = menu(qtbot, app)
    assert shown is opened
    offered = corrections(shown)
    assert offered[:2] == ["hive", "have"]
    engine.answer(engine.asked[-1], {"have": 0.0})
    assert corrections(shown) == offered


def wait_for_words(qtbot: QtBot, app: App) -> None:
    """Ask for the menu of a word whose corrections are never ordered in time."""
    Engine(app)
    write(app)
    ask_for_menu(qtbot, app)
    spelling = app.window.spelling.menu
    qtbot.waitUntil(lambda: spelling.order.is_due, timeout=10_000)
    assert spelling.menu is None


def no_menu_comes(qtbot: QtBot, app: App) -> None:
    spelling = app.window.spelling.menu
    qtbot.waitUntil(lambda: not spelling._patience.isActive(), timeout=10_000)
    order = spelling.order
    qtbot.waitUntil(lambda: not order._deadline.isActive(), timeout=10_000)
    QApplication.processEvents()
    assert spelling.menu is None
    assert QApplication.activePopupWidget() is None


def test_who_writes_on_gets_no_menu_in_the_way(qtbot: QtBot, open_app: Open) -> None:
    app = open_app(spelling="en_US")
    wait_for_words(qtbot, app)
    QTest.keyClicks(app.window.editor, "x")
    no_menu_comes(qtbot, app)
    QTest.keyClicks(app.window.editor, "y and more")
    assert "xy and more" in app.window.editor.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_End])
def test_who_goes_elsewhere_in_the_text_gets_no_menu(
    qtbot: QtBot, open_app: Open, key: Qt.Key
) -> None:
    app = open_app(spelling="en_US")
    wait_for_words(qtbot, app)
    QTest.keyClick(app.window.editor, key)
    no_menu_comes(qtbot, app)


def test_another_tab_gets_no_menu_of_the_last_one(qtbot: QtBot, open_app: Open) -> None:
    app = open_app(spelling="en_US")
    wait_for_words(qtbot, app)
    app.window.tabs.new()
    no_menu_comes(qtbot, app)
    assert app.window.editor.text() == ""


def test_a_window_that_came_in_front_keeps_its_keys(qtbot: QtBot, open_app: Open) -> None:
    app = open_app(spelling="en_US")
    wait_for_words(qtbot, app)
    dialog = QDialog(app.window)
    dialog.open()
    no_menu_comes(qtbot, app)
    assert dialog.isVisible()
    dialog.close()


def test_a_correction_never_reaches_a_text_that_is_not_in_front(
    qtbot: QtBot, open_app: Open
) -> None:
    app = open_app(spelling="en_US")
    Engine(app, {})
    write(app)
    ask_for_menu(qtbot, app)
    shown = menu(qtbot, app)
    tabs = app.window.tabs
    tabs.new()
    shown.actions()[0].trigger()
    shown.close()
    assert app.window.editor.text() == ""
    tabs.step(-1)
    assert app.window.editor.text() == TEXT


def test_a_word_that_came_back_a_moment_ago_has_its_corrections(
    qtbot: QtBot, open_app: Open
) -> None:
    app = open_app(spelling="en_US")
    write(app, "See you soon, and ", 18)
    marks, editor = app.window.spelling.marks, app.window.editor
    qtbot.waitUntil(lambda: not marks.is_behind(0), timeout=10_000)
    QTest.keyClicks(editor, "hve a nice weekend.")
    editor.undo()
    editor.redo()
    cursor = editor.textCursor()
    cursor.setPosition(WORD)
    editor.setTextCursor(cursor)
    assert marks.is_behind(WORD)
    editor.customContextMenuRequested.emit(editor.cursorRect().center())
    assert corrections(menu(qtbot, app))[:2] == ["hive", "have"]


def test_a_click_that_brings_the_window_to_the_front_gets_its_menu(
    qtbot: QtBot, open_app: Open
) -> None:
    """The click comes first, and the window has the keys when the words are known."""
    app = open_app(spelling="en_US")
    write(app)
    marks = app.window.spelling.marks
    qtbot.waitUntil(lambda: marks.misspelled_at(WORD) is not None, timeout=10_000)
    other = QDialog()
    qtbot.addWidget(other)
    with qtbot.waitActive(other, timeout=10_000):
        other.show()
        other.activateWindow()
    app.window.editor.customContextMenuRequested.emit(app.window.editor.cursorRect().center())
    app.window.activateWindow()
    assert corrections(menu(qtbot, app))[:2] == ["hive", "have"]


def test_a_right_word_that_was_just_typed_has_the_usual_menu(qtbot: QtBot, open_app: Open) -> None:
    app = open_app(spelling="en_US")
    write(app, "See you ", 8)
    QTest.keyClicks(app.window.editor, "soon")
    app.window.editor.customContextMenuRequested.emit(app.window.editor.cursorRect().center())
    shown = menu(qtbot, app)
    assert corrections(shown) == []
    assert "Undo" in shown.actions()[0].text()
