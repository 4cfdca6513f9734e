"""IBus's own values as D-Bus variants: texts with attributes, flags and numbers."""

from typing import Any

from dbus_fast import Variant

BUS_NAME = "org.freedesktop.IBus.Autotype"
FACTORY_PATH = "/org/freedesktop/IBus/Factory"
ENGINE_PATH = "/org/freedesktop/IBus/Engine"
ENGINE_NAME = "autotype"

PREEDIT_CLEAR = 0
"""What is shown before the text is dropped when the focus goes, never inserted."""

RELEASED = 1 << 30

_UNDERLINE, _FOREGROUND = 1, 2
_NO_UNDERLINE = 0
# On white and on black about as readable: 3.5 and 5.3 to 1.
GREY = 0x888888


def plain_text(text: str) -> Variant:
    """Return an IBusText without attributes."""
    return _text(text, [])


def ghost_text(text: str, key: str = "") -> Variant:
    """Return an IBusText in grey and without the underline of what is being composed.

    Args:
        text: The ghost.
        key: The name of the key that takes it, to stand beside it; empty for none.
    """
    whole = f"{text}   [{key}]" if key else text
    # Positions are in characters.
    return _text(
        whole,
        [
            _attribute(_FOREGROUND, GREY, len(whole)),
            _attribute(_UNDERLINE, _NO_UNDERLINE, len(whole)),
        ],
    )


def text_of(value: Any) -> str:
    """Return the characters of an IBusText; empty for anything else."""
    content = value.value if isinstance(value, Variant) else value
    if isinstance(content, list | tuple) and len(content) > 2 and isinstance(content[2], str):
        return content[2]
    return ""


def _text(text: str, attributes: list[Variant]) -> Variant:
    listed = Variant("(sa{sv}av)", ["IBusAttrList", {}, attributes])
    return Variant("(sa{sv}sv)", ["IBusText", {}, text, listed])


def _attribute(kind: int, value: int, end: int) -> Variant:
    return Variant("(sa{sv}uuuu)", ["IBusAttribute", {}, kind, value, 0, end])
