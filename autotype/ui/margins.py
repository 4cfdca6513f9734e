"""The empty space around the text of an editor."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QPlainTextEdit

_LEAST_BELOW = 40


class Margins:
    """The text's sides, and room below its last line.

    There a ghost has its second line, and the words stand below that, so that nothing has to scroll
    for them. What is left of a line belongs to it too: none is cut above an empty band.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._side = self._top = 0

    def set(self, side: int, top: int) -> None:
        """Set what there is beside and above the text, in pixels."""
        self._side, self._top = side, top
        self.fit()

    def fit(self) -> None:
        """Find the room below anew, for another height or font."""
        editor = self._editor
        if not (self._side or self._top):
            return
        line = editor.fontMetrics().lineSpacing()
        height = editor.contentsRect().height() - self._top
        height -= round(editor.document().documentMargin())
        # In a window that is nearly filled by other things the text itself comes first.
        below = min(line + max(line, _LEAST_BELOW), max(0, height - 2 * line))
        text = height - below
        margins = QMargins(self._side, self._top, self._side, below + max(0, text) % line)
        if editor.viewportMargins() != margins:
            editor.setViewportMargins(margins)
