"""From the keysyms and modifiers of X11 to key presses."""

import ctypes
import unicodedata
from collections.abc import Callable
from functools import cache

from autotype.assistant.keys import ALT, CTRL, META, SHIFT, KeyPress

# In the state of a key; the last three are virtual ones, which input methods set as well.
_SHIFT, _CONTROL, _MOD1, _MOD4 = 1 << 0, 1 << 2, 1 << 3, 1 << 6
_SUPER, _HYPER, _META = 1 << 26, 1 << 27, 1 << 28
_NAMES = {
    0xFF08: "backspace",
    0xFF09: "tab",
    0xFE20: "backtab",
    0xFF0D: "return",
    0xFF8D: "enter",
    0xFF1B: "esc",
    0xFF50: "home",
    0xFF51: "left",
    0xFF52: "up",
    0xFF53: "right",
    0xFF54: "down",
    0xFF55: "pgup",
    0xFF56: "pgdown",
    0xFF57: "end",
    0xFF63: "ins",
    0xFFFF: "del",
    0xFF95: "home",
    0xFF96: "left",
    0xFF97: "up",
    0xFF98: "right",
    0xFF99: "down",
    0xFF9A: "pgup",
    0xFF9B: "pgdown",
    0xFF9C: "end",
    0xFF9E: "ins",
    0xFF9F: "del",
    0x0020: "space",
} | {0xFFBE + number: f"f{number + 1}" for number in range(35)}
_RETURNS = {0xFF0D, 0xFF8D}
_NO_CHARACTERS = {0xFF08, 0xFF09, 0xFE20, 0xFF1B, 0xFFFF, 0xFF9F}
_MULTI_KEY = 0xFF20
_UNICODE = 0x0100_0000


def is_modifier(keysym: int) -> bool:
    """Return whether a key only changes what others mean."""
    return (
        0xFFE1 <= keysym <= 0xFFEE  # shift, control, caps lock, meta, alt, super, hyper
        or 0xFE01 <= keysym <= 0xFE0F  # the levels and groups of ISO 9995
        or keysym in (0xFF7E, 0xFF7F, 0xFF14)  # mode switch, num lock, scroll lock
    )


def may_change_windows(keysym: int) -> bool:
    """Return whether a key is one with which another window gets the focus (Alt, Super)."""
    return 0xFFE7 <= keysym <= 0xFFEC  # meta, alt, super


def key_press(keysym: int, state: int) -> KeyPress:
    """Return what a key that went down means.

    Args:
        keysym: Of X11, as the layout and the modifiers give it.
        state: The modifiers that are down.
    """
    modifiers = frozenset(
        name
        for name, mask in (
            (SHIFT, _SHIFT),
            (CTRL, _CONTROL),
            (ALT, _MOD1),
            (META, _MOD4 | _SUPER | _HYPER | _META),
        )
        if state & mask
    )
    composes = 0xFE50 <= keysym <= 0xFE93 or keysym == _MULTI_KEY
    text = "\n" if keysym in _RETURNS else _character(keysym)
    return KeyPress(text, _NAMES.get(keysym, text.lower()), modifiers, composes)


def _character(keysym: int) -> str:
    if keysym in _NO_CHARACTERS:
        return ""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        code = keysym
    elif keysym >= _UNICODE:
        code = keysym - _UNICODE
    else:
        code = _to_utf32()(keysym)
    try:
        character = chr(code)
    except (ValueError, OverflowError):
        return ""
    # Control characters are keys; a half surrogate is no text. All else is typed, be it
    # visible or not: no-break spaces, joiners, direction marks.
    return "" if unicodedata.category(character) in ("Cc", "Cs") else character


@cache
def _to_utf32() -> Callable[[int], int]:
    """Return the table of old keysyms (Cyrillic, Greek, the number block) of libxkbcommon."""
    try:
        library = ctypes.CDLL("libxkbcommon.so.0")
    except OSError:
        return lambda _: 0
    function = library.xkb_keysym_to_utf32
    function.argtypes, function.restype = [ctypes.c_uint32], ctypes.c_uint32
    return lambda keysym: int(function(keysym))
