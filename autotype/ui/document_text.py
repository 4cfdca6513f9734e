"""The whole text of a document for another thread, read a little at a time."""

import re
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(slots=True)
class _Piece:
    """A part of the document.

    Attributes:
        units: How long it is, in UTF-16 units.
        text: What it says; None if that has to be read, for the first time or again.
        pairs: Which of its characters are two units.
    """

    units: int
    text: str | None = None
    pairs: Sequence[int] = ()


class DocumentText(QObject):
    """Reads a document again when it has changed.

    What changes while it is read is read again alone: somebody who types on is no hindrance.

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
        # From the start of the document to `_end`.
        self._pieces: list[_Piece] = []
        self._end = 0
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._read_on)
        # Only while something is read: every key waits for who follows the document.
        self._follows = False

    @property
    def is_fresh(self) -> bool:
        """Whether the document is as it was read."""
        return self.revision == self._document.revision()

    @property
    def is_reading(self) -> bool:
        """Whether it will be ready in a moment."""
        return self._slices.isActive()

    def read(self) -> None:
        """Begin to read; a short document, or one that has not changed, is ready at once."""
        if self.is_fresh:
            self._slices.stop()
            self.ready.emit()
        elif not self.is_reading:
            self._read_on()

    def stop(self) -> None:
        """Stop reading."""
        self._slices.stop()

    def forget(self) -> None:
        """Keep no copy any more."""
        self.stop()
        self._begin()
        self.text, self.positions, self.revision = "", Positions(), -1

    def _begin(self) -> None:
        self._pieces, self._end = [], 0
        if self._follows:
            self._follows = False
            self._document.contentsChange.disconnect(self._follow)

    def _follow(self, at: int, removed: int, added: int) -> None:
        """Note which piece has changed; every key waits for this."""
        if at >= self._end:
            return
        start = number = 0
        while at >= start + self._pieces[number].units:
            start += self._pieces[number].units
            number += 1
        piece = self._pieces[number]
        if at + removed <= start + piece.units:
            piece.units += added - removed
            piece.text = None
            self._end += added - removed
        else:
            del self._pieces[number:]
            self._end = start

    def _read_on(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while self._read_some():
            if time.perf_counter() > until:
                self._slices.start()
                return
        self._slices.stop()
        self._finish()

    def _read_some(self) -> bool:
        """Read a piece; False if there is none left."""
        start, end = 0, self._document.characterCount() - 1
        if self._end > end:  # what Qt said of a change was not so
            self._begin()
        for piece in self._pieces:
            if piece.text is None:
                self._fill(piece, start)
                return True
            start += piece.units
        if start == end:
            return False
        if not self._follows:
            self._follows = True
            self._document.contentsChange.connect(self._follow)
        # To the end of a paragraph: a piece that ends within a character would lose it.
        block = self._document.findBlock(min(start + _PIECE, end))
        self._end = min(block.position() + block.length(), end)
        piece = _Piece(self._end - start)
        self._fill(piece, start)
        self._pieces.append(piece)
        return True

    def _fill(self, piece: _Piece, start: int) -> None:
        cursor = QTextCursor(self._document)
        cursor.setPosition(start)
        cursor.setPosition(start + piece.units, QTextCursor.MoveMode.KeepAnchor)
        text = cursor.selectedText()
        piece.text = text.replace("\u2029", "\n")
        piece.pairs = ()
        if len(text) != piece.units:
            piece.pairs = [found.start() for found in _PAIRS.finditer(text)]

    def _finish(self) -> None:
        pairs: list[int] = []
        read = 0
        for piece in self._pieces:
            pairs += [read + at for at in piece.pairs]
            read += piece.units - len(piece.pairs)
        self.text = "".join(piece.text or "" for piece in self._pieces)
        self.positions, self.revision = Positions(pairs), self._document.revision()
        self._begin()
        self.ready.emit()
