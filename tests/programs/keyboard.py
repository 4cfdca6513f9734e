"""The keys of a US keyboard, by the codes that Linux has for them."""

_SHIFT = 42
_ROWS = (
    # The first code, what the keys write, and what they write with Shift.
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
_NAMED = {
    "Escape": 1,
    "BackSpace": 14,
    "Tab": 15,
    "Return": 28,
    "ctrl": 29,
    "shift": _SHIFT,
    "alt": 56,
    "space": 57,
    "Home": 102,
    "Up": 103,
    "Page_Up": 104,
    "Left": 105,
    "Right": 106,
    "End": 107,
    "Down": 108,
    "Page_Down": 109,
    "Insert": 110,
    "Delete": 111,
    "super": 125,
} | {f"F{number}": code for number, code in enumerate([*range(59, 69), 87, 88], 1)}
_WRITES = {" ": [57], "\n": [28], "\t": [15]}
for _first, _plain, _shifted in _ROWS:
    _WRITES |= {character: [_first + at] for at, character in enumerate(_plain)}
    _WRITES |= {character: [_SHIFT, _first + at] for at, character in enumerate(_shifted)}


def keys_for(character: str) -> list[int]:
    """Return the keys that write a character, in the order in which they go down.

    Raises:
        KeyError: A US keyboard cannot write it.
    """
    return _WRITES[character]


def keys_named(name: str) -> list[int]:
    """Return the keys of a name as xdotool has it, such as "ctrl+Right"."""
    return [key for part in name.split("+") for key in _key(part)]


def _key(part: str) -> list[int]:
    return [_NAMED[part]] if part in _NAMED else _WRITES[part]
