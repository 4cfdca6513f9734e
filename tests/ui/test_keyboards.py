"""Keyboards that are not American: number blocks, shifted digits, AltGr."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from autotype.ui.actions import SuggestionKeys
from tests.ui.conftest import Session

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
META = Qt.KeyboardModifier.MetaModifier
ALTGR = Qt.KeyboardModifier.GroupSwitchModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
Modifiers = Qt.KeyboardModifier


def press(
    session: Session,
    code: int,
    modifiers: Modifiers,
    text: str = "",
    scan_code: int = 0,
    repeats: bool = False,
) -> None:
    """Press a key as the desktop reports it; Linux gives the key of “1” the scan code 10."""
    event = QKeyEvent(QEvent.Type.KeyPress, code, modifiers, scan_code, 0, 0, text, repeats)
    QApplication.sendEvent(session.editor, event)
    session.look()


@pytest.fixture
def waiting(session: Session) -> Session:
    """A user who sees a ghost and three words."""
    session.type("foo")
    session.answer(" bar baz", " bar", " cat", " dog")
    session.wait(200)
    return session


@pytest.mark.parametrize(
    ("code", "modifiers", "text", "scan_code", "expected"),
    [
        (Key.Key_1, ALT | SHIFT, "1", 10, "foo bar[ baz]"),
        (Key.Key_2, ALT | SHIFT, "2", 11, "foo cat"),
        (Key.Key_Ampersand, ALT, "&", 10, "foo bar[ baz]"),
        (Key.Key_Eacute, ALT, "é", 11, "foo cat"),
        (Key.Key_QuoteDbl, ALT, '"', 12, "foo dog"),
        (Key.Key_Plus, ALT, "+", 10, "foo bar[ baz]"),
        (0x011B, ALT, "ě", 11, "foo cat"),
        (0x0661, ALT, "١", 10, "foo bar[ baz]"),
        # Where the place of a key is not known.
        (Key.Key_Ampersand, ALT, "&", 0, "foo bar[ baz]"),
        (Key.Key_2, ALT | KEYPAD, "2", 80, "foo cat"),
    ],
)
def test_the_words_of_the_bar_by_the_place_of_the_digit(
    waiting: Session, code: int, modifiers: Modifiers, text: str, scan_code: int, expected: str
) -> None:
    press(waiting, code, modifiers, text, scan_code)
    assert waiting.screen() == expected


def test_the_same_character_on_another_key_is_no_digit(waiting: Session) -> None:
    """Alt+" is the third word on a French keyboard; elsewhere it stands beside Return."""
    press(waiting, Key.Key_QuoteDbl, ALT | SHIFT, '"', 48)
    press(waiting, Key.Key_QuoteDbl, ALT, '"', 48)
    assert waiting.screen() == "foo[ bar baz]"


@pytest.mark.parametrize(
    ("code", "modifiers", "expected"),
    [
        (Key.Key_End, KEYPAD, "foo bar baz"),
        (Key.Key_Right, KEYPAD | CONTROL, "foo bar[ baz]"),
        (Key.Key_Tab, KEYPAD, "foo bar baz"),
    ],
)
def test_the_number_block_takes(
    waiting: Session, code: Key, modifiers: Modifiers, expected: str
) -> None:
    press(waiting, code, modifiers)
    assert waiting.screen() == expected


def test_the_number_block_moves_where_nothing_is_suggested(session: Session) -> None:
    session.type("one two")
    press(session, Key.Key_Left, KEYPAD | CONTROL)
    assert session.editor.textCursor().position() == 4
    press(session, Key.Key_End, KEYPAD)
    assert session.editor.textCursor().position() == 7
    press(session, Key.Key_Enter, KEYPAD, "\r")
    assert session.requests[-1].before == "one two\n"


def test_shift_with_a_key_that_types_nothing_is_meant(waiting: Session) -> None:
    press(waiting, Key.Key_End, SHIFT)
    press(waiting, Key.Key_Backtab, SHIFT)
    press(waiting, Key.Key_Right, CONTROL | SHIFT)
    assert waiting.editor.text() == "foo"


@pytest.mark.parametrize(
    ("code", "modifiers", "text"),
    [
        *((Key(Key.Key_0 + digit), ALT, str(digit)) for digit in (0, 4, 5, 6, 7, 8, 9)),
        (Key.Key_X, ALT, "x"),
        (Key.Key_X, ALT | SHIFT, "X"),
        (Key.Key_Minus, ALT, "-"),
        (0x0447, ALT, "ч"),
        (Key.Key_X, META, "x"),
        (Key.Key_X, META | SHIFT, "X"),
        (Key.Key_nobreakspace, ALT, "\u00a0"),
    ],
)
def test_a_command_that_means_nothing_writes_nothing(
    waiting: Session, code: int, modifiers: Modifiers, text: str
) -> None:
    press(waiting, code, modifiers, text)
    assert waiting.screen() == "foo[ bar baz]"


@pytest.mark.parametrize(
    ("code", "text", "scan_code"),
    [
        (Key.Key_At, "@", 24),
        (Key.Key_Backslash, "\\", 20),
        (Key.Key_BracketLeft, "[", 17),
        (Key.Key_BracketRight, "]", 18),
        (Key.Key_onesuperior, "¹", 10),
        (Key.Key_1, "1", 10),
        (0x20AC, "€", 26),
    ],
)
@pytest.mark.parametrize("modifiers", [ALTGR, CONTROL | ALT, NONE], ids=["X11", "Windows", "bare"])
def test_what_altgr_types_is_text(
    waiting: Session, code: int, text: str, scan_code: int, modifiers: Modifiers
) -> None:
    press(waiting, code, modifiers, text, scan_code)
    assert waiting.editor.text() == f"foo{text}"
    assert waiting.requests[-1].before == f"foo{text}"


def test_alt_with_altgr_is_alt(session: Session) -> None:
    r"""“Suggest now” is Alt+\, and a German keyboard has that character with AltGr only."""
    session.type("foo")
    press(session, Key.Key_Backslash, ALT | ALTGR, "\\", 20)
    assert session.editor.text() == "foo"
    assert len(session.requests) == 4


NONE = Qt.KeyboardModifier.NoModifier


def take_with_enter(session: Session) -> None:
    """Of another key than Tab it can be seen whether it was meant for more than the take."""
    SuggestionKeys(session.editor, session.controller, lambda: None, {"take": "Return"})


def test_a_key_that_is_held_after_a_take_writes_nothing(waiting: Session) -> None:
    take_with_enter(waiting)
    press(waiting, Key.Key_Return, NONE, "\r")
    for _ in range(20):  # it begins to repeat after half a second, and goes on
        waiting.wait(600)
        press(waiting, Key.Key_Return, NONE, "\r", repeats=True)
    assert waiting.screen() == "foo bar baz"
    press(waiting, Key.Key_Return, NONE, "\r")
    press(waiting, Key.Key_Return, NONE, "\r", repeats=True)
    assert waiting.screen() == "foo bar baz\n\n"


def test_a_key_that_is_held_for_words_does_not_go_on_through_the_text(session: Session) -> None:
    session.type("(see)")
    session.press(Key.Key_Left)
    session.type(" ")
    session.answer("below", "below")
    assert session.screen() == "(see [below])"
    press(session, Key.Key_Right, CTRL)
    press(session, Key.Key_Right, CTRL, repeats=True)
    session.type("!")
    assert session.screen() == "(see below!)"


def test_a_held_key_pauses_once(waiting: Session) -> None:
    for repeats in (False, True, True, True):
        press(waiting, Key.Key_Space, CTRL | ALT, " ", repeats=repeats)
    assert waiting.pausing.paused


def test_a_repetition_that_looks_like_two_keys_is_one(waiting: Session) -> None:
    take_with_enter(waiting)
    press(waiting, Key.Key_Return, NONE, "\r")
    for at, apart in ((1000, 0), (1040, 1), (1080, 0), (2000, 90)):
        waiting.wait(600)
        for kind, when in ((QEvent.Type.KeyRelease, at), (QEvent.Type.KeyPress, at + apart)):
            event = QKeyEvent(kind, Key.Key_Return, NONE, 36, 0, 0, "\r")
            event.setTimestamp(when)
            QApplication.sendEvent(waiting.editor, event)
        waiting.look()
    # The last one was a finger.
    assert waiting.seen[-2:] == ["foo bar baz", "foo bar baz\n"]
