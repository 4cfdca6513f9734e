"""Keys with their modifiers, and what a pressed key may mean on keyboards of all kinds."""

from collections.abc import Iterator

CTRL, ALT, SHIFT, META = "ctrl", "alt", "shift", "meta"
_MODIFIERS = frozenset({CTRL, ALT, SHIFT, META})
# The same keys by other names: the number block has an Enter of its own, and Tab is another
# key with shift.
_SAME = {"enter": "return", "escape": "esc"}

# What the keys of the digits type without shift where that is no digit.
_DIGIT_ROWS = (
    "&é\"'(-è_ç",  # French
    "&é\"'(§è!ç",  # Belgian
    "+ěščřžýáí",  # Czech
    "+ľščťžýáí",  # Slovak
    "ąčęėįšųū„",  # Lithuanian
)

Chord = tuple[str, frozenset[str]]
"""A key's name in Qt's portable form, in lower case, and its modifiers."""


def parse(key: str) -> Chord | None:
    """Return the chord of a text such as "Ctrl+Right"; None for an empty one."""
    if not key:
        return None
    parts = key.lower().split("+")
    # “Ctrl++” is the plus key.
    return _plain(parts[-1] or "+", frozenset(parts[:-1]) & _MODIFIERS)


def meanings(
    name: str, modifiers: frozenset[str], text: str = "", digit: str | None = None
) -> Iterator[Chord]:
    """Yield what a pressed key may mean, the most literal first.

    Args:
        name: Its name in Qt's portable form, in lower case.
        modifiers: Which of "ctrl", "alt", "shift", "meta" are down.
        text: The character it types, if it does.
        digit: The digit that is printed on the key, empty if none is; None if that is not
            known: then it is guessed from the character.
    """
    yield _plain(name, modifiers)
    if SHIFT in modifiers:
        # On many layouts shift is needed to reach a character; it is not meant then.
        if text and name == text:
            yield name, modifiers - {SHIFT}
        return
    if digit is None:
        digit = _digit(name)
    if digit and digit != name:
        yield digit, modifiers


def _plain(name: str, modifiers: frozenset[str]) -> Chord:
    if name == "backtab":
        return "tab", modifiers | {SHIFT}
    return _SAME.get(name, name), modifiers


def _digit(character: str) -> str:
    """Return the digit of the key that a character stands on where it takes shift for digits."""
    if len(character) != 1:
        return ""
    if character.isdecimal():
        return str(int(character))
    found = (row.find(character) + 1 for row in _DIGIT_ROWS)
    return next((str(digit) for digit in found if digit), "")
