"""A text widget in which one text takes the place of another, each with its own history.

One widget for all tabs: whatever stands in the window or listens to keys is there once, however
many documents are open, and a key goes the same way as with one.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QWidget

from autotype.text.session import Place
from autotype.ui.line_spacing import SpacedLayout, extra_between
from autotype.ui.zoom import WheelZoomEdit


class SwappingEdit(WheelZoomEdit):
    """Shows one `QTextDocument` at a time.

    Attributes:
        edit_listeners: Called with each edit of the text in front, as Qt's `contentsChange` says
            it: position, removed, added. A list and no signal, since every key waits for this,
            and to come from Qt to Python takes as long as ten calls in Python.
        rest_listeners: Called after each edit, as `contentsChanged` says it.

    Signals:
        swapped(): Another one is in front; what was marked in the last one is not any more.
    """

    swapped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit_listeners: list[Callable[[int, int, int], object]] = []
        self.rest_listeners: list[Callable[[], object]] = []
        self._listen(self.document())

    def _listen(self, text: QTextDocument) -> None:
        text.contentsChange.connect(self._edit)
        text.contentsChanged.connect(self._edited)

    def _edit(self, at: int, removed: int, added: int) -> None:
        for listener in self.edit_listeners:
            listener(at, removed, added)

    def _edited(self) -> None:
        for listener in self.rest_listeners:
            listener()

    def new_text(self) -> QTextDocument:
        """Return an empty text that can be put in front; it lives as long as the editor."""
        text = QTextDocument(self)
        text.setDocumentLayout(QPlainTextDocumentLayout(text))
        self._dress(text)  # before there is much in it that would be laid out anew
        return text

    def keep_text(self) -> QTextDocument:
        """Return the text in front, which stays when another one comes."""
        text = self.document()
        text.setParent(self)  # Qt deletes the one that it has made itself
        return text

    def _swap(self, text: QTextDocument) -> None:
        """Put another text in front, in the same font and with as much between its lines."""
        self._dress(text)
        before = self.document()
        before.contentsChange.disconnect(self._edit)
        before.contentsChanged.disconnect(self._edited)
        self.setDocument(text)
        self._listen(text)
        self._edited()  # whoever waits for a pause looks at another text then

    def _dress(self, text: QTextDocument) -> None:
        if text.defaultFont() != self.font():
            text.setDefaultFont(self.font())
        extra, layout = extra_between(self), text.documentLayout()
        if (layout.extra if isinstance(layout, SpacedLayout) else 0.0) != extra:
            text.setDocumentLayout(
                SpacedLayout(text, extra) if extra else QPlainTextDocumentLayout(text)
            )

    @property
    def place(self) -> Place:
        """Where the caret is, and what is to be seen."""
        cursor, first = self.textCursor(), self.firstVisibleBlock()
        line = self.verticalScrollBar().value() - first.firstLineNumber()
        return Place(cursor.position(), cursor.anchor(), first.blockNumber(), max(0, line))

    def go_to(self, place: Place) -> None:
        """Put the caret where it was, and show what was to be seen; as far as there is text."""
        document = self.document()
        last = document.characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(place.anchor, last))
        cursor.setPosition(min(place.caret, last), cursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        first = document.findBlockByNumber(min(place.first, document.blockCount() - 1))
        bar = self.verticalScrollBar()
        bar.setValue(first.firstLineNumber())  # how many lines it has is known once it is seen
        if place.line:
            bar.setValue(first.firstLineNumber() + min(place.line, first.lineCount() - 1))
