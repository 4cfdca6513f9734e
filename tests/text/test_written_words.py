"""Words as they are learned, and what stands before them."""

import pytest

from autotype.text.written_words import START, words_before, written_words


def cut(line: str) -> list[tuple[str, str | None, str | None]]:
    return [(each.word, each.last_one, each.last_two) for each in written_words(line)]


def test_each_word_comes_with_the_two_before_it() -> None:
    assert cut("We met Ann today. See you, Bob") == [
        ("We", START, None),
        ("met", "we", f"{START} we"),
        ("Ann", "met", "we met"),
        ("today", "ann", "met ann"),
        ("See", START, None),
        ("you", "see", f"{START} see"),
        ("Bob", None, None),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("O’Hara’s Saint‑Denis don't e-mail", ["O'Hara's", "Saint-Denis", "don't", "e-mail"]),
        ("Cafe\u0301 naïve Zoë Łódź", ["Café", "naïve", "Zoë", "Łódź"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("the H100 and 42 of 7", ["the", "H100", "and", "of"]),
        ("mail ann@example.com or www.example.com now", ["mail", "or", "now"]),
        ("my password: hunter2 stays", ["my", "password", "stays"]),
        ("key sk-proj-abcdef012345 end", ["key", "end"]),
        ("call +44 20 7946 0958 then", ["call", "then"]),
        ("open /home/ann/letters/secret.txt now", ["open", "now"]),
        ("会議は明日です", []),
        ("a\x00b\x1bc", ["a", "b", "c"]),
        ("x" * 41 + " fine", ["fine"]),
        ("", []),
    ],
)
def test_what_is_a_word(line: str, words: list[str]) -> None:
    assert [each.word for each in written_words(line)] == words


@pytest.mark.parametrize(
    ("before", "context"),
    [
        ("", (START, None)),
        ("Hello.\n", (START, None)),
        ("Hello. ", (START, None)),
        ("Hello. We ", ("we", f"{START} we")),
        ("Hello. We met", ("met", "we met")),
        ("we met Ann, ", (None, None)),
        ("we met, Ann ", ("ann", None)),
        ("we (", (None, None)),
        ("O’Hara wrote ", ("wrote", "o'hara wrote")),
        ("word " * 100, ("word", "word word")),
        ("y" * 500 + " ", ("y" * 159, None)),
    ],
)
def test_what_stands_before_the_caret(before: str, context: tuple[str | None, str | None]) -> None:
    assert words_before(before) == context


def test_both_sides_agree_on_what_stands_before_a_word() -> None:
    line = "Dear Ann, we met the team of Saint-Denis. They were kind! I think so, too"
    for each in written_words(line):
        assert words_before(line[: each.start]) == (each.last_one, each.last_two), each.word


def test_what_no_word_can_be_as_long_as_is_none() -> None:
    assert [each.word for each in written_words("Well " + "x" * 300 + " done")] == ["Well", "done"]
