"""What a writer may rely on who has shortcuts, at every front of the dialogue."""

import pytest

from autotype.text.dialogue import events as on
from autotype.text.engine_status import EngineState
from autotype.text.suggestion import Silence
from tests.text.writing import Writing

BRB = {"brb": "be right back"}


class ShortcutContract:
    """Derive from it and say how the front is opened."""

    def open(self, text: str = "|") -> Writing:
        """Return somebody who writes at the front, the caret in their text at the bar."""
        raise NotImplementedError

    def test_it_is_offered_at_once_and_the_key_that_takes_replaces_it(self) -> None:
        writer = self.open("I'll |").know(**BRB).type("brb")
        assert writer.seen[-1] == "I'll brb[ → be right back]"
        assert writer.ghost == "be right back"
        assert writer.take().plain() == "I'll be right back"
        assert writer.seen[-1].startswith("I'll be right back")
        assert "→" not in writer.seen[-1]

    def test_undo_brings_it_back(self) -> None:
        writer = self.open("I'll |").know(**BRB).type("brb").take()
        assert writer.do("undo").plain() == "I'll brb"

    def test_nothing_is_replaced_by_itself(self) -> None:
        writer = self.open().know(**BRB).type("brb")
        writer.wait(30)
        writer.type(" then. brb\nbrb, ")
        assert writer.plain() == "brb then. brb\nbrb, "

    def test_a_capital_stays_one(self) -> None:
        writer = self.open().know(**BRB).type("Brb")
        assert writer.seen[-1] == "Brb[ → Be right back]"
        assert writer.take().plain() == "Be right back"

    @pytest.mark.parametrize("text", ["br", "xbrb", "brbx", "bRb"])
    def test_only_a_whole_word_is_one(self, text: str) -> None:
        assert self.open().know(**BRB).type(text).seen[-1] == text

    def test_typing_on_hides_it_though_the_letters_are_its_own(self) -> None:
        """Nothing that is typed goes on with what would take the place of the letters."""
        writer = self.open().know(ab="bee").type("ab").type("b")
        assert writer.seen[-2:] == ["ab[ → bee]", "abb"]

    def test_it_goes_before_what_is_typed_through(self) -> None:
        writer = self.open("we |").know(**BRB).type("b").answer("rb once more").type("rb")
        assert writer.seen[-1] == "we brb[ → be right back]"

    def test_the_engine_is_asked_all_the_same_and_changes_nothing(self) -> None:
        writer = self.open().know(**BRB).type("brb")
        asked = writer.asked
        assert asked is not None
        assert asked.before == "brb"
        writer.answer("other").answer(reason=Silence.UNSURE)
        assert writer.seen[-1] == "brb[ → be right back]"

    def test_dismissed_it_stays_away_until_the_next_word(self) -> None:
        writer = self.open().know(**BRB).type("brb")
        writer.wait(0.2)
        assert writer.press("dismiss").seen[-1] == "brb"
        writer.wait(0.5)
        assert writer.screen() == "brb"
        assert writer.type(" brb").seen[-1] == "brb brb[ → be right back]"

    def test_a_pause_is_one_for_shortcuts(self) -> None:
        writer = self.open().know(**BRB)
        writer.pause(Silence.PAUSED)
        assert writer.type("brb").seen[-1] == "brb"

    def test_one_that_is_removed_is_not_offered_any_more(self) -> None:
        writer = self.open().know(**BRB).type("brb").know()
        assert writer.seen[-1] == "brb"
        writer.wait(1)
        assert not writer.takes("take")
        assert writer.plain() == "brb"

    def test_one_that_is_read_because_of_the_last_key_is_offered_without_another(self) -> None:
        writer = self.open("I'll |").type("brb").know(**BRB)
        assert writer.seen[-1] == "I'll brb[ → be right back]"
        assert writer.know(brb="bath robe").seen[-1] == "I'll brb[ → bath robe]"
        writer.wait(0.5)
        assert writer.take().plain() == "I'll bath robe"

    @pytest.mark.parametrize("name", ["left", "blur"])
    def test_one_that_is_read_after_anything_else_waits_for_a_key(self, name: str) -> None:
        writer = self.open().type("brb").do(name).know(**BRB)
        assert "[" not in writer.seen[-1]

    @pytest.mark.parametrize("name", ["backspace", "left", "blur"])
    def test_it_goes_with_any_other_change(self, name: str) -> None:
        writer = self.open().know(**BRB).type("brb").do(name)
        assert "[" not in writer.seen[-1]


class ShortcutBarContract(ShortcutContract):
    """The same, at a front with three words beside the ghost."""

    def test_it_is_the_first_word_and_those_of_the_engine_follow(self) -> None:
        writer = self.open().know(**BRB).type("brb")
        assert writer.offered() == ["be right back"]
        writer.answer("", "x", "y", "z")
        assert writer.offered() == ["be right back", "x", "y"]

    def test_a_take_needs_what_could_be_read(self) -> None:
        writer = self.open().know(**BRB).type("brb")
        assert not writer.takes("take")
        assert writer.plain() == "brb"

    @pytest.mark.parametrize("what", ["first", "take_word"])
    def test_every_key_that_takes_it_takes_all_of_it(self, what: on.Take) -> None:
        writer = self.open("so |").know(**BRB).type("brb").take(what)
        assert writer.plain() == "so be right back"
        assert writer.do("undo").plain() == "so brb"

    def test_before_text_on_the_line_it_is_in_the_bar_only(self) -> None:
        writer = self.open("so | said he").know(**BRB).type("brb")
        assert writer.seen[-1] == "so brb said he"
        assert writer.offered() == ["be right back"]
        writer.answer("", "x")
        assert writer.offered() == ["be right back", "x"]
        assert writer.take("first").plain() == "so be right back said he"

    def test_another_word_of_the_bar_replaces_nothing(self) -> None:
        writer = self.open().know(**BRB).type("brb").answer("", "x").take("second")
        assert writer.plain() == "brbx"

    def test_it_needs_no_model(self) -> None:
        writer = self.open().know(**BRB)
        self.engine_is(writer, EngineState.MISSING)
        writer.type("brb")
        assert writer.seen[-1] == "brb[ → be right back]"
        assert writer.offered() == ["be right back"]
        assert writer.asked is None
        assert writer.silence is None
        assert writer.take().plain() == "be right back"
        assert writer.silence is Silence.NO_MODEL

    @pytest.mark.parametrize("state", [EngineState.LOADING, EngineState.FAILED, EngineState.READY])
    def test_it_stays_whatever_becomes_of_the_model(self, state: EngineState) -> None:
        writer = self.open().know(**BRB).type("brb").answer("", "x")
        for each in (EngineState.MISSING, state):
            self.engine_is(writer, each)
            assert writer.screen() == "brb[ → be right back]"
            assert writer.offered() == ["be right back"]
            assert writer.silence is None

    def engine_is(self, writer: Writing, state: EngineState) -> None:
        """Say what the engine is."""
        raise NotImplementedError
