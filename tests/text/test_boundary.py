"""The caret is written as a bar; what is held back stands between [ and |."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.boundary import (
    at_caret,
    fit,
    has_digit_inside,
    inside_word,
    is_for_words,
    needs_space,
    only_closes,
    stays_in_word,
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
        ("Thanks 🎉", True),
        ("👍🏽", True),
        ("👩‍👩‍👧", True),
        ("❤️", True),
        ("🇩🇪", True),
        ("No. 5#", False),
        ("Autotype™", False),
    ],
)
def test_where_a_word_needs_a_space_first(before: str, expected: bool) -> None:
    assert needs_space(before) is expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", True),
        (")", True),
        (" ”.", True),
        ("  ", True),
        ("…", True),
        ("?!", True),
        ("\u00a0»", True),
        ("。」", True),
        ("؟", True),
        ("“", True),
        ("“and", False),
        ("\nand", True),
        ("\u2028and", True),
        (".\r\nand", True),
        (" you", False),
        ("(", False),
    ],
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
        (" possible.", ".", " possible"),
        (" as possible", "possible", " as "),
        (" the", " theme", " the"),
        (" and the", "thesis", " and the "),
        (" I", "\nNext", " I"),
        (" possible ", " now", " possible"),
        (" to", "  to you", ""),
        ("to", "  to you", ""),
        (" back to", "  to you", " back"),
    ],
)
def test_fit_before_what_follows(text: str, after: str, expected: str) -> None:
    assert fit(text, after) == expected


@pytest.mark.parametrize(
    "case",
    [
        # before | what the model would insert | after = what is inserted
        "we|ll.|.|ll",
        "your na|me?|?|me",
        "questio|ns.|,|ns",
        "qu|estions.|!|estions",
        "qu|estions.| .|estions",
        "qu|estions.|… |estions",
        "qu|estions!|?!|estions",
        "qu|estions.|:|estions",
        "qu|estions.|)|estions",
        "qu|estions.|”|estions",
        "qu|estions.|'.|estions",
        "qu|estions.|»|estions",
        "qu|estions.|\u00a0!|estions",
        "qu|estions.|。|estions",
        "qu|estions.|؟|estions",
        "qu|estions.|  |estions.",
        "qu|estions.|\n.|estions.",
        "qu|estions.|\u2028.|estions.",
        "qu|estions, and more|.|estions, and more",
        "I| like it.| and you|" + " like it",
        "I |like it.|you|like it ",
        "so (yes|, really).|)|, really",
        "so|, (really).|.|, (really)",
        "so (yes|, (really)|)|, (really)",
        "She said “ye|s.”|”|s",
        'She said "ye|s"|"|s',
        'She said|, "yes"|.|, "yes"',
        "She said|, ‘yes’|.|, ‘yes’",
        "the do|gs’|’ bowl|gs",
        'She said |"yes"|and|"yes" ',
        # Nothing but a mark is nothing.
        "well|.|.|",
        "so |“|“yes”|",
        # The same on the other side.
        "wait.|...|.|",
        "so (|(see|)|",
        'so "|"see"||',
        "so | see||see",
        "so\u00a0| see||see",
        "so | see|.|see",
        "don|’t|'t know|",
        "He said |to|“hello”|to ",
        "He said| to|“hello”|" + " to ",
        "print|ed|(x)|ed",
        # In the middle of something that is written without spaces.
        "wel|l and|-known|l",
        "don| know|'t|",
        "exam|ple of|.com|ple",
        "foo| and|@bar.com|",
        "the 1| of|,000|",
        "I| was|, Bob|" + " was",
        "I| was|-|" + " was",
        # A mark of the text itself stays.
        "the U.S|.A|.|.A",
        "it is|n't|.|n't",
    ],
)
def test_what_is_inserted_makes_one_text_with_what_is_there(case: str) -> None:
    before, text, after, expected = case.split("|")
    assert fit(text, after, before) == expected


MARKS = list(".,;:!?…。，؟()[]“”„«»‘’'\" \u00a0-–")
SEAMS = st.lists(st.sampled_from([*MARKS, "a", "I", "é", "7", "\n", "and", " the"])).map("".join)
STOPS = ".,;:!?…。，؟"


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def closed_itself(text: str) -> bool:
    """Whether the quote or bracket at the end of a text has its other half in it."""
    return any(mark in text[:-1] for mark in "([“”„«»‘’'\"")


@given(SEAMS, SEAMS, SEAMS)
def test_what_is_inserted_doubles_nothing(before: str, text: str, after: str) -> None:
    inserted = fit(text, after, before)
    plain = inserted.removesuffix(" ")
    bare = text.lstrip(" ") if before[-1:].isspace() else text
    assert bare.startswith((inserted, plain))
    line = after.partition("\n")[0].lstrip()
    if not inserted:
        return
    assert not (before[-1:].isspace() and inserted[0] == " ")
    assert not (inserted[-1] == " " and after[:1].isspace())
    if before and before[-1] in MARKS and not before[-1].isspace():
        assert before[-1] != inserted[0]
    if line:
        assert plain[-1:] not in STOPS or not plain
        if plain[-1:] in MARKS and plain[-1] == line[0]:
            assert closed_itself(plain)


@given(SEAMS, SEAMS, SEAMS)
def test_no_word_is_lost_but_one_that_is_there(before: str, text: str, after: str) -> None:
    """What is cut off at the end are marks, or what the text behind the caret begins with."""
    inserted = fit(text, after, before)
    bare = text.lstrip(" ") if before[-1:].isspace() else text
    if not inserted and bare[:1] in MARKS and before[-1:] in MARKS:
        return
    if after[:1] in tuple("-'’.,:") and after[1:2].isalnum():
        bare = re.split(r"\s", bare, maxsplit=1)[0]  # there is room for one word only
    cut = bare[len(inserted.rstrip(" ")) :]
    assert letters(after.partition("\n")[0]).startswith(letters(cut))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("foo|l", True),
        ("foo|-", True),
        ("foo|'", True),
        ("foo|’", True),
        ("foo|-up", True),
        ("foo|\u00ad", True),
        ("foo|\u200d", True),
        ("foo-|-", False),
        ("foo |'", False),
        ("|-", False),
        ("foo| ", False),
        ("foo|.", False),
        ("foo|\u00a0", False),
        ("foo|-up ", False),
    ],
)
def test_what_does_not_end_a_word(case: str, expected: bool) -> None:
    before, typed = case.split("|")
    assert stays_in_word(before, typed) is expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("I do9n", True),
        ("I ca3n", True),
        ("I did9n'", True),
        ("I did9n't", True),
        ("da3же", True),
        ("mp3", False),
        ("my mp3 pla", False),
        ("the 4th", False),
        ("4th of Ju", False),
        ("5kg", False),
        ("$3.5 mil", False),
        ("10:30 in", False),
        ("the F-16s", False),
        ("the '90s", False),
        ("do9n and", False),
        ("2024年3月", False),
        ("", False),
    ],
)
def test_a_digit_inside_a_word(before: str, expected: bool) -> None:
    assert has_digit_inside(before) is expected


words = st.text(alphabet="abcI ,.", min_size=1, max_size=12)


@given(words, words)
def test_fit_never_glues_two_words_and_never_adds_text(text: str, after: str) -> None:
    inserted = fit(text, after)
    assert inserted.rstrip(" ") == text[: len(inserted.rstrip(" "))]
    if inserted and inserted.strip():
        assert not inside_word(inserted, after)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", True),
        ("wor", True),
        ("It costs 5", True),
        ("5 of us", True),
        ("٣ ", False),
        ("0049 171", False),
        ("(030) 12-34", False),
        ("2026-11-27", False),
        ("12.50 €", False),
        ("?!", True),
        ("anna@", False),
        ("anna@exam", False),
        ("Dear anna@example.org, th", True),
        ("@ann", False),
        ("https://exam", False),
        ("see www.exam", False),
        ("wwww", True),
        ("A" * 1000 + "@ x", True),
    ],
)
def test_numbers_and_addresses_are_no_words(before: str, expected: bool) -> None:
    assert is_for_words(before) is expected


def test_a_window_starts_at_a_sentence() -> None:
    text = "Some words that were first. " + "This one is longer than all the rest of it. " * 3
    start = window_start(text, 100)
    assert text[start:].startswith("This one")
    assert len(text) - start <= 100


def test_a_window_of_one_word_starts_anywhere() -> None:
    assert window_start("x" * 500, 100) == 400
    assert window_start("short", 100) == 0
