"""The caret is written as a bar; what is held back stands between [ and |."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.boundary import (
    at_caret,
    fit,
    inside_word,
    needs_space,
    only_closes,
    window_start,
)


@pytest.mark.parametrize(
    "marked",
    [
        "[|",
        "[hea|",
        "to[ hea|",
        "to[ |",
        "to [ |",
        "line\n[|",
        "line\n[wor|",
        "line\n[ wor|",
        "tab\t[|",
        "tab\t[wor|",
        "Hello,[|",
        "Hello,[ |",
        "end.[|",
        "([see|",
        "say “[wor|",
        "in 2024[|",
        "in 2024[ |",
        "the 4[th|",
        "don['|",
        "don['t|",
        "I['l|",
        "she said '[tis|",
        "don’[|",
        "don’[t|",
        "well-[kno|",
        "[ÜBER|",
        "a[ naïv|",
        "[日本|",
        "good 😀[|",
        "good 😀[ |",
        "no\u00a0[bre|",
    ],
)
def test_what_is_held_back(marked: str) -> None:
    stable, held = marked.removesuffix("|").split("[")
    caret = at_caret(stable + held)
    assert (caret.stable, caret.held) == (stable, held)


@given(st.text(max_size=40))
def test_nothing_is_lost_in_the_cut(before: str) -> None:
    caret = at_caret(before)
    assert caret.stable + caret.held == before
    assert caret.half_word == caret.held.removeprefix(" ")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("he|llo", True),
        ("hello|", False),
        ("|hello", False),
        ("hello| you", False),
        ("hello |you", False),
        ("4|2", True),
        ("e\u0301|e", True),
        ("don|'t", False),
    ],
)
def test_inside_word(marked: str, expected: bool) -> None:
    before, after = marked.split("|")
    assert inside_word(before, after) is expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Hello,", True),
        ("end.", True),
        ("e.", False),
        ("the U.", False),
        ("U.S.", False),
        ("what?", True),
        ("wait…", True),
        ("(", False),
        ("well-", False),
        ("“", False),
        ("word", False),
        ("", False),
        ("3.", True),
    ],
)
def test_where_a_word_needs_a_space_first(before: str, expected: bool) -> None:
    assert needs_space(before) is expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [("", True), (")", True), (" ”.", True), ("  ", True), (" you", False), ("(", False)],
)
def test_only_closes(rest: str, expected: bool) -> None:
    assert only_closes(rest) is expected


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        (" back to you", " to you soon", " back"),
        (" back to you", "", " back to you"),
        ("get", "you", "get "),
        ("get", " you", "get"),
        (" get", " you", " get"),
        ("ring", " from you", "ring"),
        (" possible", " possible.", ""),
        ("possible", "possible.", ""),
        (" possible.", ".", " possible."),
        (" as possible", "possible", " as "),
        (" the", " theme", " the"),
        (" and the", "thesis", " and the "),
        (" I", "\nNext", " I"),
        (" possible ", " now", " possible"),
    ],
)
def test_fit_before_what_follows(text: str, after: str, expected: str) -> None:
    assert fit(text, after) == expected


words = st.text(alphabet="abcI ,.", min_size=1, max_size=12)


@given(words, words)
def test_fit_never_glues_two_words_and_never_adds_text(text: str, after: str) -> None:
    inserted = fit(text, after)
    assert inserted.rstrip(" ") == text[: len(inserted.rstrip(" "))]
    if inserted and inserted.strip():
        assert not inside_word(inserted, after)


def test_a_window_starts_at_a_sentence() -> None:
    text = "Some words that were first. " + "This one is longer than all the rest of it. " * 3
    start = window_start(text, 100)
    assert text[start:].startswith("This one")
    assert len(text) - start <= 100


def test_a_window_of_one_word_starts_anywhere() -> None:
    assert window_start("x" * 500, 100) == 400
    assert window_start("short", 100) == 0
