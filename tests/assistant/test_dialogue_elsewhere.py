"""What a writer may rely on at the dialogue, through the field of another application."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from autotype.assistant.modes import Mode
from tests.assistant.writer_elsewhere import SETTLES, WriterElsewhere
from tests.text.dialogue_contract import DialogueContract
from tests.text.dialogue_machine import OFFERS, DialogueMachine, how_long

HABITS = ["", "resets", "reports-first", "echoes", "bytes"]


class TestElsewhere(DialogueContract):
    habits = ""
    mode = Mode.INLINE

    @pytest.fixture(autouse=True, params=[*HABITS, "popup"])
    def application(self, request: pytest.FixtureRequest) -> None:
        if request.param == "popup":
            self.mode = Mode.POPUP
        else:
            self.habits = request.param

    def open(self, text: str = "|", *, mid_line: bool = False) -> WriterElsewhere:
        return WriterElsewhere(text, mid_line=mid_line, habits=self.habits, mode=self.mode)


class Elsewhere(DialogueMachine):
    """With what only happens to the field of another application."""

    writer: WriterElsewhere

    @initialize(
        habits=st.sampled_from(HABITS),
        reports=st.sampled_from([0.0, 0.03, 0.2, None]),
        mode=st.sampled_from([Mode.INLINE, Mode.POPUP]),
    )
    def open(self, habits: str, reports: float | None, mode: Mode) -> None:
        self.writer = WriterElsewhere(reports=reports, habits=habits, mode=mode)
        self.known = reports in (0.0, 0.03) and habits in ("", "resets", "echoes")

    @rule(at=st.integers(0, 12))
    def click(self, at: int) -> None:
        self.writer.come_back()
        self.writer.wait(0.06)  # nobody clicks faster than that after a key
        self.writer.app.click(at)
        self.writer.wait(SETTLES)
        self.quiet = True

    @rule()
    def reset_right_after_a_key(self) -> None:
        drawn = self.writer.drawn
        self.writer.app.field._key_at = self.writer.app.clock.now
        self.writer.app.field.moved()
        assert self.writer.drawn == drawn

    @rule(before=st.sampled_from(["", "ab ", "a b\n"]), after=st.sampled_from(["", ")", " a"]))
    def become(self, before: str, after: str) -> None:
        """The application changes its text by itself, and says so or not."""
        self.writer.app.become(before, after)
        self.writer.wait(0.4)  # it may contradict the keys, and is believed when none comes
        self.quiet = False

    @rule()
    @precondition(lambda self: self.writer.app.field.mode is not Mode.OFF)
    def show_elsewhere_and_back(self) -> None:
        drawn, field = self.writer.drawn, self.writer.app.field
        for mode in (Mode.POPUP, Mode.INLINE, self.writer.mode):
            field.show_in(mode)
            assert self.writer.drawn == drawn

    @rule(ghost=OFFERS, comes=st.booleans())
    def hold_and_let_go(self, ghost: str, comes: bool) -> None:
        """As when somebody looks at the other windows and stays."""
        drawn, field, whole = self.writer.drawn, self.writer.app.field, self.whole
        field.hold(down=True)
        assert self.writer.drawn is None or self.writer.app.popup
        if comes and self.writer.requests:
            self.writer.answer(ghost)
            self.writer.wait(0.2)
            assert self.writer.drawn is None or self.writer.app.popup
            assert self.whole == whole
            field.hold(down=False)
            assert self.writer.drawn == (self.writer.ghost or None)
        else:
            field.hold(down=False)
            assert self.writer.drawn == drawn

    def check_request(self, asked: str, before: str) -> None:
        """Where it reports in time the text is known, but perhaps more of it than there is now."""
        if self.known:
            assert before.rpartition("\n")[2].startswith(asked.rpartition("\n")[2])


TestElsewhereMachine = Elsewhere.TestCase
TestElsewhereMachine.settings = how_long(60)
