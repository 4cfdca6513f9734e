"""Keeps the line that is written at the same height of the window, as a typewriter does."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from autotype.ui.caret import caret_of
from autotype.ui.editor import Editor

_TRIES = 4
_HEIGHTS: Mapping[str, float] = {"centre": 1 / 2, "third": 1 / 3}


class Typewriter(QObject):
    """Scrolls after a key that led to another line, before that is painted.

    Above the first line there is room for it, too. The mouse scrolls nothing: what is clicked
    would move away below the pointer.
    """

    _moved = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._height: float | None = None
        self._waits = False
        self._above = 0
        editor.verticalScrollBar().valueChanged.connect(self._scrolled)
        # Queued, it comes after the key and before what is painted for it.
        self._moved.connect(self._scroll, Qt.ConnectionType.QueuedConnection)

    def set(self, where: str) -> None:
        """Set where the line stays: "centre", "third", or "off"."""
        was_on, self._height = self._height is not None, _HEIGHTS.get(where)
        is_on = self._height is not None
        # Every key waits for who listens to it, so nobody does without need.
        if was_on is not is_on:
            moved = self._editor.cursorPositionChanged
            (moved.connect if is_on else moved.disconnect)(self._follow)
        # It also lets the last line come up so far.
        self._editor.setCenterOnScroll(self._height is not None)
        if self._height is not None:
            self._scroll()
        elif was_on:
            self._lower(0)
            self._editor.ensureCursorVisible()

    def fit(self) -> None:
        """Scroll to where the line belongs by now, as in another font."""
        if self._height is not None:
            self._scroll()

    def _follow(self) -> None:
        if self._height is None or self._waits or QGuiApplication.mouseButtons():
            return
        self._waits = True
        self._moved.emit()

    def _scroll(self) -> None:
        self._waits = False
        # Where paragraphs have yet to be wrapped anew, Qt finds out on the way how long they are.
        for _ in range(_TRIES):
            down = self._too_low()
            if not down:
                return
            bar = self._editor.verticalScrollBar()
            to = bar.value() - self._above + down
            self._lower(max(0, -to))
            bar.setValue(max(0, to))

    def _too_low(self) -> int:
        """Return by how many lines the caret stands too low."""
        editor = self._editor
        if self._height is None:
            return 0
        editor.ensureCursorVisible()  # Qt knows no place far away from what is visible
        caret = caret_of(editor)
        if caret is None:
            return 0
        viewport = editor.viewport().geometry()
        top = viewport.y() + caret.top
        # Qt's margin above the first line goes with it: lines stand a little higher from then on,
        # and nearest to the wanted height might be the next one.
        scrolled = editor.verticalScrollBar().value() > 0
        margin = editor.document().documentMargin() if scrolled else 0.0
        off = (top + margin - self._height * editor.height()) / caret.pitch
        down = math.ceil(off - 0.5)  # always the same one of two that are as near
        hidden = top + caret.line.height() - viewport.bottom() - 1
        return max(down, math.ceil(hidden / caret.pitch))  # whole, in however small a window

    def _scrolled(self, value: int) -> None:
        """Scroll away the room above the text first, as with the wheel."""
        if self._above and value:
            less = min(self._above, value)
            self._lower(self._above - less)
            self._editor.verticalScrollBar().setValue(value - less)

    def _lower(self, lines: int) -> None:
        if lines != self._above:
            self._above = lines
            self._editor.margins.lower(lines)
