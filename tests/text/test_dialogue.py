"""The stability contract of the reducer alone, as the states that a writer sees."""

import pytest

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word
from tests.text.dialogue_contract import BarContract
from tests.text.writer import Writer

Effects = tuple[to.Effect, ...]


def waiting() -> Writer:
    """Somebody who sees a ghost."""
    return Writer("one tw|").type("o").answer(" three four", " three", " cat", " dog")


class TestReducer(BarContract):
    def open(self, text: str = "|", *, mid_line: bool = False) -> Writer:
        return Writer(text, Options(mid_line=mid_line))


# Why nothing is suggested.


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
def test_it_says_why_nothing_is_suggested(name: str, reason: Silence) -> None:
    assert waiting().do(name).silence is reason


def test_it_says_so_of_a_paste() -> None:
    assert waiting().paste("pasted").silence is Silence.AFTER_PASTE


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


def test_nothing_is_taken_where_nothing_may_be_written() -> None:
    writer = waiting()
    place = Place("one two", obstacle=Silence.READ_ONLY)
    _, effects = step(writer.text.state, on.Took("take", place, 200.0))
    assert effects == (to.Refused(),)


def test_an_engine_that_goes_takes_its_words_along() -> None:
    writer = waiting()
    state, effects = step(writer.text.state, on.EngineIs(EngineState.FAILED))
    assert set(effects) == {to.Hide(), to.Words(()), to.Silent(Silence.FAILED)}
    _, effects = step(state, on.Typed("x", 200.0))
    assert to.Cancel() in effects


def test_what_cannot_be_drawn_is_not_offered() -> None:
    state, _ = step(waiting().text.state, on.NotDrawn())
    assert not state.ghost.text


def test_what_is_left_of_a_ghost_is_in_the_bar() -> None:
    """However far the writer has come with it, by a take or by typing."""
    taken = waiting()
    assert taken.takes("take_word", deliberate=True)
    typed = waiting().type(" three")
    # What is typed agrees with the first answer; the one that is asked for next comes late.
    late = Writer("one |").type("tw").answer("wo three four", to=-2, final=False).type("o")
    assert late.answer("o three four", "o", "in").seen[-1] == "one two[ three four]"
    assert (late.ghost, late.offered(), late.asked) == (" three four", [" three"], None)
    for writer in (taken, typed):
        assert (writer.ghost, [word.text for word in writer.words]) == (" four", [" four"])


def test_the_word_of_a_ghost_that_is_read_stays_with_it() -> None:
    writer = Writer("fo|").type("o").answer(" bar", final=False).answer()
    assert (writer.ghost, writer.offered()) == (" bar", [" bar"])


@pytest.mark.parametrize("rest", ["\n", ", but", "."])
def test_a_line_end_or_a_mark_is_no_word_for_the_bar(rest: str) -> None:
    writer = Writer("one tw|").type("o").answer(f"x{rest}", "x").type("x")
    assert (writer.ghost, writer.words) == (rest, ())


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


@pytest.mark.parametrize("paused", [None, Silence.PAUSED])
def test_other_options_take_away_what_was_offered_by_the_old_ones(paused: Silence | None) -> None:
    writer = waiting()
    if paused:
        writer.text.state, _ = step(writer.text.state, on.Paused(paused))
    options = Options(mid_line=True, soft_space=True)
    state, effects = step(writer.text.state, on.Opted(options))
    assert state.options == options
    assert (state.ghost.text, state.words, state.silence) == ("", (), paused)
    assert paused or to.Hide() in effects
    assert to.Cancel() in effects


def test_other_options_take_the_soft_space_away() -> None:
    writer = Writer("one tw|", Options(soft_space=True)).type("o").answer(" three", " three")
    writer.take()
    assert writer.text.state.soft
    state, _ = step(writer.text.state, on.Opted(Options(soft_space=False)))
    assert not state.soft
