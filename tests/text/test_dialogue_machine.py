"""Keys, takes, answers and interruptions in any order, against the reducer by itself."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import PLACES
from autotype.text.engine_status import EngineState
from tests.text.dialogue_machine import DialogueMachine, begins_word, how_long
from tests.text.writer import SOFT, Writer


class Reducer(DialogueMachine):
    writer: Writer

    def __init__(self) -> None:
        super().__init__()
        self.writer = Writer("|", SOFT)

    @rule(state=st.sampled_from(EngineState))
    def engine(self, state: EngineState) -> None:
        self.writer.text._do(on.EngineIs(state))
        self.writer.text._do(on.EngineIs(EngineState.READY))

    @invariant()
    def the_effects_tell_of_all_that_changes(self) -> None:
        state = self.writer.text.state
        places = self.writer.text.places
        assert places == state.places
        live = [offer.word for offer in places if offer.word is not None]
        assert len(live) == min(len(state.words), PLACES)
        assert set(live) <= set(state.words)
        assert self.writer.silence is state.silence

    @invariant()
    def a_ghost_that_begins_a_word_is_in_the_bar(self) -> None:
        state = self.writer.text.state
        assert state.words or not begins_word(state.ghost.text)


TestReducer = Reducer.TestCase
TestReducer.settings = how_long(150)
