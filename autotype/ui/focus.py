"""Keeps the sentence or the paragraph at the caret in its colour; all else is quieter."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from autotype.text.sentences import sentence_at
from autotype.ui.caret import utf16_length
from autotype.ui.editor import Editor
from autotype.ui.ghost_text import LONGEST_BLOCK
from autotype.ui.theme import faded

_PAUSE_MS = 60
_OWNER = "focus"


class Focus(QObject):
    """Marks what is out of focus, once no key was pressed for a moment; changes no text."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._on = "off"
        self._out: list[QTextCursor] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._mark)
        editor.swapped.connect(self._swap)
        queued = Qt.ConnectionType.QueuedConnection
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.refresh, queued)

    def set(self, on: str) -> None:
        """Set what is in focus: "sentence", "paragraph", or "off" for everything."""
        was, self._on = self._on, on
        # Every key waits for who listens to it, so nobody does without need.
        if (was == "off") is not (on == "off"):
            moved = self._editor.cursorPositionChanged
            (moved.disconnect if on == "off" else moved.connect)(self._moved)
        self.refresh()

    def refresh(self) -> None:
        """Mark anew, as in other colours."""
        self._out = []
        if self._on == "off":
            self._pause.stop()
            self._editor.marks.put(_OWNER, ())
        else:
            self._mark()

    def _swap(self) -> None:
        """Mark another text once the caret is where it was there."""
        self._out = []
        if self._on != "off":
            self._pause.start()

    def _moved(self) -> None:
        self._pause.start()

    def _mark(self) -> None:
        cursor, document = self._editor.textCursor(), self._editor.document()
        start, end = self._place(cursor.block(), cursor.positionInBlock())
        last = document.characterCount() - 1
        wanted = [(at, to) for at, to in ((0, start), (end, last)) if at < to]
        if wanted and wanted == [(out.anchor(), out.position()) for out in self._out]:
            return  # they move along with what is typed
        self._out, marks, colour = [], [], faded(self._editor.palette())
        for at, to in wanted:
            out = QTextCursor(document)
            out.setPosition(at)
            out.setPosition(to, QTextCursor.MoveMode.KeepAnchor)
            # What is typed at its end is no part of it: a new sentence begins there.
            out.setKeepPositionOnInsert(True)
            self._out.append(out)
            mark = QTextEdit.ExtraSelection()
            mark.cursor = out
            mark.format.setForeground(colour)
            marks.append(mark)
        self._editor.marks.put(_OWNER, marks)

    def _place(self, block: QTextBlock, at: int) -> tuple[int, int]:
        """Return where what is in focus begins and ends in the document, in UTF-16 units."""
        first, text = block.position(), block.text()
        if self._on == "paragraph" or len(text) > LONGEST_BLOCK:
            return first, first + block.length() - 1
        before = text.encode("utf-16-le", "surrogatepass")[: 2 * at]
        start, end = sentence_at(text, len(before.decode("utf-16-le", "replace")))
        return first + utf16_length(text[:start]), first + utf16_length(text[:end])
