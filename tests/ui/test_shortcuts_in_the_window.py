"""Shortcuts in a real window over a real file: without a model, and changed by other processes."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.learning.forgetting import set_never
from autotype.learning.shortcuts import remove_shortcuts, set_shortcut
from autotype.learning.store import Store
from tests.ui.conftest import Open, until_ready
from tests.ui.test_spelling_marks import place, until_marked

Key = Qt.Key


@pytest.fixture
def store(home: Path) -> Store:
    return Store(home / "learned")


@pytest.fixture(autouse=True)
def every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody goes to a terminal and comes back in a quarter of a second, but tests do."""
    monkeypatch.setattr("autotype.learning.learner._GLANCE_S", 0.0)


class Desk:
    """Somebody at the window; `seen` is every state that they saw, the ghost in brackets."""

    def __init__(self, qtbot: QtBot, app: App) -> None:
        self.qtbot, self.app, self.editor = qtbot, app, app.window.editor
        self.seen: list[str] = []
        self.app.window.controller.shown.connect(lambda _: self.look())

    def screen(self) -> str:
        ghost = self.editor.ghost.text
        return self.editor.text() + (f"[{ghost}]" if ghost else "")

    def look(self) -> None:
        if self.seen[-1:] != [self.screen()]:
            self.seen.append(self.screen())

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self.editor, character)
            self.look()

    def press(self, key: Key, *modifiers: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.editor, key, *modifiers)
        self.look()

    def sees(self, screen: str) -> None:
        self.qtbot.waitUntil(lambda: self.screen() == screen, timeout=20_000)
        self.look()

    def offered(self) -> list[str]:
        return [word.text for word in self.app.window.controller.words]


def command(*words: str) -> None:
    """As in a terminal."""
    done = [sys.executable, "-m", "autotype", "learned", "shortcut", *words]
    subprocess.run(done, check=True, capture_output=True)


def test_a_shortcut_of_the_command_is_taken_and_undone_without_a_model(
    qtbot: QtBot, open_app: Open
) -> None:
    desk = Desk(qtbot, open_app(take_after_ms=0))
    desk.type("I'll ")
    command("brb", "be", "right", "back")
    desk.type("brb")
    desk.sees("I'll brb[ → be right back]")
    assert desk.offered() == ["be right back"]
    desk.press(Key.Key_Tab)
    assert desk.screen() == "I'll be right back[ ]"
    desk.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.screen() == "I'll brb"
    desk.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "brb" not in desk.screen()


def test_one_that_is_there_at_the_start_is_offered_at_once(
    qtbot: QtBot, open_app: Open, store: Store
) -> None:
    set_shortcut(store, "brb", "be right back")
    app = open_app(take_after_ms=0)
    qtbot.waitUntil(lambda: bool(app.window.controller._state.shortcuts.texts))
    desk = Desk(qtbot, app)
    desk.type("Brb. brb.")
    assert desk.seen == [
        *("B", "Br", "Brb[ → Be right back]", "Brb.", "Brb. ", "Brb. b", "Brb. br"),
        *("Brb. brb[ → be right back]", "Brb. brb."),
    ]


@pytest.mark.parametrize("learning", [True, False])
def test_what_another_process_changes_counts_at_the_next_key(
    qtbot: QtBot, open_app: Open, store: Store, learning: bool
) -> None:
    set_shortcut(store, "brb", "be right back")
    desk = Desk(qtbot, open_app(take_after_ms=0, learning=learning))
    desk.type("brb")
    desk.sees("brb[ → be right back]")
    set_shortcut(store, "brb", "bath robe")
    desk.press(Key.Key_Backspace)
    desk.type("b")
    desk.sees("brb[ → bath robe]")
    remove_shortcuts(store, ["brb"])
    desk.type(" br")
    qtbot.waitUntil(lambda: not desk.app.window.controller._state.shortcuts.texts)
    desk.type("b")
    desk.sees("brb brb")
    set_shortcut(store, "brb", "be right back")
    desk.press(Key.Key_Backspace)
    desk.type("b")
    desk.sees("brb brb[ → be right back]")
    desk.press(Key.Key_Tab)
    assert desk.screen() == "brb be right back[ ]"


def test_nothing_is_made_where_nobody_has_a_shortcut(
    qtbot: QtBot, open_app: Open, home: Path
) -> None:
    desk = Desk(qtbot, open_app(learning=False))
    desk.type("brb. ")
    assert desk.app.learning.own is not None
    assert desk.app.stop()
    assert not (home / "learned").exists()


def test_with_a_model_its_words_stand_behind_the_shortcut(
    qtbot: QtBot, open_app: Open, store: Store, tiny_pack: Path
) -> None:
    set_shortcut(store, "thank", "thanks a lot")
    desk = Desk(qtbot, open_app(take_after_ms=0, pack=str(tiny_pack)))
    until_ready(qtbot, desk.app)
    desk.type("We thank")
    desk.sees("We thank[ → thanks a lot]")
    qtbot.waitUntil(lambda: len(desk.offered()) > 1, timeout=20_000)
    assert desk.offered()[0] == "thanks a lot"
    desk.press(Key.Key_Tab)
    assert desk.screen() == "We thanks a lot[ ]"


def test_what_is_never_to_be_suggested_is_not_while_nothing_is_learned(
    qtbot: QtBot, open_app: Open, store: Store, tiny_pack: Path
) -> None:
    desk = Desk(qtbot, open_app(pack=str(tiny_pack), learning=False))
    until_ready(qtbot, desk.app)
    desk.type("Thank you very much for ")
    qtbot.waitUntil(lambda: "your" in desk.offered(), timeout=20_000)
    set_never(store, ["your"], never=True)
    with qtbot.waitSignal(desk.app.learning._never_changed, timeout=20_000):
        desk.press(Key.Key_Backspace)
    QApplication.processEvents()
    desk.type(" ")
    qtbot.waitUntil(lambda: bool(desk.offered()), timeout=20_000)
    assert "your" not in desk.offered()


def test_a_shortcut_is_no_misspelled_word(qtbot: QtBot, open_app: Open, store: Store) -> None:
    set_shortcut(store, "brb", "be right back")
    window = open_app(spelling="en_US", suggestions=False, learning=False).window
    window.editor.replace_text("Just brb or Brb now, and a wrod of qqz.")
    until_marked(qtbot, window, "wrod", "qqz")
    place(window, 6)
    assert window.spelling.marks.misspelled_at(6) is None
    window.spelling.next.go()
    qtbot.waitUntil(lambda: window.editor.textCursor().selectedText() == "wrod", timeout=10_000)
    set_shortcut(store, "qqz", "quite a question")
    remove_shortcuts(store, ["brb"])
    place(window, 0)
    QTest.keyClicks(window.editor, "A ")
    until_marked(qtbot, window, "brb", "Brb", "wrod")
