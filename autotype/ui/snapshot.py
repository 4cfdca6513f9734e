"""The text around the caret as plain characters; UTF-16 is converted here and nowhere else."""

import enum
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor

from autotype.text.request import Request, Trigger
from autotype.ui.ghost_text import LONGEST_BLOCK

_BEFORE = 6000


class Change(enum.Enum):
    """What the user did to the text or the caret."""

    TYPED = "typed"
    DELETED = "deleted"
    UNDONE = "undone"
    PASTED = "pasted"
    MOVED = "moved"
    COMPOSING = "composing"
    UNFOCUSED = "unfocused"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text around the caret; see `Request` for the first three.

    Attributes:
        before: The text before the caret, from the start of some block on.
        after: The rest of the caret's line, and the line after it.
        offset: Position of `before` in the document.
        rest_of_line: What stands between the caret and the end of its block.
        has_selection: Whether text is selected.
        is_long: Whether the caret's block is too long for ghost text.
    """

    before: str
    after: str
    offset: int
    rest_of_line: str
    has_selection: bool
    is_long: bool

    def request(self, revision: int, trigger: Trigger = Trigger.TYPED) -> Request:
        """Return the request for this place."""
        return Request(revision, self.before, self.after, self.offset, trigger)


def snapshot_at(cursor: QTextCursor) -> Snapshot:
    """Return the text around a caret."""
    block = cursor.block()
    line = block.text()
    at = _characters(line, cursor.positionInBlock())
    parts, size, first = [line[:at]], at, block
    while size < _BEFORE and first.previous().isValid():
        first = first.previous()
        parts.append(first.text())
        size += len(parts[-1]) + 1
    following = block.next()
    after = line[at:] + (f"\n{following.text()}" if following.isValid() else "")
    return Snapshot(
        "\n".join(reversed(parts)),
        after,
        first.position(),
        line[at:],
        cursor.hasSelection(),
        len(line) > LONGEST_BLOCK,
    )


def _characters(line: str, units: int) -> int:
    """Return the number of characters that the first `units` UTF-16 units of a line are."""
    if line.isascii():
        return units
    return len(
        line.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace")
    )
