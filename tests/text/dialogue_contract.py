"""What a writer may rely on at every front of the dialogue, as the states of the screen."""

from typing import Any

import pytest

from autotype.text.request import Trigger
from autotype.text.suggestion import Silence
from tests.text.writing import Writing


class DialogueContract:
    """Derive from it and say how the front is opened."""

    def open(self, text: str = "|", *, mid_line: bool = False) -> Writing:
        """Return somebody who writes at the front, the caret in their text at the bar."""
        raise NotImplementedError

    def waiting(self) -> Writing:
        """Return somebody who sees a ghost."""
        writer = self.open("one tw|").type("o").answer(" three four", " three", " cat", " dog")
        assert writer.seen == ["one tw", "one two", "one two[ three four]"]
        return writer

    # Type-through.

    def test_typing_what_the_ghost_says_shortens_it_and_asks_nothing(self) -> None:
        writer = self.open("fo|").type("o").answer("bar baz")
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

    def test_typing_something_else_hides_the_ghost_at_once(self) -> None:
        writer = self.open().type("foo").answer("bar").type("x")
        assert writer.seen[-2:] == ["foo[bar]", "foox"]
        assert [request.before for request in writer.requests] == ["f", "fo", "foo", "foox"]
        assert len({request.revision for request in writer.requests}) == 4

    def test_what_is_read_only_grows(self) -> None:
        writer = self.open().type("foo").answer(" bar", final=False)
        writer.answer(" bar baz").answer(" other")
        assert writer.seen[-3:] == ["foo", "foo[ bar]", "foo[ bar baz]"]

    # No surprises.

    @pytest.mark.parametrize("name", ["backspace", "delete", "undo", "left", "right", "blur"])
    def test_nothing_appears_before_the_next_character(self, name: str) -> None:
        writer = self.open("one tw|)").type("o").answer(" three four")
        assert writer.screen() == "one two[ three four])"
        asked = len(writer.requests)
        writer.do(name).answer(" late")
        writer.wait(0.5)
        assert "[" not in writer.look().seen[-1]
        assert writer.silence is not None
        assert len(writer.requests) == asked
        assert not writer.words
        writer.type("x").answer("y")
        assert ("x[y]" in writer.screen()) is (name != "left")  # there text follows

    def test_paste_stays_quiet(self) -> None:
        writer = self.waiting().paste("pasted")
        writer.wait(0.5)
        assert writer.screen() == "one twopasted"

    # Takes.

    @pytest.mark.parametrize(("after", "taken"), [(0.149, ""), (0.15, " three four")])
    def test_a_take_needs_a_ghost_that_could_be_read(self, after: float, taken: str) -> None:
        assert self.waiting().take(after=after).plain() == f"one two{taken}"
        writer = self.waiting()
        writer.wait(0.14)
        assert writer.type(" t").take(after=0.01).screen() == "one two three four"

    def test_the_key_again_right_after_a_take_was_meant_for_it(self) -> None:
        writer = self.waiting().take().answer(" five")
        writer.wait(0.05)
        assert writer.takes("take")
        assert writer.screen() == "one two three four[ five]"
        writer.wait(0.4)
        assert writer.takes("take")
        assert writer.plain() == "one two three four five"
        writer.wait(1)
        assert not writer.takes("take")

    def test_one_take_is_one_undo_step(self) -> None:
        writer = self.waiting()
        writer.take("take_word").take("take_word")
        assert writer.seen[-3:] == [
            "one two[ three four]",
            "one two three[ four]",
            "one two three four",
        ]
        assert writer.requests[-1].trigger is Trigger.TAKEN
        assert writer.type("!").do("undo").screen() == "one two three four"
        assert [writer.do("undo").screen() for _ in range(2)] == ["one two three", "one two"]

    def test_the_end_of_a_line_takes_there_only(self) -> None:
        assert self.waiting().take("take_at_end").screen() == "one two three four"
        writer = self.open("one |)").type("t").answer("wo")
        writer.wait(1)
        assert writer.screen() == "one t[wo])"
        assert not writer.takes("take_at_end")
        assert writer.plain() == "one t)"

    # Around them.

    def test_text_that_follows_on_the_line(self) -> None:
        assert self.open("one | three").type("t").screen() == "one t three"
        asked = self.open("one | three").press("ask").answer("two")
        assert asked.screen() == "one [two] three"
        middle = self.open("one | three", mid_line=True).type("t").answer("wo")
        assert middle.screen() == "one t[wo] three"

    def test_dismissed_until_the_next_word(self) -> None:
        writer = self.waiting().press("dismiss")
        assert writer.screen() == "one two"
        assert not writer.presses("dismiss")
        asked = len(writer.requests)
        writer.wait(0.5)
        writer.type("x")
        assert (writer.silence, len(writer.requests)) == (Silence.DISMISSED, asked)
        assert len(writer.type(" ").requests) == asked + 1

    def test_what_was_dismissed_does_not_come_back_with_a_space_or_a_letter(self) -> None:
        writer = self.waiting().press("dismiss").type(" ").answer("three four", "three", "cat")
        assert (writer.screen(), writer.silence) == ("one two ", Silence.DISMISSED)
        assert writer.type("t").answer("hree", "hree").screen() == "one two t"
        # Another word for the same place may come, and so may the one behind it.
        assert writer.do("backspace").type("s").answer("even").screen() == "one two s[even]"
        assert (
            writer.do("backspace").type("three").answer(" four").screen() == "one two three[ four]"
        )

    def test_what_was_dismissed_is_offered_where_it_was_not(self) -> None:
        writer = self.waiting().press("dismiss").type(" to two ").answer("three")
        assert writer.screen() == "one two to two [three]"

    def test_what_was_dismissed_comes_if_it_is_asked_for(self) -> None:
        writer = self.waiting().press("dismiss").press("ask").answer(" three")
        assert writer.screen() == "one two[ three]"

    def test_alternatives(self) -> None:
        writer = self.waiting()
        steps: list[Any] = ["next", "next", "next", "previous"]
        for what in steps:
            writer.press(what)
        ghosts = ("[ three four]", "[ cat]", "[ dog]", "[ three four]", "[ dog]")
        assert writer.seen[-5:] == [f"one two{ghost}" for ghost in ghosts]

    def test_the_key_for_alternatives_leaves_a_ghost_that_has_none(self) -> None:
        writer = self.open("one tw|").type("o").answer(" three", final=False)
        assert writer.presses("next")
        assert writer.screen() == "one two[ three]"
        assert writer.answer(" three four").screen() == "one two[ three four]"
        assert not self.open("one tw|").type("o").presses("previous")

    def test_a_late_answer_counts_as_far_as_it_agrees(self) -> None:
        writer = self.open().type("foo").answer("obar", to=1)
        assert writer.screen() == "foo[bar]"
        assert self.open().type("fox").answer("obar", to=1).screen() == "fox"

    def test_paused_and_resumed(self) -> None:
        writer = self.waiting()
        writer.pause(Silence.SNOOZED)
        assert (writer.screen(), writer.silence) == ("one two", Silence.SNOOZED)
        asked = len(writer.requests)
        assert len(writer.type("x").requests) == asked
        assert len(writer.press("ask").requests) == asked + 1
        writer.pause(None)
        assert len(writer.type("y").requests) == asked + 2


class BarContract(DialogueContract):
    """What is added where three words are offered beside the ghost."""

    def test_the_words_follow(self) -> None:
        writer = self.open().type("foo").answer("bar baz", "bar", "bat", "x").type("b")
        assert writer.offered() == ["ar", "at"]
        writer.type("ar")
        assert writer.offered() == [" baz"]

    def test_a_word_of_the_bar(self) -> None:
        assert self.waiting().take("second").screen() == "one two cat"
        assert self.waiting().take("first").screen() == "one two three[ four]"
        assert not self.waiting().take("third").takes("third")

    def test_words_without_a_ghost_are_dismissed_as_well(self) -> None:
        writer = self.open("one tw|").type("o").answer("", " three", " cat")
        assert writer.offered() == [" three", " cat"]
        writer.press("dismiss")
        assert (writer.offered(), writer.silence) == ([], Silence.DISMISSED)
        assert not writer.presses("dismiss")
        writer.type(" ").answer("", "three", "dog")
        assert writer.offered() == ["dog"]

    def test_before_text_on_the_line_only_words_are_offered(self) -> None:
        writer = self.open("one | three").type("t").answer("wo", "wo")
        assert writer.screen() == "one t three"
        assert writer.silence is Silence.TEXT_AFTER
        assert writer.offered() == ["wo"]
