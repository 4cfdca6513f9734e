"""What happens to a dialogue now and then: in the editor and in other applications."""

from dataclasses import replace

import pytest

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import look_alike, placed
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.plain import keys_of
from autotype.text.dialogue.state import Options
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
from autotype.text.evidence import NoEvidence
from autotype.text.request import Request, Trigger, may_serve
from autotype.text.suggestion import Silence, Word
from tests.text.test_dialogue import TYPED, elsewhere, says, waiting
from tests.text.writer import SOFT, Writer


def asked(effects: tuple[to.Effect, ...]) -> list[str]:
    """The texts that the engine is asked about."""
    return [effect.request.before for effect in effects if isinstance(effect, to.Ask)]


def test_another_text_begins_with_nothing_of_the_old_one() -> None:
    state, effects = step(waiting().text.state, on.Opened(Place("new ")))
    assert to.Hide() in effects
    assert not any(offer.word for offer in state.places)
    dismissed = waiting().press("dismiss")
    state, _ = step(dismissed.text.state, on.Opened(Place("new ")))
    assert not (state.ghost.text or state.words or state.dismissed or state.silence)
    _, effects = step(state, on.Typed("w", 200.0))
    assert asked(effects) == ["new w"]


def test_a_pause_outlasts_another_text() -> None:
    writer = waiting()
    writer.pause(Silence.PAUSED)
    state, _ = step(writer.text.state, on.Opened(Place("new ")))
    assert state.silence is Silence.PAUSED


def test_nothing_is_offered_in_a_text_that_is_in_doubt() -> None:
    state, effects = elsewhere(*TYPED, says("bar"), on.Due(1, 1.02), on.Doubted())
    assert to.Hide() in effects
    assert not (state.ghost.text or state.words or state.soft)


def test_a_correction_that_leaves_a_selection_asks_nothing() -> None:
    selected = on.Corrected(Place("foé", obstacle=Silence.SELECTION))
    _, effects = elsewhere(on.Typed("'", 1.0, Place("foo'"), certain=False), selected)
    assert asked(effects) == []


@pytest.mark.parametrize("event", [on.Composing, on.Unfocused])
def test_a_selection_is_named_whatever_interrupts(event: type[on.Composing | on.Unfocused]) -> None:
    state, _ = step(waiting().text.state, event(Place("one", obstacle=Silence.SELECTION)))
    assert state.silence is Silence.SELECTION


def test_what_was_composed_after_a_deletion_asks_nothing() -> None:
    writer = waiting().do("backspace")
    composing = Place("one tw", obstacle=Silence.COMPOSING)
    state, _ = step(writer.text.state, on.Composing(composing))
    state, effects = step(state, on.Uncomposed(Place("one tw"), 200.0))
    assert asked(effects) == []
    assert state.silence is Silence.AFTER_DELETION


def test_a_focus_that_never_went_changes_nothing() -> None:
    state = waiting().text.state
    assert step(state, on.Focused(Place("one two"), 200.0)) == (state, ())


def test_a_failure_that_is_said_twice_is_one() -> None:
    state, _ = step(waiting().text.state, on.EngineIs(EngineState.FAILED))
    assert step(state, on.EngineIs(EngineState.FAILED)) == (state, ())


def test_another_ghost_while_one_waits_has_no_wait_of_its_own() -> None:
    first, second = says("bar"), says("bark up")
    partial = replace(first, answer=replace(first.answer, final=False))
    state, effects = elsewhere(*TYPED, partial, replace(second, now=1.006))
    assert not any(isinstance(effect, to.Wait | to.Show) for effect in effects)
    _, effects = step(state, on.Due(state.drawing.due, 1.012))
    assert effects == (to.Show(state.ghost.text, new=True),)


def test_a_wait_that_ends_when_nothing_is_left_draws_nothing() -> None:
    state, _ = elsewhere(*TYPED, says("bar"))
    bare = replace(state, ghost=elsewhere()[0].ghost)
    _, effects = step(bare, on.Due(bare.drawing.due, 1.02))
    assert not any(isinstance(effect, to.Show) for effect in effects)


def test_a_take_is_drawn_by_the_application_first() -> None:
    state, _ = elsewhere(*TYPED, says(" bar you"), on.Due(1, 1.02))
    state, effects = step(state, on.Took("take_word", Place("foox"), 2.0, deliberate=True))
    assert to.Insert(" bar") in effects
    assert [effect.seconds for effect in effects if isinstance(effect, to.Wait)] == [0.012]
    assert not any(isinstance(effect, to.Show) for effect in effects)


def test_only_prose_is_asked_about_where_only_that_is_wanted() -> None:
    number = on.Typed("4", 1.0, Place("+49 171 234"))
    state, effects = elsewhere(number, options=Options(only_prose=True))
    assert asked(effects) == []
    assert state.silence is Silence.NO_PROSE


def test_an_answer_after_the_place_changed_is_for_the_new_place() -> None:
    writer = waiting().type("x")
    writer.answer(" more", " more")
    assert (writer.text.state.place.before, writer.ghost) == ("one twox", " more")


def test_a_text_can_be_asked_about_before_a_key() -> None:
    writer = Writer("Dear |")
    writer.text.begin()
    assert [request.before for request in writer.requests] == ["Dear "]


def test_of_a_very_long_text_the_paragraph_counts() -> None:
    short = Writer("a" * 9_000 + "\n" + "b" * 9_000 + "|").type("c")
    assert short.requests[-1].before == "b" * 9_000 + "c"
    assert short.requests[-1].offset == 9_001
    endless = Writer("a" * 20_000 + "|").type("c")
    assert len(endless.requests[-1].before) == 6_000


def test_what_is_typed_is_what_people_see_as_characters() -> None:
    assert keys_of("e\u0301\r\nx\r👍🏽") == ["e\u0301", "\n", "x", "\n", "👍🏽"]


def test_bars_of_another_length_or_with_more_in_them_do_not_look_alike() -> None:
    full = placed((), (Word(" a", 0.5), Word(" b", 0.4)), "", 1.0)
    memory = placed(full, (), "", 2.0)
    assert not look_alike((), full)
    assert not look_alike(full, memory)
    assert look_alike(memory, memory)


def test_a_soft_space_is_gone_with_a_change_of_the_rules() -> None:
    writer = Writer("one tw|", SOFT).type("o").answer(" three", " three").take()
    assert writer.soft
    state, _ = step(writer.text.state, on.Opted(Options()))
    assert not state.soft


def test_nothing_is_known_where_nothing_was_learned() -> None:
    assert NoEvidence().words("I am ", "h") == ()
    assert NoEvidence().next_words("I am", 3) == ()


def test_a_ghost_that_is_there_already_goes() -> None:
    heard = on.Followed(Place("foox", "bar"), 1.03)
    options = Options(has_bar=False, mid_line=True)
    state, _ = elsewhere(*TYPED, says("bar"), heard, options=options)
    assert not state.ghost.text


def test_what_is_composed_letter_by_letter_is_one_interruption() -> None:
    state = waiting().text.state
    for composed in ("n", "ni"):
        place = Place(f"one two{composed}", obstacle=Silence.COMPOSING)
        state, _ = step(state, on.Composing(place))
    assert state.interruption.resumes
    _, effects = step(state, on.Uncomposed(Place("one two"), 200.0))
    assert asked(effects) == ["one two"]


@pytest.mark.parametrize(
    ("newer", "serves"),
    [
        (Request(2, "one two"), True),
        (Request(2, "one t"), True),
        (Request(2, "one s"), False),
        (Request(2, "one two", trigger=Trigger.TAKEN), False),
        (Request(2, "one two", " more"), False),
    ],
)
def test_an_answer_may_serve_what_was_typed_since(newer: Request, serves: bool) -> None:
    assert may_serve(Request(1, "one t"), newer) is serves


def test_an_answer_for_the_very_place_that_is_known_is_used() -> None:
    state, _ = elsewhere(on.Typed("x", 1.0))
    answer = replace(says("bar"), place=state.place)
    assert step(state, answer)[0].ghost.text == "bar"


def test_before_text_on_the_line_an_answer_has_words_but_no_ghost() -> None:
    writer = Writer("one tw| more").type("o").answer(" three", " three", " four")
    assert (writer.ghost, writer.offered()) == ("", [" three", " four"])
    assert writer.silence is Silence.TEXT_AFTER


def test_a_final_answer_that_says_something_else_changes_nothing_that_is_read() -> None:
    early = replace(says("bar"), answer=replace(says("bar").answer, final=False))
    state, _ = elsewhere(*TYPED, early, on.Due(1, 1.02))
    state, effects = step(state, says("cat"))
    assert state.ghost.text == "bar"
    assert not any(isinstance(effect, to.Show | to.Hide) for effect in effects)


def test_an_undo_with_nothing_to_undo_changes_no_text() -> None:
    writer = Writer("")
    writer.text.undo()
    assert (writer.text.before, writer.text.after) == ("", "")
