import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.errors import AutotypeError
from autotype.text.fields import Fields
from autotype.text.visible import in_json, is_visible, visible

ANY = st.text(st.characters(exclude_categories=()))


@given(ANY, st.integers(20, 60))
def test_what_is_shown_moves_no_cursor(text: str, longest: int) -> None:
    shown = visible(text)
    assert is_visible(shown)
    shown.encode("utf-8")
    assert visible(shown) == shown
    assert len(visible(text, longest)) <= max(longest, 0)
    assert is_visible(text) == (shown == text)


@given(st.recursive(ANY, lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_keeps_its_values(value: object) -> None:
    shown = in_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(shown) == value
    assert is_visible(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Everyday GPT-2 – “café” 漢 👩‍👩‍👧", "Everyday GPT-2 – “café” 漢 👩‍👩‍👧"),
        ("a\nb\tc", "a b c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b2J", "\\u009b2J"),
        ("\u202egnp", "\\u202egnp"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_a_person_sees(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_an_error_is_one_sentence_whatever_it_quotes() -> None:
    said = str(AutotypeError(f"“{'x' * 100_000}\x1b\n” cannot be read; remove it."))
    assert len(said) < 1300
    assert said.startswith("“xxx")
    assert said.endswith("\\x1b ” cannot be read; remove it.")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | ANY, st.lists))
def test_a_field_is_as_asked_for_or_a_value_error(value: object) -> None:
    fields = Fields({"x": value})
    for read, kind in (
        (lambda: fields.whole("x", -5, 5), int),
        (lambda: fields.number("x", -5, 5), float),
        (lambda: fields.text("x", 5), str),
        (lambda: fields.flag("x"), bool),
        (lambda: fields.rows("x", 5), list),
    ):
        try:
            found = read()
        except ValueError as error:
            assert str(error).startswith("“x”")
        else:
            assert type(found) is kind
            assert found == value


def test_defaults_and_what_is_left() -> None:
    fields = Fields({"a": None, "b": 1}, "table")
    assert fields.whole("a", 0, 5, None) is None
    assert fields.whole("c", 0, 5, 3) == 3
    with pytest.raises(ValueError, match=r"“table\.a” is not a whole number"):
        fields.whole("a", 0, 5, 3)
    with pytest.raises(ValueError, match=r"“table\.d” is missing"):
        fields.text("d", 5)
    with pytest.raises(ValueError, match=r"no field “table\.b”"):
        fields.done()
    fields.whole("b", 1, 1)
    fields.done()
    with pytest.raises(ValueError, match="not a table"):
        Fields([])
