"""Each of these lost a character or crashed before the ghost was removed first."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QInputMethodEvent,
    QPalette,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.text.suggestion import Silence
from autotype.ui.ghost_text import LONGEST_BLOCK
from tests.ui.conftest import Session

Key = Qt.Key


def put(session: Session, marked: str) -> None:
    """Set the text; the caret is where the bar is."""
    before, after = marked.split("|")
    session.editor.replace_text(before + after)
    cursor = session.editor.textCursor()
    cursor.setPosition(len(before.encode("utf-16-le")) // 2)
    session.editor.setTextCursor(cursor)


def test_down_from_a_ghost_of_two_lines(session: Session) -> None:
    put(session, "|")
    assert session.editor.ghost.show("hello\nworld")
    QTest.keyClick(session.editor, Key.Key_Down)
    QTest.keyClicks(session.editor, "x")
    QTest.keyClick(session.editor, Key.Key_Left)
    session.editor.grab()
    assert session.editor.text() == "x"


def test_right_into_an_emoji(session: Session) -> None:
    put(session, "a|😀b")
    assert session.editor.ghost.show("xyz")
    QTest.keyClick(session.editor, Key.Key_Right)
    assert session.editor.textCursor().position() == 3
    QTest.keyClicks(session.editor, "!")
    assert session.editor.text() == "a😀!b"


@pytest.mark.parametrize(
    ("marked", "key", "modifier", "position"),
    [
        ("one| two three", Key.Key_Right, Qt.KeyboardModifier.ControlModifier, 4),
        ("one| two", Key.Key_End, Qt.KeyboardModifier.NoModifier, 7),
        ("one two|", Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        ("one\n|two", Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0),
    ],
)
def test_the_caret_moves_as_if_there_were_no_ghost(
    session: Session, marked: str, key: Key, modifier: Qt.KeyboardModifier, position: int
) -> None:
    put(session, marked)
    session.editor.ghost.show(" zzz zzz")
    QTest.keyClick(session.editor, key, modifier)
    assert session.editor.textCursor().position() == position


def test_modifiers_alone_leave_the_ghost(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    for key in (Key.Key_Shift, Key.Key_Control, Key.Key_Alt, Key.Key_CapsLock):
        QTest.keyPress(session.editor, key)
    assert session.screen() == "foo[bar]"


def test_empty_input_method_events_leave_the_ghost(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    for _ in range(3):
        QApplication.sendEvent(session.editor, QInputMethodEvent("", []))
    assert session.screen() == "foo[bar]"


def test_a_preedit_that_is_not_ours_is_left_alone(session: Session) -> None:
    put(session, "foo|")
    QApplication.sendEvent(session.editor, QInputMethodEvent("ほん", []))
    assert not session.editor.ghost.show("bar")
    session.editor.ghost.clear()
    assert session.editor.textCursor().block().layout().preeditAreaText() == "ほん"


def test_the_document_never_holds_the_ghost(session: Session) -> None:
    put(session, "foo|")
    assert session.editor.ghost.show(" bar")
    assert session.editor.text() == "foo"
    assert session.editor.toPlainText() == "foo"
    assert not session.editor.document().isModified()
    assert not session.editor.document().isUndoAvailable()
    assert session.editor.find("bar") is False


def test_syntax_formats_stay_where_they_were(session: Session) -> None:
    class Marks(QSyntaxHighlighter):
        def highlightBlock(self, text: str) -> None:  # noqa: N802
            look = QTextCharFormat()
            look.setForeground(QColor("red"))
            for at in (text.find("one"), text.find("two")):
                if at >= 0:
                    self.setFormat(at, 3, look)

    put(session, "one | two")
    marks = Marks(session.editor.document())
    marks.rehighlight()
    layout = session.editor.textCursor().block().layout()
    before = [(part.start, part.length) for part in layout.formats()]
    assert before == [(0, 3), (5, 3)]
    session.editor.ghost.show("😀ab")
    assert [(part.start, part.length) for part in layout.formats()] == before
    session.editor.ghost.clear()
    assert [(part.start, part.length) for part in layout.formats()] == before


def test_the_ghost_takes_the_colour_of_a_new_palette(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    palette = session.editor.palette()
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#123456"))
    session.editor.setPalette(palette)
    formats = session.editor.ghost.view._layout.formats()  # type: ignore[attr-defined]
    assert formats[-1].format.foreground().color() == QColor("#123456")
    assert session.screen() == "foo[bar]"


def test_no_ghost_in_a_read_only_document(session: Session) -> None:
    put(session, "foo|")
    session.editor.setReadOnly(True)
    session.press(Key.Key_Backslash, Qt.KeyboardModifier.AltModifier)
    assert session.controller.silence is Silence.READ_ONLY
    assert not session.requests


def test_no_ghost_in_a_giant_paragraph(session: Session) -> None:
    session.editor.setLineWrapMode(session.editor.LineWrapMode.NoWrap)
    put(session, "word " * (LONGEST_BLOCK // 5) + "|")
    session.type("x")
    assert session.controller.silence is Silence.LONG_LINE
    assert not session.requests


def test_a_long_document_costs_a_key_no_more_text_than_a_short_one(session: Session) -> None:
    put(session, "A line of some words.\n" * 5000 + "|")
    session.type("x")
    assert len(session.requests[-1].before) < 6100
    whole = session.editor.text()
    request = session.requests[-1]
    assert whole[request.offset :] == request.before


def test_several_selections_and_moves_keep_one_ghost_at_most(session: Session) -> None:
    put(session, "one\ntwo\nthree|")
    for text in ("a", "b\nc", "d"):
        session.editor.ghost.show(text)
        session.editor.moveCursor(QTextCursor.MoveOperation.Up)
        areas = [
            session.editor.document().findBlockByNumber(n).layout().preeditAreaText()
            for n in range(3)
        ]
        assert sum(map(bool, areas)) == 0


def test_two_ghosts_in_a_row_leave_no_trace(session: Session) -> None:
    put(session, "foo|")
    widths = []
    for text in ("bar", "longer text", "bar"):
        session.editor.ghost.show(text)
        session.editor.ghost.clear()
        widths.append(session.editor.textCursor().block().layout().formats())
    assert all(first == second == [] for first, second in pairwise(widths))
