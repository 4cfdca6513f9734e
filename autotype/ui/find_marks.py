"""Marks in the text of an editor: all that was found, and the part that is searched alone."""

from collections.abc import Iterable

from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from autotype.ui.editor import Editor

_MOST = 1000
_MARK_STRENGTH = 0.28
_SCOPE_STRENGTH = 0.08
_OWNER = "find"
Span = tuple[int, int]


class FindMarks:
    """Draws over one editor, beside what other parts of the window draw there."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def visible(self) -> Span:
        """Return where the text begins and ends that can be seen, in UTF-16 units."""
        area = self._editor.viewport().rect()
        first = self._editor.cursorForPosition(area.topLeft()).position()
        last = self._editor.cursorForPosition(area.bottomRight()).position()
        return first, last

    def show(self, spans: Iterable[Span], scope: QTextCursor | None) -> None:
        """Mark these and nothing else.

        Args:
            spans: What was found in the visible text, in UTF-16 units; only so many are marked
                as somebody could tell apart.
            scope: What is searched alone; None for all.
        """
        marks = [] if scope is None else [self._mark(scope, self._look(_SCOPE_STRENGTH))]
        look = self._look(_MARK_STRENGTH)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(self._editor.palette().color(QPalette.ColorRole.Highlight))
        for (start, end), _ in zip(spans, range(_MOST), strict=False):
            cursor = QTextCursor(self._editor.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            marks.append(self._mark(cursor, look))
        self._editor.marks.put(_OWNER, marks)

    def clear(self) -> None:
        """Mark nothing."""
        self.show((), None)

    def _mark(self, cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format = look
        return mark

    def _look(self, strength: float) -> QTextCharFormat:
        palette = self._editor.palette()
        paper = palette.color(QPalette.ColorRole.Base)
        accent = palette.color(QPalette.ColorRole.Highlight)
        look = QTextCharFormat()
        look.setBackground(_mixed(paper, accent, strength))
        # Whatever else quietens the text, what was found is read.
        look.setForeground(palette.color(QPalette.ColorRole.Text))
        return look


def _mixed(paper: QColor, ink: QColor, strength: float) -> QColor:
    """Return a colour between two."""
    return QColor.fromRgbF(
        *(
            a + (b - a) * strength
            for a, b in zip(paper.getRgbF()[:3], ink.getRgbF()[:3], strict=True)  # type: ignore[index]
        )
    )
