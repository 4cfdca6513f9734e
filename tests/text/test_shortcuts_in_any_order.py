"""Shortcuts that come and go among keys, takes, answers and interruptions in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from autotype.text.dialogue import events as on
from autotype.text.engine_status import EngineState
from tests.text.dialogue_machine import TAKES, how_long
from tests.text.test_dialogue_machine import Reducer

KNOWN = ({}, {"ab": "a bee"}, {"b": "bird", "ab": "abba", "é": "été 😀"}, {"n": "none"})


class WithShortcuts(Reducer):
    @rule(known=st.sampled_from(KNOWN))
    def know(self, known: dict[str, str]) -> None:
        whole = self.whole
        self.writer.know(**known)
        assert self.whole == whole

    @rule(state=st.sampled_from(EngineState))
    def engine_stays(self, state: EngineState) -> None:
        whole = self.whole
        self.writer.text._do(on.EngineIs(state))
        assert self.whole == whole

    @rule(what=st.sampled_from(TAKES), deliberate=st.booleans())
    def take(self, what: on.Take, deliberate: bool) -> None:
        (before, after), state = self.whole, self.writer.text.state
        if not self.writer.takes(what, deliberate=deliberate):
            assert self.whole == (before, after)
            return
        longest = max([state.ghost.replaces, *(word.replaces for word in state.words)], default=0)
        assert self.writer.before.startswith(before[: len(before) - longest])
        assert self.writer.after == after
        if self.writer.before != before:
            self.writer.do("undo")
            assert self.whole == (before, after)
            self.quiet = True

    @invariant()
    def what_is_shown_is_what_there_is(self) -> None:
        writer = self.writer
        ghost = writer.text.state.ghost
        assert writer.drawn == (ghost.shown or ("" if writer.soft else None))
        assert not (ghost.replaces and writer.silence)
        if ghost.replaces:
            found = writer.text.state.expansion(writer.text.state.place)
            assert found is not None
            assert (found.text, found.replaces) == (ghost.text, ghost.replaces)
            assert not writer.soft


del Reducer  # or its own sessions would run here as well
TestWithShortcuts = WithShortcuts.TestCase
TestWithShortcuts.settings = how_long(150)
