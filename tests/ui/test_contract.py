"""The stability contract, as the states that the user saw; the ghost is in brackets."""

import threading
import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion, Word
from autotype.ui.actions import SuggestionKeys
from autotype.ui.undo_steps import UndoSteps
from tests.ui.conftest import Session

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


# 1. Typing is never delayed.


def test_the_echo_does_not_wait_for_the_engine(qtbot: QtBot) -> None:
    """An engine that hangs on its own thread changes nothing about typing."""
    session = Session(qtbot)
    let_go = threading.Event()
    mailbox: list[Request] = []
    arrived = threading.Event()

    def hang() -> None:
        arrived.wait(10)
        let_go.wait(10)
        session.bridge.send_suggestion(Suggestion(mailbox[-1], (Word(" x", 0.9),), " x", 0.9))

    thread = threading.Thread(target=hang)
    thread.start()

    def submit(request: Request) -> None:
        mailbox.append(request)
        arrived.set()

    session.controller._submit = submit
    session.type("hello")
    assert session.seen == ["", "h", "he", "hel", "hell", "hello"]
    assert not let_go.is_set()
    let_go.set()
    thread.join()
    qtbot.waitUntil(lambda: session.screen() == "hello[ x]", timeout=5000)


def test_one_key_makes_at_most_one_request(session: Session) -> None:
    session.type("abc")
    assert [request.before for request in session.requests] == ["a", "ab", "abc"]
    assert len({request.revision for request in session.requests}) == 3


# 2. Type-through.


def test_typing_what_the_ghost_says_shortens_it_in_the_same_turn(session: Session) -> None:
    session.type("foo")
    session.answer("bar baz")
    asked = len(session.requests)
    session.type("bar")
    assert session.seen[-4:] == ["foo[bar baz]", "foob[ar baz]", "fooba[r baz]", "foobar[ baz]"]
    session.type(" b")
    assert session.seen[-2:] == ["foobar [baz]", "foobar b[az]"]
    assert len(session.requests) == asked


def test_the_bar_follows_what_is_typed_through(session: Session) -> None:
    session.type("foo")
    session.answer("bar", "bar", "bat", "x")
    session.type("b")
    assert [word.text for word in session.controller.words] == ["ar", "at"]


def test_the_bar_is_not_empty_while_there_is_a_ghost(session: Session) -> None:
    session.type("foo")
    session.answer(" bar baz", " bar", " cat")
    session.type(" bar")
    assert session.screen() == "foo bar[ baz]"
    assert [word.text for word in session.controller.words] == [" baz"]


def test_the_end_of_the_ghost_asks_for_more(session: Session) -> None:
    session.type("foo")
    session.answer("b")
    session.type("b")
    assert session.seen[-1] == "foob"
    assert session.requests[-1].before == "foob"


def test_typing_something_else_hides_the_ghost_at_once(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    session.type("x")
    assert session.seen[-2:] == ["foo[bar]", "foox"]
    assert session.requests[-1].before == "foox"


def test_a_final_answer_only_makes_the_ghost_longer(session: Session) -> None:
    session.type("foo")
    session.answer(" bar", final=False)
    session.answer(" bar baz")
    session.answer(" other")
    assert session.seen[-2:] == ["foo[ bar]", "foo[ bar baz]"]


# 3. No surprises.


def with_ghost(session: Session) -> int:
    """Type, get a ghost, and return how many requests were made."""
    session.type("one two")
    session.answer(" three")
    assert session.screen() == "one two[ three]"
    return len(session.requests)


@pytest.mark.parametrize(
    ("key", "modifier", "reason"),
    [
        (Key.Key_Backspace, None, Silence.AFTER_DELETION),
        (Key.Key_Backspace, CONTROL, Silence.AFTER_DELETION),
        (Key.Key_Z, CONTROL, Silence.AFTER_UNDO),
        (Key.Key_Left, None, Silence.AFTER_MOVE),
        (Key.Key_Home, None, Silence.AFTER_MOVE),
        (Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, Silence.SELECTION),
        (Key.Key_A, CONTROL, Silence.SELECTION),
    ],
)
def test_nothing_appears_after(
    session: Session, key: Key, modifier: Qt.KeyboardModifier | None, reason: Silence
) -> None:
    asked = with_ghost(session)
    session.press(key, modifier or Qt.KeyboardModifier.NoModifier)
    assert "[" not in session.screen()
    assert len(session.requests) == asked
    assert session.controller.silence is reason
    session.answer(" late", to=-1)
    assert "[" not in session.screen()


def test_a_deletion_before_the_caret_stays_quiet_until_the_next_character(session: Session) -> None:
    session.type("ab")
    session.press(Key.Key_Backspace)
    session.type("c")
    session.answer("d")
    assert session.seen == ["", "a", "ab", "a", "ac", "ac[d]"]


def test_redo_stays_quiet(session: Session) -> None:
    asked = with_ghost(session)
    session.press(Key.Key_Z, CONTROL)
    session.editor.redo()
    assert session.controller.silence is Silence.AFTER_UNDO
    assert len(session.requests) == asked


def test_paste_stays_quiet(session: Session) -> None:
    asked = with_ghost(session)
    QGuiApplication.clipboard().setText("pasted")
    session.press(Key.Key_V, CONTROL)
    assert session.screen() == "one twopasted"
    assert len(session.requests) == asked
    assert session.controller.silence is Silence.AFTER_PASTE


def test_text_from_elsewhere_stays_quiet(session: Session) -> None:
    asked = with_ghost(session)
    data = QMimeData()
    data.setText("dropped")
    session.editor.insertFromMimeData(data)
    assert session.screen() == "one twodropped"
    assert len(session.requests) == asked


def test_a_click_and_a_lost_focus_stay_quiet(session: Session) -> None:
    with_ghost(session)
    QTest.mouseClick(session.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert session.controller.silence is Silence.AFTER_MOVE
    assert "[" not in session.screen()
    session.type("x")
    session.answer("y")
    session.editor.clearFocus()
    assert session.controller.silence is Silence.UNFOCUSED
    assert "[" not in session.screen()


def test_composing_comes_first(session: Session) -> None:
    asked = with_ghost(session)
    QApplication.sendEvent(session.editor, QInputMethodEvent("に", []))
    assert session.controller.silence is Silence.COMPOSING
    assert session.editor.ghost.text == ""
    session.answer(" late")
    assert session.controller.ghost == ""
    commit = QInputMethodEvent()
    commit.setCommitString("日本")
    QApplication.sendEvent(session.editor, commit)
    assert session.editor.text() == "one two日本"
    assert len(session.requests) == asked + 1
    assert session.requests[-1].before == "one two日本"


# 4. Tab is never an accident.


def test_tab_takes_only_what_could_be_seen(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    session.wait(149)
    session.press(Key.Key_Tab)
    assert session.screen() == "foo[bar]"
    session.wait(1)
    session.press(Key.Key_Tab)
    assert session.screen() == "foobar"


def test_tab_takes_after_150_ms(session: Session) -> None:
    session.type("foo")
    session.answer("bar baz")
    session.wait(150)
    session.press(Key.Key_Tab)
    assert session.seen[-2:] == ["foo[bar baz]", "foobar baz"]
    assert session.requests[-1].trigger is Trigger.TAKEN


def test_typing_through_keeps_the_time(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    session.wait(140)
    session.type("b")
    session.wait(10)
    session.press(Key.Key_Tab)
    assert session.screen() == "foobar"


def test_a_second_quick_tab_does_nothing(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    session.wait(200)
    session.press(Key.Key_Tab)
    session.answer(" next")
    session.wait(50)
    session.press(Key.Key_Tab)
    assert session.screen() == "foobar[ next]"
    session.wait(200)
    session.press(Key.Key_Tab)
    assert session.screen() == "foobar next"
    session.wait(1000)
    session.press(Key.Key_Tab)
    assert session.editor.text() == "foobar next"


def test_tab_indents_at_the_start_of_a_line_only(session: Session) -> None:
    session.press(Key.Key_Tab)
    session.press(Key.Key_Tab)
    session.type("x")
    session.press(Key.Key_Tab)
    session.type("\n ")
    session.press(Key.Key_Tab)
    session.type("y")
    session.press(Key.Key_Home)
    session.press(Key.Key_Tab)
    session.press(Key.Key_End)
    session.type("z")
    session.press(Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    session.press(Key.Key_Tab)  # it is no way to delete what is selected either
    assert session.editor.text() == "\t\tx\n\t \tyz"


def test_where_tab_does_nothing_it_is_said_once(qtbot: QtBot) -> None:
    session, said = Session(qtbot), []
    SuggestionKeys(
        session.editor, session.controller, lambda: None, {}, stray=lambda: said.append("")
    )
    session.press(Key.Key_Tab)
    assert not said
    session.type("x")
    session.press(Key.Key_Tab)
    session.press(Key.Key_Tab)
    assert said == [""]


def test_tab_is_a_character_where_it_takes_nothing(qtbot: QtBot) -> None:
    session = Session(qtbot)
    SuggestionKeys(session.editor, session.controller, lambda: None, {"take": "F8"})
    session.type("x")
    session.press(Key.Key_Tab)
    assert session.editor.text() == "x\t"


# 5. One take, one undo.


def test_undo_after_a_take_gives_the_text_and_the_caret_before(session: Session) -> None:
    session.type("foo")
    session.answer(" bar baz")
    session.wait(200)
    session.press(Key.Key_Tab)
    session.type("!")
    session.press(Key.Key_Z, CONTROL)
    session.press(Key.Key_Z, CONTROL)
    assert session.editor.text() == "foo"
    assert session.editor.textCursor().position() == 3
    session.editor.redo()
    assert session.editor.text() == "foo bar baz"


def test_word_by_word_undoes_word_by_word(session: Session) -> None:
    session.type("foo")
    session.answer(" one two three")
    asked = len(session.requests)
    for _ in range(3):
        session.press(Key.Key_Right, CONTROL)
    assert session.seen[-4:] == [
        "foo[ one two three]",
        "foo one[ two three]",
        "foo one two[ three]",
        "foo one two three",
    ]
    assert len(session.requests) == asked + 1
    for expected in ("foo one two", "foo one", "foo"):
        session.press(Key.Key_Z, CONTROL)
        assert session.screen() == expected


def test_a_word_of_the_bar(session: Session) -> None:
    session.type("foo")
    session.answer(" bar baz", " bar", " cat", " dog")
    session.wait(100)
    session.press(Key.Key_2, ALT)
    assert session.screen() == "foo[ bar baz]"
    session.wait(100)
    session.press(Key.Key_2, ALT)
    assert session.screen() == "foo cat"
    session.press(Key.Key_Z, CONTROL)
    assert session.screen() == "foo"


def test_the_first_word_of_the_bar_leaves_the_rest_of_the_ghost(session: Session) -> None:
    session.type("foo")
    session.answer(" bar baz", " bar", " cat")
    session.wait(200)
    session.press(Key.Key_1, ALT)
    assert session.screen() == "foo bar[ baz]"


def test_end_takes_at_the_end_of_a_line_only(session: Session) -> None:
    session.type("foo")
    session.answer(" bar")
    session.wait(200)
    session.press(Key.Key_End)
    assert session.screen() == "foo bar"
    session.press(Key.Key_Home)
    session.press(Key.Key_End)
    assert session.screen() == "foo bar"


def test_undo_goes_by_words_and_lines(session: Session) -> None:
    session.type("one two, three\nfour")
    states = []
    for _ in range(5):
        session.press(Key.Key_Z, CONTROL)
        states.append(session.editor.text())
    assert states == ["one two, three\n", "one two, three", "one two, ", "one ", ""]
    for _ in range(5):
        session.press(Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert session.editor.text() == "one two, three\nfour"
    assert session.editor.textCursor().atEnd()


def test_undo_goes_by_pauses(session: Session) -> None:
    now = 0.0
    session.editor.undo_steps = UndoSteps(session.editor, lambda: now)
    session.type("abc")
    now += 2.5
    session.press(Key.Key_C, CONTROL)
    session.type("de")
    session.press(Key.Key_Z, CONTROL)
    assert session.editor.text() == "abc"
    session.press(Key.Key_Z, CONTROL)
    assert session.editor.text() == ""


def test_undo_keeps_what_was_typed_apart_from_what_was_taken(session: Session) -> None:
    session.type("a foo")
    session.answer("bar")
    session.wait(200)
    session.press(Key.Key_Tab)
    session.type(" x ")
    states = []
    for _ in range(4):
        session.press(Key.Key_Z, CONTROL)
        states.append(session.editor.text())
    assert states == ["a foobar ", "a foobar", "a foo", "a "]


# 6. Spacing is exact: what is shown is what is inserted.


@pytest.mark.parametrize(
    ("typed", "ghost"),
    [("hea", "ring"), ("as soon as", " possible."), ("Hello,", " I"), ("to ", "the"), ("(", "see")],
)
def test_what_is_shown_is_what_is_inserted(session: Session, typed: str, ghost: str) -> None:
    session.type(typed)
    session.answer(ghost)
    session.wait(200)
    session.press(Key.Key_Tab)
    assert session.editor.text() == typed + ghost


def test_before_text_on_the_same_line_nothing_is_shown(session: Session) -> None:
    session.type("one three")
    for _ in range(6):
        session.press(Key.Key_Left)
    session.type(" t")
    session.answer("wo", "wo")
    assert session.screen() == "one t three"
    assert session.controller.silence is Silence.TEXT_AFTER
    assert [word.text for word in session.controller.words] == ["wo"]


def test_before_closing_punctuation_it_is(session: Session) -> None:
    session.type("(one)")
    session.press(Key.Key_Left)
    session.type(" t")
    session.answer("wo")
    assert session.screen() == "(one t[wo])"


def test_mid_line_if_the_user_wants_it(qtbot: QtBot) -> None:
    session = Session(qtbot, mid_line=True)
    session.type("one three")
    for _ in range(6):
        session.press(Key.Key_Left)
    session.type(" t")
    session.answer("wo")
    assert session.screen() == "one t[wo] three"


# 7. Nothing stale.


def test_an_answer_to_an_older_text_is_shown_as_far_as_it_agrees(session: Session) -> None:
    session.type("fo")
    session.type("o")
    session.answer("obar", to=1)
    assert session.seen[-1] == "foo[bar]"


def test_an_answer_that_disagrees_with_what_came_since_is_dropped(session: Session) -> None:
    session.type("fo")
    session.type("x")
    session.answer("obar", to=1)
    assert session.seen[-1] == "fox"
    session.answer("trot", to=2)
    assert session.seen[-1] == "fox[trot]"


def test_an_answer_for_another_place_is_dropped(session: Session) -> None:
    session.type("one")
    session.press(Key.Key_Home)
    session.type("x")
    session.answer(" two", to=2)
    assert session.seen[-1] == "xone"


def test_an_answer_after_the_user_left_is_dropped(session: Session) -> None:
    session.type("one")
    session.press(Key.Key_Left)
    session.answer(" two")
    assert session.seen[-1] == "one"


# 8. Unicode is whole.


@pytest.mark.parametrize(
    "typed", ["a😀b", "e\u0301t", "שלום", "日本語", "👨‍👩‍👧", "naïve café", "\u00a0x"]
)
def test_any_text_before_the_caret_survives_a_take(session: Session, typed: str) -> None:
    QTest.keyClicks(session.editor, "x")
    commit = QInputMethodEvent()
    commit.setCommitString(typed)
    QApplication.sendEvent(session.editor, commit)
    assert session.requests[-1].before == "x" + typed
    session.answer(" und 😀 mehr")
    assert session.screen() == f"x{typed}[ und 😀 mehr]"
    session.wait(200)
    session.press(Key.Key_Tab)
    assert session.editor.text() == f"x{typed} und 😀 mehr"
    session.press(Key.Key_Z, CONTROL)
    assert session.editor.text() == f"x{typed}"


def test_the_request_is_in_characters(session: Session) -> None:
    session.editor.insertPlainText("😀😀 x")
    session.editor.moveCursor(QTextCursor.MoveOperation.Left)
    session.type("b")
    assert session.requests[-1].before == "😀😀 b"
    assert session.requests[-1].after == "x"


def test_the_place_of_a_request_is_in_characters(session: Session) -> None:
    session.editor.replace_text("😀 a line of text\n" * 1000 + "end")
    whole = session.editor.text()
    for move in (QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Up):
        session.editor.moveCursor(move)
        session.type("x")
        request = session.requests[-1]
        at = request.offset + len(request.before)
        whole = whole[: at - 1] + "x" + whole[at - 1 :]
        assert session.editor.text() == whole
        assert whole[request.offset : at] == request.before
    session.editor.moveCursor(QTextCursor.MoveOperation.Start)
    session.type("y")
    session.editor.moveCursor(QTextCursor.MoveOperation.End)
    session.type("z")
    request, whole = session.requests[-1], session.editor.text()
    assert whole[request.offset :] == request.before


# 9. Silence is explained; and the keys around it.


def test_dismissed_until_the_next_word(session: Session) -> None:
    session.type("foo")
    session.answer("bar")
    session.press(Key.Key_Escape)
    assert session.screen() == "foo"
    session.type("x")
    assert session.controller.silence is Silence.DISMISSED
    asked = len(session.requests)
    session.type(" ")
    assert len(session.requests) == asked + 1


def test_paused_and_resumed(session: Session) -> None:
    with_ghost(session)
    session.press(Key.Key_Space, CONTROL | ALT)
    assert session.screen() == "one two"
    session.type("x")
    assert session.controller.silence is Silence.PAUSED
    session.press(Key.Key_Space, CONTROL | ALT)
    asked = len(session.requests)
    session.type("y")
    assert len(session.requests) == asked + 1
    session.pausing.snooze()
    session.type("z")
    assert session.controller.silence is Silence.SNOOZED


def test_asking_overrides_silence(session: Session) -> None:
    session.type("foo bar")
    session.answer(reason=Silence.UNSURE)
    assert session.controller.silence is Silence.UNSURE
    for _ in range(4):
        session.press(Key.Key_Left)
    session.press(Key.Key_Backslash, ALT)
    assert session.requests[-1].trigger is Trigger.ASKED
    session.answer(" x")
    assert session.screen() == "foo[ x] bar"


def test_alternatives(session: Session) -> None:
    session.type("foo")
    session.answer(" bar baz", " bar", " cat", " dog")
    session.press(Key.Key_BracketRight, ALT)
    session.press(Key.Key_BracketRight, ALT)
    session.press(Key.Key_BracketRight, ALT)
    session.press(Key.Key_BracketLeft, ALT)
    assert session.seen[-5:] == [
        "foo[ bar baz]",
        "foo[ cat]",
        "foo[ dog]",
        "foo[ bar baz]",
        "foo[ dog]",
    ]


def test_what_was_asked_before_costs_no_request(session: Session) -> None:
    session.type("foo")
    session.answer(" bar")
    asked = len(session.requests)
    session.press(Key.Key_Backspace)
    session.type("o")
    assert session.seen[-3:] == ["foo[ bar]", "fo", "foo[ bar]"]
    assert len(session.requests) == asked


# 10. Nothing runs when the user does not type.


def test_nothing_is_asked_while_nothing_is_typed(session: Session) -> None:
    with_ghost(session)
    asked = len(session.requests)
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        QTest.qWait(10)
    assert len(session.requests) == asked
    assert session.seen[-1] == "one two[ three]"


def test_keys_that_find_nothing_to_do_write_nothing(session: Session) -> None:
    for key in (Key.Key_1, Key.Key_3, Key.Key_BracketLeft, Key.Key_BracketRight, Key.Key_Backslash):
        session.press(key, ALT)
    session.press(Key.Key_Escape)
    session.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert session.editor.text() == ""


def test_right_takes_at_the_end_of_a_line_if_it_is_set(qtbot: QtBot) -> None:
    for right_takes, text in ((False, "foo"), (True, "foobar")):
        session = Session(qtbot)
        SuggestionKeys(
            session.editor, session.controller, lambda: None, {}, right_takes=right_takes
        )
        session.type("foo")
        session.answer("bar")
        session.wait(200)
        session.press(Key.Key_Right)
        assert session.editor.text() == text
    session.press(Key.Key_Left)
    session.press(Key.Key_Right)
    assert session.editor.textCursor().atEnd()


def test_second_keys_where_the_first_need_altgr(session: Session) -> None:
    session.type("foo")
    session.press(Key.Key_Right, ALT)
    assert session.requests[-1].trigger is Trigger.ASKED
    session.answer(" bar", " bar", " cat")
    session.press(Key.Key_Down, ALT)
    assert session.screen() == "foo[ cat]"
    session.press(Key.Key_Up, ALT)
    assert session.screen() == "foo[ bar]"


def test_a_key_of_another_action_is_no_second_one(qtbot: QtBot) -> None:
    session = Session(qtbot)
    keys = {"dismiss": "Alt+Down", "previous": "F6"}
    SuggestionKeys(session.editor, session.controller, lambda: None, keys)
    session.type("foo")
    session.answer(" bar", " bar", " cat")
    session.press(Key.Key_Up, ALT)
    assert session.screen() == "foo[ bar]"
    session.press(Key.Key_Down, ALT)
    assert session.screen() == "foo"


def test_alternatives_can_be_had_after_typing_into_them(session: Session) -> None:
    session.type("foo")
    session.answer(" bar baz", " bar", " bat", " cat")
    session.type(" b")
    session.press(Key.Key_BracketRight, ALT)
    session.press(Key.Key_BracketRight, ALT)
    assert session.seen[-3:] == ["foo b[ar baz]", "foo b[at]", "foo b[ar baz]"]
