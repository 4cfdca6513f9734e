"""Counts the text of an editor and what is selected of it: in pauses, and a little at a time."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor

from autotype.text.counting import Counts, count_slices
from autotype.ui.debounce import Debounce
from autotype.ui.editor import Editor
from autotype.ui.snapshot import Change

_PAUSE_MS = 400
_SELECTED_MS = 120
_SLICE_S = 0.002
_OTHER_TEXT = (Change.SWAPPED, Change.REPLACED)


class Counter(QObject):
    """A long document takes a second to count, which no key waits for.

    Attributes:
        total: What was counted last of the whole text.
        selected: The same of what is selected; None where nothing is.
        is_known: Whether that is of the text in front, and not of the one before it.

    Signals:
        counted(): Any of them has changed.
    """

    counted = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self.total = Counts()
        self.selected: Counts | None = None
        self.is_known = True
        self._editor = editor
        self._is_old, self._is_counting = True, False
        self._job: Iterator[None] = iter(())
        self._pause = Debounce(self, _PAUSE_MS)
        self._pause.timeout.connect(self.start)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self.go_on)
        editor.rest_listeners.append(self._recount)
        editor.selectionChanged.connect(self._reselect)
        editor.disturbed.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether anything has yet to be counted."""
        return self._pause.isActive() or self._is_counting

    def start(self) -> None:
        """Begin to count what has changed."""
        self._job, self._is_counting = self._count(), True
        self._slices.start()

    def go_on(self) -> None:
        """Count for at most two milliseconds."""
        until = time.perf_counter() + _SLICE_S
        for _ in self._job:
            if time.perf_counter() > until:
                return
        self._halt()
        self.is_known = True
        self.counted.emit()

    def _follow(self, change: Change) -> None:
        if change not in _OTHER_TEXT:
            return
        # Most texts are counted at once; of a long one the count of another text says nothing.
        self._is_old, self.is_known = True, False
        self._pause.stop()
        self.start()
        self.go_on()
        if not self.is_known:
            self.counted.emit()

    def _halt(self) -> None:
        self._slices.stop()
        self._is_counting = False

    def _recount(self) -> None:
        # What was counted of a text that has changed since is worth nothing.
        self._is_old = True
        if self._is_counting:
            self._halt()
        self._pause.start()

    def _reselect(self) -> None:
        if self._editor.textCursor().hasSelection():
            self._halt()
            if self._is_old:
                self._pause.start()
            else:
                self._pause.hurry(_SELECTED_MS)
        elif self.selected is not None:
            self.selected = None
            self.counted.emit()

    def _count(self) -> Iterator[None]:
        document, cursor = self._editor.document(), self._editor.textCursor()
        if self._is_old:
            total = Counts()
            for part in self._parts(0, document.characterCount() - 1):
                total += part
                yield
            self.total, self._is_old = total, False
        selected = Counts()
        for part in self._parts(cursor.selectionStart(), cursor.selectionEnd()):
            selected += part
            yield
        self.selected = selected if cursor.hasSelection() else None

    def _parts(self, start: int, end: int) -> Iterator[Counts]:
        """Yield the counts between two positions, in UTF-16 units."""
        block = self._editor.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield from count_slices(_between(block, start, end))
            yield Counts()  # an empty line takes time as well
            block = block.next()


def _between(block: QTextBlock, start: int, end: int) -> str:
    """Return what of a paragraph stands between two positions of its document."""
    last = block.position() + block.length() - 1
    if start <= block.position() and last <= end:
        return block.text()
    cursor = QTextCursor(block)
    cursor.setPosition(max(start, block.position()))
    cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()
