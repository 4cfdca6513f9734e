"""Draws ghost text in an editor; knows nothing of where it comes from.

The ghost lies over the text, at the caret, and is no part of it: a preedit area, which Qt would
lay out with the text, takes the half-typed word along when it wraps, pushes the lines below down,
and hides below the last line that is visible. Positions here are UTF-16 units, as everywhere in Qt.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from autotype.ui.ghost_lines import GhostLines

if TYPE_CHECKING:
    from autotype.ui.editor import Editor

LONGEST_BLOCK = 20_000
"""Laying out a paragraph takes time in its length; nothing is suggested in longer ones."""


class GhostText:
    """At most one ghost text at the caret of one editor."""

    def __init__(self, editor: "Editor") -> None:
        self._editor = editor
        self._lines = GhostLines(editor)
        self._shown = ""
        self._held = False

    @property
    def text(self) -> str:
        """What is shown; empty when nothing is, a space where only that is expected next."""
        return self._shown

    @property
    def is_visible(self) -> bool:
        """Whether anything is to be seen, once the key is handled that may be."""
        return bool(self._shown) and self._lines.isVisible()

    @property
    def view(self) -> QWidget:
        """The widget that draws it."""
        return self._lines

    @property
    def end(self) -> QRectF:
        """The last line of what is shown, in the editor."""
        return self._lines.end

    def set_style(self, style: str) -> None:
        """Set how it differs from written text: "colour" alone, or also "italic", "underline"."""
        self._lines.set_style(style)
        self.follow()

    def show(self, text: str) -> bool:
        """Show a text at the caret; False where an input method or a selection is in the way."""
        cursor = self._editor.textCursor()
        if not text or cursor.hasSelection() or cursor.block().layout().preeditAreaText():
            self.clear()
            return False
        self._shown = text
        self._lines.put(text, reveal=True)
        return True

    def clear(self) -> None:
        """Remove the ghost."""
        if self._shown:
            self._shown = ""
            if not self._held:
                self._lines.hide()

    def hold(self) -> None:
        """Leave on the screen, until `release`, what is removed meanwhile and may come back.

        Nothing is painted while a key is handled, and a widget that goes and comes with each key
        of a ghost that is typed through takes longer than all the rest of it.
        """
        self._held = True

    def release(self) -> None:
        """Take off the screen what was removed and has not come back."""
        self._held = False
        if not self._shown:
            self._lines.hide()

    def follow(self) -> None:
        """Draw it again where the text has moved to, as after scrolling."""
        if self._shown:
            self._lines.put(self._shown, reveal=False)
