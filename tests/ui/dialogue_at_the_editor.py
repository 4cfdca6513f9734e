"""Keys, takes, answers and interruptions in any order, through the editor and its controller.

Run by `test_state_machine.py` in a process of its own: when Qt crashes, pytest must not.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState, EngineStatus
from tests.text.dialogue_machine import DialogueMachine
from tests.ui.state_machine import survive
from tests.ui.writer_at_the_editor import WriterAtTheEditor


class AtTheEditor(DialogueMachine):
    writer: WriterAtTheEditor
    hears_keys_that_do_nothing = False
    holds_keys = True

    @initialize(soft_space=st.booleans())
    def open(self, soft_space: bool) -> None:
        self.writer = WriterAtTheEditor("|", Options(soft_space=soft_space))

    @rule(state=st.sampled_from(EngineState))
    def engine(self, state: EngineState) -> None:
        for each in (state, EngineState.READY):
            self.writer.controller.on_status(EngineStatus(each, "x", "CPU"))

    def teardown(self) -> None:
        if hasattr(self, "writer"):
            self.writer.close()


if __name__ == "__main__":
    survive(AtTheEditor)
