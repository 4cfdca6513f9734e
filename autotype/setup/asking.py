"""Asking other programs of the desktop, never for long."""

import ast
import os
import subprocess
from collections.abc import Mapping, Sequence

PATIENCE_S = 8.0
_MOST = 1 << 16


def ask(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    patience: float = PATIENCE_S,
) -> str | None:
    """Return what a program says in its standard output; None if it fails or takes too long.

    Args:
        command: The program and its arguments.
        environment: Variables beside those of this process.
        patience: Seconds until it is ended.
    """
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience,
            env={**os.environ, **(environment or {})},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    said = done.stdout[:_MOST].decode("utf-8", "replace").strip()
    return said if done.returncode == 0 else None


def read_list(schema: str, key: str) -> list[str | tuple[str, str]] | None:
    """Return a list of the desktop's settings; None if there is no such one."""
    said = ask(["gsettings", "get", schema, key])
    if said is None:
        return None
    # An empty list comes with its type, such as `@as []`.
    bare = said.split(" ", 1)[1] if said.startswith("@") and " " in said else said
    try:
        found = ast.literal_eval(bare)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(found, list):
        return None
    entries: list[str | tuple[str, str]] = []
    for one in found:
        if isinstance(one, str):
            entries.append(one)
        elif isinstance(one, tuple) and len(one) == 2 and all(isinstance(x, str) for x in one):
            entries.append((one[0], one[1]))
        else:
            return None
    return entries


def write_list(schema: str, key: str, entries: Sequence[str | tuple[str, str]]) -> bool:
    """Set a list of the desktop's settings; an empty one is what the system has by itself.

    Returns:
        Whether it is so now: where settings are not kept, setting them succeeds nevertheless.
    """
    if entries:
        value = "[" + ", ".join(_variant(one) for one in entries) + "]"
        done = ask(["gsettings", "set", schema, key, value])
    else:
        done = ask(["gsettings", "reset", schema, key])
    return done is not None and read_list(schema, key) == list(entries)


def _variant(entry: str | tuple[str, str]) -> str:
    if isinstance(entry, tuple):
        return f"({_variant(entry[0])}, {_variant(entry[1])})"
    escaped = entry.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


_KWIN_KEY = ("--file", "kwinrc", "--group", "Wayland", "--key", "InputMethod")


def read_kwin() -> str:
    """Return what KWin's input method is, "" if none."""
    for version in "65":
        said = ask([f"kreadconfig{version}", *_KWIN_KEY])
        if said is not None:
            return said
    return ""


def write_kwin(value: str) -> bool:
    """Set KWin's input method; "" takes the key away. Return whether it could be done."""
    given = [value] if value else ["--delete", ""]
    return any(ask([f"kwriteconfig{version}", *_KWIN_KEY, *given]) is not None for version in "65")
