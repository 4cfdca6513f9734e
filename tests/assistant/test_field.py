"""A person, an application and an engine: sessions as the states that were on the screen."""

import pytest

from autotype.assistant.field import FieldOptions, Mode
from autotype.assistant.keys import KeyPress
from autotype.text.request import Trigger
from autotype.text.suggestion import Silence, Suggestion, Word
from tests.assistant.application import (
    ASK,
    BACKSPACE,
    CTRL_RIGHT,
    CTRL_Z,
    DEAD_ACUTE,
    END,
    ESC,
    LEFT,
    NEXT,
    PAUSE,
    TAB,
    Application,
)

LATE = pytest.mark.parametrize("reports", [0.03, 0.2, None], ids=["soon", "late", "never"])


@LATE
def test_a_session(reports: float | None) -> None:
    app = Application(reports=reports)
    app.type("as")
    app.answer(" possible.")
    app.clock.wait(0.2)
    assert not app.press(TAB)
    app.clock.wait(0.3)
    assert app.seen == ["", "a", "as", "as[ possible.]", "as", "as possible."]
    assert app.told[-2:] == [("shown", " possible."), ("taken", " possible.")]
    assert app.asked[-1][0].before == "as possible."
    assert app.asked[-1][0].trigger is Trigger.TAKEN


@LATE
def test_typing_through_shortens_the_ghost_and_asks_nothing(reports: float | None) -> None:
    app = Application(reports=reports)
    app.type("hea")
    app.answer("ring from")
    asked = len(app.asked)
    app.type("rin")
    assert app.shown == "g from"
    assert len(app.asked) == asked
    app.type("x")
    assert app.shown == ""
    assert app.asked[-1][0].before == "hearinx"


def test_the_ghost_waits_until_the_application_has_the_key() -> None:
    app = Application()
    app.type("as", pause=0)
    _, reply = app.asked[-1]
    reply(Suggestion(app.asked[-1][0], (Word(" soon", 0.5),), " soon", 0.5))
    assert app.shown == "", "the application may not have drawn the key yet"
    app.clock.wait(0.02)
    assert app.shown == " soon"
    app.type(" ", pause=0)
    assert app.shown == ""
    app.clock.wait(0.02)
    assert app.shown == "soon"


def test_an_answer_to_an_older_text_is_shown_only_if_the_typing_agrees() -> None:
    app = Application()
    app.type("th")
    old_request, old_reply = app.asked[-1]
    app.type("e")
    app.asked[-1] = (old_request, old_reply)
    app.answer("ere is")
    assert app.shown == "re is"
    app = Application()
    app.type("th")
    old_request, old_reply = app.asked[-1]
    app.type("a")
    app.asked[-1] = (old_request, old_reply)
    app.answer("ere is")
    assert app.shown == ""


def test_a_ghost_only_grows_while_it_is_read() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon", final=False)
    app.answer(" soon as possible")
    assert app.shown == " soon as possible"
    app.answer(" usual")
    assert app.shown == " soon as possible"


def test_tab_stays_tab() -> None:
    app = Application()
    app.type("as")
    assert app.press(TAB)
    app.clock.wait(0.2)
    app.type("as")
    app.answer(" soon")
    assert app.press(TAB), "it was not visible for long enough"
    assert app.shown == ""


def test_a_second_tab_right_after_a_take_is_swallowed() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon")
    app.clock.wait(0.2)
    assert not app.press(TAB)
    app.clock.wait(0.1)
    assert not app.press(TAB)
    app.clock.wait(0.5)
    assert app.press(TAB)
    assert app.text == "as soon"


def test_word_by_word() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon as possible.")
    app.clock.wait(0.2)
    for _ in range(4):
        assert not app.press(CTRL_RIGHT)
        app.clock.wait(0.05)
    assert app.seen[3:] == [
        "as[ soon as possible.]",
        "as",
        "as soon",
        "as soon[ as possible.]",
        "as soon",
        "as soon as",
        "as soon as[ possible.]",
        "as soon as",
        "as soon as possible",
        "as soon as possible[.]",
        "as soon as possible",
        "as soon as possible.",
    ]
    assert app.press(CTRL_RIGHT), "without a ghost the key is the application's"


def test_end_takes_at_the_end_of_a_line_only() -> None:
    app = Application(mid_line=True)
    app.become("as", " we said")
    app.clock.wait(0.1)
    app.type("k")
    app.answer("ed")
    app.clock.wait(0.2)
    assert app.press(END)
    assert app.shown == ""
    app = Application(reports=0.015)
    app.type("as")
    app.answer(" soon")
    app.clock.wait(0.2)
    assert not app.press(END)
    assert app.text == "as soon"


def test_end_goes_to_the_end_where_nobody_knows_what_follows() -> None:
    app = Application()
    # The caret went there by a click, of which nothing was heard but the focus.
    app.after = " we said"
    app.type("as")
    app.answer(" soon")
    app.clock.wait(0.2)
    assert app.press(END)
    assert app.text == "as we said"


def test_escape_is_the_applications_unless_there_is_a_ghost() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon")
    assert not app.press(ESC)
    assert app.shown == ""
    assert app.field.silence is Silence.DISMISSED
    asked = len(app.asked)
    app.type("h")
    assert len(app.asked) == asked, "not before the next word"
    app.type(" ")
    assert len(app.asked) == asked + 1
    assert app.press(ESC)


def test_alternatives() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon as", " soon", " well", " usual")
    for ghost in (" well", " usual", " soon as"):
        assert not app.press(NEXT)
        assert app.shown == ghost
    app.field.key(ESC)
    assert app.press(NEXT)


def test_asking_with_a_key() -> None:
    app = Application()
    app.become("as", " we")
    app.clock.wait(0.1)
    assert not app.press(ASK)
    assert app.asked[-1][0].trigger is Trigger.ASKED
    app.answer(" soon")
    assert app.shown == " soon"


@pytest.mark.parametrize("press", [BACKSPACE, LEFT, CTRL_Z])
def test_nothing_appears_after_a_deletion_a_move_or_a_command(press: KeyPress) -> None:
    app = Application()
    app.type("ask")
    app.answer(" me")
    assert app.shown == " me"
    asked = len(app.asked)
    assert app.press(press)
    app.clock.wait(0.5)
    assert app.shown == ""
    assert len(app.asked) == asked


def test_the_next_character_enables_it_again() -> None:
    app = Application()
    app.type("ask")
    app.press(BACKSPACE)
    app.clock.wait(0.1)
    app.type("h")
    assert app.asked[-1][0].before == "ash"


def test_where_nothing_is_reported_the_next_word_after_a_move_is_the_first_known() -> None:
    app = Application(reports=None)
    app.type("one two")
    app.press(LEFT)
    asked = len(app.asked)
    app.type("x")
    assert len(app.asked) == asked
    app.type(" th")
    assert app.asked[-1][0].before == "th"


def test_a_report_after_a_move_is_believed_at_once() -> None:
    app = Application()
    app.type("one two")
    app.press(LEFT)
    app.clock.wait(0.05)
    app.type("x")
    assert app.field.silence is Silence.TEXT_AFTER
    app.become("one two three")
    app.clock.wait(0.2)
    app.type("x")
    assert app.asked[-1][0].before == "one two threex"


def test_a_click_back_into_what_was_typed_is_not_taken_for_a_late_report() -> None:
    app = Application()
    app.type("one two")
    app.clock.wait(0.2)
    app.click(3)
    app.clock.wait(0.2)
    app.type("x")
    app.clock.wait(0.2)
    assert app.text == "onex two"
    assert app.asked[-1][0].before == "one two"
    assert app.field.silence is Silence.TEXT_AFTER


def test_a_click_behind_the_next_letter_is_no_sign_of_another_way_to_count() -> None:
    """Read as bytes, the new position of the caret would be the old one."""
    app = Application()
    app.type("Grö")
    for at in (2, 3):
        app.clock.wait(0.2)
        app.click(at)
    app.clock.wait(0.2)
    app.type("ß")
    app.clock.wait(0.2)
    assert app.asked[-1][0].before == "Größ"


@pytest.mark.parametrize(("typed", "pasted"), [("né", "x"), ("😀", "x"), ("Größe", "ab")])
def test_what_is_inserted_is_no_sign_of_another_way_to_count(typed: str, pasted: str) -> None:
    """Its length is that of what else the accents would take, and the caret is behind it."""
    app = Application()
    app.type(typed)
    app.clock.wait(0.2)
    app.become(typed + pasted)
    app.clock.wait(0.2)
    app.type(" so", pause=0.2)
    assert app.asked[-1][0].before == f"{typed}{pasted} so"


def test_what_the_application_corrects_is_asked_about() -> None:
    app = Application()
    app.type("teh")
    app.become("the")
    app.clock.wait(0.2)
    assert app.asked[-1][0].before == "the"
    app.answer(" best")
    assert app.shown == " best"


def test_a_correction_while_typing_goes_on_waits() -> None:
    app = Application()
    app.type("teh", pause=0.02)
    app.become("the")
    app.type(" end", pause=0.02)
    app.clock.wait(0.3)
    assert app.asked[-1][0].before == "the end"


def test_a_bracket_that_the_application_closes_is_no_text_after() -> None:
    app = Application()
    app.type("f(")
    app.become("f(", ")")
    app.clock.wait(0.1)
    app.type("x")
    app.answer(" and y")
    assert app.seen[-1] == "f(x[ and y])"


def test_before_text_on_the_same_line_there_is_silence() -> None:
    app = Application()
    app.become("one ", " two")
    app.clock.wait(0.1)
    app.type("x")
    assert app.field.silence is Silence.TEXT_AFTER
    assert app.asked == []
    app.become("one ", "\ntwo")
    app.clock.wait(0.2)
    app.type("x")
    assert app.asked[-1][0].before == "one x"


def test_a_selection_silences_and_is_replaced() -> None:
    app = Application()
    app.type("one two")
    app.selection = 3
    app.become("one two")
    app.clock.wait(0.2)
    assert app.field.silence is Silence.SELECTION
    app.type("x")
    app.clock.wait(0.2)
    assert app.text == "one x"
    assert app.asked[-1][0].before == "one x"


def test_a_message_that_was_sent() -> None:
    app = Application()
    app.type("See you")
    app.press(KeyPress("\n", "return"))
    app.become("")
    app.clock.wait(0.2)
    app.type("O")
    assert app.text == "O"
    assert app.asked[-1][0].before == "See you\nO", "it may help with what comes now"


def test_dead_keys() -> None:
    app = Application()
    app.type("caf")
    asked = len(app.asked)
    app.press(DEAD_ACUTE)
    app.field.key(KeyPress("e", "e"))
    assert len(app.asked) == asked, "nobody knows yet what it will be"
    app.become("café")
    app.clock.wait(0.2)
    assert app.asked[-1][0].before == "café"


def test_a_private_field_is_not_even_listened_to() -> None:
    app = Application(mode=Mode.OFF)
    app.type("secret")
    app.clock.wait(0.5)
    assert app.press(TAB)
    assert (app.asked, app.told, app.shown) == ([], [], "")
    assert app.text == "secret"


def test_losing_the_focus_ends_it() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon")
    app.field.blur()
    assert app.shown == ""
    assert app.press(TAB)
    app.field.focus(Mode.INLINE)
    app.type("x")
    assert app.asked[-1][0].before == "x"


def test_an_answer_that_comes_after_the_focus_is_gone() -> None:
    app = Application()
    app.type("as")
    app.field.blur()
    app.answer(" soon")
    assert app.shown == ""


def test_pausing() -> None:
    app = Application()
    app.type("as")
    app.answer(" soon")
    assert not app.press(PAUSE)
    assert app.pauses == 1
    app.field.pause(Silence.PAUSED)
    assert app.shown == ""
    asked = len(app.asked)
    app.type("k")
    assert len(app.asked) == asked
    assert app.field.silence is Silence.PAUSED
    app.press(ASK)
    assert len(app.asked) == asked + 1, "who asks gets an answer"
    app.field.pause(None)
    app.type("k")
    assert len(app.asked) == asked + 2


def test_in_a_popup() -> None:
    app = Application(mode=Mode.POPUP)
    app.type("as")
    app.answer(" soon")
    assert (app.shown, app.popup) == (" soon", True)


def test_resets_after_a_key_are_no_clicks() -> None:
    app = Application(reports=None)
    app.type("one tw", pause=0)
    app.field.moved()
    app.clock.wait(0.1)
    app.type("o")
    assert app.asked[-1][0].before == "one two"
    app.clock.wait(0.1)
    app.field.moved()
    app.type("x")
    assert app.asked[-1][0].before == "one two"


def test_silence_is_explained() -> None:
    app = Application()
    app.type("as")
    app.answer("", reason=Silence.UNSURE)
    assert app.field.silence is Silence.UNSURE


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (".", "ll"),
        ("?", "ll"),
        ("”.", "ll"),
        (" .", "ll"),
        (")", "ll"),
        ("\n.", "ll."),
        ("", "ll."),
    ],
)
def test_what_turns_out_to_follow_the_caret_is_not_doubled(after: str, left: str) -> None:
    """The application says so only after the ghost is there."""
    app = Application(reports=0.2)
    app.type("we")
    app.answer("ll.")
    assert app.shown == "ll."
    app.become("we", after)
    app.clock.wait(0.5)
    assert app.shown == left
    assert not app.press(TAB)
    assert app.text == f"we{left}{after}"


def test_nothing_is_left_where_all_of_it_follows_the_caret() -> None:
    app = Application(reports=0.2, mid_line=True)
    app.type("as")
    app.answer(" soon")
    app.become("as", " soon as")
    app.clock.wait(0.5)
    assert app.shown == ""
    assert app.press(TAB)


def test_what_follows_the_caret_is_asked_about_when_it_is_known() -> None:
    app = Application(reports=0.01)
    app.type("w", pause=0)
    app.become("w", ".")
    app.clock.wait(0.1)
    assert [request.after for request, _ in app.asked] == ["", "."]
    app.answer("e")
    assert app.shown == "e"


@pytest.mark.parametrize("reports", [0.03, None], ids=["soon", "never"])
@pytest.mark.parametrize(
    "character", ["\u00a0", "\u202f", "\u3000", "\u200b", "\u200c", "\u00ad", "👩‍👩‍👧", "\u200e"]
)
def test_characters_of_every_kind_are_typed(character: str, reports: float | None) -> None:
    app = Application(reports=reports)
    app.type("at 10")
    app.press(KeyPress(character, character))
    app.clock.wait(0.2)
    assert app.asked[-1][0].before == "at 10" + character
    app.answer("km away")
    assert app.shown == "km away"


@pytest.mark.parametrize("inner", ["-", "'", "’", "\u00ad"])
def test_dismissed_until_the_next_word(inner: str) -> None:
    app = Application()
    app.type("follow")
    app.answer("ing")
    assert not app.press(ESC)
    asked = len(app.asked)
    app.type(f"{inner}u")
    assert len(app.asked) == asked
    assert app.field.silence is Silence.DISMISSED
    app.type(" ")
    assert len(app.asked) == asked + 1


@pytest.mark.parametrize("inner", ["-", "'", "\u200c", "x"])
def test_after_a_move_that_nobody_reports_a_compound_is_no_new_word(inner: str) -> None:
    app = Application(reports=None)
    app.type("one two")
    app.press(LEFT)
    asked = len(app.asked)
    app.type(f"{inner}th")
    assert len(app.asked) == asked
    app.type("\u00a0th")
    assert app.asked[-1][0].before == "th"


@pytest.mark.parametrize("typed", ["123", "ann@exa"])
def test_numbers_and_addresses_are_not_asked_about(typed: str) -> None:
    """Fields for them do not always say what they are."""
    app = Application()
    app.type(typed)
    assert app.field.silence is Silence.NO_PROSE
    asked = len(app.asked)
    app.type("9")
    assert len(app.asked) == asked
    app.type(" is")
    assert app.asked[-1][0].before == f"{typed}9 is"


def test_other_settings_count_in_a_field_that_is_there() -> None:
    app = Application()
    app.type("hea")
    app.answer("ring from")
    app.clock.wait(0.2)
    app.field.set_options(FieldOptions({"take": "Ctrl+Space"}))
    assert app.shown == "ring from"  # keys alone change nothing that is offered
    assert app.press(TAB), "Tab is the application's again"
