"""Shortcuts in a text without a window."""

from autotype.text.dialogue import events as on
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
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


KNOWN = State(shortcuts=Shortcuts({"brb": "be right back"}), engine=EngineState.READY)


def test_nothing_goes_that_is_not_the_shortcut_any_more() -> None:
    """The text may have changed without a word of it, as in another application."""
    state, _ = step(KNOWN, on.Typed("b", 1.0, Place("brb")))
    assert state.ghost.replaces == 3
    for place in (Place("his"), Place("brb", insert_only=True)):
        after, effects = step(state, on.Took("take", place, 2.0))
        assert [type(effect).__name__ for effect in effects] == ["Refused"]
        assert after.place == place


def test_where_text_can_only_be_inserted_none_is_offered() -> None:
    state, _ = step(KNOWN, on.Typed("b", 1.0, Place("brb", insert_only=True)))
    assert not state.ghost.text
    assert state.words == ()
