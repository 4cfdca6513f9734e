"""Where a ghost is painted: over the text, and without moving any of it."""

from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QPaintEvent, QPalette, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from autotype.ui.caret import caret_of
from autotype.ui.editor import Editor
from tests.ui.conftest import Session


def put(editor: Editor, marked: str) -> None:
    before, _, after = marked.partition("|")
    editor.replace_text(before + after)
    cursor = editor.textCursor()
    cursor.setPosition(len(before))
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()
    QApplication.processEvents()


def lines(editor: Editor) -> list[tuple[float, float, int, int]]:
    """Where each line of the text stands, and what it holds."""
    found = []
    block = editor.document().firstBlock()
    while block.isValid():
        top = editor.blockBoundingGeometry(block).top()
        layout = block.layout()
        each = (layout.lineAt(number) for number in range(layout.lineCount()))
        found += [(top + one.y(), one.x(), one.textStart(), one.textLength()) for one in each]
        block = block.next()
    return found


class Count(QObject):
    """Counts the events of one kind that a widget gets."""

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        super().__init__(widget)
        self.number, self._kind = 0, kind
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
        self.number += event.type() is self._kind
        return False


def ghost_place(editor: Editor) -> QRect:
    """Where the ghost is drawn, in the editor."""
    assert editor.ghost.view.isVisible()
    return editor.ghost.view.geometry()


@pytest.mark.parametrize(
    ("marked", "ghost"),
    [
        ("I would like to thank you for the good interna|", "tional help of everybody"),
        ("I would like to thank you for the good help|\nNext.", " of all people who were there"),
        ("He came (as I said bef|).", "ore noon"),
        ("One two| three four five six seven eight nine ten eleven", " and a half"),
        ("One two|", "\nthree"),
    ],
)
def test_a_ghost_moves_nothing_that_is_written(session: Session, marked: str, ghost: str) -> None:
    editor = session.editor
    put(editor, marked)
    before, caret = lines(editor), editor.cursorRect()
    for _ in range(2):
        assert editor.ghost.show(ghost)
        QApplication.processEvents()
        assert lines(editor) == before
        assert editor.cursorRect() == caret
        editor.ghost.clear()
        assert not editor.ghost.view.isVisible()


def test_a_half_word_stays_where_its_end_has_no_room(session: Session) -> None:
    editor = session.editor
    put(editor, "|")
    while editor.cursorRect().right() < editor.viewport().width() - 30:
        QTest.keyClicks(editor, "m")
    before = lines(editor)
    assert len(before) == 1
    editor.ghost.show("mmmmmm")
    QApplication.processEvents()
    assert lines(editor) == before
    place, caret = ghost_place(editor), editor.cursorRect()
    assert place.top() >= caret.bottom() - 1 + editor.viewport().y()
    assert place.left() < 20


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(alphabet="am i\nשל.", max_size=60),
    st.text(alphabet="am i\nשל.", max_size=40),
    st.text(alphabet="am i\nשל😀", min_size=1, max_size=60),
)
def test_no_ghost_moves_anything(session: Session, head: str, tail: str, ghost: str) -> None:
    editor = session.editor
    put(editor, f"{head}|{tail}")
    before, text = lines(editor), editor.text()
    assert editor.ghost.show(ghost)
    QApplication.processEvents()
    assert lines(editor) == before
    assert editor.text() == text
    editor.ghost.clear()


def test_typing_through_leaves_the_rest_where_it_is(session: Session) -> None:
    session.type("foo")
    session.answer("bar baz")
    right = ghost_place(session.editor).right()
    for character in "bar ":
        session.type(character)
        assert abs(ghost_place(session.editor).right() - right) <= 1


@pytest.mark.parametrize(
    ("before", "ghost"),
    [
        ("Thank you very mu", "ch for your help."),
        ("We stayed in the h", "otel that overlooks the old harbour and its many small boats."),
        ("Das ist e", "in Ärgernis für alle Wäschereien."),
        ("Nice 😀 to see y", "ou 😀 again"),
        ("לום", " עולם טוב"),
    ],
)
def test_what_is_left_looks_as_if_it_were_laid_out_anew(
    session: Session, before: str, ghost: str
) -> None:
    editor = session.editor
    put(editor, f"{before}|")
    editor.ghost.show(ghost)
    for character in ghost[:-1]:
        left = editor.ghost.text.removeprefix(character)
        editor.ghost.hold()
        editor.ghost.clear()
        editor.textCursor().insertText(character)
        editor.ghost.show(left)
        editor.ghost.release()
        ink, place = inked(editor)
        editor.ghost.follow()  # as after scrolling: all of it is laid out again
        anew, place_anew = inked(editor)
        assert (place_anew.topLeft() - place.topLeft()).manhattanLength() <= 1, left
        assert (place_anew.bottomRight() - place.bottomRight()).manhattanLength() <= 1, left
        assert abs(ink - anew) <= 2.5, left


def inked(editor: Editor) -> tuple[float, QRect]:
    """How much of the ghost is not its ground, in whole dark pixels, and where in the editor."""
    place, image = ghost_place(editor), editor.ghost.view.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0).lightness()
    shades = {
        (x, y): abs(image.pixelColor(x, y).lightness() - ground) / 255
        for x in range(image.width())
        for y in range(image.height())
    }
    seen = QRect()
    for (x, y), shade in shades.items():
        if shade > 0.05:
            seen = seen.united(QRect(place.left() + x, place.top() + y, 1, 1))
    return sum(shades.values()), seen


def test_what_is_typed_through_never_leaves_the_screen(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    gone = Count(session.editor.ghost.view, QEvent.Type.Hide)
    session.type("ba")
    assert gone.number == 0
    session.type("x")
    assert gone.number == 1
    assert session.seen == ["", "f", "fo", "foo", "foo[bar]", "foob[ar]", "fooba[r]", "foobax"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_that_gives_it_up_takes_it_off_the_screen(session: Session, key: Qt.Key) -> None:
    session.type("foo")
    session.answer("bar")
    session.press(key)
    assert not session.editor.ghost.text
    assert not session.editor.ghost.view.isVisible()


@pytest.mark.parametrize("lines_before", [0, 3, 40])
def test_a_ghost_is_whole_on_the_last_line(session: Session, lines_before: int) -> None:
    editor = session.editor
    editor.margins.set(20, 20)
    put(editor, "line\n" * lines_before + "The last line of this text is long|")
    caret = editor.cursorRect()
    editor.ghost.show(" enough for what is suggested here to wrap")
    QApplication.processEvents()
    assert ghost_place(editor).height() > 1.5 * caret.height()
    assert ghost_place(editor).bottom() <= editor.height()
    assert editor.cursorRect() == caret  # there is room below the text, so nothing scrolls


def test_a_ghost_that_would_end_below_scrolls_as_far_as_it_must(session: Session) -> None:
    editor = session.editor
    put(editor, "\n" * 60 + "The line of this text is long|" + "\n" * 60)
    bar = editor.verticalScrollBar()
    height, room = editor.cursorRect().height(), editor.viewport().height()
    while editor.cursorRect().bottom() + height < room:
        bar.setValue(bar.value() - 1)
    at, text = bar.value(), " enough for what is suggested here to wrap"
    editor.ghost.show(text)
    assert at < bar.value() <= at + 2
    assert ghost_place(editor).bottom() <= editor.height()
    assert editor.ghost.text == text
    bar.setValue(0)
    assert not editor.ghost.view.isVisible()  # nor is the caret
    bar.setValue(at + 2)
    assert editor.ghost.view.isVisible()


def test_a_ghost_follows_its_text(session: Session) -> None:
    session.type("foo bar foo bar foo bar foo")
    session.answer(" bar")
    before = ghost_place(session.editor)
    session.editor.resize(150, 300)
    QApplication.processEvents()
    assert ghost_place(session.editor).top() > before.top()


class Painted(QObject):
    """What of a widget is painted anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return super().eventFilter(watched, event)


def test_a_ghost_paints_its_own_lines_only(session: Session) -> None:
    editor = session.editor
    put(editor, "Much text stands here. " * 60 + "At its end|")
    editor.ghost.show(" before")  # the first one gets its style, for which all is painted
    editor.ghost.clear()
    QApplication.processEvents()
    line = editor.cursorRect().translated(editor.viewport().pos())
    painted = Painted(editor.viewport())
    editor.ghost.show(" a ghost comes")
    QApplication.processEvents()
    own = ghost_place(editor)
    editor.ghost.clear()
    QApplication.processEvents()
    found = painted.region.translated(editor.viewport().pos()).boundingRect()
    assert 0 < found.height() <= own.united(line).height() + 4


def test_a_soft_space_alone_can_be_seen(session: Session) -> None:
    editor = session.editor
    put(editor, "Thank you|")
    caret = editor.cursorRect().translated(editor.viewport().pos())
    editor.ghost.show(" ")
    QApplication.processEvents()
    place = ghost_place(editor)
    assert place.left() >= caret.left()
    image = editor.grab(QRect(caret.right() + 1, place.top(), 40, place.height())).toImage()
    paper = editor.palette().color(QPalette.ColorRole.Base).rgb()
    ink = sum(
        image.pixel(x, y) != paper for x in range(image.width()) for y in range(image.height())
    )
    assert ink >= 12


@pytest.mark.parametrize("height", range(300, 322, 7))
def test_no_line_is_cut_above_the_room_for_a_ghost(session: Session, height: int) -> None:
    editor = session.editor
    editor.margins.set(20, 20)
    editor.resize(300, height)
    put(editor, "|" + "line\n" * 60)
    QApplication.processEvents()
    viewport, line = editor.viewport().height(), editor.fontMetrics().lineSpacing()
    last = editor.cursorForPosition(QPoint(0, viewport - 2))
    assert editor.cursorRect(last).bottom() <= viewport
    assert editor.height() - editor.viewport().geometry().bottom() > 2 * line


def test_what_is_being_composed_counts_as_no_text(session: Session, qtlog: Any) -> None:
    put(session.editor, "One|")
    QApplication.sendEvent(session.editor, QInputMethodEvent("にほんご", []))
    caret = caret_of(session.editor)
    assert caret is not None
    assert not any(islice(caret.written(), 3))
    assert [record.message for record in qtlog.records] == []
