import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.suggestion import first_word, type_through


@pytest.mark.parametrize(
    ("ghost", "taken"),
    [
        (" back to you", " back"),
        ("ring from you", "ring"),
        ("ring", "ring"),
        (" possible. I", " possible"),
        (". I", "."),
        (" don't know", " don't"),
        (" don’t know", " don’t"),
        (" well-known man", " well-known"),
        (", and then", ","),
        (". Thanks", "."),
        (" (see below)", " (see"),
        (" 42 times", " 42"),
        (" \u00e9t\u00e9", " \u00e9t\u00e9"),
        (" e\u0301t", " e\u0301t"),
        ("!", "!"),
        (" ", " "),
        (" 😀 yes", " 😀"),
        ("", ""),
    ],
)
def test_the_first_word_is_taken_without_the_mark_after_it(ghost: str, taken: str) -> None:
    assert first_word(ghost) == taken


@given(st.text(max_size=30))
def test_taking_word_by_word_takes_everything(ghost: str) -> None:
    left, taken = ghost, ""
    while left:
        word = first_word(left)
        assert word
        taken, left = taken + word, left[len(word) :]
    assert taken == ghost


@given(st.text(max_size=20), st.integers(0, 20))
def test_typing_through_shortens_the_ghost(ghost: str, size: int) -> None:
    typed = ghost[:size]
    assert type_through(ghost, typed) == ghost[len(typed) :]


def test_typing_something_else_ends_it() -> None:
    assert type_through(" possible", " x") is None
    assert type_through("ring", "Ring") is None
    assert type_through("ring", "rings") is None


@pytest.mark.parametrize(
    ("ghost", "typed", "left"),
    [
        ("été chaud", "é", "té chaud"),
        ("été chaud", "e\u0301", "té chaud"),
        ("e\u0301te\u0301", "é", "te\u0301"),
        ("e\u0301te\u0301", "e", "\u0301te\u0301"),
        ("e\u0301te\u0301", "e\u0301", "te\u0301"),
        ("été", "e", None),
        ("e\u0301\u0302t", "é", None),
        ("été", "è", None),
    ],
)
def test_an_accent_is_typed_through_in_either_form(
    ghost: str, typed: str, left: str | None
) -> None:
    assert type_through(ghost, typed) == left
