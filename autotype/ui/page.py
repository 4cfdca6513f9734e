"""Puts documents into an editor, which wraps no line that would take Qt minutes to wrap."""

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from autotype.text.document import Document, is_heavy
from autotype.ui.editor import Editor


class Page:
    """What an editor shows of its document."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def put(self, document: Document) -> None:
        """Show a document; there is nothing to undo."""
        self._prepare(document.plain)
        self._editor.replace_text(document.shown)
        self._editor.document().setModified(False)

    @property
    def wraps(self) -> bool:
        """Whether its lines are wrapped."""
        return self._editor.lineWrapMode() is not QPlainTextEdit.LineWrapMode.NoWrap

    def turn_to(self, text: QTextDocument, *, wraps: bool, locked: bool) -> None:
        """Put the text of another document in front, wrapped and locked as it was."""
        if not wraps:
            self._wrap(False)
        self._editor.show_text(text)
        self._wrap(wraps)
        self._editor.setReadOnly(locked)

    def show_instead(self, text: str) -> None:
        """Put a text in place of the present one, as a step that can be undone."""
        at = self._editor.textCursor().position()
        self._prepare(is_heavy(text))
        self._editor.setReadOnly(False)
        self._editor.selectAll()
        self._editor.insert_exactly(text)
        cursor = self._editor.textCursor()
        cursor.setPosition(min(at, cursor.position()))
        self._editor.setTextCursor(cursor)

    def settle(self, document: Document, text: str | None = None) -> None:
        """Wrap and lock as the document wants it, whose text, or another one, is there by now."""
        self._wrap(not (document.plain if text is None else is_heavy(text)))
        self._editor.setReadOnly(document.slow)

    def _prepare(self, heavy: bool) -> None:
        # Neither the text that goes nor the one that comes may be wrapped if it has such a line.
        if heavy or is_heavy(self._editor.text()):
            self._wrap(False)

    def _wrap(self, wanted: bool) -> None:
        mode = QPlainTextEdit.LineWrapMode
        self._editor.setLineWrapMode(mode.WidgetWidth if wanted else mode.NoWrap)
