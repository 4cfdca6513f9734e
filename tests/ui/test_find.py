"""Finding and replacing in the real window, with its keys."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from autotype.settings import Settings
from autotype.text.suggestion import Silence
from autotype.ui.document_text import DocumentText
from autotype.ui.find_bar import FindBar
from autotype.ui.theme import apply_theme
from tests.ui.typist import Typist

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Seeker:
    """Somebody who looks for something in a text."""

    def __init__(self, qtbot: QtBot, typist: Typist) -> None:
        self._qtbot = qtbot
        self.typist = typist
        self.window = typist.window
        self.editor = typist.editor
        self.bar: FindBar = self.window.find_bar

    def write(self, marked: str) -> None:
        """Set the text; bars stand where the selection begins and ends, one at the caret."""
        before, *between, after = marked.split("|")
        selected = "".join(between)
        self.editor.replace_text(before + selected + after)
        cursor = self.editor.textCursor()
        cursor.setPosition(units(before))
        cursor.setPosition(units(before + selected), QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)

    def text(self) -> str:
        """The text, with bars around what is selected."""
        text, cursor = self.editor.text().encode("utf-16-le"), self.editor.textCursor()
        start, end = 2 * cursor.selectionStart(), 2 * cursor.selectionEnd()
        parts = (text[:start], text[start:end], text[end:])
        return "|".join(part.decode("utf-16-le") for part in parts)

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is, or for the window."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def find(self, text: str) -> None:
        self.press(Key.Key_F, CTRL)
        self.bar.field.clear()
        QTest.keyClicks(self.bar.field, text)

    def replace(self, text: str, by: str) -> None:
        self.press(Key.Key_H, CTRL)
        self.bar.field.setText(text)
        self.bar.replacement.setFocus()
        self.bar.replacement.setText(by)

    def sees(self, count: str) -> None:
        """Wait until so much is said to be found."""
        self._until(lambda: self.bar.count.text(), count)

    def says(self, sentence: str) -> None:
        self._until(lambda: self.bar.sentence.text(), sentence)

    def reads(self, marked: str) -> None:
        """Wait until the text and the selection are this."""
        self._until(self.text, marked)

    def marked(self, *texts: str) -> None:
        """Wait until these are marked."""

        def marks() -> list[str]:
            return [one.cursor.selectedText() for one in self.editor.extraSelections()]

        self._until(marks, list(texts))

    def _until(self, now: Callable[[], object], wanted: object) -> None:
        def agree() -> None:
            assert now() == wanted

        self._qtbot.waitUntil(agree, timeout=30_000)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture
def seeker(qtbot: QtBot, at_work: Callable[..., Typist]) -> Seeker:
    typist = at_work()
    typist.window.activateWindow()
    return Seeker(qtbot, typist)


def test_typing_finds_the_first_one_behind_the_caret(seeker: Seeker) -> None:
    seeker.write("one two three| two Two")
    seeker.press(Key.Key_F, CTRL)
    assert seeker.bar.field.hasFocus()
    QTest.keyClicks(seeker.bar.field, "t")
    seeker.reads("one two three |t|wo Two")
    QTest.keyClicks(seeker.bar.field, "wo")
    seeker.reads("one two three |two| Two")
    seeker.sees("2 of 3")
    QTest.keyClicks(seeker.bar.field, "x")
    seeker.sees("No matches")
    seeker.reads("one two three|| two Two")
    seeker.bar.field.setText("one")
    seeker.sees("1 of 1")  # from the top
    seeker.press(Key.Key_Escape)
    assert not seeker.bar.isVisible()
    assert seeker.editor.hasFocus()
    assert seeker.text() == "|one| two three two Two"


def test_going_about_with_keys(seeker: Seeker) -> None:
    seeker.write("|a| 😀a b\na")
    seeker.find("a")
    seen = []
    for key, modifiers, count in (
        (Key.Key_Return, NONE, "2 of 3"),
        (Key.Key_F3, NONE, "3 of 3"),
        (Key.Key_Enter, NONE, "1 of 3, from the top"),
        (Key.Key_Return, SHIFT, "3 of 3, from the end"),
        (Key.Key_F3, SHIFT, "2 of 3"),
    ):
        seeker.sees("1 of 3") if not seen else None
        seeker.press(key, modifiers)
        seeker.sees(count)
        seen.append(seeker.text())
    assert seen == [
        "a 😀|a| b\na",
        "a 😀a b\n|a|",
        "|a| 😀a b\na",
        "a 😀a b\n|a|",
        "a 😀|a| b\na",
    ]


def test_what_is_selected_is_looked_for(seeker: Seeker) -> None:
    seeker.write("a.b axb |a.b|")
    seeker.press(Key.Key_F, CTRL)
    assert (seeker.bar.field.text(), seeker.bar.field.selectedText()) == ("a.b", "a.b")
    seeker.sees("2 of 2")
    assert seeker.text() == "a.b axb |a.b|"  # nothing moves before something is typed
    seeker.press(Key.Key_Escape)
    seeker.bar.pattern.setChecked(True)
    seeker.press(Key.Key_F, CTRL)
    seeker.sees("2 of 2")
    # What was found by a pattern does not take its place.
    seeker.find("a.b")
    seeker.sees("3 of 3")
    seeker.editor.setFocus()
    seeker.press(Key.Key_F, CTRL)
    assert seeker.bar.field.text() == "a.b"


def test_the_last_search_goes_on_without_the_bar(seeker: Seeker) -> None:
    seeker.write("|two two")
    seeker.press(Key.Key_F3)
    assert seeker.bar.field.hasFocus()  # there is nothing to look for yet
    QTest.keyClicks(seeker.bar.field, "two")
    seeker.sees("1 of 2")
    seeker.press(Key.Key_Escape)
    seeker.press(Key.Key_F3)
    seeker.reads("two |two|")
    assert seeker.editor.hasFocus()
    assert seeker.bar.isVisible()
    seeker.press(Key.Key_Escape)  # in the text
    assert not seeker.bar.isVisible()
    seeker.marked()
    seeker.press(Key.Key_F, CTRL)
    assert seeker.bar.field.text() == "two"


def test_escape_in_the_text_dismisses_a_ghost_first(seeker: Seeker) -> None:
    seeker.find("two")
    seeker.editor.setFocus()
    seeker.typist.type("Thank you very")
    seeker.typist.answer(" much", ghost=" much")
    assert seeker.editor.ghost.text
    seeker.press(Key.Key_Escape)
    assert not seeker.editor.ghost.text
    assert seeker.bar.isVisible()
    seeker.press(Key.Key_Escape)
    assert not seeker.bar.isVisible()


def test_switches_have_keys(seeker: Seeker) -> None:
    seeker.write("|two Two twofold t.o")
    seeker.find("two")
    seeker.sees("1 of 3")
    for key, count in (
        (Key.Key_C, "1 of 2"),
        (Key.Key_W, "1 of 1"),
        (Key.Key_C, "1 of 2"),
        (Key.Key_W, "1 of 3"),
    ):
        seeker.press(key, ALT)
        seeker.sees(count)
    assert seeker.bar.field.text() == "two"
    seeker.press(Key.Key_R, ALT)
    seeker.bar.field.setText("t.o")
    seeker.sees("1 of 4")
    seeker.press(Key.Key_R, ALT)
    seeker.sees("1 of 1")
    seeker.press(Key.Key_P, ALT)
    assert not seeker.bar.keep_case.isChecked()  # its row is not there
    seeker.press(Key.Key_H, CTRL)
    seeker.press(Key.Key_P, ALT)
    assert seeker.bar.keep_case.isChecked()


def test_every_part_can_be_reached_and_named(seeker: Seeker) -> None:
    seeker.press(Key.Key_H, CTRL)
    seen: list[QWidget] = []
    focus = QApplication.focusWidget()
    while focus not in seen:
        assert focus is not None
        assert focus.accessibleName()
        seen.append(focus)
        QTest.keyClick(focus, Key.Key_Tab)
        focus = QApplication.focusWidget()
        if not seeker.bar.isAncestorOf(focus):
            break
    bar = seeker.bar
    switches = {bar.case, bar.words, bar.pattern, bar.selection, bar.keep_case}
    assert {bar.field, bar.replacement, *switches, bar.back, bar.forth, bar.one, bar.all} <= {*seen}
    bar.words.setFocus()
    seeker.press(Key.Key_Return)
    assert bar.words.isChecked()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("(a", "This is not a valid pattern: missing ) (character 3)."), ("", ""), ("(a)", "")],
)
def test_a_pattern_that_is_wrong_is_said(seeker: Seeker, pattern: str, said: str) -> None:
    seeker.write("|a a")
    seeker.find("a")
    seeker.press(Key.Key_R, ALT)
    seeker.bar.field.setText("(")
    seeker.says("This is not a valid pattern: missing ) (character 2).")
    assert seeker.bar.sentence.isVisible()
    seeker.bar.field.setText(pattern)
    seeker.says(said)
    assert seeker.bar.sentence.isVisible() == bool(said)
    seeker.sees("1 of 2" if pattern == "(a)" else "")


def test_a_pattern_that_never_ends_stops_nothing(seeker: Seeker) -> None:
    seeker.write("|y" + "x" * 200)
    seeker.bar.pattern.setChecked(True)
    seeker.find("(?:x|xx)+y")
    seeker.press(Key.Key_Return)
    seeker.editor.setFocus()
    seeker.press(Key.Key_Z)
    assert seeker.editor.text().startswith("zy")
    seeker.says("The search was given up: it takes too long.")
    seeker.bar.field.setText("y")
    seeker.sees("1 of 1")


def test_the_count_follows_the_text(seeker: Seeker) -> None:
    seeker.write("two two|")
    seeker.find("two")
    seeker.sees("1 of 2")  # from the top
    seeker.editor.setFocus()
    seeker.press(Key.Key_End)
    seeker.sees("2 matches")
    seeker.typist.type(" two")
    seeker.sees("3 matches")
    seeker.marked("two", "two", "two")
    seeker.editor.replace_text("nothing")
    seeker.sees("No matches")
    seeker.marked()
    seeker.editor.replace_text("one two")
    seeker.sees("1 match")


def test_matches_are_marked_but_for_the_one_that_is_selected(seeker: Seeker) -> None:
    seeker.write("|two 😀Two\nTWO" + "\nline" * 400 + "\nTwO")
    seeker.find("two")
    seeker.sees("1 of 4")
    seeker.marked("Two", "TWO")  # what is below cannot be seen
    seeker.press(Key.Key_Return, SHIFT)
    seeker.sees("4 of 4, from the end")
    seeker.marked()
    assert seeker.editor.viewport().rect().contains(seeker.editor.cursorRect())
    seeker.press(Key.Key_Home, CTRL) if seeker.editor.hasFocus() else None
    seeker.editor.verticalScrollBar().setValue(0)
    seeker.marked("two", "Two", "TWO")
    seeker.press(Key.Key_Escape)
    seeker.marked()


def test_marks_of_other_parts_stay(seeker: Seeker) -> None:
    seeker.write("|two other two")
    other = QTextEdit.ExtraSelection()
    other.cursor = seeker.editor.document().find("other")
    seeker.editor.marks.put("other", [other])
    seeker.find("two")
    seeker.marked("other", "two")
    seeker.press(Key.Key_Escape)
    seeker.marked("other")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_marked_can_be_read(seeker: Seeker, qapp: QApplication, theme: str) -> None:
    apply_theme(qapp, Settings(theme=theme))
    try:
        seeker.write("two |two")
        seeker.find("two")
        seeker.marked("two")
        (mark,) = seeker.editor.extraSelections()
        paper = seeker.editor.palette().color(QPalette.ColorRole.Base)
        ground, ink = mark.format.background().color(), mark.format.foreground().color()
        assert contrast(ground, ink) >= 7
        assert contrast(mark.format.underlineColor(), paper) >= 3
        assert ground != paper
    finally:
        apply_theme(qapp, Settings())


def contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_replacing_one_after_the_other(seeker: Seeker) -> None:
    seeker.write("|two 😀two\u00a0two")
    seeker.replace("two", "two two")
    seeker.sees("1 of 3")
    seeker.press(Key.Key_Return)
    seeker.reads("two two 😀|two|\u00a0two")  # and not what came in its place
    seeker.press(Key.Key_Return)
    seeker.press(Key.Key_Return)  # nobody has to wait in between
    seeker.sees("1 of 6, from the top")
    assert seeker.text() == "|two| two 😀two two\u00a0two two"
    for then in ("two two 😀two two\u00a0two", "two two 😀two\u00a0two", "two 😀two\u00a0two"):
        seeker.editor.undo()
        assert seeker.editor.text() == then


def test_the_first_press_only_goes_to_a_match(seeker: Seeker) -> None:
    seeker.write("one two|")
    seeker.press(Key.Key_H, CTRL)
    seeker.bar.field.setText("two")
    seeker.sees("1 of 1")
    seeker.editor.setFocus()
    seeker.press(Key.Key_Home)
    seeker.bar.replacement.setFocus()
    seeker.bar.replacement.setText("zwei")
    seeker.press(Key.Key_Return)
    seeker.reads("one |two|")
    seeker.press(Key.Key_Return)
    seeker.reads("one zwei||")
    seeker.sees("No matches")
    # What is typed next is a step of its own.
    seeker.editor.setFocus()
    seeker.typist.type("!")
    seeker.editor.undo()
    assert seeker.editor.text() == "one zwei"


def test_replacing_all_is_one_step(seeker: Seeker) -> None:
    text = "Two 😀two\u00a0TWO e\u0301two\n\ntwo 👩‍💻 twofold | end"
    seeker.write(text)
    seeker.replace("two", "zwei")
    seeker.press(Key.Key_P, ALT)
    seeker.press(Key.Key_W, ALT)
    seeker.sees("1 of 4")
    seeker.editor.setFocus()
    seeker.press(Key.Key_End, CTRL)
    seeker.bar.replacement.setFocus()
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("4 matches were replaced.")
    then = "Zwei 😀zwei\u00a0ZWEI e\u0301two\n\nzwei 👩‍💻 twofold  end"
    assert seeker.text() == f"{then}||"  # and the caret is where it was
    seeker.sees("No matches")
    seeker.editor.undo()
    assert seeker.editor.text() == text.replace("|", "")
    assert not seeker.editor.document().isUndoAvailable()
    seeker.editor.redo()
    assert seeker.editor.text() == then
    seeker.says("")


def test_undoing_all_brings_the_caret_back(seeker: Seeker) -> None:
    seeker.write("two " * 30 + "\nhere| and two")
    seeker.replace("two", "x")
    seeker.sees("31 of 31")
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("31 matches were replaced.")
    seeker.editor.undo()
    assert seeker.text() == "two " * 30 + "\nhere and two||"


@pytest.mark.parametrize("what", ["typing", "another text", "another switch", "closing"])
def test_all_is_replaced_only_as_it_was_asked_for(seeker: Seeker, what: str) -> None:
    seeker.write("two |two\ntwo|")
    seeker.replace("two", "x")
    seeker.sees("1 of 2")
    seeker.bar.all.click()
    # Before the answer can be here:
    if what == "typing":
        seeker.editor.setFocus()
        QTest.keyClick(seeker.editor, Key.Key_Home, CTRL)
        seeker.typist.type("a")
        seeker.says("2 matches were replaced.")
        assert seeker.editor.text() == "atwo x\nx"
        return
    if what == "another text":
        seeker.bar.field.setText("w")
        seeker.sees("1 of 2")
    elif what == "another switch":
        seeker.bar.selection.click()
        seeker.sees("2 of 3")
    else:
        seeker.press(Key.Key_Escape)
    QTest.qWait(100)
    assert seeker.editor.text() == "two two\ntwo"


def test_typing_is_no_part_of_replacing_all(seeker: Seeker) -> None:
    seeker.write("|two two")
    seeker.replace("two", "x")
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("2 matches were replaced.")
    seeker.editor.setFocus()
    cursor = seeker.editor.textCursor()
    cursor.setPosition(1)
    seeker.editor.setTextCursor(cursor)
    seeker.typist.type("yz")
    assert seeker.editor.text() == "xyz x"
    seeker.editor.undo()
    assert seeker.editor.text() == "x x"


@pytest.mark.parametrize(
    ("text", "pattern", "by", "then"),
    [
        ("Jane Doe\nJohn Roe", r"(\w+) (\w+)", r"$2, \1", "Doe, Jane\nRoe, John"),
        ("a\nb\n", "^", "- ", "- a\n- b\n- "),
        ("a\nb", "$", "!", "a!\nb!"),
        ("a\n\nb", r"\n+", r"\n", "a\nb"),
        ("a b", " ", "", "ab"),
        ("axxb", "x*", "-", "-a--b-"),
        ("\ufeffa", "a", "b", "\ufeffb"),
        ("x\ufeffxa", "x", "", "\ufeffa"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_patterns(
    seeker: Seeker, text: str, pattern: str, by: str, then: str, at_once: bool
) -> None:
    seeker.write("|" + text)
    seeker.bar.pattern.setChecked(True)
    seeker.replace(pattern, by)
    if at_once:
        seeker.press(Key.Key_Return, CTRL)
    else:
        for _ in re.findall(pattern, text, re.MULTILINE):
            seeker.press(Key.Key_Return)
    seeker._until(seeker.editor.text, then)
    while seeker.editor.document().isUndoAvailable():
        seeker.editor.undo()
    assert seeker.editor.text() == text


def test_a_group_that_is_not_there_is_said(seeker: Seeker) -> None:
    seeker.write("|two two")
    seeker.bar.pattern.setChecked(True)
    for modifiers in (NONE, CTRL):
        seeker.replace("two", "")
        seeker.sees("1 of 2")
        seeker.replace("two", r"\2")
        seeker.press(Key.Key_Return, modifiers)
        seeker.says("Nothing was replaced: the pattern has no group 2.")
    assert seeker.editor.text() == "two two"


def test_only_in_the_selection(seeker: Seeker) -> None:
    seeker.write("two |two\ntwo| two")
    seeker.press(Key.Key_H, CTRL)
    assert seeker.bar.selection.isChecked()  # more than a line is no text to look for
    seeker.replace("two", "three")
    seeker.sees("1 of 2")
    seeker.marked("two\u2029two", "two")
    seeker.press(Key.Key_Return)
    seeker.reads("two three\n|two| two")
    seeker.press(Key.Key_Return)
    seeker.sees("No matches")
    seeker.replace("t", "T")
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("2 matches were replaced.")
    seeker.reads("two T||hree\nThree two")
    seeker.editor.undo()
    seeker.press(Key.Key_L, ALT)
    seeker.sees("3 of 4")
    seeker.press(Key.Key_Escape)
    assert not seeker.bar.selection.isChecked()


def test_there_must_be_a_selection_to_search_in(seeker: Seeker) -> None:
    seeker.write("|two two")
    seeker.find("x")
    seeker.sees("No matches")
    seeker.press(Key.Key_L, ALT)
    seeker.says("Select some text first; then only that is searched.")
    assert not seeker.bar.selection.isChecked()


def test_nothing_is_replaced_in_a_document_that_is_only_shown(seeker: Seeker) -> None:
    seeker.write("|two two")
    seeker.editor.setReadOnly(True)
    seeker.replace("two", "x")
    seeker.sees("1 of 2")
    seeker.says("This document is read-only, so nothing can be replaced in it.")
    assert not seeker.bar.one.isEnabled()
    for modifiers in (NONE, CTRL):
        seeker.press(Key.Key_Return, modifiers)
    QTest.qWait(50)
    assert seeker.editor.text() == "two two"
    seeker.editor.setReadOnly(False)
    seeker.says("")
    seeker.press(Key.Key_Return)
    seeker.reads("x |two|")


def test_replacing_is_no_typing(seeker: Seeker) -> None:
    typist = seeker.typist
    typist.type("Thank you very")
    typist.answer(" much", ghost=" much")
    seeker.press(Key.Key_H, CTRL)
    assert not seeker.editor.ghost.text
    asked = len(typist.requests)
    seeker.replace("very", "so")
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("1 match was replaced.")
    seeker.press(Key.Key_Escape)
    assert seeker.editor.hasFocus()
    assert seeker.text() == "Thank you so||"
    assert typist.controller.silence is Silence.AFTER_MOVE
    assert len(typist.requests) == asked
    typist.type(" m")
    assert len(typist.requests) > asked


def test_a_look_at_the_bar_gives_the_ghost_back(seeker: Seeker) -> None:
    seeker.typist.type("Thank you very")
    seeker.typist.answer(" much", ghost=" much")
    asked = len(seeker.typist.requests)
    seeker.press(Key.Key_F, CTRL)
    seeker.press(Key.Key_Escape)
    assert seeker.text() == "Thank you very||"
    assert len(seeker.typist.requests) >= asked
    assert seeker.typist.controller.silence is not Silence.AFTER_MOVE


@pytest.mark.parametrize("emoji", ["", "😀"])
def test_a_long_text_is_read_a_little_at_a_time(seeker: Seeker, qtbot: QtBot, emoji: str) -> None:
    text = f"some words {emoji} and others, no\u00a0break\n" * 60_000
    seeker.editor.replace_text(text)
    reader = DocumentText(seeker.editor.document(), seeker.editor)
    turns: list[int] = []
    reader.ready.connect(lambda: turns.append(-1))
    reader.read()
    while -1 not in turns:
        QApplication.processEvents()
        turns.append(1)
        if len(turns) == 3:
            # What is typed meanwhile is read, too.
            seeker.typist.type("x")
        reader.read()  # asking twice is not beginning twice
    assert len(turns) > 5
    assert reader.is_fresh
    assert reader.text == seeker.editor.text() == "x" + text
    ends = [len(text) // 3, len(text), 0, 5]
    for end in ends:
        assert reader.positions.units(end) == units(reader.text[:end])
        assert reader.positions.characters(units(reader.text[:end])) == end


def test_all_of_a_long_text(seeker: Seeker) -> None:
    text = "some words and words 😀 in no\u00a0break lines\n" * 60_000
    seeker.editor.replace_text(text)
    seeker.replace("words", "letters")
    seeker.sees("1 of 120,000")
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("120,000 matches were replaced.")
    assert seeker.editor.text() == text.replace("words", "letters")
    seeker.editor.undo()
    assert seeker.editor.text() == text
    seeker.bar.pattern.setChecked(True)
    seeker.bar.field.setText(".")
    seeker._until(lambda: "more than 9,999" in seeker.bar.count.text(), True)


def test_a_line_that_becomes_giant_is_not_wrapped(seeker: Seeker) -> None:
    text = "a line of some words\n" * 20_000
    seeker.editor.replace_text(text)
    seeker.bar.pattern.setChecked(True)
    seeker.replace(r"\n", " ")
    seeker.press(Key.Key_Return, CTRL)
    seeker.says("20,000 matches were replaced.")
    assert seeker.editor.text() == text.replace("\n", " ")
    assert seeker.editor.lineWrapMode() == seeker.editor.LineWrapMode.NoWrap


@pytest.mark.parametrize("width", [420, 900])
def test_nothing_is_cut(seeker: Seeker, qtbot: QtBot, width: int) -> None:
    seeker.window.resize(width, 280)
    seeker.press(Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: seeker.window.width() == width)
    QApplication.processEvents()
    bar = seeker.bar
    places = []
    for part in bar.findChildren(QWidget):
        if not part.isVisible() or not part.accessibleName():
            continue
        place = part.rect().translated(part.mapTo(bar, part.rect().topLeft()))
        assert bar.rect().contains(place), part.accessibleName()
        assert part.width() >= min(part.sizeHint().width(), 90), part.accessibleName()
        assert not any(place.intersects(other) for other in places), part.accessibleName()
        places.append(place)
    assert seeker.editor.height() > 80


def test_what_is_found_is_seen_in_the_smallest_window(seeker: Seeker) -> None:
    seeker.window.resize(420, 280)
    seeker.write("|The first line has two\nand the second none.\n")
    seeker.replace("two", "")
    seeker.sees("1 of 1")
    view = seeker.editor.viewport().rect()
    assert view.height() >= 2 * seeker.editor.fontMetrics().lineSpacing()
    seeker._until(lambda: view.contains(seeker.editor.cursorRect()), True)


def test_going_to_a_line(seeker: Seeker, qtbot: QtBot) -> None:
    seeker.write("one\ntwo\nthree|")
    seeker.press(Key.Key_G, CTRL)
    (dialog,) = seeker.window.findChildren(QInputDialog)
    assert (dialog.intMinimum(), dialog.intValue(), dialog.intMaximum()) == (1, 3, 3)
    dialog.setIntValue(2)
    dialog.accept()
    assert seeker.text() == "one\n||two\nthree"
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert seeker.window.focusWidget() is seeker.editor


@pytest.mark.parametrize("button", ["one", "all"])
def test_replacing_is_no_other_document(qtbot: QtBot, seeker: Seeker, button: str) -> None:
    seeker.typist.type("one two one")
    counted = seeker.window.counting.text
    assert counted
    others: list[None] = []
    seeker.window.controller.opened.connect(lambda: others.append(None))
    seeker.replace("two", "three")
    seeker.sees("1 of 1")
    getattr(seeker.bar, button).click()
    qtbot.waitUntil(lambda: seeker.editor.text() == "one three one", timeout=20_000)
    assert not others
    assert seeker.window.counting.text.items() >= counted.items()
