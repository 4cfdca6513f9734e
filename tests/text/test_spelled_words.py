"""Which words of a paragraph a dictionary is asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.spelled_words import as_in_dictionaries, as_written, words_to_check


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("Two words.", "Two words"),
        ("(“quoted”, and—dashed…)", "quoted and dashed"),
        ("don’t don't rock'n'roll", "don't don't rock'n'roll"),
        ("'quoted' dogs' ’tis", "quoted dogs tis"),
        ("well-known e‑mail", "well known mail"),
        ("pre- and post-war, word--word", "and post war word word"),
        ("a I x", ""),
        ("NASA NASA's PCs ÄÖ", ""),
        ("iPhone camelCase McDonald THis", "THis"),
        ("v2 3rd COVID-19 x86", ""),
        ("3-year-old", "year old"),
        ("snake_case _emphasised_ **strong**", "emphasised strong"),
        ("see https://exmple.com/pathh) now", "see now"),
        ("www.exmple.com mailto:jon ftp://x", ""),
        ("[wrod](https://x.y/zz) [txt](docs/readme)", "wrod txt"),
        ("jon.smith@exmple.org @handl #tagg", ""),
        ("/usr/bin ~/fo ./barr ../bazz C:\\temp \\alph a/bb/cc src/mian.c", ""),
        ("and/or he/she", "and or he she"),
        ("example.com file.txt e.g. U.S.", ""),
        ("the end.Next one", "the end Next one"),
        ("`codde` ``co`de`` words", "words"),
        ("<b>bold</b> &nbsp; <!-- a -->", "bold"),
        ("cafe\u0301 soft\u00adhyphen", "café softhyphen"),
        ("Слово naïve 字", "Слово naïve"),
        ("o" * 61, ""),
        ("😀wrod😀", "wrod"),
    ],
)
def test_words_of_a_paragraph(text: str, words: str) -> None:
    assert [word.text for word in words_to_check(text)] == words.split()


def test_a_word_knows_what_it_is_joined_to() -> None:
    first, second, third = words_to_check("a well-knwon wor’d")
    assert (first.text, first.compound) == ("well", "well-knwon")
    assert (second.text, second.compound, second.start, second.end) == (
        "knwon",
        "well-knwon",
        7,
        12,
    )
    assert (third.text, third.compound) == ("wor'd", "wor'd")


def test_apostrophes_come_back_as_they_were_written() -> None:
    assert as_in_dictionaries("don’t") == "don't"
    assert as_written("don't", "dno’t") == "don’t"
    assert as_written("don't", "dno't") == "don't"


@given(st.text(max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    end = 0
    for word in words_to_check(text):
        assert end <= word.start < word.end <= len(text)
        assert as_in_dictionaries(text[word.start : word.end]) == word.text
        end = word.end
