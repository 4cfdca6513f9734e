"""Opens a large file while the window goes on: nothing here takes an event longer than a key may.

It is read on a thread, and its text goes piece by piece into a `QTextDocument` that is not in
front yet, so nobody can write in it, and nothing else follows it, before it is whole.
"""

import contextlib
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from autotype.logs import describe
from autotype.text.document import LARGEST, Document, DocumentError, read
from autotype.translation import tr
from autotype.ui.document_text import DocumentText
from autotype.ui.exact_text import loses_its_start

_LARGE = 4 << 20
_PIECE = 1 << 13
_SLICE_S = 0.004


def is_large(path: Path) -> bool:
    """Whether a file takes too long to be opened at once; not if it cannot be opened at all."""
    with contextlib.suppress(OSError, ValueError):
        about = path.stat()
        return stat.S_ISREG(about.st_mode) and _LARGE < about.st_size <= LARGEST
    return False


class Loading(QObject):
    """One file on its way into a text.

    Attributes:
        text: What it goes into; whoever stops before it is done deletes it.

    Signals:
        done(Document, bool): It is whole; and whether the text holds exactly what the file does.
        failed(str): It cannot be opened, in one sentence.
    """

    done = Signal(object, bool)
    failed = Signal(str)
    _was_read = Signal(object)

    def __init__(self, path: Path, text: QTextDocument, parent: QObject) -> None:
        """Begin; `text` is empty and not in front."""
        super().__init__(parent)
        self.text = text
        self._path = path
        self._document = Document()
        self._stopped = False
        self._job: Iterator[None] = iter(())
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._go_on)
        self._check = DocumentText(text, self)
        self._check.ready.connect(self._finish)
        self._was_read.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        # A daemon: the end of the program does not wait for a disk.
        threading.Thread(target=self._read, name="opening", daemon=True).start()

    def stop(self) -> None:
        """Do nothing more."""
        self._stopped = True
        self._slices.stop()
        self._check.forget()

    def _read(self) -> None:
        try:
            found: Document | str = read(self._path)
        except DocumentError as error:
            found = str(error)
        except Exception as error:  # memory may not suffice; without an answer one would wait
            why = describe(error)
            found = tr("“{path}” cannot be opened ({why}).", path=self._path, why=why)
        with contextlib.suppress(RuntimeError):  # the window may be gone by now
            self._was_read.emit(found)

    def _begin(self, found: Document | str) -> None:
        if self._stopped:
            return
        if isinstance(found, str):
            self.failed.emit(found)
            return
        self._document = found
        self._job = filled(self.text, found.shown)
        self._slices.start()

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE_S
        for _ in self._job:
            if time.perf_counter() > until:
                return
        self._slices.stop()
        self._check.read()

    def _finish(self) -> None:
        exact = self._check.text == self._document.shown
        self._check.forget()
        self.done.emit(self._document, exact)


def filled(document: QTextDocument, text: str) -> Iterator[None]:
    """Put a text into an empty document, a piece at each step; there is nothing to undo.

    Whole lines: Qt looks at all of a line again for each part of it that comes.
    """
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        piece, at = text[start:end], cursor.position()
        guarded = loses_its_start(piece)
        cursor.insertText(f"x{piece}" if guarded else piece)
        if guarded:
            cursor.setPosition(at)
            cursor.deleteChar()
            cursor.movePosition(QTextCursor.MoveOperation.End)
        start = end
        yield
    document.setUndoRedoEnabled(True)
    document.setModified(False)
