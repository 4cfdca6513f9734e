"""What is copied from a PDF of Qt's: spaces, where its fonts say tabs.

In the table that says which character a glyph stands for (ToUnicode), Qt writes the first one
that the font draws with it. It draws a tab with the glyph of the space, so every space would be
copied as a tab. A tab of the text itself is a gap on the page and no glyph: nothing of it is lost.
"""

import re

# Qt does not compress these tables, and what takes a character's place is as long as it was, so
# nothing else in the file has to move.
_TABLE = re.compile(rb"\nstream\n/CIDInit /ProcSet findresource begin\n.*?\nendcmap\n", re.DOTALL)
_RANGE = re.compile(rb"(?m)^(<[0-9A-F]{4}> <[0-9A-F]{4}> )(.+)$", re.IGNORECASE)
# U+0000 is what Qt writes for no character at all.
_CONTROL = re.compile(rb"<(?!0000)00[01][0-9A-F]>", re.IGNORECASE)


def with_spaces(pdf: bytes) -> bytes:
    """Return a PDF that Qt has written, of the same length, with spaces for control characters."""
    return _TABLE.sub(lambda table: _RANGE.sub(_in_range, table.group()), pdf)


def _in_range(found: re.Match[bytes]) -> bytes:
    return found[1] + _CONTROL.sub(b"<0020>", found[2])
