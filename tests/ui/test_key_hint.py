"""The key that takes a suggestion stands behind the first few of them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype import paths
from autotype.text.hints import ENOUGH_SHOWS, ENOUGH_TAKES, Hints, read_hints, write_hints
from autotype.ui.key_hint import KeyHint
from tests.ui.typist import Typist


def hint_of(typist: Typist) -> KeyHint:
    QApplication.processEvents()
    return typist.window.key_hint


def offer(typist: Typist, text: str = "k you") -> None:
    typist.type(" Than")
    typist.answer("k", ghost=text)


def take(typist: Typist) -> None:
    typist.now += 0.5
    QTest.keyClick(typist.editor, Qt.Key.Key_Tab)


def test_the_key_stands_behind_a_suggestion_and_goes_with_it(
    at_work: Callable[..., Typist],
) -> None:
    typist = at_work()
    offer(typist)
    hint = hint_of(typist)
    assert (hint.isVisible(), hint.text()) == (True, "Tab")
    assert hint.x() > typist.editor.ghost.end.right()
    x = hint.x()
    typist.type("k")
    assert hint_of(typist).x() == x  # what is typed through leaves the rest where it is
    typist.type("x")
    assert not hint_of(typist).isVisible()


def test_it_is_gone_once_the_key_is_known(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    for _ in range(ENOUGH_TAKES):
        offer(typist)
        assert hint_of(typist).isVisible()
        take(typist)
        assert not hint_of(typist).isVisible()
    offer(typist)
    assert not hint_of(typist).isVisible()
    again = at_work()
    offer(again)
    assert not hint_of(again).isVisible()
    assert read_hints(paths.hints_file()).takes == ENOUGH_TAKES


def test_who_does_not_want_it_is_left_alone(at_work: Callable[..., Typist]) -> None:
    write_hints(paths.hints_file(), Hints(shows=ENOUGH_SHOWS - 1))
    typist = at_work()
    offer(typist)
    assert hint_of(typist).isVisible()
    typist.type("x")
    offer(typist)
    assert not hint_of(typist).isVisible()


def test_it_names_the_key_that_is_set(at_work: Callable[..., Typist]) -> None:
    typist = at_work(keys={"take": "Ctrl+J"})
    offer(typist)
    assert hint_of(typist).text() == "Ctrl+J"
    typist.window.set_keys({"take": ""}, right_takes=False)
    typist.type("x")
    offer(typist)
    assert not hint_of(typist).isVisible()


def test_there_must_be_room_for_it(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    typist.window.resize(440, 400)
    offer(typist, "k you very much for all that you have done for us, " * 2)
    hint, ghost = hint_of(typist), typist.editor.ghost
    room = typist.editor.viewport().geometry().right()
    assert not hint.isVisible() or hint.geometry().right() <= room
    assert ghost.is_visible


@pytest.mark.parametrize("text", ["", "[]", "{", '{"shows": -1}', '{"takes": "many"}', "\0"])
def test_a_damaged_file_is_no_file(home: object, text: str) -> None:
    paths.home().mkdir(exist_ok=True)
    paths.hints_file().write_text(text)
    assert read_hints(paths.hints_file()) == Hints()
