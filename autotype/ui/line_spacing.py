"""More room between the lines of a plain-text editor, which Qt has no setting for."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit

_SAME = 0.01
_ENDLESS = 1e5


class SpacedLayout(QPlainTextDocumentLayout):
    """Lays paragraphs out as Qt does, then moves their lines apart.

    Everything in Qt that asks where a paragraph is asks for its rectangle first, and reads the
    places of its lines from its layout.

    Attributes:
        extra: The room below each line, in pixels.
    """

    def __init__(self, document: QTextDocument, extra: float) -> None:
        super().__init__(document)
        self.extra = extra

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802
        """Return where a paragraph is, its lines apart by then."""
        rect = super().blockBoundingRect(block)
        layout = block.layout()
        count = layout.lineCount()
        if count > 1:
            first = layout.lineAt(0)
            y = first.y() + first.height() + self.extra
            if abs(layout.lineAt(1).y() - y) > _SAME:
                before = layout.boundingRect().bottom()
                for number in range(1, count):
                    line = layout.lineAt(number)
                    line.setPosition(QPointF(line.x(), y))
                    y += line.height() + self.extra
                rect.setBottom(rect.bottom() + layout.boundingRect().bottom() - before)
        if count and block.isVisible():
            rect.setBottom(rect.bottom() + self.extra)
        return rect


def set_line_spacing(editor: QPlainTextEdit, spacing: float) -> None:
    """Set the distance of the lines of an editor; 1 is that of its font.

    To be called again when the font has changed. The document says that all of it has changed
    where this is the first distance that is not 1.
    """
    extra = round((spacing - 1) * line_height(editor.font()))
    document = editor.document()
    layout = document.documentLayout()
    if extra_between(editor) == extra:
        return
    if isinstance(layout, SpacedLayout) and extra:
        layout.extra = extra
        layout.documentSizeChanged.emit(layout.documentSize())
        editor.viewport().update()
        return
    spaced = SpacedLayout(document, extra) if extra else None
    document.setDocumentLayout(spaced or QPlainTextDocumentLayout(document))
    if (wrap := editor.lineWrapMode()) is editor.LineWrapMode.WidgetWidth:
        # What is new knows no width; Qt tells it one where wrapping begins.
        editor.setLineWrapMode(editor.LineWrapMode.NoWrap)
        editor.setLineWrapMode(wrap)


def line_height(font: QFont) -> float:
    """Return how high a line of text is in a layout, in pixels; font metrics say a little less."""
    layout = QTextLayout("x", font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLeadingIncluded(True)
    line.setLineWidth(_ENDLESS)
    layout.endLayout()
    return line.height()


def extra_between(editor: QPlainTextEdit) -> float:
    """Return the room below each line of an editor, in pixels."""
    layout = editor.document().documentLayout()
    return layout.extra if isinstance(layout, SpacedLayout) else 0.0
