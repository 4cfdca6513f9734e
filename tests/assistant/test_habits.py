"""Sessions with applications that do what real programs were seen to do."""

import pytest

from autotype.assistant.keys import KeyPress
from autotype.assistant.modes import Mode
from tests.assistant.application import BACKSPACE, CTRL_RIGHT, NEXT, TAB, Application

HABITS = [
    *("resets", "reports-first", "reports-first wraps", "echoes", "resets echoes"),
    *("bytes", "utf-16", "keeps-tab", "commits"),
]
EACH = pytest.mark.parametrize("habits", HABITS)
LATE = pytest.mark.parametrize("reports", [0.0, 0.015, 0.05], ids=["at-once", "soon", "late"])


@EACH
@LATE
def test_a_ghost_is_shown_and_taken_word_by_word(habits: str, reports: float) -> None:
    app = Application(reports=reports, habits=habits)
    app.type("Größe ä🙂 as")
    app.answer(" soon as possible.")
    assert app.shown == " soon as possible."
    app.clock.wait(1)
    assert app.shown == " soon as possible."
    for taken in (" soon", " as"):
        before = app.before
        assert not app.press(CTRL_RIGHT)
        assert app.before == before + taken
        app.clock.wait(1)
    assert app.seen[-1] == "Größe ä🙂 as soon as[ possible.]"
    app.type(" poss")
    assert app.seen[-1] == "Größe ä🙂 as soon as poss[ible.]"
    if "keeps-tab" not in habits:
        app.clock.wait(0.3)
        assert not app.press(TAB)
    app.clock.wait(0.3)
    app.type(" Then")
    assert app.asked[-1][0].before == app.before
    assert app.left_over == 0


@EACH
@LATE
def test_typing_through_and_past_a_ghost(habits: str, reports: float) -> None:
    app = Application(reports=reports, habits=habits)
    app.type("é hea")
    app.answer("ring from")
    asked = len(app.asked)
    app.type("rin")
    assert app.seen[-1] == "é hearin[g from]"
    assert len(app.asked) == asked
    app.type("x")
    app.clock.wait(0.2)
    assert app.seen[-1] == "é hearinx"
    assert app.asked[-1][0].before == "é hearinx"
    app.press(BACKSPACE)
    app.clock.wait(0.2)
    app.type("g")
    assert app.asked[-1][0].before == "é hearing"


@EACH
def test_the_ghost_that_the_user_types_is_text(habits: str) -> None:
    """All of it, and more: what is the same as a ghost was typed."""
    app = Application(reports=0.015, habits=habits)
    app.type("as")
    app.answer(" soon")
    app.type(" soon", pause=0.03)
    app.clock.wait(0.2)
    app.type(" as")
    app.clock.wait(0.2)
    assert app.asked[-1][0].before == "as soon as"
    app.answer(" soon")
    app.clock.wait(0.2)
    assert app.seen[-1] == "as soon as[ soon]"


@pytest.mark.parametrize("habits", ["", "resets", "bytes", "commits", "keeps-tab"])
def test_text_that_says_the_same_as_the_ghost_is_not_the_ghost(habits: str) -> None:
    """A click before what was taken: it is text, though a moment ago it was a ghost."""
    app = Application(reports=0.015, habits=habits)
    app.type("Thank you very mu")
    app.answer("ch for")
    app.clock.wait(0.2)
    assert not app.press(CTRL_RIGHT)
    app.clock.wait(0.06)
    app.field.moved()
    app.move(-2)
    app.clock.wait(0.2)
    asked = len(app.asked)
    app.type("x")
    assert len(app.asked) == asked, "text follows the caret"


def test_a_reset_after_every_key_does_not_stop_suggestions() -> None:
    app = Application(reports=0.015, habits="resets")
    shown = 0
    for character in "Thank you very much for all":
        app.type(character)
        app.answer("zz")
        shown += app.shown == "zz"
    assert shown == len("Thank you very much for all")


def test_a_reset_after_a_take_leaves_the_rest_of_the_ghost() -> None:
    app = Application(reports=0.015)
    app.type("as")
    app.answer(" soon as")
    app.clock.wait(0.2)
    assert not app.press(CTRL_RIGHT)
    app.clock.wait(0.004)
    app.field.moved()
    app.clock.wait(0.2)
    assert app.seen[-1] == "as soon[ as]"


def test_a_tab_that_never_came_withdraws_the_ghost() -> None:
    app = Application(reports=0.015, habits="keeps-tab")
    app.type("mu")
    app.answer("ch for")
    app.clock.wait(1)
    app.press(TAB)
    app._changed()
    app.clock.wait(0.02)
    assert app.seen[-1] == "mu\t", "at once, since nothing was typed"
    app.type("x")
    assert app.asked[-1][0].before == "mu\tx"


def test_a_tab_that_is_reported_with_the_next_key_only() -> None:
    app = Application(reports=0.0, habits="keeps-tab reports-first")
    app.type("mu")
    app.answer("ch for")
    app.clock.wait(1)
    app.press(TAB)
    app.clock.wait(1)
    app.press(KeyPress("c", "c"))
    app.clock.wait(0.02)
    app.type("x", pause=0.2)
    app.type("y")
    assert app.asked[-1][0].before == "mu\tcxy"


@pytest.mark.parametrize("leaves", [False, True], ids=["click", "focus"])
def test_an_application_that_commits_the_ghost_is_found_out(leaves: bool) -> None:
    app = Application(reports=0.015, habits="commits")
    app.type("Thank you very mu")
    app.answer("ch for")
    app.clock.wait(0.2)
    if leaves:
        app.leave()
        app.clock.wait(1)
        app.field.focus(app.field.mode.INLINE, "program")
    else:
        app.click(0)
    assert app.left_over == 0
    app.clock.wait(0.5)
    app.type("x")
    app.clock.wait(0.2)
    assert "very much for" in app.text
    assert app.left_over == 1


@pytest.mark.parametrize("habits", ["", "resets", "echoes", "reports-first", "bytes"])
@pytest.mark.parametrize("leaves", [False, True], ids=["click", "focus"])
def test_who_takes_the_ghost_away_is_not_suspected(habits: str, leaves: bool) -> None:
    app = Application(reports=0.015, habits=habits)
    app.type("Thank you very mu")
    app.answer("ch for")
    app.clock.wait(0.2)
    if leaves:
        app.leave()
        app.shown = ""
        app.clock.wait(1)
        app.field.focus(app.field.mode.INLINE, "program")
    else:
        app.click(len(app.before))
    app.clock.wait(0.1)
    # The user may well type what was suggested.
    app.type("ch for all")
    app.clock.wait(1)
    app.click(5)
    app.clock.wait(1)
    app.type("x")
    app.clock.wait(1)
    assert app.left_over == 0


@pytest.mark.parametrize("written", ["Thank you very much for coming.", "Thank you very much for"])
def test_who_wrote_the_same_before_is_not_suspected(written: str) -> None:
    app = Application(reports=0.015)
    app.type(f"Hello.\n{written}\nThank you very mu")
    app.answer("ch for")
    app.clock.wait(0.2)
    app.click(3)
    app.clock.wait(1)
    app.type("x")
    app.clock.wait(1)
    assert app.text.startswith("Helxlo.\nThank you very much for")
    assert app.left_over == 0


def test_another_application_is_not_blamed() -> None:
    app = Application(reports=0.015, habits="commits")
    app.type("Thank you very mu")
    app.answer("ch for")
    app.leave()
    app.clock.wait(1)
    app.field.focus(app.field.mode.INLINE, "another")
    app.become(app.before)
    app.clock.wait(1)
    assert app.left_over == 0
    app.field.focus(app.field.mode.INLINE, "program")
    app.become(app.before)
    app.clock.wait(1)
    assert app.left_over == 1


@pytest.mark.parametrize("habits", ["", "reports-first", "echoes"])
@pytest.mark.parametrize("reports", [0.015, 0.4])
def test_the_same_sentence_in_the_next_window_is_no_evidence(habits: str, reports: float) -> None:
    app = Application(reports=reports, habits=habits)
    app.type("Thank you very much")
    app.answer(" for all")
    app.clock.wait(1)
    app.leave()
    for _ in range(2):
        app.field.focus(app.field.mode.INLINE, "program")
        app.before = app.shown = ""
        app.clock.wait(1)
        app.type("Thank you very mu", pause=0.02)
        app.answer("ch for all")
        app.clock.wait(1)
        app.type("ch for all that", pause=0.02)
        app.clock.wait(1)
        app.leave()
    assert app.left_over == 0


def test_a_key_that_may_change_windows_takes_the_ghost_out_of_the_text() -> None:
    app = Application(reports=0.015, habits="commits")
    app.field.hold(down=True)
    app.field.hold(down=False)
    app.type("as")
    app.answer(" soon")
    app.field.hold(down=True)
    assert app.shown == ""
    app.field.hold(down=False)
    assert app.shown == " soon"
    app.field.hold(down=True)
    # Alt with another key may ask for the next suggestion.
    app.field.key(NEXT)
    app.clock.wait(0.2)
    assert not app.press(TAB)
    app.leave()
    assert app.text == "as soon"


@pytest.mark.parametrize("pause", [0.0, 0.005])
def test_a_ghost_that_comes_while_such_a_key_is_down_waits_until_it_goes_up(pause: float) -> None:
    app = Application(reports=0.015, habits="commits")
    app.type("as")
    app.clock.wait(pause)
    app.field.hold(down=True)
    app.answer(" soon")
    app.clock.wait(0.5)
    assert app.shown == ""
    app.field.hold(down=False)
    assert app.shown == " soon"
    app.type(" s", pause=0.0)
    app.field.hold(down=True)
    app.clock.wait(0.5)  # the rest of it is due now
    app.leave()
    assert app.text == "as s"
    assert not [state for state in app.seen if " s[" in state]


def test_a_ghost_that_waits_for_such_a_key_is_seen_where_it_is_shown_from_now_on() -> None:
    app = Application(reports=0.015)
    app.type("as")
    app.answer(" soon")
    app.clock.wait(0.5)
    app.field.hold(down=True)
    app.field.show_in(Mode.POPUP)
    assert (app.shown, app.popup) == (" soon", True)
    app.field.show_in(Mode.INLINE)
    assert app.shown == ""
    app.field.hold(down=False)
    assert (app.shown, app.popup) == (" soon", False)


@pytest.mark.parametrize("key", [TAB, CTRL_RIGHT])
@pytest.mark.parametrize("late", [False, True])
def test_what_such_a_key_has_hidden_is_not_taken_unseen(key: KeyPress, late: bool) -> None:
    """A menu of the window manager keeps that it goes up, and the focus has never gone."""
    app = Application(reports=0.015)
    app.type("as")
    if late:
        app.field.hold(down=True)
    app.answer(" soon")
    app.clock.wait(0.5)
    app.field.hold(down=True)
    app.clock.wait(0.5)
    app.press(key)
    assert " soon" not in app.text
    app.type(" s")
    app.answer("oon")
    app.clock.wait(0.5)
    assert app.shown == "oon"


def test_a_key_whose_end_nobody_tells_holds_back_nothing_for_long() -> None:
    app = Application(reports=0.015)
    app.field.hold(down=True)
    app.type("as")
    app.answer(" soon")
    app.clock.wait(0.5)
    assert app.shown == " soon"
    app.field.hold(down=True)
    app.leave()
    app.field.focus(app.field.mode.INLINE, "program")
    app.type("as")
    app.answer(" soon")
    app.clock.wait(0.5)
    assert app.shown == " soon"


@pytest.mark.parametrize("habits", ["reports-first", "echoes", ""])
def test_a_paragraph_that_the_program_begins_by_itself(habits: str) -> None:
    """Its reports contradict the keys and hold the ghost, and nobody pauses."""
    app = Application(reports=0.015, habits=habits)
    app.type("All of it. T")
    app.answer("hank you")
    app.before = "T"
    app.type("hank")
    assert app.asked[-1][0].before == "Thank"
    app.answer(" you all")
    app.type(" yo")
    assert app.seen[-1] == "Thank yo[u all]"


def test_the_ghost_is_no_part_of_a_text_that_is_new() -> None:
    app = Application(habits="reports-first")
    app.type("All of it. T")
    app.answer("hank you")
    app.before = "T"
    app.clock.wait(1)
    app.type("x")
    app.clock.wait(1)
    assert app.field.silence is None, "nothing follows the caret"
    assert app.asked[-1][0].before == "Tx"


def test_typing_what_a_late_reset_took_away_is_no_evidence() -> None:
    """A busy program resets late, and reports once in a while."""
    app = Application(reports=0.015)
    app.type("Thank you very mu")
    app.answer("ch for all")
    app.clock.wait(0.6)
    app.field.moved()
    app._reports = None
    app.type("ch for all that is", pause=0.03)
    app._reports = 0.0
    app._changed()
    app.clock.wait(1)
    assert app.left_over == 0
