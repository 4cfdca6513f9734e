"""Every text in every encoding with a mark, and what is in none."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autotype.text.encodings import MARKS, decoded

MARKED = sorted((encoding, mark) for encoding, marks in MARKS.items() for mark in marks)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(MARKED))
@example("\0a", ("utf-16-le", codecs.BOM_UTF16_LE))
@example("\0", ("utf-16-le", codecs.BOM_UTF16_LE))
@example("\ufeff", ("utf-8", codecs.BOM_UTF8))
def test_text_and_mark_give_the_same_bytes_again(text: str, marked: tuple[str, bytes]) -> None:
    data = marked[1] + text.encode(marked[0])
    found, mark, encoding, whole = decoded(data)
    assert whole
    assert mark + found.encode(encoding) == data


@given(st.binary())
def test_any_bytes_are_shown_and_what_is_said_to_be_whole_is(data: bytes) -> None:
    found, mark, encoding, whole = decoded(data)
    assert whole == (mark + found.encode(encoding) == data)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_not_taken_for_utf_16(encoding: str) -> None:
    (mark,) = MARKS[encoding]
    assert decoded(mark + "Dear Anna\r\n".encode(encoding))[0] == "Dear Anna\r\n"


def test_half_a_character_in_utf_16_spoils_one_character_only() -> None:
    data = codecs.BOM_UTF16_LE + "one ".encode("utf-16-le") + b"\0\xd8" + "two".encode("utf-16-le")
    assert decoded(data) == ("one \ufffdtwo", b"", "utf-8", False)
