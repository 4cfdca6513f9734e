"""A text widget that keeps every character, whichever way it comes and goes.

Qt's own turns no-break spaces into plain ones on their way to the clipboard, writes a line
separator for Shift+Enter, and takes a mark for the order of bytes at the start of a text for
no part of it.
"""

import re

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from autotype.text.document import is_heavy
from autotype.text.line_ends import shown

_EXACT = "application/x-autotype-text"
"""What is copied here, as it is: plain text from elsewhere gets line ends that can be seen."""

_ABOVE = 6000
_BYTE_ORDER = ("\ufeff", "\ufffe")


class ExactTextEdit(QPlainTextEdit):
    """A plain-text editor whose clipboard, dragging and Enter key keep a text as it is.

    Signals:
        locked(bool): It can be written in no longer, or again.
    """

    locked = Signal(bool)

    def text(self) -> str:
        r"""Return the whole text; unlike `toPlainText` it keeps no-break spaces as they are."""
        return text_of(self.document())

    def last_paragraph(self) -> tuple[str, str]:
        """Return the text above the last paragraph with words, its end at least, and that one."""
        block = self.document().lastBlock()
        while block.isValid() and not block.text().strip():
            block = block.previous()
        above: list[str] = []
        size, other = 0, block.previous()
        while other.isValid() and size < _ABOVE:
            above.append(other.text() + "\n")
            size, other = size + len(above[-1]), other.previous()
        return "".join(reversed(above)), block.text()

    def load(self, text: str) -> None:
        """Put another text in place; its undo history starts empty."""
        self.setPlainText(_guarded(text))
        if text.startswith(_BYTE_ORDER):
            self.document().setUndoRedoEnabled(False)
            cursor = self.textCursor()
            cursor.setPosition(0)
            cursor.deleteChar()
            self.document().setUndoRedoEnabled(True)

    def insert_exactly(self, text: str) -> None:
        """Insert a text in place of what is selected, as one undo step."""
        if is_heavy(text):
            # To wrap a line of a million letters takes Qt minutes.
            self.setLineWrapMode(self.LineWrapMode.NoWrap)
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.insertText(_guarded(text))
        if text.startswith(_BYTE_ORDER):
            end = cursor.position()
            cursor.setPosition(end - _units(text) - 1)
            cursor.deleteChar()
            cursor.setPosition(end - 1)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let every Enter key end the line: a line separator is no line end for other programs."""
        text = event.text()
        # Nearly every key writes its letter, and matching takes longer than all the rest of this.
        may_match = not (text and text.isprintable())
        if (
            may_match
            and event.matches(QKeySequence.StandardKey.InsertLineSeparator)
            and not self.isReadOnly()
        ):
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
            event.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say when the text is locked."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ReadOnlyChange:
            self.locked.emit(self.isReadOnly())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Return what is copied, cut, dragged or selected for the middle button."""
        text = self.textCursor().selectedText().replace("\u2029", "\n")
        # Qt's own object: one made here would be taken apart after Python, if it is still on the
        # clipboard when the program ends, and crash it.
        data = super().createMimeDataFromSelection()
        data.text()  # it writes down what Qt would copy, which it would do later, over ours
        data.clear()
        data.setText(text)
        data.setData(_EXACT, text.encode("utf-8", "surrogatepass"))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Whether there is text in what is pasted or dropped."""
        return source.hasFormat(_EXACT) or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Insert what is pasted or dropped."""
        if self.isReadOnly():
            return
        if source.hasFormat(_EXACT):
            text = bytes(source.data(_EXACT).data()).decode("utf-8", "replace")
        else:
            text = with_line_ends(source.text())
        if text:
            self.insert_exactly(text)


def text_of(document: QTextDocument) -> str:
    """Return the whole text of a document, as `ExactTextEdit.text` does."""
    return document.toRawText().replace("\u2029", "\n")


def with_line_ends(text: str) -> str:
    r"""Return a text from another program with "\n" for all that breaks its lines.

    Line separators too: word processors and chat programs write them for Shift+Enter, and a
    file with them would be one line for every other program.
    """
    return shown(re.sub("\r\n|[\r\u2028]", "\n", text))


def _guarded(text: str) -> str:
    """Put a character that is taken away again before a text that begins with a mark."""
    return f"x{text}" if text.startswith(_BYTE_ORDER) else text


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def loses_its_start(text: str) -> bool:
    """Whether Qt takes the first character for a mark of the order of bytes, and leaves it out."""
    return text.startswith(_BYTE_ORDER)
