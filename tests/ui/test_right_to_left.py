"""Texts that are written from right to left begin at the right, and ghosts stand behind them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from autotype.ui.caret import caret_of
from autotype.ui.editor import Editor
from tests.ui.typist import Typist

MANY = ["שלום לכולם, אני רו", "مرحبا بكم في هذ"]


def write(typist: Typist, text: str) -> None:
    none = Qt.KeyboardModifier.NoModifier
    for character in text:
        QApplication.sendEvent(typist.editor, QKeyEvent(QEvent.Type.KeyPress, 0, none, character))
    QApplication.processEvents()


def in_the_editor(editor: Editor) -> QRect:
    """Return where the caret is, as ghosts say it."""
    return editor.cursorRect().translated(editor.viewport().geometry().topLeft())


@pytest.mark.parametrize("text", MANY)
def test_a_text_begins_at_the_right_and_its_ghost_ends_at_the_caret(
    at_work: Callable[..., Typist], text: str
) -> None:
    typist = at_work()
    write(typist, text)
    editor = typist.editor
    caret = caret_of(editor)
    assert caret is not None and caret.rtl
    line = caret.line.naturalTextRect()
    assert abs(line.right() - caret.line.width()) < 8  # the margins of the document
    typist.answer("צה", ghost="צה לדבר")
    QApplication.processEvents()
    end = editor.ghost.end
    left = editor.viewport().geometry().left()
    assert editor.ghost.is_visible
    assert end.right() - left == pytest.approx(caret.x, abs=2)
    assert abs(end.center().y() - in_the_editor(editor).center().y()) < 6
    hint = typist.window.key_hint
    assert hint.isVisible() and hint.geometry().right() < end.left()


def test_a_text_that_becomes_another_one_moves_to_its_side(
    at_work: Callable[..., Typist],
) -> None:
    typist = at_work()
    document = typist.editor.document()
    for text, side in (("\n\nשלום", "AlignRight"), ("Hello שלום", "AlignLeft"), ("", "AlignLeft")):
        typist.editor.load(text)
        QApplication.processEvents()
        QApplication.processEvents()
        assert document.defaultTextOption().alignment() == getattr(Qt.AlignmentFlag, side)


def test_where_the_direction_changes_the_ghost_covers_nothing(
    at_work: Callable[..., Typist],
) -> None:
    typist = at_work()
    write(typist, "This is שלום עו")
    caret = caret_of(typist.editor)
    assert caret is not None and caret.is_between
    typist.answer("לם", ghost="לם")
    QApplication.processEvents()
    # On the next line, since what is written stands on both sides of the caret.
    assert typist.editor.ghost.is_visible
    assert typist.editor.ghost.end.top() > in_the_editor(typist.editor).bottom() - 4


def test_each_text_of_a_window_has_its_own_side(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    editor, first = typist.editor, typist.editor.document()
    write(typist, "Hello")
    kept = editor.keep_text()
    second = editor.new_text()
    editor.show_text(second)
    write(typist, "  שלום")
    QApplication.processEvents()
    assert second.defaultTextOption().alignment() == Qt.AlignmentFlag.AlignRight
    editor.keep_text()
    editor.show_text(kept)
    assert first.defaultTextOption().alignment() == Qt.AlignmentFlag.AlignLeft


@pytest.mark.parametrize(
    ("text", "at", "typed", "side"),
    [
        ("שלום", 0, "Hello ", "AlignLeft"),
        ("12 שלום", 2, " Hello", "AlignLeft"),
        ("12 שלום", 4, "Hello", "AlignRight"),
        ("Hello", 0, "שלום", "AlignRight"),
        ("\u2067שלום\u2069 a", 0, "ש", "AlignRight"),
        ("\u2067שלום\u2069 ", 7, "ש", "AlignRight"),
        ("😀 שלום", 2, " a", "AlignLeft"),
        ("\n\n", 2, "שלום", "AlignRight"),
    ],
)
def test_what_is_typed_first_decides(
    at_work: Callable[..., Typist], text: str, at: int, typed: str, side: str
) -> None:
    typist = at_work()
    typist.editor.load(text)
    QApplication.processEvents()
    cursor = typist.editor.textCursor()
    cursor.setPosition(at)
    typist.editor.setTextCursor(cursor)
    for character in typed:
        write(typist, character)
    QApplication.processEvents()
    found = typist.editor.document().defaultTextOption().alignment()
    assert found == getattr(Qt.AlignmentFlag, side)
