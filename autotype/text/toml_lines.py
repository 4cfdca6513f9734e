"""TOML files that people write by hand, understood line by line where they are damaged.

A forgotten quote costs its line, not the file. And what we change in such a file is a line, too:
the user's order, comments and even the damaged lines stay as they are.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tomli_w

from autotype.text.encodings import decoded
from autotype.text.untrusted import parse_toml

LARGEST = 256 << 10
"""Bytes of a settings file that are read; one with every setting has about a thousand."""

_BYTES_TRIED = 8 << 20
_TABLE = re.compile(r"\s*\[\s*[\"']?([\w-]+)")
_NAME = re.compile(r"\s*[\"']?([\w.:/ -]*[\w.:/-])[\"']?\s*(?:=|$)")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that cannot be understood.

    Attributes:
        number: Counted from 1.
        text: Its beginning, printable.
        name: What it seems to give a value; may be empty.
    """

    number: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class _Statement:
    """Some lines that say one thing.

    Attributes:
        first: Index of its first line.
        end: Index after its last line.
        table: The table that it stands in, or opens.
        opens: Whether it opens one.
        values: What it says, as seen from that table; None if it is damaged.
    """

    first: int
    end: int
    table: tuple[str, ...]
    opens: bool = False
    values: Mapping[str, Any] | None = None


def read_toml(data: bytes) -> tuple[dict[str, Any], list[Damaged]]:
    """Return what a file says as far as it can be understood, and the lines that cannot be."""
    text = _decoded(data)
    try:
        return parse_toml(_encoded(text)), []
    except ValueError:
        pass
    lines = text.split("\n")
    found: dict[str, Any] = {}
    damaged = []
    for statement in _statements(lines):
        if statement.values is None or not _put(found, statement.table, statement.values):
            shown = lines[statement.first].strip().encode("utf-8", "replace").decode("utf-8")
            shown = "".join(c if c.isprintable() else " " for c in shown[: _SHOWN + 1])
            if len(shown) > _SHOWN:
                shown = f"{shown[:_SHOWN]} …"
            name = "" if statement.opens else _meant(lines[statement.first])
            damaged.append(Damaged(statement.first + 1, shown, name))
    return found, damaged


def change_toml(data: bytes, changes: Mapping[str, Any]) -> bytes:
    """Return a file in UTF-8 in which some names of the outermost table have other values.

    Args:
        data: The file as it is.
        changes: New values; None takes a name away.
    """
    text = _decoded(data)
    line_end = "\r\n" if "\r\n" in text else "\n"
    for name, value in changes.items():
        lines = text.split("\n")
        gone, at = _lines_of(lines, name)
        kept = [line for number, line in enumerate(lines) if number not in gone]
        text = "\n".join(kept)
        if value is None:
            continue
        written = tomli_w.dumps({name: value}).replace("\n", line_end)
        if isinstance(value, Mapping):
            space = line_end if text.strip() else ""
            text = _ended(text, line_end) + space + written
        else:
            before = _ended("\n".join(kept[:at]), line_end)
            text = before + written + "\n".join(kept[at:])
    return _encoded(text)


def _ended(text: str, line_end: str) -> str:
    """Return a text that ends with a line end, unless it is empty."""
    return text if not text or text.endswith("\n") else text.removesuffix("\r") + line_end


def _decoded(data: bytes) -> str:
    """Return the text; bytes that are in no known encoding survive as half characters.

    Some editors write UTF-16, which TOML does not allow; with its mark there is no doubt.
    """
    text, _, _, whole = decoded(data)
    return text if whole else data.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _lines_of(lines: list[str], name: str) -> tuple[set[int], int]:
    """Return the lines that give a name its value, and where a new one belongs without them."""
    gone: set[int] = set()
    at = None
    table_starts = len(lines)
    for statement in _statements(lines):
        if statement.opens and statement.first < table_starts:
            table_starts = statement.first
        if _concerns(statement, lines, name):
            if not statement.table and at is None:
                at = statement.first
            gone.update(range(statement.first, statement.end))
    if at is None:
        at = table_starts
        # The blank lines above the first table stay where they are.
        while at and at <= len(lines) and not lines[at - 1].strip():
            at -= 1
    return gone, at - sum(number < at for number in gone)


def _concerns(statement: _Statement, lines: list[str], name: str) -> bool:
    if statement.table:
        return statement.table[0] == name and (statement.opens or bool(statement.values))
    if statement.values is None:
        return _meant(lines[statement.first]) == name
    return name in statement.values


def _statements(lines: list[str]) -> Iterator[_Statement]:
    """Cut lines into what each of them says."""
    table: tuple[str, ...] = ()
    at, left = 0, _BYTES_TRIED
    while at < len(lines):
        end = at + 1
        if lines[at].lstrip().startswith("["):
            table, values = _opened(lines[at])
            yield _Statement(at, end, table, True, values)
        else:
            values = _parsed(lines[at])
            if values is None and _may_go_on(lines[at]):
                chunk = lines[at]
                for later in range(at + 1, len(lines)):
                    chunk = f"{chunk}\n{lines[later]}"
                    left -= len(chunk)
                    if left < 0:
                        break
                    if (more := _parsed(chunk)) is not None:
                        values, end = more, later + 1
                        break
            yield _Statement(at, end, table, False, values)
        at = end


def _meant(line: str) -> str:
    """Return the name to which a damaged line seems to give a value; may be empty."""
    found = _NAME.match(line)
    return found[1] if found else ""


def _may_go_on(line: str) -> bool:
    """Whether a value may have begun that ends on a later line."""
    return any(mark in line for mark in ('"""', "'''", "[", "{"))


def _opened(line: str) -> tuple[tuple[str, ...], Mapping[str, Any] | None]:
    """Return the table that a line opens; what was plainly meant where it is damaged."""
    inner: Any = _parsed(line)
    if inner is None:
        meant = _TABLE.match(line)
        return ((meant[1],) if meant else ("",)), None
    names = []
    while isinstance(inner, dict) and inner:
        ((name, inner),) = inner.items()
        names.append(name)
    return tuple(names), {}


def _parsed(chunk: str) -> dict[str, Any] | None:
    try:
        return parse_toml(_encoded(f"{chunk}\n"))
    except ValueError:
        return None


def _put(found: dict[str, Any], table: Iterable[str], values: Mapping[str, Any]) -> bool:
    """Add what a statement says; False if something else was said before."""
    for name in table:
        inner = found.setdefault(name, {})
        if not isinstance(inner, dict):
            return not values
        found = inner
    for name, value in values.items():
        if name not in found:
            found[name] = value
        elif not (
            isinstance(value, dict)
            and isinstance(found[name], dict)
            and _put(found[name], (), value)
        ):
            return False
    return True
