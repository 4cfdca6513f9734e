"""Edits of a document as one undo step, every character of them as it is."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from autotype.text.substitution import Edit
from autotype.ui.document_text import Positions
from autotype.ui.exact_text import loses_its_start


def make_edits(cursor: QTextCursor, edits: Sequence[Edit], positions: Positions) -> None:
    """Make edits of a document, as one undo step that no typing is merged into.

    Args:
        cursor: A cursor in the document; it is moved about.
        edits: The edits, in order.
        positions: The positions in the text before.
    """
    cursor.beginEditBlock()
    # From the end, so that those to come are where they were.
    for edit in reversed(edits):
        cursor.setPosition(positions.units(edit.start))
        cursor.setPosition(positions.units(edit.end), QTextCursor.MoveMode.KeepAnchor)
        text, marked = edit.text, loses_its_start(edit.text)
        # At the beginning of what is inserted a mark for the order of bytes would be lost, and
        # typing is merged into a step that ends with an insertion, but not with a removal.
        ends = edit is edits[0]
        cursor.insertText(f"{'x' * marked}{text}{'x' * ends}")
        if ends:
            cursor.deletePreviousChar()
        if marked:
            end = cursor.position()
            cursor.setPosition(positions.units(edit.start))
            cursor.deleteChar()
            cursor.setPosition(end - 1)
    cursor.endEditBlock()
