"""Damaged TOML costs its line, and what is changed is a line."""

import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.toml_lines import change_toml, read_toml

NAMES = st.sampled_from(["theme", "font_size", "keys", "applications", "x", "a b", "é"])
SCALARS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.integers(-(10**30), 10**30)
    | st.booleans()
    | st.floats(allow_nan=False)
)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(NAMES, SCALARS, max_size=3)
TABLES = st.dictionaries(NAMES, VALUES, max_size=5)
BROKEN = [
    'theme = "dark',
    "what is this",
    "= 3",
    "x = [1,",
    "x = " + "[" * 5000,
    "\xff",
    "x = nan2",
]


@pytest.mark.parametrize("line", BROKEN)
@pytest.mark.parametrize("at", range(5))
def test_a_broken_line_costs_that_line(line: str, at: int) -> None:
    lines = ["a = 1", 'b = """two\nlines"""', "[keys]", 'take = "Tab"']
    number = at + 1 + (at > 1)
    lines.insert(at, line)
    found, damaged = read_toml("\n".join(lines).encode("latin-1"))
    assert found == {"a": 1, "b": "two\nlines", "keys": {"take": "Tab"}}
    assert [each.number for each in damaged] == [number]
    assert damaged[0].text.isprintable()
    assert len(damaged[0].text) < 50


@pytest.mark.parametrize(
    ("text", "found", "numbers"),
    [
        # What stands below a damaged heading still belongs to the table that was meant.
        ('[keys\ntake = "Tab"\n', {"keys": {"take": "Tab"}}, [1]),
        ("a = 1\na = 2\nb = 3", {"a": 1, "b": 3}, [2]),
        ("a = 1\n[a]\nb = 3\n", {"a": 1}, [3]),
        ("x = [\n1,\n2]\nbad\ny = 1", {"x": [1, 2], "y": 1}, [4]),
        ("\n\n# only a comment\nbad # too", {}, [4]),
        ("a.b = 1\na.c = 2\nbad", {"a": {"b": 1, "c": 2}}, [3]),
        ("a = 1\r\nbad\r\nb = 2\r\n", {"a": 1, "b": 2}, [2]),
        ("bad\n[[many]]\na = 1\n[one]\nb = 2", {"one": {"b": 2}}, [1]),
    ],
)
def test_what_is_left_is_understood(text: str, found: dict[str, Any], numbers: list[int]) -> None:
    values, damaged = read_toml(text.encode())
    values.pop("many", None)
    assert values == found
    assert [each.number for each in damaged] == numbers


def test_a_mark_of_windows_does_no_harm() -> None:
    assert read_toml(b"\xef\xbb\xbftheme = 'dark'\r\n") == ({"theme": "dark"}, [])


def test_a_large_file_full_of_openings_takes_no_long_time() -> None:
    """Twenty thousand times the beginning of a text that never ends."""
    _, damaged = read_toml(b'x = """\n' * 20_000 + b"y = 1")
    assert len(damaged) > 1000


@given(st.binary(max_size=200))
def test_any_bytes_are_read_and_changed(data: bytes) -> None:
    read_toml(data)
    changed = change_toml(data, {"theme": "dark"})
    found, _ = read_toml(changed)
    # Bytes may end in the middle of a text or an array that goes over lines.
    assert found.get("theme") == "dark" or b'"""' in data or b"'''" in data or b"[" in data


@given(TABLES, NAMES, VALUES)
def test_one_name_changes_and_nothing_else(table: dict[str, Any], name: str, value: Any) -> None:
    data = tomli_w.dumps(table).encode()
    changed = change_toml(b"# mine\n" + data, {name: value})
    assert changed.startswith(b"# mine\n")
    assert tomllib.loads(changed.decode()) == table | {name: value}
    gone = change_toml(changed, {name: None})
    left = {key: inner for key, inner in table.items() if key != name}
    assert tomllib.loads(gone.decode()) == left


def test_comments_order_and_damaged_lines_stay() -> None:
    before = (
        b'# my settings\r\ntheme = "dark" # at night\r\nfont_size = "\r\n'
        b'\r\n[keys]\r\nask = "F2"\r\n'
    )
    after = change_toml(before, {"pack": "mine", "theme": None})
    assert after == (
        b'# my settings\r\nfont_size = "\r\npack = "mine"\r\n\r\n[keys]\r\nask = "F2"\r\n'
    )
    assert change_toml(after, {"font_size": 15}) == (
        b'# my settings\r\nfont_size = 15\r\npack = "mine"\r\n\r\n[keys]\r\nask = "F2"\r\n'
    )


def test_a_damaged_file_takes_no_endless_search_for_the_end_of_a_value() -> None:
    text = "x = [\n" * 3_000 + "a = 1\n" + "# a line of a long comment\n" * 3_000
    found, damaged = read_toml(text.encode())
    assert found == {"a": 1}
    assert len(damaged) == 3_000


def test_a_table_takes_the_place_of_one_and_is_taken_away() -> None:
    data = b'# mine\npack = "auto"\n\n[keys]\ntake = "Tab"\n'
    changed = change_toml(data, {"keys": {"take": "F2"}, "pack": None})
    assert changed.startswith(b"# mine\n")
    assert read_toml(changed) == ({"keys": {"take": "F2"}}, [])
    assert change_toml(b"", {"keys": {"take": "F2"}}) == b'[keys]\ntake = "F2"\n'
    assert read_toml(change_toml(changed, {"keys": None})) == ({}, [])
