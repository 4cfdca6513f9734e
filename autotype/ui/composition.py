"""What an input method is composing: the preedit area of the layout.

Events alone do not tell: input methods are switched off, crash, or forget to say that they
have given up, and Qt leaves their text where it was.
"""

from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from autotype.ui.pressed import CARET_KEYS, Spacing, is_backspace


class Composition:
    """The unfinished text of an input method in one editor."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._block: QTextBlock | None = None

    @property
    def is_active(self) -> bool:
        """Whether there is any."""
        block = self._block
        return bool(block is not None and block.isValid() and block.layout().preeditAreaText())

    def follow(self) -> None:
        """Note that an event of an input method has been handled."""
        block = self._editor.textCursor().block()
        if self._block is not None and self._block != block:
            self.end()
        self._block = block

    def gives_way_to(self, event: QKeyEvent) -> bool:
        """End before a key that moves past it, since the input method has let it through.

        Qt counts the unfinished text as if it stood in the document, and from right to left the
        caret got into the middle of a character by that. False if there is nothing to end.
        """
        if not (self.is_active and (event.key() in CARET_KEYS or is_backspace(event))):
            return False
        self.end()
        return True

    def end(self) -> None:
        """Remove what is left of it: something else has happened to the text or the caret."""
        if self._block is None:
            return  # nearly always, and every key comes here
        block, active = self._block, self.is_active
        self._block = None
        if not active:
            return
        block.layout().setPreeditArea(-1, "")
        block.layout().clearFormats()
        self._editor.document().markContentsDirty(block.position(), block.length())
        self._editor.viewport().update()


def with_gap(event: QInputMethodEvent, spacing: Spacing | None) -> QInputMethodEvent:
    """Return an event that commits the soft space with the text that needs it."""
    replaces = event.replacementLength()
    space = spacing.gap(event.commitString()) if spacing is not None and not replaces else ""
    if not space:
        return event
    spaced = QInputMethodEvent(event.preeditString(), event.attributes())
    spaced.setCommitString(space + event.commitString())
    return spaced
