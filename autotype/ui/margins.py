"""The empty space around the text of an editor."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QPlainTextEdit

from autotype.ui.line_spacing import extra_between, line_height

_LEAST_BELOW = 40
_LEAST_SIDE = 28


class Margins:
    """The text's sides, and room below its last line.

    There a ghost has its second line, and the words stand below that, so that nothing has to scroll
    for them. What is left of a line belongs to it too: none is cut above an empty band.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._side = self._top = 0
        self._characters = 0.0
        self._lowered = 0

    def set(self, side: int, top: int) -> None:
        """Set what there is beside and above the text, in pixels."""
        self._side, self._top, self._characters = side, top, 0.0
        self.fit()

    def set_column(self, characters: float, top: int) -> None:
        """Keep the text in a column of so many characters, in the middle of the editor.

        Args:
            characters: How many of them a line may have, about.
            top: What there is above the text, in pixels.
        """
        self._characters, self._top = characters, top
        self.fit()

    def lower(self, lines: int) -> None:
        """Begin the text so many lines further down."""
        self._lowered = lines
        self.fit()

    def fit(self) -> None:
        """Find the room beside and below anew, for another size or font."""
        editor = self._editor
        if not editor.viewport().isVisible():
            return  # while a widget comes up Qt forgets to lay a text out for what changes then
        if self._characters:
            column = editor.fontMetrics().averageCharWidth() * self._characters
            self._side = max(_LEAST_SIDE, round(editor.width() - column) // 2)
        if not (self._side or self._top):
            return
        line = round(line_height(editor.font()) + extra_between(editor))
        # In a small window with large letters the line that is written comes first.
        room = editor.contentsRect().height() - round(editor.document().documentMargin()) - line
        top = max(0, min(self._top + self._lowered * line, room))
        # Nor is what was found, where a bar takes the window's height.
        below = max(0, min(line + max(line, _LEAST_BELOW), room - top - line))
        text = room + line - top - below
        margins = QMargins(self._side, top, self._side, below + max(0, text) % line)
        if editor.viewportMargins() != margins:
            editor.setViewportMargins(margins)
