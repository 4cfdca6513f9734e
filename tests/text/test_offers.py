import pytest

from autotype.text.offers import distinct, fits_in, fitted, is_sound
from autotype.text.request import Request
from autotype.text.suggestion import Word


@pytest.mark.parametrize(
    "case",
    [
        "McDonald’|s’s",
        "McDonald'|s's",
        "the 1990|s's",
        "the '90|s’s",
        "the 21s|tcentury",
        "the 4|thofJuly",
        "I do9n|'t",
        "你好，|How",
        "שלום |is",
        "Привет, |and",
        "Hello.\n你好，| I'm",
    ],
)
def test_some_words_do_not_fit(case: str) -> None:
    before, word = case.split("|")
    assert not fits_in(word, before)


@pytest.mark.parametrize(
    "case",
    [
        "McDonald’|s",
        "the 1990|s",
        "the 21s|t",
        "the 21st| century",
        "the 21stcentury is| the",
        "the boss|'s",
        "an mp3| player",
        "I said 你好 |to",
        "你好\n|Hello",
        "Привет, |мир",
        "10 000 €, |and",
        "👍🏽| I",
        "|Hello",
    ],
)
def test_others_do(case: str) -> None:
    before, word = case.split("|")
    assert fits_in(word, before)


@pytest.mark.parametrize(
    "case", ["Please see Fig. |[fig", "the the| the", "I like cats. I like cats. I like| cats"]
)
def test_half_a_pair_and_a_loop_are_not_sound(case: str) -> None:
    before, word = case.split("|")
    assert not is_sound(word, before)
    assert is_sound("other", before)


@pytest.mark.parametrize(
    ("before", "found", "kept"),
    [
        ("I saw Dr. Sm", ["ith", "ith's", "ith’s"], ["ith", "ith's"]),
        ("He’s Dr. Sm", ["ith", "ith's", "ith’s"], ["ith", "ith’s"]),
        ("It isn't. He’s Dr. Sm", ["ith's", "ith’s"], ["ith’s"]),
        ("It’s. He's Dr. Sm", ["ith’s", "ith's"], ["ith's"]),
        ("J.R.R.", [" Tolkien", "I", "Tolkien"], [" Tolkien", "I"]),
        ("I don", ["'t", "t", "’t"], ["'t", "t"]),
        ("", [], []),
    ],
)
def test_each_word_comes_once(before: str, found: list[str], kept: list[str]) -> None:
    words = [Word(text, 0.5 / (place + 1)) for place, text in enumerate(found)]
    assert [word.text for word in distinct(words, before)] == kept


@pytest.mark.parametrize(
    ("before", "text", "after", "kept"),
    [
        ("I look ", "forward to", "", "forward to"),
        ("I look ", "forward to", " to you", "forward"),
        ("I look", "!", "", ""),  # a mark by itself is no word
        ("he said (", "so)", ")", "so"),
        ("he said ", "(so to", " to him)", ""),  # half a pair would be left
    ],
)
def test_as_much_is_offered_as_fits_at_the_caret(
    before: str, text: str, after: str, kept: str
) -> None:
    assert fitted(text, Request(1, before, after)) == kept
