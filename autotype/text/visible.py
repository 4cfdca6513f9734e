"""Texts of unknown origin as a person may see them: nothing in them moves a cursor.

Names out of packs, checkpoints and hubs reach terminals and dialogs. A terminal obeys control
characters, and writing directions that are turned around make a name look like another one.
"""

import re

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = "\t\n\r\u2028\u2029"


def visible(text: str, longest: int = 0) -> str:
    """Return a text with control characters, halves of surrogates and the like written out.

    Args:
        text: Any text; line ends become spaces.
        longest: How many characters it may have; what is too much is left out of its
            middle. No limit if 0.
    """
    shown = _UNSEEN.sub(_written_out, text)
    if longest and len(shown) > longest:
        end = longest // 3
        return f"{shown[: longest - end - 3]} … {shown[-end:]}"
    return shown


def is_visible(text: str) -> bool:
    """Whether a text has nothing in it that `visible` would have to change."""
    return not _UNSEEN.search(text)


def in_json(text: str) -> str:
    """Return JSON with the same characters written as its escapes, which changes no value."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _written_out(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SPACES:
        return " "
    return f"\\x{ord(character):02x}" if character < "\x80" else f"\\u{ord(character):04x}"
