"""What a search for misspelled words could not check is said, and never called free of mistakes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open

GERMAN = "Gestern haben wir die Nachbarn besucht unt lange geredet."
ENGLISH = "All of these words are right."
Said = Callable[[], str]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The only place of dictionaries besides the built-in one."""
    monkeypatch.setattr("autotype.spelling.dictionaries._FOLDERS", (str(tmp_path / "hunspell"),))
    monkeypatch.setenv("XDG_DATA_HOME", "/nonexistent")
    (tmp_path / "hunspell").mkdir()
    return tmp_path / "hunspell"


def add_german(folder: Path) -> None:
    (folder / "de_DE.aff").write_text("SET UTF-8\n", "ascii")
    words = ["besucht", "die", "geredet", "Gestern", "haben", "lange", "Nachbarn", "wir"]
    (folder / "de_DE.dic").write_text("\n".join([str(len(words)), *words]), "utf-8")


def f7(qtbot: QtBot, window: MainWindow, text: str) -> str:
    """Return what the window says after F7 in a text that has no misspelled word for it."""
    window.editor.replace_text(text)
    window.statusBar().clearMessage()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)

    def said() -> list[str]:
        texts = (window.statusBar().currentMessage(), window.document_notice.text)
        return [said for said in texts if "ecked" in said or "misspelled" in said]

    qtbot.waitUntil(lambda: bool(said()), timeout=10_000)
    (only,) = said()
    return only


@pytest.mark.parametrize(
    "text", [GERMAN, "Сегодня мы долго говорили о погоде.", f"{GERMAN}\n\n{GERMAN}\n"]
)
def test_a_text_in_another_language_was_not_checked(
    qtbot: QtBot, open_app: Open, text: str
) -> None:
    window = open_app(spelling="en_US", suggestions=False).window
    said = f7(qtbot, window, text)
    assert "The spelling of this text was not checked" in said
    assert "American English (en_US)" in said
    assert "hunspell-de-de" in said


def test_paragraphs_in_another_language_are_counted(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(spelling="en_US", suggestions=False).window
    said = f7(qtbot, window, f"{ENGLISH}\n\n{GERMAN}\n{ENGLISH}\n{GERMAN}\n")
    assert "but 2 paragraphs were not checked" in said
    window.document_notice.dismiss()
    assert f7(qtbot, window, ENGLISH) == "No misspelled word was found."


def test_a_word_that_is_found_takes_away_that_none_was(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(spelling="en_US", suggestions=False).window
    assert f7(qtbot, window, ENGLISH) == "No misspelled word was found."
    window.editor.replace_text("All of theese words are right.")
    window.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: window.editor.textCursor().selectedText() == "theese", timeout=10_000)
    qtbot.waitUntil(lambda: not window.statusBar().currentMessage(), timeout=3_000)


def test_a_paragraph_that_is_too_long_was_not_checked(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(spelling="en_US", suggestions=False).window
    said = f7(qtbot, window, f"{ENGLISH}\n{ENGLISH * 1000}")
    assert said.startswith("1 paragraph was not checked, since it is too long")


def test_without_a_dictionary_nothing_was_checked(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(spelling="xx_YY", suggestions=False).window
    said = f7(qtbot, window, ENGLISH)
    assert "There is no spelling dictionary “xx_YY”" in said


@pytest.mark.parametrize("system", ["de_DE", "C"])
def test_the_menu_says_that_the_system_has_no_dictionary(
    qtbot: QtBot, open_app: Open, folder: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    german = QLocale(system)
    monkeypatch.setattr(QLocale, "system", lambda: german)
    # As with LANGUAGE=de on a system that says nothing else.
    monkeypatch.setattr("autotype.ui.spelling_thread.language", lambda: "de")
    window = open_app(spelling="auto", suggestions=False).window
    assert "The spelling of this text was not checked" in f7(qtbot, window, GERMAN)
    entry = window.spelling._languages["auto"]
    assert entry.text() == "Language of the &system (Deutsch: no dictionary)"
    # What is installed now is there with the next look into the menu, and is used when chosen.
    add_german(folder)
    (menu,) = {action.parent() for action in window.spelling._languages.values()}
    menu.aboutToShow.emit()  # type: ignore[union-attr]
    entry = window.spelling._languages["auto"]
    assert entry.text() == "Language of the &system"
    assert entry.isChecked()
    entry.trigger()
    window.document_notice.dismiss()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: window.editor.textCursor().selectedText() == "unt", timeout=10_000)


def test_another_dictionary_that_is_there_is_named(
    qtbot: QtBot, open_app: Open, folder: Path
) -> None:
    add_german(folder)
    window = open_app(spelling="en_US", suggestions=False).window
    assert f7(qtbot, window, GERMAN).endswith("Edit › Spelling has others.")
