"""The text around the caret as plain characters; UTF-16 is converted here and nowhere else."""

import enum
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from autotype.text.boundary import rest_of_line
from autotype.ui.ghost_text import LONGEST_BLOCK

_BEFORE = 6000
_MOST_READ = 1 << 16


class Change(enum.Enum):
    """What the user did to the text or the caret."""

    TYPED = "typed"
    REWRITTEN = "rewritten"
    """Text before the caret became another one, as input methods do it."""
    DELETED = "deleted"
    UNDONE = "undone"
    PASTED = "pasted"
    CHANGED = "changed"
    """By program, as a correction does it and a text that is restored."""
    MOVED = "moved"
    COMPOSING = "composing"
    UNCOMPOSED = "uncomposed"
    """What was being composed was given up."""
    FOCUSED = "focused"
    UNFOCUSED = "unfocused"
    EDITED = "edited"
    """Parts of the text became others by a command, as replacing is one."""
    REPLACED = "replaced"
    """The whole text became another document's."""
    SWAPPED = "swapped"
    """Another document is in front."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text around the caret; see `Request` for the first three.

    Attributes:
        before: The text before the caret, from the start of some block on.
        after: The rest of the caret's line, and the line after it.
        offset: Position of `before` in the document, in characters.
        rest_of_line: What stands between the caret and the end of its line.
        has_selection: Whether text is selected.
        is_long: Whether the caret's block is too long for ghost text.
    """

    before: str
    after: str
    offset: int
    rest_of_line: str
    has_selection: bool
    is_long: bool


class CharacterPositions:
    """Positions in a document as characters, and the text above a paragraph.

    Counts only from the last place asked for, and reads again only what has changed: every key
    waits for it. Where each character of the document is one unit, as nearly everywhere, nothing
    has to be counted: a jump through 5 MB would take 50 ms.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._has_pairs = False
        self._units = self._characters = 0
        self._above: tuple[int, str, int] | None = None
        # What is known of documents that are not in front, and of which revision of them.
        self._left: WeakKeyDictionary[QTextDocument, tuple[int, bool]] = WeakKeyDictionary()

    def turn_to(self, document: QTextDocument) -> None:
        """Go on with another document; one that was changed meanwhile may hold anything."""
        self._left[self._document] = self._document.revision(), self._has_pairs
        revision, has_pairs = self._left.get(document, (-1, False))
        is_known = document.isEmpty() or revision == document.revision()
        self._document = document
        self._has_pairs = has_pairs if is_known else True
        self._units = self._characters = 0
        self._above = None

    def above(self, block: QTextBlock) -> tuple[str, int]:
        """Return some text before a paragraph, and the position of its start in UTF-16 units.

        Whole paragraphs, with their line ends; the document to its start if that is near.
        """
        at = block.position()
        if self._above is None or self._above[0] != at:
            parts: list[str] = []
            size, first = 0, block
            while size < _BEFORE and first.previous().isValid():
                first = first.previous()
                parts.append(first.text() + "\n")
                size += len(parts[-1])
            self._above = (at, "".join(reversed(parts)), first.position())
        return self._above[1:]

    def of(self, units: int) -> int:
        """Return the number of characters before a position in UTF-16 units."""
        if not self._has_pairs:
            return units
        if units != self._units:
            between = QTextCursor(self._document)
            between.setPosition(min(units, self._units))
            between.setPosition(max(units, self._units), QTextCursor.MoveMode.KeepAnchor)
            size = len(between.selectedText())
            self._characters += size if units > self._units else -size
            self._units = units
        return self._characters

    def loaded(self, text: str) -> None:
        """Note that the document holds another text now, with line ends of one character."""
        self._has_pairs = len(text) != self._document.characterCount() - 1

    def follow(self, at: int, added: int) -> None:
        """Note that the document has changed at a position; whoever owns this says so."""
        if added and not self._has_pairs:
            self._has_pairs = self._is_pair_in(at, added)
        if at < self._units:
            self._units = self._characters = 0
        if self._above is not None and at < self._above[0]:
            self._above = None

    def _is_pair_in(self, at: int, added: int) -> bool:
        """Whether a part of the document has characters of two units."""
        if added == 1:  # a key; half a pair may have found its other half
            return "\ud800" <= self._document.characterAt(at) <= "\udfff"
        if added > _MOST_READ:
            return True  # perhaps; who puts a whole text there says so with `loaded`
        cursor = QTextCursor(self._document)
        cursor.setPosition(at)
        # What Qt says of a text that is new goes beyond its end.
        end = min(at + added, self._document.characterCount() - 1)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return len(cursor.selectedText()) != end - at


def snapshot_at(cursor: QTextCursor, positions: CharacterPositions) -> Snapshot:
    """Return the text around a caret."""
    block = cursor.block()
    line = block.text()
    at = _characters(line, cursor.positionInBlock())
    above, first = positions.above(block)
    following = block.next()
    after = line[at:] + (f"\n{following.text()}" if following.isValid() else "")
    return Snapshot(
        above + line[:at],
        after,
        positions.of(first),
        rest_of_line(line[at:]),
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
