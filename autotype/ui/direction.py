"""A text that is written from right to left begins at the right."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QTextBlock

from autotype.ui.caret import utf16_length
from autotype.ui.swapping import SwappingEdit

_LOOKED_AT = 50
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
# What stands between these may say nothing of the direction around it (UAX #9, rule P2).
_ISOLATES = frozenset("\u2066\u2067\u2068")


class Direction(QObject):
    """Aligns a plain text by its first paragraph that says anything.

    Qt's layout of plain text has one alignment for all paragraphs, the left one unless it is told.
    """

    def __init__(self, editor: SwappingEdit) -> None:
        """Follow the text in front."""
        super().__init__(editor)
        self._editor = editor
        # No edit behind the first letter changes anything; in UTF-16 units.
        self._decided_at = 0
        self._wanted = _LEFT
        # Not while the document tells of a change: all of it is laid out anew.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._align)
        editor.edit_listeners.append(self._edited)
        editor.swapped.connect(self._swapped)
        self._swapped()

    def _edited(self, at: int, _removed: int, _added: int) -> None:
        if at <= self._decided_at and self._look():
            self._soon.start()

    def _swapped(self) -> None:
        self._look()
        self._align()

    def _look(self) -> bool:
        """Find out how the text is to be aligned; return whether it is not."""
        document = self._editor.document()
        block = document.firstBlock()
        for _ in range(_LOOKED_AT):
            if not block.isValid() or block.length() > 1:
                break
            block = block.next()
        says = block.isValid() and block.length() > 1
        rtl = says and block.textDirection() == Qt.LayoutDirection.RightToLeft
        self._wanted = _RIGHT if rtl else _LEFT
        self._decided_at = _decided_at(block) if says else document.characterCount()
        return document.defaultTextOption().alignment() != self._wanted

    def _align(self) -> None:
        document = self._editor.document()
        option = document.defaultTextOption()
        if option.alignment() != self._wanted:
            option.setAlignment(self._wanted)
            document.setDefaultTextOption(option)


def _decided_at(block: QTextBlock) -> int:
    """Return where the first letter of a paragraph stands; its end if that need not decide."""
    text = block.text()
    for index, character in enumerate(text):
        if character in _ISOLATES:
            break
        if character.isalpha():
            return block.position() + utf16_length(text[:index])
    return block.position() + block.length()
