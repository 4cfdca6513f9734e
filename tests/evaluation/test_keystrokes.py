"""The simulated typists, against answers written by hand."""

import pytest

from autotype.evaluation.keystrokes import (
    Keystrokes,
    ends_word,
    is_right,
    type_with_bar,
    type_with_ghost,
)
from tests.evaluation.oracle import oracle


@pytest.mark.parametrize(
    ("text", "at", "offered", "right"),
    [
        ("to be or", 2, " be", True),
        ("to be or", 2, " b", False),
        ("to be or", 3, "be or", True),
        ("don't go", 0, "don", False),
        ("don't go", 0, "don't", True),
        ("end.", 0, "end", True),
        ("end.", 0, "end.", True),
        ("to be", 2, "", False),
        ("naïve", 0, "na", False),
    ],
)
def test_what_is_right(text: str, at: int, offered: str, right: bool) -> None:
    assert is_right(text, at, offered) is right


def test_where_words_end() -> None:
    assert [at for at in range(9) if ends_word("it's a-b", at)] == [4, 6, 8]


def test_the_bar_typist_pays_one_key_for_a_take() -> None:
    counts = Keystrokes()
    ask = oracle({"to": [" bee", " be"], "to be ": ["or", "not"]}, {})
    type_with_bar("to be or", ask, counts)
    # t, o, take " be", space, take "or"
    assert (counts.characters, counts.keys, counts.takes) == (8, 5, 2)
    assert counts.savings == pytest.approx(1 - 5 / 8)


def test_the_ghost_typist_takes_the_whole_or_the_next_word() -> None:
    counts = Keystrokes()
    ask = oracle({}, {"to": " be or", "to be or ": "not two"})
    type_with_ghost("to be or not to", ask, counts)
    # t, o, take all of " be or", space, take "not", then " to" by hand
    assert counts.keys == 2 + 1 + 1 + 1 + 3
    assert (counts.shows, counts.right, counts.whole) == (2, 2, 1)
    assert counts.shows_per_100_words == pytest.approx(40)


def test_typing_through_is_no_new_show() -> None:
    counts = Keystrokes()
    ask = oracle({}, {"a": " bx", "a ": "bx", "a b": "x"})
    type_with_ghost("a by", ask, counts)
    assert (counts.shows, counts.right) == (1, 0)
    assert counts.precision == 0.0
    assert counts.savings == 0.0


def test_a_ghost_stays_while_it_is_typed_or_taken_word_by_word() -> None:
    """As in the editor: what the engine would say meanwhile is not asked for."""
    counts = Keystrokes()
    ask = oracle({}, {"a": " b c no", "a b": " other", "a b c d": " e"}, right_p=0.7)
    type_with_ghost("a b c d e", ask, counts)
    # a, take " b", take " c", " " through the ghost, d, take " e"
    assert counts.keys == 6
    assert (counts.shows, counts.right, counts.whole) == (2, 2, 1)
    assert counts.shown == [(0.7, True), (0.7, True)]
