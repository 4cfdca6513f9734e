"""From bytes to characters and, exactly, back."""

import codecs

# That of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
)
MARKS = {encoding: frozenset(m for m, e in _MARKS if e == encoding) for _, encoding in _MARKS}
"""The encodings that can be written, each with the marks that it may begin with."""


def decoded(data: bytes) -> tuple[str, bytes, str, bool]:
    """Return what bytes say.

    Args:
        data: The content of a file.

    Returns:
        The text without its byte order mark; the mark, empty for none; the encoding in which
        mark and text give the same bytes again; and whether they do. If not, the text is a
        guess, to be shown only, and the encoding is the one to save it in.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), mark, encoding, True
            except UnicodeDecodeError:
                continue
    return _guessed(data), b"", "utf-8", False


def _guessed(data: bytes) -> str:
    """Return a text for what is in no known encoding, or damaged."""
    for mark, encoding in _MARKS:
        if len(mark) == 2 and data.startswith(mark) and len(data) % 2 == 0:
            # Half characters in it are all that can be wrong.
            return data[2:].decode(encoding, "replace")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # every byte becomes one character
