"""What is learned of a dialogue, typed key by key at the real one."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.learning.following import Follower
from autotype.learning.heard import Sentence
from autotype.text.dialogue import plain
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.state import Options
from autotype.text.dialogue.steps import step
from autotype.text.suggestion import Suggestion, Word


class Typist:
    """Types at a plain text; what is learned comes out of a real follower."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, before: str = "", after: str = "") -> None:
        self.moments: list[Moment] = []
        self.follower = Follower("editor")

        def noted(state: Any, event: Any) -> Any:
            became, effects = step(state, event)
            self.moments.append(Moment(self.text.now, state, event, effects, became))
            return became, effects

        self.text = plain.PlainText.opened(before, after, Options(soft_space=True))
        monkeypatch.setattr(plain, "step", noted)
        self.text.now = 100.0
        self.meant = False

    def type(self, keys: str) -> "Typist":
        for key in keys:
            self.text.now += 0.2
            self.text.type(key)
        return self

    def take(self, ghost: str, what: Any = "take") -> "Typist":
        assert self.text.wanted is not None
        self.text.answer(Suggestion(self.text.wanted, (Word(ghost, 0.9),), ghost, 0.9))
        self.text.now += 1
        self.meant = self.text.take(what)
        return self

    def erase(self, times: int = 1) -> "Typist":
        for _ in range(times):
            self.text.now += 0.2
            self.text.backspace()
        return self

    def learned(self, *, over: bool = False) -> list[Any]:
        """Return words with what they count, sentence by sentence, and those not meant."""
        heard = self.follower.follow(self.moments)
        self.moments.clear()
        if over:
            heard += self.follower.open()
        return [
            {word.word: amount for word, amount in each.words}
            if isinstance(each, Sentence)
            else (each.word, each.last_one, each.learned, each.against)
            for each in heard
        ]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda before="", after="": Typist(monkeypatch, before, after)


def test_a_sentence_is_learned_once_when_it_is_over(at: Any) -> None:
    typist = at().type("We met Zyxxo")
    assert typist.learned() == []
    typist.type(". We wi")
    assert typist.learned() == [{"We": 1, "met": 1, "Zyxxo": 1}]
    assert typist.learned() == []
    typist.type("ll see\n")
    assert typist.learned() == [{"We": 1, "will": 1, "see": 1}]
    assert typist.type("Bye").learned(over=True) == [{"Bye": 1}]


def test_what_was_there_is_read_along_and_not_learned(at: Any) -> None:
    typist = at("Dear Ann, we met Zy").type("xxo with Bob. ")
    assert typist.learned() == [{"with": 1, "Bob": 1}]
    sentence = at("We met ").type("Zyxxo. ")
    heard = sentence.follower.follow(sentence.moments)[0]
    assert isinstance(heard, Sentence)
    assert heard.words[0][0].last_two == "we met"


def test_a_taken_word_counts_half(at: Any) -> None:
    typist = at().type("We met ").take("Zyxxo").type(". ")
    assert typist.meant
    assert typist.learned() == [{"We": 1, "met": 1, "Zyxxo": 0.5}]


def test_pasted_words_are_not_learned(at: Any) -> None:
    typist = at().type("We met ")
    typist.text.paste("Zyxxo and Quorvale")
    typist.type(" soon. ")
    assert typist.learned() == [{"We": 1, "met": 1, "soon": 1}]


def test_a_corrected_word_was_not_meant_and_the_right_one_is_learned(at: Any) -> None:
    typist = at().type("We met Bob ").erase(4).type("Zyxxo. ")
    assert typist.learned() == [
        {"We": 1, "met": 1, "Zyxxo": 1},
        ("Bob", "met", 0.0, 1.0),
    ]


def test_a_word_that_came_back_was_meant(at: Any) -> None:
    typist = at().type("We met Bob ").erase(4).type("Bob. ")
    assert typist.learned() == [{"We": 1, "met": 1, "Bob": 1}]


def test_an_undone_take_was_not_meant(at: Any) -> None:
    typist = at().type("We met ").take("Zyxxo")
    typist.text.undo()
    typist.type("Ann. ")
    assert typist.learned() == [{"We": 1, "met": 1, "Ann": 1}, ("Zyxxo", "met", 0.0, 1.0)]


def test_what_was_learned_and_then_erased_is_taken_back(at: Any) -> None:
    typist = at().type("We met Bob. ")
    assert len(typist.learned()) == 1
    typist.erase(5).type("Ann. ")
    assert typist.learned() == [{"Ann": 1}, ("Bob", "met", 1.0, 1.0)]


def test_a_dismissed_word_was_not_meant(at: Any) -> None:
    typist = at().type("We met ")
    assert typist.text.wanted is not None
    ghost = "Zyxxo today"
    typist.text.answer(Suggestion(typist.text.wanted, (Word("Zyxxo", 0.9),), ghost, 0.9))
    typist.text.press("dismiss")
    assert typist.learned() == [("Zyxxo", "met", 0.0, 1.0)]


def test_text_that_is_struck_out_is_not_learned(at: Any) -> None:
    typist = at().type("We met Zyxxo at noon").erase(20).type("Hello. ")
    found = typist.learned()
    assert found[0] == {"Hello": 1}
    assert all(not learned for _, _, learned, _ in found[1:])


def test_nothing_is_learned_of_what_is_forgotten(at: Any) -> None:
    typist = at().type("We met Zyxxo")
    typist.learned()
    typist.follower.forget()
    assert typist.type(" today. ").learned() == [{"today": 1}]


def test_a_long_text_without_an_end_is_bounded(at: Any) -> None:
    typist = at()
    for _ in range(40):
        typist.text.type("word " * 60)
    found = typist.learned()
    assert sum(len(each) for each in found) >= 1
    run = typist.follower._run
    assert run is not None
    assert len(run.text) == len(run.marks) <= 8000


def test_each_document_and_paragraph_is_another_one(at: Any) -> None:
    typist = at().type("We met Zyxxo.\nWe met Ann.\n")
    heard = typist.follower.follow(typist.moments)
    typist.follower.open("/home/ann/letter.txt")
    typist.moments.clear()
    heard += typist.type("Hello.\n").follower.follow(typist.moments)
    assert len({each.place for each in heard}) == 3
    assert [each.document for each in heard][2] == "/home/ann/letter.txt"
    assert heard[0].document == heard[1].document != heard[2].document


_KEYS = st.sampled_from([*"ab .,", "\n", "word ", "Zoë. "])
_DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), _KEYS),
        st.tuples(st.just("paste"), _KEYS),
        st.sampled_from(
            [("backspace",), ("delete",), ("left",), ("right",), ("undo",), ("take",), ("blur",)]
        ),
    ),
    max_size=60,
)


@given(_DEEDS, st.sampled_from([("", ""), ("Dear Ann, we", " met.\nToday"), ("a\nb", "")]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_run_is_always_what_stands_there(
    monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, ...]], around: tuple[str, str]
) -> None:
    with monkeypatch.context() as patched:
        typist = Typist(patched, *around)
        for what, *values in deeds:
            if what == "take":
                if typist.text.wanted is not None:
                    typist.take(" taken", "take")
            else:
                typist.text.now += 0.2
                getattr(typist.text, what)(*values)
            typist.learned()
            run = typist.follower._run
            if run is not None:
                text = typist.text.before + typist.text.after
                assert text[run.start : run.end] == run.text
                assert len(run.marks) == len(run.text)
                before = text[: run.start]
                assert before.endswith(run.lead)
                assert "\n" not in run.lead
