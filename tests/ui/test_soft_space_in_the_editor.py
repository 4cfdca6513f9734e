"""The soft space in a real editor and a real window; the ghost is in brackets."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.recovery import Journal
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word
from tests.ui.conftest import Open, Session

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def taken(qtbot: QtBot) -> Session:
    """Somebody who has just taken a word."""
    session = Session(qtbot, soft_space=True)
    session.type("foo")
    session.answer("bar")
    session.wait(200)
    session.press(Key.Key_Tab)
    assert session.seen[-2:] == ["foo[bar]", "foobar[ ]"]
    return session


def commit(session: Session, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(session.editor, event)
    session.look()


def text_of(session: Session) -> str:
    return session.editor.text()


def test_the_next_ghost_brings_it_along(taken: Session) -> None:
    assert taken.requests[-1].before == "foobar "
    taken.answer("baz qux", "baz")
    taken.type("ba")
    assert taken.seen[-3:] == ["foobar[ baz qux]", "foobar b[az qux]", "foobar ba[z qux]"]
    taken.wait(500)
    taken.press(Key.Key_Tab)
    assert taken.screen() == "foobar baz qux[ ]"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("x", "foobar x"),
        ("(x", "foobar (x"),
        (", x", "foobar, x"),
        (",x", "foobar, x"),
        (".x", "foobar.x"),
        (".X", "foobar. X"),
        ("'s", "foobar's"),
        (" x", "foobar x"),
        ("\nx", "foobar\nx"),
        ("-x", "foobar-x"),
        ('"x', 'foobar "x'),
        ("5", "foobar 5"),
    ],
)
def test_the_next_key(taken: Session, typed: str, text: str) -> None:
    taken.type(typed)
    assert text_of(taken) == text


def test_it_is_one_undo_step_with_the_typing_that_follows(taken: Session) -> None:
    taken.type("xyz")
    assert text_of(taken) == "foobar xyz"
    states = []
    for _ in range(3):
        taken.press(Key.Key_Z, CONTROL)
        states.append(taken.screen())
    assert states == ["foobar", "foo", ""]
    for _ in range(3):
        taken.press(Key.Key_Z, CONTROL | SHIFT)
    assert taken.screen() == "foobar xyz"


def test_word_by_word_undoes_word_by_word(qtbot: QtBot) -> None:
    session = Session(qtbot, soft_space=True)
    session.type("foo")
    session.answer(" one two")
    session.press(Key.Key_Right, CONTROL)
    session.press(Key.Key_Right, CONTROL)
    assert session.seen[-3:] == ["foo[ one two]", "foo one[ two]", "foo one two[ ]"]
    session.press(Key.Key_Z, CONTROL)
    assert session.screen() == "foo one"


def test_a_word_of_the_bar_has_it_already(taken: Session) -> None:
    taken.answer("baz", "baz", "cat")
    taken.wait(200)
    taken.press(Key.Key_2, ALT)
    assert taken.screen() == "foobar cat[ ]"


def test_without_a_space(qtbot: QtBot) -> None:
    session = Session(qtbot, soft_space=True)
    session.type("wan")
    session.answer("t")
    session.wait(200)
    session.press(Key.Key_Return, ALT)
    assert session.screen() == "want"
    session.type("ed")
    assert session.screen() == "wanted"
    session.press(Key.Key_Return, ALT)
    assert session.screen() == "wanted"


def test_backspace_removes_it_alone(taken: Session) -> None:
    taken.answer("baz")
    taken.press(Key.Key_Backspace)
    assert taken.screen() == "foobar"
    assert taken.controller.silence is Silence.AFTER_DELETION
    taken.press(Key.Key_Backspace)
    assert taken.screen() == "fooba"
    taken.type("s")
    assert text_of(taken) == "foobas"


def test_backspace_with_control_deletes_the_word(taken: Session) -> None:
    taken.press(Key.Key_Backspace, CONTROL)
    taken.type("x")
    assert text_of(taken) == "x"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_Escape, NONE),
        (Key.Key_Delete, NONE),
        (Key.Key_Left, NONE),
        (Key.Key_Right, NONE),
        (Key.Key_Home, NONE),
        (Key.Key_End, NONE),
        (Key.Key_Up, NONE),
        (Key.Key_Down, NONE),
        (Key.Key_A, CONTROL),
        (Key.Key_Z, CONTROL),
    ],
)
@pytest.mark.parametrize("ghost", ["", "baz"])
def test_other_keys_send_it_away(
    taken: Session, key: Key, modifier: Qt.KeyboardModifier, ghost: str
) -> None:
    taken.answer(ghost)
    taken.press(key, modifier)
    assert not taken.controller.soft_space
    assert "[" not in taken.screen()
    taken.type("x")
    assert " " not in text_of(taken)


def test_keys_that_change_nothing_leave_it(taken: Session) -> None:
    QGuiApplication.clipboard().setText("")
    for key, modifier in (
        (Key.Key_Shift, SHIFT),
        (Key.Key_Control, CONTROL),
        (Key.Key_Alt, ALT),
        (Key.Key_C, CONTROL),
        (Key.Key_F5, NONE),
    ):
        taken.press(key, modifier)
        assert taken.screen() == "foobar[ ]"
    taken.type("x")
    assert text_of(taken) == "foobar x"


def test_a_click_a_lost_focus_and_a_move_by_program_send_it_away(taken: Session) -> None:
    QTest.mouseClick(taken.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(390, 5))
    assert not taken.controller.soft_space
    for leave in (
        taken.editor.clearFocus,
        lambda: taken.editor.moveCursor(QTextCursor.MoveOperation.Start),
        lambda: taken.editor.insertPlainText("in"),
    ):
        taken.editor.replace_text("")
        taken.editor.setFocus()
        taken.type("foo")
        taken.answer("bar")
        taken.wait(500)
        taken.press(Key.Key_Tab)
        assert taken.screen() == "foobar[ ]"
        leave()
        taken.type("x")
        assert " " not in text_of(taken)


def test_pasting_sends_it_away(taken: Session) -> None:
    QGuiApplication.clipboard().setText("s")
    taken.press(Key.Key_V, CONTROL)
    taken.type("x")
    assert text_of(taken) == "foobarsx"


@pytest.mark.parametrize(
    ("committed", "text"),
    [("où", "foobar où"), ("😀", "foobar 😀"), ("日本", "foobar日本"), (",", "foobar,")],
)
def test_an_input_method_decides_with_what_it_commits(
    taken: Session, committed: str, text: str
) -> None:
    QApplication.sendEvent(taken.editor, QInputMethodEvent("ou", []))
    assert taken.controller.soft_space
    assert text_of(taken) == "foobar"
    commit(taken, committed)
    assert text_of(taken) == text
    assert taken.controller.soft_space is (committed == ",")


def test_what_was_composed_and_given_up_leaves_it(taken: Session) -> None:
    QApplication.sendEvent(taken.editor, QInputMethodEvent("ou", []))
    QApplication.sendEvent(taken.editor, QInputMethodEvent("", []))
    taken.look()
    assert taken.screen() == "foobar[ ]"
    taken.type("x")
    assert text_of(taken) == "foobar x"


def test_not_while_typing_overwrites(qtbot: QtBot) -> None:
    session = Session(qtbot, soft_space=True)
    session.editor.setOverwriteMode(True)
    session.type("foo")
    session.answer("bar")
    session.wait(200)
    session.press(Key.Key_Tab)
    session.type("x")
    assert text_of(session) == "foobarx"


@pytest.fixture
def window(open_app: Open, qtbot: QtBot) -> App:
    """A real window in which a word was just taken."""
    app = open_app()
    requests: list[Request] = []
    controller, editor = app.window.controller, app.window.editor
    qtbot.waitUntil(lambda: controller.silence is Silence.NO_MODEL, timeout=20_000)
    controller._submit = requests.append
    controller.on_status(EngineStatus(EngineState.READY, "Test", "CPU"))
    editor.setFocus()
    QTest.keyClicks(editor, "foo")
    controller.on_suggestion(Suggestion(requests[-1], (Word("bar", 0.9),), "bar", 0.9))
    assert controller.take("take_word")
    assert editor.ghost.text == " "
    return app


def test_it_is_in_nothing_that_leaves_the_editor(
    window: App, tmp_path: Path, home: Path, qtbot: QtBot
) -> None:
    editor, documents = window.window.editor, window.window.documents
    file = tmp_path / "text.txt"
    window.window.tabs.open_all([file])
    QTest.keyClicks(editor, "foobar")  # starting a document has sent it away
    window.window.controller.on_suggestion(
        Suggestion(window.window.controller._state.asked, (Word(" baz", 0.9),), " baz", 0.9)  # type: ignore[arg-type]
    )
    window.window.controller.take("take_word")
    assert editor.ghost.text == " "
    assert documents.save()
    assert editor.ghost.text == " "
    assert file.read_bytes().rstrip(b"\n") == b"foobar baz"
    documents.journal_now()
    assert not any(found.text.endswith(" ") for found in Journal(home / "recovery").pending())
    assert editor.document().clone().toPlainText() == "foobar baz"
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.moveCursor(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    editor.copy()
    assert QGuiApplication.clipboard().text() == "foobar baz"
    qtbot.waitUntil(lambda: "2 words" in window.window.status.text, timeout=5000)


def test_it_is_journalled_as_it_is(window: App, home: Path) -> None:
    window.window.documents.journal_now()
    assert [found.text for found in Journal(home / "recovery").pending()] == ["foobar"]
    assert window.window.editor.text() == "foobar"


def test_it_moves_no_text_where_a_line_is_full(qtbot: QtBot) -> None:
    editor = Session(qtbot, soft_space=True).editor
    for size in range(20, 70):
        editor.replace_text(f"{'x' * (size // 2)} {'i' * (size - size // 2)}")
        editor.moveCursor(QTextCursor.MoveOperation.End)
        layout = editor.textCursor().block().layout()
        caret = editor.cursorRect().topLeft()  # only now it is laid out
        lines = layout.lineCount()
        assert lines >= 1
        assert editor.ghost.show(" ")
        assert editor.cursorRect().topLeft() == caret
        assert layout.lineCount() == lines


def test_the_setting_switches_it_off(open_app: Open) -> None:
    assert not open_app(soft_space=False).window.controller._state.options.soft_space
