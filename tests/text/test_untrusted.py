import json
import math
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.untrusted import DEEPEST, parse_json, parse_toml, read_regular

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@given(VALUES)
def test_what_json_can_hold_is_read_as_it_was(value: object) -> None:
    def finite(inner: object) -> bool:
        if isinstance(inner, float):
            return math.isfinite(inner)
        if isinstance(inner, dict):
            return all(map(finite, inner.values()))
        return not isinstance(inner, list) or all(map(finite, inner))

    if not finite(value):
        with pytest.raises(ValueError, match="number"):
            parse_json(json.dumps(value).encode())
        return
    escaped = json.dumps(value).encode("ascii")
    assert parse_json(escaped) == value
    try:
        plain = json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return
    assert parse_json(plain) == value


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for parse in (parse_json, parse_toml):
        try:
            parse(data)
        except ValueError as error:
            assert str(error)


def test_depth_is_bounded_before_parsing() -> None:
    assert parse_json(_nested(DEEPEST)) is not None
    for depth in (DEEPEST + 1, 973, 100_000, 5_000_000):
        with pytest.raises(ValueError, match="deeper than"):
            parse_json(_nested(depth))
    with pytest.raises(ValueError, match="deeper than"):
        parse_json(b"[" * 100_000)


def test_many_brackets_beside_each_other_are_not_deep() -> None:
    flat = b"[" + b",".join([b"[]", b"{}"] * 500) + b"]"
    assert parse_json(flat) == [[], {}] * 500


@pytest.mark.parametrize("text", ["[" * 500, "{[" * 500, '"' + "]" * 100, '\\"[[' * 100])
def test_brackets_in_a_text_do_not_nest(text: str) -> None:
    assert parse_json(json.dumps({"id": text}).encode()) == {"id": text}


@pytest.mark.parametrize("data", [b"NaN", b"[Infinity]", b"-Infinity", b"1e999", b"[-1e999]"])
def test_numbers_that_are_none_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_json(data)


@pytest.mark.parametrize("data", [b"1" * 5000, b"\xff", b'"\xed\xa0\x80"', b"", b"[1,", b"\x00"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_json(data)


@pytest.mark.parametrize(
    "data",
    [
        b"a = " + b"[" * 100_000,
        b"a = " + _nested(DEEPEST + 1),
        b"a = " + b"{b = " * 200 + b"1" + b"}" * 200,
        b".".join([b"a"] * 3000) + b" = 1",
        b"[" + b".".join([b"a"] * 3000) + b"]",
        b"a = " + b"1" * 5000,
        b"a = 'caf\xe9'",
    ],
)
def test_toml_is_bounded_too(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_toml(data)


def test_toml_is_read() -> None:
    assert parse_toml(b"a = [1, [2]]\n[b.c]\nd = 'x'\n") == {"a": [1, [2]], "b": {"c": {"d": "x"}}}


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 2048)
    link = tmp_path / "link"
    link.symlink_to(file)
    assert read_regular(link, 2048) == file.read_bytes()
    with pytest.raises(OSError, match="larger than 1 kB"):
        read_regular(file, 1024)
    pipe, door = tmp_path / "pipe", tmp_path / "door"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(door))
        for odd in (pipe, door, Path(os.devnull), Path("/dev/zero")):
            with pytest.raises(OSError, match="not a file"):
                read_regular(odd, 10)
    with pytest.raises(IsADirectoryError, match="folder"):
        read_regular(tmp_path, 10)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none", 10)
    for name in ("a\0b", "x" * 300):
        with pytest.raises(OSError, match=r"\w"):
            read_regular(tmp_path / name, 10)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(OSError, match=r"\w"):
        read_regular(loop, 10)
