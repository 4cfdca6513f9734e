"""The words at the caret and the bar, as the writer sees them while typing in the real window."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.typist import Typist

ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key
WORDS = [" a", " be", " it", "ing", "ed", "er", "al"]


@pytest.mark.parametrize("where", ["bottom", "caret"])
def test_the_bar_is_never_empty_between_keys(at_work: Callable[..., Typist], where: str) -> None:
    typist = at_work(where)

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.tuples(
                st.sampled_from("ab e.\n"),
                st.lists(st.sampled_from(WORDS), max_size=3, unique=True),
                st.booleans(),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def types(keys: list[tuple[str, list[str], bool]]) -> None:
        typist.controller._cache.clear()
        typist.editor.replace_text("")
        typist.type("x")
        typist.answer(" a", " be")
        for key, words, answers in keys:
            before = typist.shown()
            assert any(before)
            typist.type(key)
            assert typist.shown() == before  # nothing has blinked
            if not (answers and typist.requests):
                continue
            typist.answer(*words)
            after = typist.shown()
            stayed = set(before) & set(after) - {""}
            assert all(before.index(word) == after.index(word) for word in stayed)

    types()


def test_words_that_are_over_are_grey_and_cannot_be_taken(
    qtbot: QtBot, at_work: Callable[..., Typist]
) -> None:
    typist = at_work("bottom")
    typist.type("x")
    typist.answer(" one", " two", " three")
    typist.type("y")
    assert typist.shown() == ["one", "two", "three"]
    first = typist.row.buttons[0]
    qtbot.waitUntil(lambda: not first.isEnabled(), timeout=2000)
    QTest.keyClick(typist.editor, Key.Key_1, ALT)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert typist.editor.text() == "xy"
    typist.answer(" two")
    assert typist.shown() == ["", "two", ""]
    QTest.keyClick(typist.editor, Key.Key_2, ALT)  # it has been there all the time
    assert typist.editor.text().startswith("xy two")


def test_words_are_numbered_with_their_keys(at_work: Callable[..., Typist]) -> None:
    typist = at_work("bottom", keys={"second": "F6", "third": ""})
    assert [button._key for button in typist.row.buttons] == ["Alt+1", "F6", ""]
    assert "Alt+1" in typist.row.buttons[0].toolTip()
    assert "F6" in typist.row.buttons[1].toolTip()


def test_the_strip_stands_below_the_line_and_the_word(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    assert not typist.window.bar.isVisible()
    typist.type("Thank y")
    assert not typist.strip().isVisible()
    typist.answer("ou", "our", ghost="ou")
    strip = typist.strip()
    assert strip.isVisible()
    assert strip.y() > typist.caret().bottom()
    left = strip.x()
    typist.type("o")
    assert strip.x() == left  # it stands still while a word is typed
    assert typist.shown() == ["you", "your", ""]
    assert typist.editor.hasFocus()
    QTest.mouseClick(strip.buttons[1], Qt.MouseButton.LeftButton)
    assert typist.editor.text().startswith("Thank your")
    assert typist.editor.hasFocus()
    assert all(button.focusPolicy() == Qt.FocusPolicy.NoFocus for button in strip.buttons)


def test_the_strip_is_never_over_the_line_that_is_written(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    typist.window.resize(440, 300)
    QApplication.processEvents()
    for turn in range(40):
        typist.type("we ")
        typist.answer(" are", " do", " shall be there for you")
        for character in "do\n" if turn % 9 == 8 else "do ":
            typist.type(character)
            if typist.strip().isVisible():
                assert not typist.strip().geometry().intersects(typist.caret())
                assert typist.editor.rect().contains(typist.strip().geometry())


class Painted(QObject):
    """Counts how often some widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.times = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
        self.times += event.type() is QEvent.Type.Paint
        return False


@pytest.mark.parametrize("above", ["", "A paragraph before it.\n"])
def test_the_words_are_not_painted_with_every_letter(
    at_work: Callable[..., Typist], above: str
) -> None:
    typist = at_work()
    typist.editor.replace_text(f"{above}Some words stand here, ")
    QTest.keyClick(typist.editor, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    typist.type("i")
    typist.answer("nternational", "nternationally", ghost="nternational")
    strip = typist.strip()
    QApplication.processEvents()
    assert strip.isVisible()
    words, text = Painted(strip, *strip.buttons), Painted(typist.editor.viewport())
    for letter in "nternat":
        typist.type(letter)
        QTest.qWait(1)
    assert text.times >= 7
    assert words.times == 0


def test_the_strip_leaves_a_line_before_its_first_letter_is_seen(
    at_work: Callable[..., Typist],
) -> None:
    typist = at_work()
    typist.window.resize(440, 300)
    QApplication.processEvents()
    typist.type("word " * 8)
    typist.answer(" one", " two")
    lines = typist.editor.document().firstBlock().lineCount
    while lines() == 1:
        assert typist.strip().isVisible()
        QTest.keyClicks(typist.editor, "w")  # nothing is painted before the next line of this
    assert not typist.strip().isVisible()


def test_written_text_below_is_hidden_in_pauses_only(
    qtbot: QtBot, at_work: Callable[..., Typist]
) -> None:
    typist = at_work()
    typist.editor.replace_text("\nThe next line stands here, and has some length.")
    typist.type("T")
    typist.answer("hank", "he")
    strip = typist.strip()
    assert not strip.isVisible()
    typist.now += 1.0
    QTest.keyClick(typist.editor, Key.Key_2, ALT)
    assert typist.editor.text().startswith("T\n")  # a word that is not there is not meant
    qtbot.waitUntil(strip.isVisible, timeout=3000)
    typist.type("h")
    assert not strip.isVisible()
    QTest.keyClick(typist.editor, Key.Key_Escape)
    typist.answer("ank", "e")
    QTest.keyClick(typist.editor, Key.Key_Left)
    assert not strip.isVisible()


def test_no_word_is_cut_while_there_is_room(at_work: Callable[..., Typist]) -> None:
    typist = at_work(font_size=28)
    typist.window.resize(440, 300)
    QApplication.processEvents()

    def missing(*words: str) -> list[int]:
        typist.type(" k")
        typist.answer(*words)
        buttons = [button for button in typist.strip().buttons if button.isVisible()]
        assert typist.editor.rect().contains(typist.strip().geometry())
        return [button.sizeHint().width() - button.width() for button in buttons]

    assert missing("nowledge") == [0]
    assert missing("nowledge", "no") == [0, 0]
    # Where there is none, the longest gives way, and none is out of sight.
    first, second, third = missing("nowledgeableness", "now", "i")
    assert first > 0
    assert (second, third) == (0, 0)


def test_the_strip_follows_and_leaves_with_its_place(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    typist.editor.replace_text("word " * 30)
    QTest.keyClick(typist.editor, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    typist.type("T")
    typist.answer("hank", "he")
    strip = typist.strip()
    was = strip.y()
    typist.window.resize(440, 600)
    QApplication.processEvents()
    assert strip.isVisible()
    assert strip.y() != was
    assert strip.y() > typist.caret().bottom()
    QTest.keyClick(typist.editor, Key.Key_Left)
    assert not strip.isVisible()


def test_words_can_be_off(at_work: Callable[..., Typist]) -> None:
    typist = at_work("off")
    assert typist.window.words.shown is None
    assert not typist.window.bar.isVisible()
    typist.type("T")
    typist.answer("hank", "he")
    assert not typist.window.bar.isVisible()
    assert not typist.strip().isVisible()
    typist.now += 1.0
    QTest.keyClick(typist.editor, Key.Key_2, ALT)
    assert typist.editor.text() == "T"
