"""Cuts what is typed into undo steps: at words and pauses.

Qt makes one step of all that is typed without a move of the caret, a whole paragraph perhaps.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from autotype.ui.snapshot import Change

_PAUSE_S = 2.0


class UndoSteps:
    """The step that is being typed in one editor."""

    def __init__(self, editor: QPlainTextEdit, clock: Callable[[], float] = time.monotonic) -> None:
        """Watch an editor; `clock` gives seconds that only go forward."""
        self._editor = editor
        self._clock = clock
        self._typed_at: float | None = None
        self._spaced = False

    @property
    def may_begin(self) -> bool:
        """Whether what is typed now may begin a step; inside of a word it does not."""
        at = self._typed_at
        return at is not None and (self._spaced or self._clock() - at > _PAUSE_S)

    @contextmanager
    def typing(self, text: str) -> Iterator[None]:
        """Type a text meanwhile, as the beginning of a step if it is a word's or after a pause."""
        if not self._begins(text):
            yield
            return
        cursor = self._editor.textCursor()
        # Qt merges typing into a block of edits, but no such block into typing.
        cursor.beginEditBlock()
        try:
            yield
        finally:
            cursor.endEditBlock()
        self._editor.ensureCursorVisible()  # only now there is a layout to go by

    def _begins(self, text: str) -> bool:
        if not text or self._typed_at is None:
            return False
        begins_word = bool(text.strip()) and (self._spaced or text[0].isspace())
        return begins_word or self._clock() - self._typed_at > _PAUSE_S

    def after(self, change: Change, typed: str) -> None:
        """Note what was done."""
        if change is Change.TYPED and typed:
            self._typed_at, self._spaced = self._clock(), typed[-1].isspace()
        else:
            self._typed_at = None


def insert_as_a_step(cursor: QTextCursor, text: str, replaces: int) -> None:
    """Insert a text before a caret, as one undo step that nothing is merged into.

    Args:
        cursor: Where; it is moved behind the text.
        text: What to insert.
        replaces: How many UTF-16 units before the caret it takes the place of.
    """
    cursor.beginEditBlock()
    if replaces:
        cursor.setPosition(cursor.position() - replaces, QTextCursor.MoveMode.KeepAnchor)
    # Qt merges typing that follows an insertion into its undo step, but not into that of a
    # removal; so the step ends with one.
    cursor.insertText(text + "x")
    cursor.deletePreviousChar()
    cursor.endEditBlock()
