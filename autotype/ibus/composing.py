"""Dead keys and the Compose key, where the program leaves them to its input method.

IBus's modules for GTK and Qt and its XIM server hand a key that nobody wants straight to the
text, so a dead key would be lost and its letter come plain. IBus's own keyboards compose, and
so must we; by the same table as programs do that compose themselves (`~/.XCompose` included).
"""

import ctypes
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

_COMPOSING, _COMPOSED, _CANCELLED = 1, 2, 3
_NO_KEYMAPS = 3
_LONGEST_BYTES = 256
_FALLBACK = b"en_US.UTF-8"
# Under Wayland the programs compose, whatever hands their keys on.
_COMPOSE_THEMSELVES = ("gnome-shell", "wayland", "kwin")
# What takes back a sequence that was begun rather than ending it as a letter would.
_TAKE_BACK = (0xFF08, 0xFF1B, 0xFFFF)  # Backspace, Esc, Delete


def composes_itself(client: str) -> bool:
    """Return whether what IBus calls a client composes without an input method."""
    return client.lower().startswith(_COMPOSE_THEMSELVES)


class Composing:
    """The sequence of one field that has been begun."""

    def __init__(self) -> None:
        """Have begun none."""
        self._first = 0
        self._state: Any = None

    def begin_anew(self) -> None:
        """Forget what was begun."""
        self._first = 0
        if self._state:
            _library().xkb_compose_state_reset(self._state)

    def feed(self, keysym: int, types: str) -> tuple[str, bool]:
        """Hear of a key that went down and is no modifier.

        Args:
            keysym: The key, as the layout and the modifiers give it.
            types: What it types by itself; empty for nothing.

        Returns:
            What it types in place of itself, which may be nothing, and whether the program must
            not have it.
        """
        table = _table()
        if not table:
            return "", False
        library = _library()
        if not self._state:
            self._state = library.xkb_compose_state_new(table, 0)
        first, self._first = self._first, 0
        library.xkb_compose_state_feed(self._state, keysym)
        status = library.xkb_compose_state_get_status(self._state)
        if status == _COMPOSING:
            self._first = first or keysym
            return "", True
        text = _text(self._state) if status == _COMPOSED else ""
        library.xkb_compose_state_reset(self._state)
        if status != _CANCELLED:
            return text, status == _COMPOSED and bool(text)
        if keysym in _TAKE_BACK:
            return "", True
        # In one piece: a program may have the key before the accent that comes first.
        accent = self._alone(first) if types.isprintable() else ""
        return (accent + types, True) if accent and types else ("", False)

    def _alone(self, dead: int) -> str:
        """Return the accent of a dead key by itself; empty for the Compose key."""
        library = _library()
        # With a space some of them type an apostrophe or a quotation mark.
        for keysym in (dead, dead):
            library.xkb_compose_state_feed(self._state, keysym)
        done = library.xkb_compose_state_get_status(self._state) == _COMPOSED
        text = _text(self._state) if done else ""
        library.xkb_compose_state_reset(self._state)
        return text


def _text(state: Any) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_BYTES)
    _library().xkb_compose_state_get_utf8(state, buffer, _LONGEST_BYTES)
    return buffer.value.decode("utf-8", "ignore")


def locale_of(environment: Mapping[str, str]) -> str:
    """Return the locale whose table is used."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    return next(filter(None, (environment.get(name) for name in names)), "C")


@cache
def _table() -> Any:
    """Return the table of this session; nothing where there is none."""
    library = _library()
    context = library.xkb_context_new(_NO_KEYMAPS) if library else None
    if not context:
        return None
    library.xkb_context_set_log_level(context, 0)
    # The one of “C” knows next to nothing.
    for name in (locale_of(os.environ).encode(), _FALLBACK):
        if b"utf" in name.lower():
            table = library.xkb_compose_table_new_from_locale(context, name, 0)
            if table:
                return table
    return None


@cache
def _library() -> Any:
    try:
        library = ctypes.CDLL("libxkbcommon.so.0")
    except OSError:
        return None
    pointer, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    for name, result, arguments in (
        ("context_new", pointer, [number]),
        ("context_set_log_level", None, [pointer, number]),
        ("compose_table_new_from_locale", pointer, [pointer, text, number]),
        ("compose_state_new", pointer, [pointer, number]),
        ("compose_state_feed", number, [pointer, ctypes.c_uint32]),
        ("compose_state_get_status", number, [pointer]),
        ("compose_state_get_utf8", number, [pointer, text, ctypes.c_size_t]),
        ("compose_state_reset", None, [pointer]),
    ):
        function = getattr(library, f"xkb_{name}")
        function.restype, function.argtypes = result, arguments
    return library
