"""The strip as the writer's eye meets it: what moves, what it hides, and when it goes."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.text.dialogue.bar import Offer
from autotype.text.suggestion import Word
from tests.ui.typist import Typist

Key = Qt.Key
AtWork = Callable[..., Typist]
ENDS = st.lists(
    st.sampled_from(["", "y", "ing", "er", "-and-longer", "l", "W"]), max_size=3, unique=True
)


def test_no_word_moves_to_and_fro_while_one_is_written(at_work: AtWork) -> None:
    typist = at_work()

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(ENDS, min_size=2, max_size=6))
    def types(answers: list[list[str]]) -> None:
        typist.controller._cache.clear()
        typist.editor.replace_text("")
        seen: dict[int, int] = {}
        for number, ends in enumerate(answers):
            typist.type("abcdef"[number])
            rest = "abcdef"[number + 1 :]
            typist.answer(*(rest + end for end in ends if rest + end))
            place_of = {button.text(): at for at, button in enumerate(typist.row.buttons)}
            for word, x in typist.on_screen().items():
                place = place_of[word]
                was = seen.setdefault(place, x)
                # Only to make room for a longer word before it, and never back.
                assert x == was if place == 0 else x >= was
                seen[place] = x

    types()


def test_the_first_word_stands_below_the_one_that_is_written(at_work: AtWork) -> None:
    typist = at_work()
    typist.type("Thank y")
    start = typist.caret().x() - typist.editor.fontMetrics().horizontalAdvance("y")
    typist.answer("ou", "our")
    button = typist.strip().buttons[0]
    assert abs(typist.strip().x() + button.x() + button.lead - start) <= 3
    typist.type("ou")
    typist.answer(" for", " very")
    x = typist.on_screen()["for"]
    typist.type(" ")
    typist.answer("for", "very")
    assert typist.on_screen()["for"] == x  # the space is not waited for


def test_empty_places_are_no_part_of_the_strip(at_work: AtWork) -> None:
    typist = at_work()
    typist.type("a")
    typist.answer("be", "bc", "bd")
    before, whole = typist.on_screen(), typist.strip().width()
    typist.type("b")
    typist.answer("c")
    assert typist.on_screen() == {"abc": before["abc"]}
    assert typist.strip().width() < whole / 2


def test_words_that_are_over_stay_where_they_were_and_go(qtbot: QtBot, at_work: AtWork) -> None:
    typist = at_work()
    typist.type("T")
    typist.answer("hank", "he")
    place = typist.strip().geometry()
    typist.type("x")
    typist.answer()
    assert typist.strip().geometry() == place
    qtbot.waitUntil(lambda: not typist.strip().buttons[0].isEnabled(), timeout=2000)
    assert typist.strip().isVisible()
    qtbot.waitUntil(lambda: not typist.strip().isVisible(), timeout=3000)


def test_words_that_are_over_do_not_come_along_to_another_line(at_work: AtWork) -> None:
    typist = at_work()
    typist.type("T")
    typist.answer("hank", "he")
    typist.type("\n")
    assert not typist.strip().isVisible()
    QApplication.processEvents()
    assert not typist.strip().isVisible()


@pytest.mark.parametrize("below", ["", "\n\nThe next paragraph stands here, below an empty line."])
def test_the_strip_never_lies_over_a_line_that_has_just_wrapped(
    at_work: AtWork, below: str
) -> None:
    typist = at_work()
    typist.editor.replace_text(below)
    layout = typist.editor.document().firstBlock().layout()
    for letter in "more " * 60:
        typist.type(letter)
        line = typist.caret().adjusted(-2000, 0, 2000, 0)
        assert not (typist.strip().isVisible() and typist.strip().geometry().intersects(line))
        typist.answer("re", "st")
    assert layout.lineCount() > 2


def test_a_caret_that_moves_to_another_line_leaves_the_strip(at_work: AtWork) -> None:
    typist = at_work()
    typist.editor.replace_text("one\n\n\n")
    QTest.keyClick(typist.editor, Key.Key_Down)
    typist.type("T")
    typist.answer("hank", "he")
    assert typist.strip().isVisible()
    QTest.keyClick(typist.editor, Key.Key_Right)  # the next character's place is on the next line
    assert not typist.strip().isVisible()


def test_the_strip_stands_on_an_empty_line_at_once(at_work: AtWork) -> None:
    typist = at_work()
    typist.editor.replace_text("\n\nThe next paragraph stands here, below an empty line.")
    typist.type("T")
    typist.answer("hank", "he")
    assert typist.strip().isVisible()


def test_the_strip_keeps_clear_of_the_scroll_bar(at_work: AtWork) -> None:
    typist = at_work()
    typist.window.resize(440, 300)
    typist.editor.replace_text("line\n" * 40)
    QTest.keyClick(typist.editor, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    while typist.caret().x() < typist.editor.width() - 60:
        typist.type("m")
    typist.answer("mm", "mmm", "mmmm")
    bar = typist.editor.verticalScrollBar()
    assert bar.isVisible()
    assert typist.strip().isVisible()
    assert typist.strip().geometry().right() < typist.editor.width() - bar.width()


def test_a_click_between_two_words_does_nothing(at_work: AtWork) -> None:
    typist = at_work()
    typist.editor.replace_text("One line.\n\n\n")
    QTest.keyClick(typist.editor, Key.Key_End)
    typist.type("T")
    typist.answer("hank", "he")
    at = typist.editor.textCursor().position()
    QTest.mouseClick(typist.strip(), Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
    assert typist.editor.textCursor().position() == at
    assert typist.strip().isVisible()


@pytest.mark.parametrize("size", [7, 40])
def test_the_words_are_as_large_as_the_text(at_work: AtWork, size: int) -> None:
    typist = at_work(font_size=size)
    typist.type("Tha")
    typist.answer("nk", "t", ghost="nk you")
    height = typist.strip().buttons[0].fontMetrics().height()
    least = typist.window.menuBar().fontMetrics().height()
    assert height >= max(least, 0.8 * typist.editor.fontMetrics().height())
    assert typist.editor.rect().contains(typist.strip().geometry())
    assert not typist.strip().geometry().intersects(typist.caret())
    font = typist.editor.font()
    font.setPointSizeF(24)
    typist.editor.setFont(font)
    QApplication.processEvents()
    height = typist.strip().buttons[0].fontMetrics().height()
    assert height >= 0.8 * typist.editor.fontMetrics().height()
    assert not typist.strip().geometry().intersects(typist.caret())


def test_from_right_to_left_the_words_follow_the_text(at_work: AtWork) -> None:
    typist = at_work()
    typist.editor.replace_text("של")
    QTest.keyClick(typist.editor, Key.Key_End)
    typist.type("2")
    typist.answer("34", "567")
    first, second = typist.strip().buttons[:2]
    assert second.x() < first.x()
    assert typist.editor.rect().contains(typist.strip().geometry())


def test_a_correction_can_be_told_from_a_word(at_work: AtWork) -> None:
    typist = at_work("bottom")
    button = typist.row.buttons[0]
    word = Word("tomorrow", 0.5)
    button.show_offer(Offer("tomorrow", word))
    plain, name = button.grab().toImage(), button.accessibleName()
    button.show_offer(Offer("tomorrow", word, corrects=True))
    assert button.grab().toImage() != plain
    assert name == "Suggested word 1: tomorrow"
    assert button.accessibleName() == "Suggested correction 1: tomorrow"


def test_the_strip_gives_way_to_an_input_method(at_work: AtWork) -> None:
    typist = at_work()
    typist.type("T")
    typist.answer("hank", "he")
    QApplication.sendEvent(typist.editor, QInputMethodEvent("に", []))
    assert not typist.strip().isVisible()
    QApplication.processEvents()
    assert not typist.strip().isVisible()


@pytest.mark.parametrize("over", [False, True])
def test_the_strip_stays_inside_of_a_window_that_becomes_narrow(
    at_work: AtWork, over: bool
) -> None:
    typist = at_work()
    typist.type("T")
    typist.answer("hank-you-very-much-indeed", "he", "able-for-two-persons-and-a-dog")
    if over:
        typist.type("x")
    typist.window.setMinimumSize(100, 100)
    typist.window.resize(180, 400)
    QApplication.processEvents()
    strip = typist.strip()
    assert strip.isVisible() is not over
    assert over or typist.editor.rect().contains(strip.geometry())


def test_the_strip_is_not_over_a_line_that_has_become_higher(at_work: AtWork) -> None:
    typist = at_work()
    typist.type("T")
    typist.answer("hank", "he")
    height = typist.caret().height()
    # As with signs of another script, for which no font need be installed here.
    large = QTextCharFormat()
    large.setFontPointSize(3 * typist.editor.font().pointSizeF())
    typist.editor.setCurrentCharFormat(large)
    event = QInputMethodEvent()
    event.setCommitString("Ä")
    QApplication.sendEvent(typist.editor, event)
    assert typist.caret().height() > height
    assert not (typist.strip().isVisible() and typist.strip().geometry().intersects(typist.caret()))
