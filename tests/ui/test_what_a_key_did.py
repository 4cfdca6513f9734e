"""Keys of every kind and input methods: what they did is read from the text."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.text.request import Trigger
from autotype.text.suggestion import Silence
from autotype.ui.pausing import Pausing
from tests.ui.conftest import Session

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
EVERY_CHARACTER = {
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "thin space": "\u2009",
    "ideographic space": "\u3000",
    "zero-width space": "\u200b",
    "non-joiner": "\u200c",
    "joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
    "family in one key": "👩‍👩‍👧",
    "flag": "🇫🇮",
    "combining accent": "\u0301",
    "private use": "\ue000",
    "letter beyond 16 bits": "𐎀",
    "two letters in one key": "ij",
    "Arabic ligature key": "لا",
}


def key(session: Session, text: str, code: Key = Key.Key_unknown, modifiers: object = NONE) -> None:
    """Press a key that types a text, whatever its name is."""
    event = QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text)  # type: ignore[arg-type]
    QApplication.sendEvent(session.editor, event)
    session.look()


def compose(session: Session, preedit: str) -> None:
    QApplication.sendEvent(session.editor, QInputMethodEvent(preedit, []))
    session.look()


def commit(session: Session, text: str, replaces: int = 0) -> None:
    """Commit a text in place of so many characters before the caret."""
    event = QInputMethodEvent()
    event.setCommitString(text, -replaces, replaces)
    QApplication.sendEvent(session.editor, event)
    session.look()


@pytest.fixture
def waiting(session: Session) -> Session:
    """A user who sees a ghost."""
    session.type("mu")
    session.answer("ch for")
    assert session.screen() == "mu[ch for]"
    return session


@pytest.mark.parametrize("text", EVERY_CHARACTER.values(), ids=EVERY_CHARACTER)
@pytest.mark.parametrize("how", [key, commit], ids=["key", "commit"])
def test_every_character_is_typed(
    waiting: Session, text: str, how: Callable[[Session, str], None]
) -> None:
    how(waiting, text)
    assert waiting.editor.text() == "mu" + text
    assert waiting.requests[-1].before == "mu" + text
    assert waiting.requests[-1].trigger is Trigger.TYPED
    assert waiting.controller.silence is not Silence.AFTER_DELETION
    waiting.answer("x y")
    assert waiting.screen() == f"mu{text}[x y]"


def test_a_character_of_every_kind_is_typed_through(session: Session) -> None:
    session.type("10")
    session.answer("\u00a0km")
    asked = len(session.requests)
    key(session, "\u00a0")
    assert session.screen() == "10\u00a0[km]"
    assert len(session.requests) == asked


@pytest.mark.parametrize(
    ("code", "text", "typed"),
    [
        (Key.Key_7, "7", "7"),
        (Key.Key_Comma, ",", ","),
        (Key.Key_Plus, "+", "+"),
        (Key.Key_Enter, "\r", "\n"),
    ],
)
def test_the_number_block_types(waiting: Session, code: Key, text: str, typed: str) -> None:
    key(waiting, text, code, Qt.KeyboardModifier.KeypadModifier)
    assert waiting.requests[-1].before == "mu" + typed


def test_a_key_over_a_selection_is_typing(session: Session) -> None:
    session.type("one two")
    session.press(Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    session.press(Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    session.type("h")
    assert session.requests[-1].before == "one th"
    session.answer("ree")
    assert session.screen() == "one th[ree]"


def test_overwriting_is_typing(session: Session) -> None:
    session.type("one two")
    session.editor.setOverwriteMode(True)
    session.press(Key.Key_Home)
    session.type("a")
    assert session.editor.text() == "ane two"
    assert (session.requests[-1].before, session.requests[-1].after) == ("a", "ne two")


@pytest.mark.parametrize(
    ("code", "modifiers"),
    [
        (Key.Key_Backspace, NONE),
        (Key.Key_Backspace, Qt.KeyboardModifier.ShiftModifier),
        (Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_H, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_what_only_takes_away_is_a_deletion(
    waiting: Session, code: Key, modifiers: Qt.KeyboardModifier
) -> None:
    asked, before = len(waiting.requests), waiting.editor.text()
    waiting.press(code, modifiers)
    if waiting.editor.text() != before:
        assert waiting.controller.silence is Silence.AFTER_DELETION
    assert len(waiting.requests) == asked


def test_deleting_over_a_line_end_and_forwards(session: Session) -> None:
    session.type("one\n")
    session.press(Key.Key_Backspace)
    assert session.editor.text() == "one"
    assert session.controller.silence is Silence.AFTER_DELETION
    session.press(Key.Key_Left)
    session.press(Key.Key_Delete)
    assert session.editor.text() == "on"
    assert session.controller.silence is Silence.AFTER_DELETION


# Input methods that replace what is written already.


@pytest.mark.parametrize(
    ("text", "replaces", "left"),
    [("r", 3, "forward to r"), ("ring", 3, "forward to ring"), ("ä", 1, "forward to heä")],
)
def test_a_replacement_is_no_typing_through(
    session: Session, text: str, replaces: int, left: str
) -> None:
    session.type("forward to hea")
    session.answer("ring from")
    commit(session, text, replaces)
    assert session.seen[-1] == left
    assert session.requests[-1].before == left
    session.answer(" new")
    assert session.screen() == f"{left}[ new]"


@pytest.mark.parametrize(("text", "replaces"), [("ch", 2), ("c", 1), ("uh", 2), ("u", 1)])
def test_a_replacement_that_agrees_with_the_ghost_by_chance(
    waiting: Session, text: str, replaces: int
) -> None:
    commit(waiting, text, replaces)
    written = "mu"[: 2 - replaces] + text
    if written != "mu":
        assert waiting.seen[-1] == written
    assert waiting.editor.text() == written
    assert waiting.controller.ghost in ("", "ch for")
    assert waiting.controller.silence is not Silence.AFTER_DELETION


def test_a_replacement_that_only_adds_is_typing(waiting: Session) -> None:
    commit(waiting, "muc", 2)
    assert waiting.screen() == "muc[h for]"


def test_a_replacement_by_nothing_is_a_deletion(waiting: Session) -> None:
    commit(waiting, "", 1)
    assert waiting.screen() == "m"
    assert waiting.controller.silence is Silence.AFTER_DELETION


# Composing ends with the composition.


def click(session: Session) -> None:
    QTest.mouseClick(session.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    session.press(Key.Key_End, Qt.KeyboardModifier.ControlModifier)


def home_and_end(session: Session) -> None:
    session.press(Key.Key_Home)
    session.press(Key.Key_End)


def away_and_back(session: Session) -> None:
    session.editor.clearFocus()
    session.editor.setFocus()


ENDS: dict[str, Callable[[Session], None]] = {
    "click elsewhere": click,
    "Home and End": home_and_end,
    "away and back": away_and_back,
    "another document": lambda session: session.editor.replace_text("Thank you very mu"),
    "undo": lambda session: session.editor.undo(),
    "undo with a key": lambda session: session.press(
        Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    ),
    "backspace": lambda session: session.press(Key.Key_Backspace),
    "a key that types": lambda session: session.type("x"),
    "moved by program": lambda session: session.editor.moveCursor(QTextCursor.MoveOperation.Start),
    "text from elsewhere": lambda session: session.editor.insertPlainText("x"),
    "cancelled": lambda session: compose(session, ""),
}


@pytest.mark.parametrize("ending", ENDS.values(), ids=ENDS)
def test_composing_ends_when_nothing_is_composed_any_more(
    session: Session, ending: Callable[[Session], None]
) -> None:
    session.type("Thank you very mu")
    compose(session, "n")
    assert session.controller.silence is Silence.COMPOSING
    ending(session)
    assert not session.editor.composing
    session.editor.moveCursor(QTextCursor.MoveOperation.End)
    session.type("x")
    assert session.controller.silence is not Silence.COMPOSING
    assert session.editor.text().endswith("x")
    assert session.requests[-1].before == session.editor.text()
    session.answer(" y z")
    assert session.screen().endswith("x[ y z]")
    document = session.editor.document()
    areas = [
        document.findBlockByNumber(number).layout().preeditAreaText()
        for number in range(document.blockCount())
    ]
    assert not any(areas)


@pytest.mark.parametrize(
    "ending",
    [ending for name, ending in ENDS.items() if name != "moved by program"],
    ids=[name for name in ENDS if name != "moved by program"],
)
def test_the_reason_does_not_say_composing_any_longer(
    session: Session, ending: Callable[[Session], None]
) -> None:
    session.type("Thank you very mu")
    compose(session, "n")
    ending(session)
    assert session.controller.silence is not Silence.COMPOSING


def test_after_a_cancelled_composition_the_ghost_comes_back(waiting: Session) -> None:
    compose(waiting, "n")
    assert waiting.screen() == "mu"
    compose(waiting, "")
    assert waiting.seen[-3:] == ["mu[ch for]", "mu", "mu[ch for]"]
    assert waiting.controller.silence is None


def test_what_was_silent_stays_so_after_a_cancelled_composition(session: Session) -> None:
    session.type("one two")
    session.press(Key.Key_Home)
    asked = len(session.requests)
    compose(session, "n")
    compose(session, "")
    assert session.controller.silence is Silence.AFTER_DELETION
    assert len(session.requests) == asked


def test_a_ghost_is_no_composition(waiting: Session) -> None:
    assert not waiting.editor.composing
    compose(waiting, "に")
    assert waiting.editor.composing
    commit(waiting, "日")
    assert not waiting.editor.composing
    waiting.answer("x")
    assert waiting.screen() == "mu日[x]"
    assert not waiting.editor.composing


def test_composing_on_after_a_part_was_committed(session: Session) -> None:
    event = QInputMethodEvent("n", [])
    event.setCommitString("日")
    QApplication.sendEvent(session.editor, event)
    assert session.controller.silence is Silence.COMPOSING
    commit(session, "本")
    assert session.requests[-1].before == "日本"


# The focus and dismissing.


def test_the_reason_is_true_again_when_the_focus_is_back(session: Session) -> None:
    session.type("one")
    session.answer(reason=Silence.UNSURE)
    away_and_back(session)
    assert session.controller.silence is Silence.UNSURE
    session.editor.clearFocus()
    assert session.controller.silence is Silence.UNFOCUSED
    session.pausing.toggle()
    session.editor.setFocus()
    assert session.controller.silence is Silence.PAUSED
    away_and_back(session)
    assert session.controller.silence is Silence.PAUSED


def test_what_was_suggested_is_there_again_when_the_focus_is_back(waiting: Session) -> None:
    asked = len(waiting.requests)
    away_and_back(waiting)
    waiting.look()
    assert waiting.screen() == "mu[ch for]"
    assert len(waiting.requests) == asked
    waiting.editor.clearFocus()
    waiting.editor.replace_text("another")
    waiting.editor.setFocus()
    assert waiting.screen() == "another"
    assert len(waiting.requests) == asked


def test_paused_stays_visible_after_a_menu(session: Session) -> None:
    assert isinstance(session.pausing, Pausing)
    session.pausing.toggle()
    away_and_back(session)
    assert session.controller.silence is Silence.PAUSED


@pytest.mark.parametrize("inner", ["-", "'", "’", "\u00ad", "-to-", "'s"])
def test_dismissed_lasts_to_the_end_of_the_word(session: Session, inner: str) -> None:
    session.type("follow")
    session.answer("ing")
    session.press(Key.Key_Escape)
    asked = len(session.requests)
    for character in inner:
        key(session, character)
    session.type("u")
    assert len(session.requests) == asked
    assert session.controller.silence is Silence.DISMISSED
    session.type(" ")
    assert len(session.requests) == asked + 1


@pytest.mark.parametrize("end", [" ", ".", "--", "\n", "\u00a0", " '", '"'])
def test_dismissed_is_over_with_the_next_word(session: Session, end: str) -> None:
    session.type("follow")
    session.answer("ing")
    session.press(Key.Key_Escape)
    asked = len(session.requests)
    session.type(end)
    assert len(session.requests) > asked


def test_a_forgotten_composition_leads_the_caret_into_no_character(session: Session) -> None:
    commit(session, "😀ש")
    session.press(Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    session.press(Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    compose(session, "に")
    session.press(Key.Key_Left)  # from right to left this is onwards
    assert not session.editor.composing
    assert session.editor.textCursor().position() == 2
    commit(session, "a")
    assert session.editor.text() == "😀aש"


@pytest.mark.parametrize("code", [Key.Key_Left, Key.Key_Backspace])
def test_a_key_that_moves_nothing_ends_a_forgotten_composition(session: Session, code: Key) -> None:
    compose(session, "に")
    assert session.controller.silence is Silence.COMPOSING
    session.press(code)
    assert not session.editor.composing
    assert session.controller.silence is not Silence.COMPOSING
