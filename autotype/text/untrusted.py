"""Reading what somebody else wrote, or a disk damaged: bounded before it is understood.

A file is read only if it is a regular one: a pipe would be waited for, a device may do
something. JSON and TOML are refused where they are nested deeper than anything of ours, since
parsers, writers and comparisons recurse, each to a depth of its own.
"""

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterable
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, NoReturn

from autotype.translation import tr

DEEPEST = 64
"""Levels of arrays and tables that are read; manifests, checkpoints and settings have under 10."""

# A text with its escapes, closed or not, or a single bracket: brackets in texts do not nest.
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_regular(path: Path, largest: int) -> bytes:
    """Return the content of a regular file, links followed, without ever waiting for it.

    Args:
        path: The file.
        largest: How many bytes it may have.

    Raises:
        FileNotFoundError: There is none.
        OSError: It is no regular file, is larger, or cannot be read; `strerror` says which.
    """
    with open_regular(path) as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise OSError(27, tr("it is larger than {size}", size=_size(largest)), str(path))
    return data


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading, links followed, without ever waiting for it.

    Raises:
        FileNotFoundError: There is none.
        OSError: It is no regular file or cannot be opened; `strerror` says which.
    """
    # The kind is asked before, since opening a device may do something, and after, since the
    # file may have been replaced meanwhile.
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        require_regular(path)
        handle = os.open(path, flags)
    except ValueError as error:  # a name with NUL
        raise OSError(22, str(error), str(path)) from error
    try:
        _must_be_regular(path, os.fstat(handle).st_mode)
        return BufferedReader(FileIO(handle))
    except BaseException:
        os.close(handle)
        raise


def require_regular(path: Path) -> None:
    """Raise `OSError` if there is no regular file; for libraries that open files themselves."""
    _must_be_regular(path, path.stat().st_mode)


def parse_json(data: bytes, *, deepest: int = DEEPEST) -> Any:
    """Read JSON in UTF-8, as the standard has it: no NaN, no infinities, no endless numbers.

    Args:
        data: The JSON text.
        deepest: How many levels of arrays and objects it may have; looked at before parsing.

    Raises:
        ValueError: It is not such JSON; the message says in a few words why.
    """
    # Nearly everything has fewer brackets in all, and every key waits for some lines.
    if data.count(b"[") + data.count(b"{") > deepest and _is_deeper(data, deepest):
        raise ValueError(tr("it is nested deeper than {deepest} levels", deepest=deepest))
    try:
        return _JSON.decode(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError(tr("it is not UTF-8")) from None
    except RecursionError:
        raise ValueError(tr("it is nested too deep")) from None


def _is_deeper(data: bytes, deepest: int) -> bool:
    """Whether the brackets of a JSON text are nested deeper than that; read no further then."""
    depth = 0
    for found in _BRACKETS.finditer(data):
        first = data[found.start()]
        if first in b"[{":
            depth += 1
            if depth > deepest:
                return True
        elif first in b"]}":
            depth -= 1
    return False


def parse_toml(data: bytes, *, deepest: int = DEEPEST) -> dict[str, Any]:
    """Read TOML.

    Args:
        data: The TOML text, in UTF-8.
        deepest: How many levels of arrays and tables it may have.

    Raises:
        ValueError: It is not TOML (`tomllib.TOMLDecodeError`, which names line and column,
            is one), is not UTF-8, or is nested too deep.
    """
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError(tr("it is not UTF-8 text")) from None
    except RecursionError:
        raise ValueError(tr("it is nested too deep")) from None
    level: list[Any] = [found]
    for _ in range(deepest):
        level = [below for value in level for below in _below(value)]
        if not level:
            return found
    raise ValueError(tr("it is nested deeper than {deepest} levels", deepest=deepest))


def _below(value: object) -> Iterable[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in inner if isinstance(item, dict | list)]


def _must_be_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, tr("it is a folder"), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(22, tr("it is a socket, a pipe or a device, not a file"), str(path))


def _refuse(name: str) -> NoReturn:
    raise ValueError(tr("{name} is not a JSON number", name=name))


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(tr("{text} is not a finite number", text=text[:20]))
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:  # Python refuses thousands of digits, of which each costs more time
        raise ValueError(tr("a number of {n} digits is too long", n=len(text))) from None


_JSON = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite, parse_int=_whole)


def _size(count: int) -> str:
    return f"{count >> 20} MB" if count >= 1 << 20 else f"{count >> 10} kB"
