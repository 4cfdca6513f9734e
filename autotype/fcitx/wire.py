"""The lines that Fcitx's addon and this process exchange.

A line is one message: fields between tabs, in UTF-8; a tab, a line's end and a backslash within
a field are written with a backslash. The other end is `packaging/fcitx5/channel.cpp`.
"""

LONGEST = 1 << 20
"""How many bytes a line may have: several times what is around a caret."""

_WRITTEN = {"\\": "\\\\", "\t": "\\t", "\n": "\\n"}
_READ = {"t": "\t", "n": "\n"}


def to_line(*fields: str) -> bytes:
    """Return a message as a line."""
    table = str.maketrans(_WRITTEN)
    # Half a surrogate is no text that could be sent anywhere.
    return ("\t".join(f.translate(table) for f in fields) + "\n").encode("utf-8", "replace")


def from_line(line: bytes) -> list[str]:
    """Return the fields of a line; bytes that are no UTF-8 become replacement characters."""
    fields = [""]
    characters = iter(line.decode("utf-8", "replace").removesuffix("\n"))
    for character in characters:
        if character == "\t":
            fields.append("")
        elif character == "\\":
            escaped = next(characters, "")
            fields[-1] += _READ.get(escaped, escaped)
        else:
            fields[-1] += character
    return fields
