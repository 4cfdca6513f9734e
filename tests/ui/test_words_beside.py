"""The three words beside the text: what is said of them, their keys, and how they are sent away."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype import paths
from autotype.text.hints import ENOUGH_SHOWS, ENOUGH_TAKES, Hints, read_hints, write_hints
from autotype.text.suggestion import Silence
from tests.ui.typist import Typist

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
AtWork = Callable[..., Typist]


def keys_of(typist: Typist) -> list[str]:
    return [button._key for button in typist.row.buttons]


def offer(qtbot: QtBot, typist: Typist) -> None:
    typist.type(" Than")
    typist.answer("k")
    qtbot.waitUntil(lambda: typist.row.isVisible() and typist.shown()[0] == "Thank")
    qtbot.wait(1)


@pytest.mark.parametrize("where", ["caret", "bottom"])
def test_the_status_says_what_is_true_of_the_words(
    qtbot: QtBot, at_work: AtWork, where: str
) -> None:
    typist = at_work(where)
    typist.type("Than")
    typist.answer("k", "ks")
    said = "Words, but no grey text: not sure enough"
    qtbot.waitUntil(lambda: said in typist.window.status.text, timeout=5000)
    typist.type("x")
    typist.answer()
    said = "No suggestion: not sure enough"
    qtbot.waitUntil(lambda: said in typist.window.status.text, timeout=5000)


def test_words_that_are_nowhere_are_not_spoken_of(qtbot: QtBot, at_work: AtWork) -> None:
    typist = at_work("off")
    typist.type("Than")
    typist.answer("k", "ks")
    said = "No suggestion: not sure enough"
    qtbot.waitUntil(lambda: said in typist.window.status.text, timeout=5000)


@pytest.mark.parametrize("where", ["caret", "bottom"])
def test_esc_sends_the_words_away_until_the_next_one(
    qtbot: QtBot, at_work: AtWork, where: str
) -> None:
    typist = at_work(where)
    typist.type("We than")
    typist.answer("k", "ks")
    qtbot.waitUntil(lambda: typist.shown()[:2] == ["thank", "thanks"])
    QTest.keyClick(typist.editor, Key.Key_Escape)
    assert typist.controller.silence is Silence.DISMISSED
    qtbot.waitUntil(lambda: typist.shown() == ["", "", ""] or not typist.row.isVisible())
    asked = len(typist.requests)
    typist.type("k")
    assert len(typist.requests) == asked
    typist.type(" ")
    typist.answer("you")
    qtbot.waitUntil(lambda: "you" in typist.shown())


def test_esc_ends_full_screen_only_when_there_are_no_words_to_send_away(
    qtbot: QtBot, at_work: AtWork
) -> None:
    typist = at_work()
    typist.type("We than")
    typist.answer("k", "ks")
    qtbot.waitUntil(typist.strip().isVisible)
    typist.window.full_screen.set(True)
    typist.type("k")
    typist.answer("s")
    qtbot.waitUntil(typist.strip().isVisible)
    QTest.keyClick(typist.window.windowHandle(), Key.Key_Escape)
    assert typist.window.isFullScreen()
    QTest.keyClick(typist.window.windowHandle(), Key.Key_Escape)
    assert not typist.window.isFullScreen()


@pytest.mark.parametrize("where", ["caret", "bottom"])
def test_the_whole_key_is_written_out_until_it_is_known(
    qtbot: QtBot, at_work: AtWork, where: str
) -> None:
    typist = at_work(where)
    for _ in range(ENOUGH_TAKES):
        offer(qtbot, typist)
        assert keys_of(typist) == ["Alt+1", "Alt+2", "Alt+3"]
        typist.now += 0.5
        QTest.keyClick(typist.editor, Key.Key_1, ALT)
    offer(qtbot, typist)
    assert keys_of(typist) == ["1", "2", "3"]
    assert typist.row.buttons[0].accessibleDescription() == "Alt+1 takes this word"
    again = at_work(where)
    offer(qtbot, again)
    assert keys_of(again) == ["1", "2", "3"]


def test_whoever_uses_other_keys_is_told_of_these_for_a_while(
    qtbot: QtBot, at_work: AtWork
) -> None:
    write_hints(paths.hints_file(), Hints(ENOUGH_SHOWS - 2), "words")
    write_hints(paths.hints_file(), Hints(3, 2))
    typist = at_work()
    offer(qtbot, typist)
    assert keys_of(typist)[0] == "Alt+1"
    typist.type("x")
    typist.answer()
    offer(qtbot, typist)
    offer(qtbot, typist)
    assert keys_of(typist)[0] == "1"
    assert read_hints(paths.hints_file(), "words") == Hints(ENOUGH_SHOWS)
    assert read_hints(paths.hints_file()) == Hints(3, 2)
