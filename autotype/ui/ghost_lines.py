"""Lays a ghost text out behind the caret, and paints it over whatever stands there."""

import math
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from autotype.ui.caret import Caret, caret_of, utf16_length, x_of

if TYPE_CHECKING:
    from autotype.ui.editor import Editor

_ENDLESS = 1e5
_AROUND = 3.0
_SAME_PLACE = 1.0
_MARK_WIDTH = 0.9  # of a letter's
_MARK_HEIGHT = 0.7  # of the room below the letters
_MARK_PEN = 2
_LEAN = 0.3  # of a line's height: so far slanted letters may reach beyond their width


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """A text whose layout begins at the caret; what is typed of it needs none of its own.

    Attributes:
        text: All of it.
        row: The paragraph that the caret stood in, and the line of it.
        left: Where that paragraph begins, in the viewport.
    """

    text: str
    row: tuple[int, int]
    left: float


class GhostLines(QWidget):
    """Hidden while there is nothing; lets clicks through, and is no part of the text."""

    def __init__(self, editor: "Editor") -> None:
        super().__init__(editor)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._editor = editor
        self._layout = QTextLayout()
        self._laid_out: _LaidOut | None = None
        self._typed = 0
        self._origin = QPointF()
        self._mark: QRectF | None = None
        self._covers: list[QRectF] = []
        self._style = "colour"
        self._end = QRectF()

    @property
    def end(self) -> QRectF:
        """Its last line, in the editor; what is drawn behind it begins where that ends."""
        return self._end.translated(self._editor.viewport().geometry().topLeft())

    def set_style(self, style: str) -> None:
        """Set how it differs from written text: "colour" alone, or also "italic", "underline"."""
        self._style, self._laid_out = style, None

    def put(self, text: str, *, reveal: bool) -> None:
        """Draw a text at the caret.

        Args:
            text: What to draw; in place of a single space a mark, to be seen.
            reveal: Whether to scroll where it would end below what is visible.
        """
        # `reveal` is of a text that is new here, and not of a place that has changed.
        if reveal and self._typed_through(text):
            return
        caret = caret_of(self._editor)
        if caret is None:
            self.hide()
            return
        rects = [self._mark_at(caret)] if text == " " else self._lay_out(text, caret)
        self._end = rects[-1]
        viewport = self._editor.viewport().geometry()
        below = max(rect.bottom() for rect in rects) + viewport.top() - self._editor.height()
        bar = self._editor.verticalScrollBar()
        if reveal and below > 0 and bar.value() < bar.maximum():
            # Scrolling comes back here, by `follow`.
            bar.setValue(bar.value() + math.ceil(below / caret.pitch))
            return
        if not -caret.line.height() < caret.top < viewport.height():
            self.hide()
            return
        whole, height = QRectF(), caret.line.height()
        around = _AROUND + (_LEAN * height if self._style == "italic" else 0)
        for rect in rects:
            whole = whole.united(rect.adjusted(0, 0, around, 0))
        down = [round((rect.center().y() - caret.top) // caret.pitch) for rect in rects]
        # At the end of the text, where nearly everything is written, there is nothing to cover.
        written = [] if caret.cursor.atEnd() else list(islice(caret.written(), max(down) + 1))
        self._covers = [
            rect.adjusted(0, 0, _AROUND, -1)
            for rect, below in zip(rects, down, strict=True)
            if any(written[below : below + 1])
        ]
        place = whole.toAlignedRect().translated(viewport.topLeft())
        self._origin = QPointF(viewport.topLeft() - place.topLeft())
        self.setGeometry(place)
        if self.isHidden():
            self.show()
        self.update()

    def _lay_out(self, text: str, caret: Caret) -> list[QRectF]:
        """Wrap a text behind the caret; return its lines in the viewport, in pixels."""
        editor = self._editor
        margin = editor.document().documentMargin()
        wraps = editor.lineWrapMode() == editor.LineWrapMode.WidgetWidth
        left, right = margin, editor.viewport().width() - margin if wraps else _ENDLESS
        room = caret.x - left if caret.rtl else right - caret.x
        # Right to left it ends where the caret is, or at the right edge on a line of its own.
        side = Qt.AlignmentFlag.AlignRight if caret.rtl else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side)
        option.setTextDirection(caret.cursor.block().textDirection())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTabStopDistance(editor.tabStopDistance())
        # A newline is no line break inside of a layout.
        layout = QTextLayout(text.replace("\n", "\u2028"), editor.font())
        layout.setTextOption(option)
        layout.setFormats([self._look(text)])
        layout.setCacheEnabled(True)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(room, 1.0))
        # Where what was written last runs the other way, written text stands beside the caret.
        beside = line.naturalTextWidth() <= room and not caret.is_between
        if not beside:  # the end of a word goes to the next line alone; the beginning stays
            layout.endLayout()
            layout.setText(layout.text().lstrip(" "))
            layout.beginLayout()
            line = layout.createLine()
        top = caret.top
        rects: list[QRectF] = []
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        while line.isValid():
            first = beside and not rects
            if not first:
                line.setLineWidth(max(right - left, 1.0))
            if not (first or rects):
                top += caret.pitch
            start = left if caret.rtl or not first else caret.x
            line.setPosition(QPointF(start, top + caret.line.ascent() - line.ascent()))
            rects.append(line.naturalTextRect())
            top += max(line.height() + caret.between, caret.pitch)
            line = layout.createLine()
        layout.endLayout()
        self._layout, self._mark, self._typed = layout, None, 0
        self._laid_out = _laid_out(text, caret) if beside else None
        return rects

    def _typed_through(self, text: str) -> bool:
        """Leave what is left of the text that is laid out where it is; False if it is another.

        That it would stand somewhere else by now, such as on the next line, shows in where the
        caret has come to. Every key of a ghost that is typed through comes here.
        """
        whole = self._laid_out
        if whole is None or self._covers or not whole.text.endswith(text) or self.isHidden():
            return False
        typed = utf16_length(whole.text) - utf16_length(text)
        line = self._layout.lineAt(0)
        if not 0 < typed < line.textLength():
            return False
        cursor = self._editor.textCursor()
        block, at = cursor.block(), cursor.positionInBlock()
        written = block.layout().lineForTextPosition(at)
        if (block.blockNumber(), written.lineNumber()) != whole.row:
            return False
        if abs(x_of(line, typed) - whole.left - x_of(written, at)) > _SAME_PLACE:
            return False
        beside = text.encode("utf-16-le")[: 2 * (line.textLength() - typed)]
        if not beside.decode("utf-16-le", "ignore").strip():
            return False  # the caret has come to the end of its line: all of it goes to the next
        self._typed = typed
        self.update()
        return True

    def _mark_at(self, caret: Caret) -> QRectF:
        """Return where the mark for a space stands: beside the caret, also behind a full line."""
        width = _MARK_WIDTH * self._editor.fontMetrics().averageCharWidth()
        x = caret.x - width - _AROUND if caret.rtl else caret.x + _AROUND
        base = caret.top + caret.line.ascent()
        height = _MARK_HEIGHT * caret.line.descent()
        self._mark, self._laid_out = QRectF(x, base, width, height), None
        return self._mark.adjusted(-_MARK_PEN, -height, _MARK_PEN, _MARK_PEN)

    def _look(self, text: str) -> QTextLayout.FormatRange:
        part = QTextLayout.FormatRange()
        part.start, part.length = 0, 2 * len(text)
        look = QTextCharFormat()
        look.setForeground(self._editor.palette().color(QPalette.ColorRole.PlaceholderText))
        if self._style == "italic":
            look.setFontItalic(True)
        elif self._style == "underline":
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        part.format = look
        return part

    def _unseen(self) -> list[QTextLayout.FormatRange]:
        """Return what of the layout has been typed, which the editor draws."""
        if not self._typed:
            return []
        part = QTextLayout.FormatRange()
        part.start, part.length = 0, self._typed
        look = QTextCharFormat()
        look.setForeground(Qt.GlobalColor.transparent)
        part.format = look
        return [part]

    def hideEvent(self, _: QHideEvent) -> None:  # noqa: N802
        """Forget the layout: colours may change before there is another ghost."""
        self._laid_out = None

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the lines, on a ground of their own where they hide text."""
        painter = QPainter(self)
        palette = self._editor.palette()
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
        for rect in self._covers:
            painter.drawRoundedRect(rect.translated(self._origin), _AROUND, _AROUND)
        if self._mark is None:
            self._layout.draw(painter, self._origin, self._unseen())
        else:
            pen = QPen(palette.color(QPalette.ColorRole.PlaceholderText), _MARK_PEN)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            mark = self._mark.translated(self._origin)
            corners = (mark.topLeft(), mark.bottomLeft(), mark.bottomRight(), mark.topRight())
            painter.drawPolyline([corner.toPoint() for corner in corners])
        painter.end()


def _laid_out(text: str, caret: Caret) -> _LaidOut | None:
    """Return what has to be known of a layout that begins at a caret."""
    if caret.rtl:
        return None
    block, at = caret.cursor.block(), caret.cursor.positionInBlock()
    row = block.blockNumber(), caret.line.lineNumber()
    return _LaidOut(text, row, caret.x - x_of(caret.line, at))
