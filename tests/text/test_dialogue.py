"""The stability contract of the reducer alone, as the states that a writer sees."""

import pytest

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion, Word
from tests.text.writer import Writer

Effects = tuple[to.Effect, ...]


def waiting() -> Writer:
    """Somebody who sees a ghost."""
    return Writer("one tw|").type("o").answer(" three four", " three", " cat", " dog")


# Type-through.


def test_typing_what_the_ghost_says_shortens_it_and_asks_nothing() -> None:
    writer = Writer("fo|").type("o").answer("bar baz")
    writer.type("bar ba")
    assert writer.seen == [
        "fo",
        "foo",
        "foo[bar baz]",
        "foob[ar baz]",
        "fooba[r baz]",
        "foobar[ baz]",
        "foobar [baz]",
        "foobar b[az]",
        "foobar ba[z]",
    ]
    assert len(writer.requests) == 1
    writer.type("z")
    assert writer.seen[-1] == "foobar baz"
    assert writer.requests[-1].before == "foobar baz"


def test_typing_something_else_hides_the_ghost_at_once() -> None:
    writer = Writer().type("foo").answer("bar").type("x")
    assert writer.seen[-2:] == ["foo[bar]", "foox"]
    assert [request.before for request in writer.requests] == ["f", "fo", "foo", "foox"]
    assert len({request.revision for request in writer.requests}) == 4


def test_what_is_read_only_grows() -> None:
    writer = Writer().type("foo").answer(" bar", final=False).answer(" bar baz").answer(" other")
    assert writer.seen[-3:] == ["foo", "foo[ bar]", "foo[ bar baz]"]


def test_the_words_follow() -> None:
    writer = Writer().type("foo").answer("bar baz", "bar", "bat", "x").type("b")
    assert writer.words() == ["ar", "at"]
    writer.type("ar")
    assert writer.words() == [" baz"]


# No surprises.


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("backspace", Silence.AFTER_DELETION),
        ("delete", Silence.AFTER_DELETION),
        ("undo", Silence.AFTER_UNDO),
        ("left", Silence.AFTER_MOVE),
        ("right", Silence.AFTER_MOVE),
        ("blur", Silence.UNFOCUSED),
    ],
)
def test_nothing_appears_before_the_next_character(name: str, reason: Silence) -> None:
    writer = waiting()
    asked = len(writer.requests)
    writer.do(name).answer(" late")
    assert "[" not in writer.screen()
    assert writer.text.state.silence is reason
    assert len(writer.requests) == asked
    assert not writer.words()
    writer.type("x").answer("y")
    assert ("x[y]" in writer.screen()) is (name != "left")  # there text follows


def test_paste_stays_quiet() -> None:
    writer = waiting()
    writer.text.paste("pasted")
    assert writer.screen() == "one twopasted"
    assert writer.text.state.silence is Silence.AFTER_PASTE


def test_what_was_before_the_focus_went_comes_back() -> None:
    writer = waiting()
    place = Place("one two")
    for event, asked in ((on.Unfocused(place), False), (on.Focused(place, 200.0), True)):
        writer.text.state, effects = step(writer.text.state, event)
        assert any(isinstance(effect, to.Ask) for effect in effects) == asked


def test_an_input_method_comes_first() -> None:
    writer = waiting()
    composing = Place("one two", obstacle=Silence.COMPOSING)
    state, effects = step(writer.text.state, on.Composing(composing))
    assert to.Hide() in effects
    assert to.Silent(Silence.COMPOSING) in effects
    late = Suggestion(writer.requests[-1], (Word(" x", 0.9),), " x", 0.9)
    assert step(state, on.Answered(late, composing, 300.0)) == (state, ())
    state, effects = step(state, on.Uncomposed(Place("one two"), 301.0))
    assert [type(effect) for effect in effects] == [to.Ask, to.Silent]


# Takes.


def test_a_take_needs_a_ghost_that_could_be_read() -> None:
    assert waiting().take(after=0.149).screen() == "one two[ three four]"
    assert waiting().take(after=0.15).screen() == "one two three four"
    writer = waiting()
    writer.text.now += 0.14
    assert writer.type(" t").take(after=0.01).screen() == "one two three four"


def test_the_key_again_right_after_a_take_was_meant_for_it() -> None:
    writer = waiting().take().answer(" five")
    writer.text.now += 0.05
    assert writer.text.take("take")
    assert writer.screen() == "one two three four[ five]"
    writer.text.now += 0.4
    assert writer.text.take("take")
    writer.text.now += 1
    assert not writer.text.take("take")


def test_one_take_is_one_undo_step() -> None:
    writer = waiting()
    writer.take("take_word").take("take_word")
    assert writer.seen[-3:] == [
        "one two[ three four]",
        "one two three[ four]",
        "one two three four",
    ]
    assert writer.requests[-1].trigger is Trigger.TAKEN
    assert writer.type("!").do("undo").screen() == "one two three four"
    assert [writer.do("undo").screen() for _ in range(2)] == ["one two three", "one two"]


def test_a_word_of_the_bar() -> None:
    assert waiting().take("second").screen() == "one two cat"
    assert waiting().take("first").screen() == "one two three[ four]"
    assert not waiting().take("third").text.take("third")


def test_the_end_of_a_line_takes_there_only() -> None:
    assert waiting().take("take_at_end").screen() == "one two three four"
    writer = Writer("one |)").type("t").answer("wo")
    assert not writer.take("take_at_end").text.take("take_at_end")


def test_nothing_is_taken_where_nothing_may_be_written() -> None:
    writer = waiting()
    place = Place("one two", obstacle=Silence.READ_ONLY)
    _, effects = step(writer.text.state, on.Took("take", place, 200.0))
    assert effects == (to.Refused(),)


# Around them.


def test_before_text_on_the_line_only_words_are_offered() -> None:
    writer = Writer("one | three").type("t").answer("wo", "wo")
    assert writer.screen() == "one t three"
    assert writer.text.state.silence is Silence.TEXT_AFTER
    assert writer.words() == ["wo"]
    asked = Writer("one | three").press("ask").answer("two")
    assert asked.screen() == "one [two] three"
    middle = Writer("one | three", Options(mid_line=True)).type("t").answer("wo")
    assert middle.screen() == "one t[wo] three"


def test_dismissed_until_the_next_word() -> None:
    writer = waiting().press("dismiss")
    assert writer.screen() == "one two"
    assert not writer.text.press("dismiss")
    asked = len(writer.requests)
    writer.type("x")
    assert (writer.text.state.silence, len(writer.requests)) == (Silence.DISMISSED, asked)
    assert len(writer.type(" ").requests) == asked + 1


def test_alternatives() -> None:
    writer = waiting()
    for what in ("next", "next", "next", "previous"):
        writer.press(what)
    ghosts = ("[ three four]", "[ cat]", "[ dog]", "[ three four]", "[ dog]")
    assert writer.seen[-5:] == [f"one two{ghost}" for ghost in ghosts]


def test_a_late_answer_counts_as_far_as_it_agrees() -> None:
    writer = Writer().type("foo").answer("obar", to=1)
    assert writer.screen() == "foo[bar]"
    assert Writer().type("fox").answer("obar", to=1).screen() == "fox"


def test_paused_and_resumed() -> None:
    writer = waiting()
    writer.text.state, effects = step(writer.text.state, on.Paused(Silence.SNOOZED))
    assert {to.Hide(), to.Cancel(), to.Silent(Silence.SNOOZED)} <= set(effects)
    asked = len(writer.requests)
    assert len(writer.type("x").requests) == asked
    writer.text.state, _ = step(writer.text.state, on.Paused(None))
    assert len(writer.type("y").requests) == asked + 1


def test_an_engine_that_goes_takes_its_words_along() -> None:
    writer = waiting()
    state, effects = step(writer.text.state, on.EngineIs(EngineState.FAILED))
    assert set(effects) == {to.Hide(), to.Words(()), to.Silent(Silence.FAILED)}
    _, effects = step(state, on.Typed("x", 200.0))
    assert to.Cancel() in effects


def test_what_cannot_be_drawn_is_not_offered() -> None:
    state, _ = step(waiting().text.state, on.NotDrawn())
    assert not state.ghost.text


def test_a_rewriting_asks_anew() -> None:
    _, effects = step(waiting().text.state, on.Rewritten("é", Place("one twé"), 200.0))
    asks = [effect.request.before for effect in effects if isinstance(effect, to.Ask)]
    assert asks == ["one twé"]


# What other applications need: they draw their text themselves, and report it late.

_ELSEWHERE = Options(echo_s=0.012, has_bar=False)


def elsewhere(*happened: on.Event, options: Options = _ELSEWHERE) -> tuple[State, Effects]:
    """Return the dialogue after events, and the effects of the last one."""
    state, effects = State(options, Place("foo")), ()
    for event in (on.EngineIs(EngineState.READY), *happened):
        state, effects = step(state, event)
    return state, effects


def says(ghost: str, before: str = "foox", revision: int = 1) -> on.Answered:
    answer = Suggestion(Request(revision, before), (Word(ghost, 0.5),), ghost, 0.5)
    return on.Answered(answer, Place(before), 1.005)


TYPED = (on.Handed(1.0), on.Typed("x", 1.0))


def test_nothing_is_drawn_while_the_application_handles_a_key() -> None:
    state, effects = elsewhere(*TYPED, says("bar"))
    wait = next(effect for effect in effects if isinstance(effect, to.Wait))
    assert 0.006 < wait.seconds < 0.008
    assert not any(isinstance(effect, to.Show) for effect in effects)
    assert not state.can_take(9.0)
    state, effects = step(state, on.Due(wait.number, 1.012))
    assert effects == (to.Show("bar", new=True),)
    state, effects = step(state, on.Handed(1.1))
    assert effects == (to.Hide(),)
    state, effects = step(state, on.Typed("b", 1.1))
    assert [type(effect) for effect in effects] == [to.Wait, to.Words]
    state, late = step(state, on.Due(wait.number, 1.101))
    assert late == ()
    _, effects = step(state, on.Due(wait.number + 1, 1.112))
    assert effects == (to.Show("ar"),)


def test_a_wait_is_over_when_another_key_comes() -> None:
    state, effects = elsewhere(*TYPED, says("bar"), on.Handed(1.01))
    assert effects == ()
    assert step(state, on.Due(1, 1.013)) == (state, ())


def test_a_character_that_may_become_another_one_waits_for_the_report() -> None:
    state, effects = elsewhere(on.Typed("'", 1.0, Place("foo'"), certain=False))
    assert not any(isinstance(effect, to.Ask) for effect in effects)
    assert state.silence is Silence.COMPOSING
    _, effects = step(state, on.Corrected(Place("foé")))
    assert [effect.request.before for effect in effects if isinstance(effect, to.Ask)] == ["foé"]


def test_a_correction_after_anything_but_typing_stays_quiet() -> None:
    moved = on.Changed(Silence.AFTER_MOVE, Place("fo", obstacle=Silence.AFTER_MOVE))
    state, effects = elsewhere(*TYPED, moved, on.Corrected(Place("f")))
    assert not any(isinstance(effect, to.Ask) for effect in effects)
    assert state.silence is Silence.AFTER_MOVE


def test_a_text_that_is_in_doubt_is_not_asked_about() -> None:
    doubtful = Place("foox", obstacle=Silence.AFTER_MOVE)
    state, effects = elsewhere(on.Typed("x", 1.0, doubtful))
    assert state.silence is Silence.AFTER_MOVE
    assert not any(isinstance(effect, to.Ask) for effect in effects)


@pytest.mark.parametrize(
    ("after", "ghost"), [("", "bar you"), (" you", "bar"), (" more text", ""), (")", "bar you")]
)
def test_what_follows_the_caret_may_be_heard_of_late(after: str, ghost: str) -> None:
    heard = on.Followed(Place("foox", after), 1.03)
    options = Options(has_bar=False, mid_line=after == " you")
    state, effects = elsewhere(*TYPED, says("bar you"), heard, options=options)
    assert state.ghost.text == ghost
    state, effects = elsewhere(*TYPED, heard, options=options)
    assert any(isinstance(effect, to.Ask) for effect in effects) == (after != " more text")


def test_without_a_bar_nothing_is_asked_before_text() -> None:
    state, effects = elsewhere(on.Typed("x", 1.0, Place("foox", " more")))
    assert state.silence is Silence.TEXT_AFTER
    assert not any(isinstance(effect, to.Ask) for effect in effects)
