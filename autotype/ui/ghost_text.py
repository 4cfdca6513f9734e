"""Draws ghost text in an editor; knows nothing of where it comes from.

The text is put into the caret block's layout as its preedit area, the place where input
methods show what they compose. So Qt wraps, mirrors and paints it, and the document, its
undo history, its signals and its `isModified` never see it. Positions here are UTF-16
units, as everywhere in Qt.
"""

from PySide6.QtGui import QPalette, QTextBlock, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit

LONGEST_BLOCK = 20_000
"""Laying out a paragraph takes time in its length; none is shown in longer ones."""


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


class GhostText:
    """At most one ghost text at the caret of one editor."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._block: QTextBlock | None = None
        self._at = 0
        self._shown = ""

    @property
    def text(self) -> str:
        """What is shown; empty when nothing is, a space where only that is expected next."""
        return self._shown.replace("\u2028", "\n") if self.is_mine() else ""

    def is_mine(self) -> bool:
        """Whether the preedit area at the caret holds the ghost and nothing else's text."""
        return bool(
            self._shown
            and self._block is not None
            and self._block.isValid()
            and self._block.layout().preeditAreaText() == self._shown
        )

    def show(self, text: str) -> bool:
        """Show a text at the caret; False where an input method or a selection is in the way."""
        self.clear()
        cursor = self._editor.textCursor()
        block = cursor.block()
        if not text or cursor.hasSelection() or block.layout().preeditAreaText():
            return False
        self._block, self._at = block, cursor.positionInBlock()
        # A newline would start a block of its own; this breaks the line inside one.
        self._shown = text.replace("\n", "\u2028")
        self._insert(block.layout())
        return True

    def clear(self) -> None:
        """Remove the ghost; a preedit area of an input method is left alone."""
        if self._shown and self.is_mine() and self._block is not None:
            self._remove(self._block.layout())
        self._shown, self._block = "", None

    def _insert(self, layout: QTextLayout) -> None:
        size = utf16_length(self._shown)
        formats = layout.formats()
        for part in formats:
            if part.start >= self._at:
                part.start += size
            elif part.start + part.length > self._at:
                part.length += size
        ghost = QTextLayout.FormatRange()
        ghost.start, ghost.length = self._at, size
        ghost.format = self._format()
        layout.setPreeditArea(self._at, self._shown)
        layout.setFormats([*formats, ghost])
        self._redraw()

    def _remove(self, layout: QTextLayout) -> None:
        size = utf16_length(self._shown)
        kept = []
        for part in layout.formats():
            if part.start == self._at and part.length == size:
                continue
            if part.start >= self._at + size:
                part.start -= size
            elif part.start < self._at < part.start + part.length:
                part.length -= size
            kept.append(part)
        layout.setPreeditArea(-1, "")
        layout.setFormats(kept)
        self._redraw()

    def _format(self) -> QTextCharFormat:
        look = QTextCharFormat()
        colour = self._editor.palette().color(QPalette.ColorRole.PlaceholderText)
        look.setForeground(colour)
        if self._shown == " ":
            # A space alone has to be seen; it has room at the end of a full line, unlike a mark.
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            look.setUnderlineColor(colour)
        else:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.NoUnderline)
        return look

    def _redraw(self) -> None:
        if self._block is not None:
            document = self._editor.document()
            document.markContentsDirty(self._block.position(), self._block.length())
        self._editor.viewport().update()
