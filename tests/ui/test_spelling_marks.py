"""Misspelled words are marked in the window, and mended from its context menu."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from autotype import paths
from autotype.app import App
from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open

WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline
English = Callable[..., MainWindow]


def marked(window: MainWindow) -> list[str]:
    """The words with a wavy line, as the layouts have it that are drawn."""
    words, block = [], window.editor.document().firstBlock()
    while block.isValid():
        units = block.text().encode("utf-16-le")
        for part in sorted(block.layout().formats(), key=lambda part: part.start):
            if part.format.underlineStyle() is WAVE:
                word = units[2 * part.start : 2 * (part.start + part.length)]
                words.append(word.decode("utf-16-le"))
        block = block.next()
    return words


def put(window: MainWindow, text: str) -> None:
    """Put a text into the window as another document; the caret is at its start."""
    window.editor.replace_text(text)


def until_marked(qtbot: QtBot, window: MainWindow, *words: str) -> None:
    def look() -> None:
        assert marked(window) == list(words)

    qtbot.waitUntil(look, timeout=10_000)


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the pause is over and all that is to be seen was looked through."""
    marks = window.spelling.marks
    qtbot.waitUntil(lambda: not marks._timer.isActive(), timeout=5000)
    done: list[object] = []
    window.spelling._thread._run(lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    QApplication.processEvents()


@pytest.fixture
def english(open_app: Open) -> English:
    """A window with the dictionary that comes with the library, whatever this system has."""

    def start(**more: object) -> MainWindow:
        app: App = open_app(**{"spelling": "en_US", "suggestions": False, **more})
        return app.window

    return start


def test_the_dictionary_is_there_before_the_first_key(qtbot: QtBot, english: English) -> None:
    window = english()
    qtbot.waitUntil(lambda: window.spelling._thread.in_use.name == "en_US", timeout=10_000)
    assert window.editor.toPlainText() == ""


@pytest.fixture(autouse=True)
def only_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autotype.spelling.dictionaries._FOLDERS", ())
    monkeypatch.setenv("XDG_DATA_HOME", "/nonexistent")


def place(window: MainWindow, at: int) -> None:
    cursor = window.editor.textCursor()
    cursor.setPosition(at)
    window.editor.setTextCursor(cursor)


def open_menu(qtbot: QtBot, window: MainWindow) -> QMenu:
    editor = window.editor
    center = editor.cursorRect().center()
    editor.customContextMenuRequested.emit(center)
    return menu_of(qtbot, window)


def menu_of(qtbot: QtBot, window: MainWindow) -> QMenu:
    spelling = window.spelling.menu
    qtbot.waitUntil(
        lambda: (
            spelling.menu is not None and spelling.menu.isVisible() and spelling._waiting is None
        ),
        timeout=10_000,
    )
    assert spelling.menu is not None
    return spelling.menu


def press_f7(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)


def entries(menu: QMenu) -> list[str]:
    """What stands above the entries that every text has."""
    texts: list[str] = []
    for action in menu.actions():
        if action.text().startswith("&Undo"):
            break
        texts.append(action.text().replace("&", ""))
    return texts


def choose(menu: QMenu, start: str) -> None:
    action = next(one for one in menu.actions() if one.text().replace("&", "").startswith(start))
    action.trigger()
    menu.close()


def test_words_are_marked_but_not_the_one_that_is_typed(qtbot: QtBot, english: English) -> None:
    window = english()
    QTest.keyClicks(window.editor, "I recieve a lettr")
    until_marked(qtbot, window, "recieve")
    QTest.keyClicks(window.editor, " ")
    until_marked(qtbot, window, "recieve", "lettr")
    # Going back into the word is no typing; changing it is.
    QTest.keyClick(window.editor, Qt.Key.Key_Left)
    QTest.keyClick(window.editor, Qt.Key.Key_Left)
    rest(qtbot, window)
    assert marked(window) == ["recieve", "lettr"]
    QTest.keyClicks(window.editor, "e")
    assert marked(window) == ["recieve"]
    rest(qtbot, window)
    assert marked(window) == ["recieve"]


def test_marks_move_with_the_text_before_the_pause(qtbot: QtBot, english: English) -> None:
    window = english()
    put(window, "One 😀 wrod and annother one of these.")
    until_marked(qtbot, window, "wrod", "annother")
    place(window, 4)
    for key in "so ":
        QTest.keyClicks(window.editor, key)
        assert marked(window) == ["wrod", "annother"]
    QTest.keyClick(window.editor, Qt.Key.Key_Backspace)
    assert marked(window) == ["wrod", "annother"]
    window.editor.undo()
    assert set(marked(window)) <= {"wrod", "annother"}
    until_marked(qtbot, window, "wrod", "annother")


def test_marks_are_no_edit(qtbot: QtBot, english: English) -> None:
    window = english(markdown="on")
    document = window.editor.document()
    put(window, "# A headng\n\nSome *emphasis* and a mispelled word.")
    changes: list[object] = []
    document.contentsChange.connect(lambda *change: changes.append(change))
    document.contentsChanged.connect(lambda: changes.append("changed"))
    revision = document.revision()
    until_marked(qtbot, window, "headng", "mispelled")
    assert not changes
    assert document.revision() == revision
    assert not document.isModified()
    assert not document.isUndoAvailable()
    # A change that follows says of itself what it is.
    place(window, 5)
    QTest.keyClicks(window.editor, "x")
    assert changes[0] == (5, 0, 1)


def test_what_cannot_be_spelled_is_not_marked(qtbot: QtBot, english: English) -> None:
    window = english()
    put(
        window,
        "See https://exmple.com/pathh, mail jon@exmple.org, open ~/Documnts or src/mian.c, type "
        "`prnt` as NASA and PCs do in iPhone v2b. Nothing else is wrogn.\n"
        "```\nthiss is codde\n```\n"
        "Das ist ein schöner Tag, und wir gehen heute spazieren.\n"
        "Слово is a word, the well-knwon one, and John's John’s car.",
    )
    until_marked(qtbot, window, "wrogn", "knwon")


def test_a_correction_is_one_step(qtbot: QtBot, english: English) -> None:
    window = english()
    QTest.keyClicks(window.editor, "It is a wrold of ")
    until_marked(qtbot, window, "wrold")
    place(window, 10)
    menu = open_menu(qtbot, window)
    assert entries(menu)[0] == "1  world"
    assert len([text for text in entries(menu) if text[:1].isdigit()]) <= 5
    assert [text for text in entries(menu) if text and not text[:1].isdigit()] == [
        "Add “wrold” to dictionary",
        "Ignore in this document",
    ]
    choose(menu, "1")
    assert window.editor.text() == "It is a world of "
    until_marked(qtbot, window)
    QTest.keyClicks(window.editor, "x")
    window.editor.undo()
    window.editor.undo()
    assert window.editor.text() == "It is a wrold of "
    until_marked(qtbot, window, "wrold")


def test_a_correction_keeps_curly_apostrophes_and_possessives(
    qtbot: QtBot, english: English
) -> None:
    window = english()
    put(window, "The wrold’s end is near, we doesn’tt know.")
    until_marked(qtbot, window, "wrold’s", "doesn’tt")
    place(window, 6)
    menu = open_menu(qtbot, window)
    assert entries(menu)[0] == "1  world’s"
    choose(menu, "1")
    assert window.editor.text().startswith("The world’s end")


def test_elsewhere_the_menu_is_the_usual_one(qtbot: QtBot, english: English) -> None:
    window = english()
    put(window, "A mispelled word.")
    until_marked(qtbot, window, "mispelled")
    place(window, 15)
    menu = open_menu(qtbot, window)
    assert entries(menu) == []
    assert any("Paste" in action.text() for action in menu.actions())
    menu.close()


def test_added_words_are_kept_and_known_everywhere(qtbot: QtBot, english: English) -> None:
    window, other = english(), english()
    for each in (window, other):
        put(each, "Frobnicate it, frobnicate that.\nThe wrod frobnicate.")
        until_marked(qtbot, each, "Frobnicate", "frobnicate", "wrod", "frobnicate")
    place(window, 17)
    choose(open_menu(qtbot, window), "Add")
    until_marked(qtbot, window, "wrod")
    assert paths.own_words_file().read_text() == "frobnicate\n"
    assert paths.own_words_file().stat().st_mode & 0o777 == 0o600
    QTest.keyClicks(other.editor, "A ")
    until_marked(qtbot, other, "wrod")


def test_ignored_words_are_ignored_in_one_document(qtbot: QtBot, english: English) -> None:
    window = english()
    put(window, "A wrod and a wrod.")
    until_marked(qtbot, window, "wrod", "wrod")
    place(window, 4)
    choose(open_menu(qtbot, window), "Ignore")
    assert marked(window) == []
    put(window, "The wrod of somebody else.")
    until_marked(qtbot, window, "wrod")
    assert not paths.own_words_file().exists()


def test_f7_goes_from_word_to_word_and_round(qtbot: QtBot, english: English) -> None:
    window = english()
    lines = "All of these words are right.\n" * 400
    put(window, f"The frist word.\n{lines}The secnod word.\n")
    editor = window.editor
    seen = []
    for _ in range(3):
        press_f7(qtbot, window)
        menu = menu_of(qtbot, window)
        seen.append(editor.textCursor().selectedText())
        assert entries(menu)[0].startswith("1")
        menu.close()
    assert seen == ["frist", "secnod", "frist"]
    assert "top" in window.statusBar().currentMessage()
    put(window, lines)
    press_f7(qtbot, window)
    qtbot.waitUntil(lambda: "No misspelled" in window.statusBar().currentMessage(), timeout=10_000)
    assert editor.text() == lines


def test_f7_corrects_with_keys_alone(qtbot: QtBot, english: English) -> None:
    window = english()
    put(window, "The wrold is round.")
    press_f7(qtbot, window)
    menu = menu_of(qtbot, window)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.editor.text() == "The world is round."
    QTest.keyClicks(window.editor, "!")
    assert window.editor.text() == "The world! is round."


def compose(window: MainWindow, text: str, commit: str = "") -> None:
    look = QTextCharFormat()
    look.setFontUnderline(True)
    part = QInputMethodEvent.Attribute(
        QInputMethodEvent.AttributeType.TextFormat, 0, len(text), look
    )
    event = QInputMethodEvent(text, [part] if text else [])
    event.setCommitString(commit)
    QApplication.sendEvent(window.editor, event)


def test_composing_leaves_the_marks_as_they_were(qtbot: QtBot, english: English) -> None:
    window = english()
    put(window, "A wrod, and a wrod more.")
    until_marked(qtbot, window, "wrod", "wrod")
    place(window, 8)
    layout = window.editor.document().firstBlock().layout()
    for text in ("n", "ni"):
        compose(window, text)
        starts = sorted(part.start for part in layout.formats())
        assert starts == [2, 8, 14 + len(text)]  # in between what is composed
    compose(window, "")
    assert marked(window) == ["wrod", "wrod"]
    rest(qtbot, window)
    assert marked(window) == ["wrod", "wrod"]
    compose(window, "ni")
    compose(window, "", "你")
    until_marked(qtbot, window, "wrod", "wrod")
    assert window.editor.text() == "A wrod, 你and a wrod more."


def test_a_language_without_a_dictionary_is_one_sentence(qtbot: QtBot, english: English) -> None:
    window = english(spelling="xx_YY")
    QTest.keyClicks(window.editor, "A wrod ")
    qtbot.waitUntil(lambda: "no spelling dictionary “xx_YY”" in window.document_notice.text)
    assert "en_US" in window.document_notice.text
    rest(qtbot, window)
    assert marked(window) == []
    assert window.editor.text() == "A wrod "


def test_a_missing_library_is_one_sentence(
    qtbot: QtBot, english: English, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hunspell", None)
    window = english()
    QTest.keyClicks(window.editor, "A wrod ")
    qtbot.waitUntil(lambda: "cannot be loaded" in window.document_notice.text)
    QTest.keyClicks(window.editor, "goes on")
    assert window.editor.text() == "A wrod goes on"


def test_spelling_is_switched_in_the_menu_and_stays_so(qtbot: QtBot, english: English) -> None:
    window = english()
    put(window, "A wrod.")
    until_marked(qtbot, window, "wrod")
    window.spelling._languages["off"].trigger()
    until_marked(qtbot, window)
    assert 'spelling = "off"' in paths.settings_file().read_text()
    press_f7(qtbot, window)
    assert "not checked" in window.statusBar().currentMessage()
    window.spelling._languages["en_US"].trigger()
    until_marked(qtbot, window, "wrod")


def test_long_documents_are_looked_through_where_they_are_read(
    qtbot: QtBot, english: English, tmp_path: Path
) -> None:
    window = english()
    put(window, "A wrod here.\n" * 3000)
    qtbot.waitUntil(lambda: len(marked(window)) > 5, timeout=10_000)
    assert len(marked(window)) < 200
    bar = window.editor.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = window.editor.document().findBlockByNumber(2999).layout()
    qtbot.waitUntil(lambda: len(last.formats()) == 1, timeout=10_000)
