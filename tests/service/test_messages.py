"""The lines that programs talk to the engine with."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.service.messages import (
    answer_object,
    parse_object,
    read_answer,
    read_id,
    read_request,
    request_object,
    to_line,
)
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion, Word

# JSON can name halves of surrogate pairs; they are no text and are replaced on the way in.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT, TEXT, st.integers(0, 10**9), st.sampled_from(Trigger))
def test_a_request_survives_the_wire(before: str, after: str, offset: int, why: Trigger) -> None:
    request = Request(7, before, after, offset, why)
    line = to_line(request_object(request))
    assert line.count(b"\n") == 1
    assert read_request(parse_object(line), 7) == request


@given(TEXT, TEXT, st.floats(0, 1), st.sampled_from([None, *Silence]), st.booleans())
def test_an_answer_survives_the_wire(
    word: str, ghost: str, p: float, reason: Silence | None, final: bool
) -> None:
    request = Request(3, "text")
    answer = Suggestion(
        request,
        (Word(word, round(p, 6)),),
        ghost,
        round(p, 6),
        reason=reason,
        final=final,
        words_ms=1.25,
        total_ms=2.5,
        passes=2,
    )
    line = to_line(answer_object("mine", answer))
    assert parse_object(line)["id"] == "mine"
    assert read_answer(parse_object(line), request) == answer


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"\xff\xfe\n", "The line is not UTF-8."),
        (b"hello\n", "The line is not JSON."),
        (b"[" * 100_000, "The line cannot be read: it is nested deeper than 64 levels."),
        (b"[1]\n", "The line is not a JSON object."),
        (b"{}\n", "The field “before” is missing or is not a text."),
        (b'{"before": 3}\n', "The field “before” is missing or is not a text."),
        (b'{"before": "", "after": null}\n', "The field “after” is not a text."),
        (b'{"before": "", "offset": -1}\n', "The field “offset” is not a number of characters."),
        (b'{"before": "", "offset": true}\n', "The field “offset” is not a number of characters."),
        (
            b'{"before": "", "trigger": "x"}\n',
            "The field “trigger” is none of typed, taken, asked.",
        ),
        (
            b'{"before": "", "trigger": []}\n',
            "The field “trigger” is none of typed, taken, asked.",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_one_sentence(line: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")) as caught:
        read_request(parse_object(line))
    assert str(caught.value) == sentence


def test_a_line_that_is_too_long() -> None:
    with pytest.raises(ValueError, match="longer than 1 MB"):
        parse_object(b" " * (1 << 20) + b"x", longest=1 << 20)


def test_halves_of_characters_are_replaced() -> None:
    line = json.dumps({"before": "a\ud83d", "after": "\ude00"}).encode()
    assert read_request(parse_object(line)) == Request(0, "a\ufffd", "\ufffd")


@pytest.mark.parametrize("garbled", [{}, {"words": 3}, {"words": [], "reason": None, "ghost": ""}])
def test_an_answer_that_is_none(garbled: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="lacks or garbles"):
        read_answer(garbled, Request(0, ""))


@pytest.mark.parametrize("identity", ["", "é", "\ud800", 0, -7, 10**40, 1.5, None])
def test_what_an_id_may_be_survives_the_wire(identity: object) -> None:
    line = json.dumps({"id": identity}).encode()
    read = read_id(parse_object(line))
    assert parse_object(to_line({"id": read})) == {"id": identity}


@pytest.mark.parametrize("identity", [True, False, [], {}, [[1]], float("nan"), float("inf")])
def test_what_no_id_may_be(identity: object) -> None:
    with pytest.raises(ValueError, match="The field “id” is neither a text nor a number nor null"):
        read_id({"id": identity})


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"id": NaN}', "NaN is not a JSON number"),
        (b'{"before": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"id": 1e999}', "1e999 is not a finite number"),
        (b'{"id": ' + b"[" * 64 + b"]" * 64 + b"}", "it is nested deeper than 64 levels"),
        (b'{"id": ' + b"7" * 5000 + b"}", "a number of 5000 digits is too long"),
    ],
)
def test_what_could_not_be_written_again_is_not_read(line: bytes, why: str) -> None:
    with pytest.raises(ValueError, match="The line cannot be read") as caught:
        parse_object(line)
    assert str(caught.value) == f"The line cannot be read: {why}."


def test_a_number_that_json_has_not_is_never_written() -> None:
    broken = Suggestion(Request(0, ""), (Word("x", float("nan")),), ghost_p=float("inf"))
    assert parse_object(to_line(answer_object(1, broken)))["p"] == 0.0
    with pytest.raises(ValueError, match="JSON"):
        to_line({"p": float("nan")})
