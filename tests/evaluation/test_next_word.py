"""Counting next words, against answers written by hand."""

import pytest

from autotype.evaluation.next_word import NextWord, count_next_words
from tests.evaluation.oracle import oracle


def test_words_are_asked_for_after_no_one_and_two_letters() -> None:
    counts = NextWord()
    offers = {
        "": ["A", "I"],  # "I" is second, and too short for the other two
        "I ": ["am", "can"],
        "I c": ["an", "ome"],
        "I ca": ["t", "r", "n"],
    }
    count_next_words("I can", oracle(offers, {}), counts)
    assert counts.tried == [2, 1, 1]
    assert counts.first == [0, 1, 0]
    assert counts.third == [2, 1, 1]
    assert counts.top3(0) == 1.0
    assert counts.top1(2) == 0.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't go", 2),
        ("well-known", 1),
        ("(so) “it” is", 3),
        ("at 5 pm", 2),
        ("a1 b", 2),
        ("x@example.org", 1),
        ("Zoë naïve e\u0301t", 3),
        ("... !", 0),
    ],
)
def test_what_is_a_word(text: str, words: int) -> None:
    counts = NextWord()
    count_next_words(text, oracle({}, {}), counts)
    assert counts.tried[0] == words


def test_a_beginning_of_a_word_is_not_the_word() -> None:
    counts = NextWord()
    count_next_words("cannot", oracle({"": ["can"]}, {}), counts)
    assert counts.third[0] == 0


def test_nothing_counted_is_nothing() -> None:
    assert NextWord().top1(0) == NextWord().top3(1) == 0.0
