"""Shortcuts in a text without a window."""

from dataclasses import replace

from autotype.text.dialogue import events as on
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
from autotype.text.ghost import Ghost
from autotype.text.shortcuts import Shortcuts
from tests.text.shortcut_contract import ShortcutBarContract
from tests.text.writer import Writer
from tests.text.writing import Writing


class TestWithoutAWindow(ShortcutBarContract):
    def open(self, text: str = "|") -> Writing:
        return Writer(text, Options(soft_space=True))

    def engine_is(self, writer: Writing, state: EngineState) -> None:
        assert isinstance(writer, Writer)
        writer.text._do(on.EngineIs(state))


KNOWN = State(
    shortcuts=Shortcuts({"brb": "be right back", "omw": "on my way"}), engine=EngineState.READY
)


def test_nothing_goes_that_is_not_the_shortcut_any_more() -> None:
    """The text may have changed without a word of it, as in another application."""
    state, _ = step(KNOWN, on.Typed("b", 1.0, Place("brb")))
    assert state.ghost.replaces == 3
    for place in (Place("his"), Place("omw"), Place("brb", insert_only=True)):
        after, effects = step(state, on.Took("take", place, 2.0))
        assert [type(effect).__name__ for effect in effects] == ["Refused"]
        assert after.place == place


def test_where_text_can_only_be_inserted_none_is_offered() -> None:
    state, _ = step(KNOWN, on.Typed("b", 1.0, Place("brb", insert_only=True)))
    assert not state.ghost.text
    assert state.words == ()


def test_it_is_offered_as_soon_as_it_is_known_that_it_can_be_replaced() -> None:
    """Some applications say only after the key what stands before the caret."""
    state, _ = step(KNOWN, on.Typed("b", 1.0, Place("brb", insert_only=True)))
    state, _ = step(state, on.Followed(Place("brb"), 2.0))
    assert (state.ghost.text, state.ghost.replaces) == ("be right back", 3)


def test_one_that_was_removed_is_offered_no_longer_wherever_the_caret_came_from() -> None:
    state = replace(KNOWN, place=Place("brb"), ghost=Ghost("be right back", (), 3))
    state, _ = step(state, on.ShortcutsAre(Shortcuts(), 1.0))
    assert not state.ghost.text
    assert state.expansion(state.place) is None


def test_it_fits_before_anything_but_the_rest_of_a_word() -> None:
    ghost = Ghost("be right back", (), 3)
    assert [ghost.fitted(after) for after in ("", " then", ", then")] == [ghost] * 3
    assert ghost.fitted("s") == Ghost()
