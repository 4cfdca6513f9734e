"""Where a shortcut is one: whole words, capitals, brackets; and what cannot be one."""

import pytest

from autotype.text.shortcuts import Expansion, ShortcutError, Shortcuts, checked

KNOWN = Shortcuts.of(
    [
        *(("brb", "be right back"), ("US", "United States"), ("o'c", "of course")),
        *((";addr", "1 Main Street"), ("ça", "Ça va bien"), ("re:", "regarding")),
    ]
)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("brb|", "be right back"),
        ("I'll brb|", "be right back"),
        ("Brb|", "Be right back"),
        ("BRB|", "BE RIGHT BACK"),
        ("(brb|", "be right back"),
        ("“Brb|”", "Be right back"),
        ("so — brb|", "be right back"),
        ("so —brb|", "be right back"),
        ("brb|, then", "be right back"),
        ("one\nbrb|\ntwo", "be right back"),
        ("US|", "United States"),
        ("o’c|", "of course"),
        (";addr|", "1 Main Street"),
        ("to re:|", "regarding"),
        ("c\u0327a|", "Ça va bien"),
    ],
)
def test_a_whole_word_is_expanded(text: str, offered: str) -> None:
    before, _, after = text.partition("|")
    found = KNOWN.at_caret(before, after)
    assert found is not None
    assert found.text == offered
    assert before[len(before) - found.replaces :].lower().endswith(("b", "us", "c", "r", "a", ":"))
    assert found.replaces <= len("c\u0327a") + 2


@pytest.mark.parametrize(
    "text",
    [
        *("|", "br|", "brb |", "xbrb|", "brb|x", "x-brb|", "a.brb|", "me@brb|", "bRb|", "us|"),
        *(
            "https://brb|",
            "brbrb|",
            "_brb|",
            "brb.|",
            "brb\n|",
            "b|rb",
            "x’brb|",
            "x" * 100 + "brb|",
        ),
    ],
)
def test_nothing_else_is(text: str) -> None:
    before, _, after = text.partition("|")
    assert KNOWN.at_caret(before, after) is None


def test_only_the_shortcut_is_replaced() -> None:
    assert KNOWN.at_caret("“brb", "") == Expansion("be right back", 3)
    assert Shortcuts().at_caret("brb", "") is None


@pytest.mark.parametrize(
    ("short", "text", "why"),
    [
        ("", "be right back", "needs a word to type"),
        ("  ", "be right back", "needs a word to type"),
        ("b rb", "be right back", "one word without spaces"),
        ("b\nrb", "be right back", "one word without spaces"),
        ("b\x1brb", "be right back", "control characters"),
        ("b\u202erb", "be right back", "control characters"),
        ("b" * 31, "be right back", "30 characters at most"),
        ("b" * 10_000, "be right back", "30 characters at most"),
        (";-)", "be right back", "a letter or a digit"),
        ("brb", "", "Say what the shortcut stands for"),
        ("brb", " \n ", "Say what the shortcut stands for"),
        ("brb", "be\nright back", "is one line"),
        ("brb", "be\u2028right back", "is one line"),
        ("brb", "be\tright back", "no control characters"),
        ("brb", "be\x00right back", "no control characters"),
        ("brb", "be \ud800", "no control characters"),
        ("brb", "x" * 10_000, "500 characters at most"),
        ("brb", "brb", "another text than itself"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence(short: str, text: str, why: str) -> None:
    with pytest.raises(ShortcutError) as caught:
        checked(short, text)
    said = str(caught.value)
    assert why in said
    assert "\n" not in said
    assert len(said) < 120


def test_what_can_be_kept_is_trimmed() -> None:
    assert checked(" o’c ", " of course ") == ("o'c", "of course")


@pytest.mark.parametrize(
    ("word", "known"),
    [("brb", True), ("Brb", True), ("o’c", True), ("us", False), ("br", False), ("", False)],
)
def test_a_word_is_one_of_them_or_not(word: str, known: bool) -> None:
    assert (word in KNOWN) is known
    assert word not in Shortcuts()
