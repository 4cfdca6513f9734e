"""Looks whether another program has changed the document's file, whenever the window is entered."""

import enum
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from autotype.text.document import Document, digest_of


class OnDisk(enum.Enum):
    """What has become of a document's file."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class DiskWatch(QObject):
    """Compares a document with its file; a slow disk holds nothing up.

    Signals:
        seen(OnDisk): What became of the file, where that is news.
    """

    seen = Signal(object)
    _looked = Signal(object, object, str)

    def __init__(self, window: QWidget, document: Callable[[], Document]) -> None:
        """Look at the file of `document` when `window` is entered."""
        super().__init__(window)
        self._window = window
        self._document = document
        self._worker = ThreadPoolExecutor(1, "disk")
        self._looking: Future[None] | None = None
        self._closed = False
        self._last = ("", "")
        self._read: tuple[object, str] = (None, "")
        self._looked.connect(self._compare)
        # No filter of the window's events: each key causes some, and waits for each look at one.
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._entered)

    @Slot(QWindow)
    def _entered(self, window: QWindow | None) -> None:
        if window is not None and window is self._window.windowHandle() and not self._closed:
            self.look()

    def look(self) -> None:
        """Look at the file in the background; `seen` tells if there is news."""
        document = self._document()
        if document.path is not None:
            self._looking = self._worker.submit(self._look, document)

    def close(self) -> None:
        """End; a disk that does not answer is waited for a second at most."""
        self._closed = True
        if self._looking is not None:
            wait([self._looking], timeout=1)
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _look(self, document: Document) -> None:
        if document.path is None:
            return
        try:
            about = os.stat(document.path)  # noqa: PTH116
        except FileNotFoundError:
            digest = ""
        except (OSError, ValueError):
            return  # it cannot be told, now
        else:
            # A large file is not read again while nothing says that it has changed.
            now = (document.path, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
            if self._read[0] != now:
                self._read = (now, digest_of(document.path))
            digest = self._read[1]
        if digest == document.digest:
            found = OnDisk.SAME
        else:
            found = OnDisk.CHANGED if digest else OnDisk.GONE
        self._looked.emit(document, found, digest)

    def _compare(self, document: Document, found: OnDisk, digest: str) -> None:
        if document is not self._document():
            return  # another document, or saved since
        # What was said is said again only after something else was true.
        if (document.digest, digest) != self._last:
            self._last = (document.digest, digest)
            self.seen.emit(found)
