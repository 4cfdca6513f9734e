"""A text that is written from right to left begins at the right."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QTextDocument

_LOOKED_AT = 50
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class Direction(QObject):
    """Aligns a plain text by its first paragraph that says anything.

    Qt's layout of plain text has one alignment for all paragraphs, the left one unless it is told.
    """

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        """Follow a document."""
        super().__init__(parent)
        self._document = document
        # Not while the document tells of a change: all of it is laid out anew.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._align)
        document.contentsChange.connect(self._look)

    def _look(self) -> None:
        if self._wanted() != self._document.defaultTextOption().alignment():
            self._soon.start()

    def _wanted(self) -> Qt.AlignmentFlag:
        block = self._document.firstBlock()
        for _ in range(_LOOKED_AT):
            if not block.isValid():
                break
            if block.length() > 1:
                rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
                return _RIGHT if rtl else _LEFT
            block = block.next()
        return _LEFT

    def _align(self) -> None:
        option, wanted = self._document.defaultTextOption(), self._wanted()
        if option.alignment() != wanted:
            option.setAlignment(wanted)
            self._document.setDefaultTextOption(option)
