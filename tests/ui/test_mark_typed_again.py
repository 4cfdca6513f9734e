"""The mark that a take has put is not doubled by whoever types it at once, as everybody does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Session

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def taken(qtbot: QtBot, ghost: str, *, soft_space: bool = True) -> Session:
    session = Session(qtbot, soft_space=soft_space)
    session.type("We talked about the w")
    session.answer(ghost)
    session.wait(200)
    session.press(Key.Key_Tab)
    return session


def text_of(session: Session) -> str:
    return session.editor.text().removeprefix("We talked about the ")


@pytest.mark.parametrize("soft_space", [True, False])
@pytest.mark.parametrize("mark", [".", ",", "?", "!", ":", ")", "]"])
def test_it_stands_there_once(qtbot: QtBot, mark: str, soft_space: bool) -> None:
    session = taken(qtbot, f"eather{mark}", soft_space=soft_space)
    session.type(mark)
    assert text_of(session) == f"weather{mark}"
    session.press(Key.Key_Z, CTRL)  # there is only the take to undo
    assert text_of(session) == "w"


def test_typing_goes_on_behind_it_as_behind_the_take(qtbot: QtBot) -> None:
    session = taken(qtbot, "eather.")
    session.type(".It")
    assert text_of(session) == "weather. It"
    session = taken(qtbot, "eather.", soft_space=False)
    session.type(". It")
    assert text_of(session) == "weather. It"


def test_three_points_can_be_typed(qtbot: QtBot) -> None:
    session = taken(qtbot, "eather.")
    session.type("...")
    assert text_of(session) == "weather..."
    session.press(Key.Key_Z, CTRL)
    assert text_of(session) == "weather."
    session.press(Key.Key_Z, CTRL)
    assert text_of(session) == "w"


def test_another_mark_is_put(qtbot: QtBot) -> None:
    session = taken(qtbot, "eather.")
    session.type(")")
    assert text_of(session) == "weather.)"
    assert text_of(taken(qtbot, "eather")) == "weather"


@pytest.mark.parametrize("what", ["move", "type", "undo", "backspace"])
def test_only_right_after_the_take(qtbot: QtBot, what: str) -> None:
    session = taken(qtbot, "eather.", soft_space=False)
    if what == "move":
        session.press(Key.Key_Left)
        session.press(Key.Key_Right)
    elif what == "type":
        session.type("x")
        session.press(Key.Key_Backspace)
    elif what == "undo":
        session.press(Key.Key_Z, CTRL)
        session.press(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    else:
        session.press(Key.Key_Backspace)
        session.type(".")
    assert text_of(session) == "weather."
    session.type(".")
    assert text_of(session) == "weather.."


def test_a_ghost_that_goes_on_with_the_mark_is_typed_through(qtbot: QtBot) -> None:
    session = taken(qtbot, "eather.", soft_space=False)
    session.answer("..")
    session.type(".")
    assert text_of(session) == "weather.."


def test_a_ghost_behind_it_stays(qtbot: QtBot) -> None:
    session = taken(qtbot, "eather.")
    session.answer("It was")
    before = session.screen()
    session.type(".")
    assert session.screen() == before
    assert before.endswith("weather.[ It was]")


def test_an_input_method_that_commits_the_mark_does_not_double_it(qtbot: QtBot) -> None:
    session = taken(qtbot, "eather.")
    for expected in ("weather.", "weather.."):
        event = QInputMethodEvent()
        event.setCommitString(".")
        QApplication.sendEvent(session.editor, event)
        assert text_of(session) == expected
