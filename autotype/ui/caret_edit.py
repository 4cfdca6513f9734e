"""What an event did to the text at the caret, read from the document and not from the event.

Keys say little about it: layouts, dead keys, input methods and overwriting make the same key
do different things. Positions here are UTF-16 units, as everywhere in Qt.
"""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from autotype.ui.snapshot import Change

# Input methods replace a syllable or a word, hardly ever more than that.
_REACH = 512


class CaretEdit:
    """Made before an event, asked after it."""

    def __init__(self, editor: QPlainTextEdit, reach: int = _REACH) -> None:
        """Note what is there.

        Args:
            editor: Whose caret it is.
            reach: How far before the caret the event may rewrite text, in UTF-16 units: a key
                leaves what it does not delete as it is, and every key waits for this.
        """
        self._editor = editor
        self._document = editor.document()
        cursor = editor.textCursor()
        self._revision = self._document.revision()
        self._position = self._start = cursor.position()
        self._selected = 0
        if cursor.hasSelection():
            self._start = cursor.selectionStart()
            self._selected = cursor.selectionEnd() - self._start
        paragraph = self._document.findBlock(self._start).position() if reach else 0
        self._known_from = max(paragraph, self._start - reach)
        self._reader = cursor  # a copy of the editor's, free to be moved
        self._head = self._text(self._known_from, self._start) if reach else ""
        self._size = self._document.characterCount()

    @property
    def happened(self) -> bool:
        """Whether the document has changed at all."""
        return self._document.revision() != self._revision

    @property
    def moved(self) -> bool:
        """Whether the caret stands elsewhere, or something is selected."""
        cursor = self._editor.textCursor()
        return cursor.position() != self._position or cursor.hasSelection()

    def change(self) -> tuple[Change, str]:
        """Return what a change of the document was, and what was typed if it was typing.

        Text that is new and ends at the caret was typed if it took nothing away but the
        selection; in place of other text it is a rewriting.
        """
        caret = self._editor.textCursor().position()
        grown = self._document.characterCount() - self._size
        if caret < self._known_from:
            return (Change.DELETED if grown < 0 else Change.PASTED), ""
        if self._head:
            head = self._text(self._known_from, min(caret, self._start))
            if not self._head.startswith(head):
                return Change.REWRITTEN, ""
        if caret <= self._start:
            deleted = grown < 0 or caret < self._start
            return (Change.DELETED if deleted else Change.REWRITTEN), ""
        one = caret == self._start + 1  # as with nearly every key
        typed = self._character() if one else self._text(self._start, caret)
        if grown == caret - self._start - self._selected:
            return Change.TYPED, typed
        return Change.REWRITTEN, typed

    def _character(self) -> str:
        """Return the first character that is new."""
        character = self._document.characterAt(self._start)
        return "\n" if character == "\u2029" else character

    def _text(self, start: int, end: int) -> str:
        """Return the text between two positions."""
        self._reader.setPosition(start)
        self._reader.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return self._reader.selectedText().replace("\u2029", "\n")
