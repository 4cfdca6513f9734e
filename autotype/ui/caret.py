"""Where the caret of an editor stands in its layout, in pixels."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextLine
from PySide6.QtWidgets import QPlainTextEdit

from autotype.ui.line_spacing import extra_between

_NEAR = 1.5  # pixels


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the caret stands in the viewport, in pixels.

    Attributes:
        x: Its place, not rounded: what is typed must not push the ghost about.
        line: The line that it stands in.
        top: The upper edge of that line.
        cursor: A copy of the editor's.
        between: The room below each line.
    """

    x: float
    line: QTextLine
    top: float
    cursor: QTextCursor
    between: float = 0.0

    @property
    def pitch(self) -> float:
        """How far below this line the next one begins."""
        return self.line.height() + self.between

    @property
    def rtl(self) -> bool:
        """Whether its paragraph is written from right to left."""
        return self.cursor.block().textDirection() == Qt.LayoutDirection.RightToLeft

    @property
    def is_between(self) -> bool:
        """Whether text of its line stands on both sides, as where the writing direction changes."""
        rect = self.line.naturalTextRect()
        x = x_of(self.line, self.cursor.positionInBlock())
        if self.cursor.positionInBlock() < self.cursor.block().length() - 1:
            return False  # in the middle of a text that is so everywhere
        return x > rect.left() + _NEAR if self.rtl else x < rect.right() - _NEAR

    def written(self) -> Iterator[bool]:
        """Yield whether text stands behind the caret in its line, then in each line below."""
        cursor, block = QTextCursor(self.cursor), self.cursor.block()
        number, end = self.line.lineNumber(), self.line.textStart() + self.line.textLength()
        end = min(end, block.length() - 1)  # the line has what an input method composes, too
        cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
        yield bool(cursor.selectedText().strip())
        while block.isValid():
            layout = block.layout()
            while (number := number + 1) < layout.lineCount():
                yield layout.lineAt(number).naturalTextWidth() > 0
            block, number = block.next(), -1

    def before(self, characters: int) -> str:
        """Return so much of the paragraph before the caret, in UTF-16 units."""
        cursor = QTextCursor(self.cursor)
        start = max(cursor.block().position(), cursor.position() - characters)
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()


def caret_of(editor: QPlainTextEdit) -> Caret | None:
    """Return where the caret of an editor stands; None where nothing is laid out yet."""
    cursor = editor.textCursor()
    block, at = cursor.block(), cursor.positionInBlock()
    place = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
    line = block.layout().lineForTextPosition(at)
    if not line.isValid():
        return None
    return Caret(
        place.left() + x_of(line, at), line, place.top() + line.y(), cursor, extra_between(editor)
    )


def x_of(line: QTextLine, at: int) -> float:
    """Return where a position of a block stands in its line, in pixels; what the types deny."""
    x: object = line.cursorToX(at)
    return float(x[0] if isinstance(x, tuple) else x)  # type: ignore[arg-type]


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)
