"""Fields of tables that others wrote: each has its type and its range, or is an error."""

from collections.abc import Callable
from typing import Any

import pytest

from autotype.text.fields import Fields

GOOD: dict[str, Any] = {
    "whole": 3,
    "number": 2.5,
    "text": "one",
    "flag": True,
    "wholes": [1, 2],
    "rows": ["a", None],
    "table": {"a": 1},
    "null": None,
}


def test_what_is_as_it_must_be_is_returned() -> None:
    fields = Fields(GOOD)
    assert fields.whole("whole", 0, 3) == 3
    assert fields.number("number", 0, 3) == 2.5
    assert fields.number("whole", 0, 3) == 3.0
    assert fields.text("text", 3, shown=True) == "one"
    assert fields.flag("flag") is True
    assert fields.wholes("wholes", 1, 2, 2) == (1, 2)
    assert fields.rows("rows", 2) == ["a", None]
    assert fields.table("table", 1) == {"a": 1}
    assert fields.whole("null", 0, 3, None) is None
    fields.done()


def test_a_default_stands_for_what_is_missing() -> None:
    fields = Fields({})
    assert fields.whole("a", 0, 9, 4) == 4
    assert fields.number("a", 0, 9, None) is None
    assert fields.text("a", 9, "none") == "none"
    assert fields.flag("a", False) is False
    assert fields.rows("a", 9, ()) == ()
    assert fields.table("a", 9, None) is None


@pytest.mark.parametrize(
    ("take", "said"),
    [
        (lambda fields: fields.whole("number", 0, 9), "“number” is not a whole number from 0 to 9"),
        (lambda fields: fields.whole("flag", 0, 9), "“flag” is not a whole number from 0 to 9"),
        (lambda fields: fields.number("whole", 4, 9), "“whole” is not a number from 4 to 9"),
        (lambda fields: fields.number("flag", 0, 9), "“flag” is not a number from 0 to 9"),
        (lambda fields: fields.text("whole", 9), "“whole” is not a text"),
        (lambda fields: fields.text("text", 2), "“text” is longer than 2 characters"),
        (lambda fields: fields.flag("whole"), "“whole” is neither true nor false"),
        (lambda fields: fields.wholes("wholes", 2, 9, 9), "“wholes” is not a whole number"),
        (lambda fields: fields.rows("table", 9), "“table” is not a list"),
        (lambda fields: fields.rows("rows", 1), "“rows” has more than 1 entries"),
        (lambda fields: fields.table("rows", 9), "“rows” is not a table"),
        (lambda fields: fields.table("table", 0), "“table” has more than 0 entries"),
        (lambda fields: fields.whole("other", 0, 9), "“other” is missing"),
        (lambda fields: fields.done(), "there is no field “"),
    ],
)
def test_what_is_not_is_an_error(take: Callable[[Fields], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        take(Fields(GOOD))


@pytest.mark.parametrize("text", ["", "  ", "a\u202eb"])
def test_a_text_that_is_shown_can_be_seen(text: str) -> None:
    with pytest.raises(ValueError, match=r"“in\.name” is empty or holds characters that cannot"):
        Fields({"name": text}, "in").text("name", 9, shown=True)


@pytest.mark.parametrize(
    ("where", "said"), [("", "it is not a table"), ("a.b", "“a.b” is not a table")]
)
def test_only_tables_have_fields(where: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Fields([1], where)
