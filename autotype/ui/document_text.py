"""The whole text of a document for another thread, read a little at a time."""

import re
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

_SLICE_S = 0.002
_PIECE = 1 << 16
_PAIRS = re.compile("[\U00010000-\U0010ffff]")


class Positions:
    """Positions in one text as characters and, as Qt counts them, as UTF-16 units."""

    def __init__(self, pairs: Sequence[int] = ()) -> None:
        """Note which characters, in order, are two units."""
        self._pairs = pairs
        self._pair_units = [at + before for before, at in enumerate(pairs)]

    def units(self, characters: int) -> int:
        """Return the number of UTF-16 units that so many characters are."""
        return characters + bisect_left(self._pairs, characters)

    def characters(self, units: int) -> int:
        """Return the number of characters that so many UTF-16 units are."""
        return units - bisect_left(self._pair_units, units)


class DocumentText(QObject):
    """Reads a document again when it has changed.

    Attributes:
        text: What was read last, with line ends as they are shown; its no-break spaces are kept.
        positions: The positions in it.
        revision: The document's when it was read; -1 before that.

    Signals:
        ready(): It was read to its end.
    """

    ready = Signal()

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self.text = ""
        self.positions = Positions()
        self.revision = -1
        self._reading: Iterator[bool] = iter(())
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._read_on)

    @property
    def is_fresh(self) -> bool:
        """Whether the document is as it was read."""
        return self.revision == self._document.revision()

    def read(self) -> None:
        """Begin to read; a short document, or one that has not changed, is ready at once."""
        if self.is_fresh:
            self._slices.stop()
            self.ready.emit()
        elif not self._slices.isActive():  # else it begins anew by itself
            self._reading = self._read()
            self._read_on()

    def stop(self) -> None:
        """Stop reading."""
        self._slices.stop()

    def forget(self) -> None:
        """Keep no copy any more."""
        self.stop()
        self.text, self.positions, self.revision = "", Positions(), -1

    def _read_on(self) -> None:
        until = time.perf_counter() + _SLICE_S
        for ended in self._reading:
            if ended:
                self._slices.stop()
                self.ready.emit()
                return
            if time.perf_counter() > until:
                break
        self._slices.start()

    def _read(self) -> Iterator[bool]:
        """Read piece by piece; whoever goes on gets True once it is done."""
        document, revision = self._document, self._document.revision()
        cursor = QTextCursor(document)
        parts: list[str] = []
        pairs: list[int] = []
        at = read = 0
        end = document.characterCount() - 1
        while at < end:
            # To the end of a paragraph: a piece that ends within a character would lose it.
            block = document.findBlock(min(at + _PIECE, end))
            cursor.setPosition(at)
            at = min(block.position() + block.length(), end)
            cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
            piece = cursor.selectedText()
            if at != read + len(pairs) + len(piece):
                pairs += [read + found.start() for found in _PAIRS.finditer(piece)]
            parts.append(piece.replace("\u2029", "\n"))
            read += len(piece)
            yield False
            if document.revision() != revision:
                yield from self._read()
                return
        self.text, self.positions, self.revision = "".join(parts), Positions(pairs), revision
        yield True
