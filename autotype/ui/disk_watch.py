"""Looks whether another program has changed a document's file."""

import contextlib
import enum
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

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

    def __init__(
        self, parent: QObject, document: Callable[[], Document], worker: ThreadPoolExecutor
    ) -> None:
        """Look at the file of `document` when it is asked for, on the thread of `worker`."""
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._closed = False
        self._last = ("", "")
        self._read: tuple[object, str] = (None, "")
        self._looked.connect(self._compare)

    def look_anew(self) -> None:
        """Look at the file, and tell also what was told already."""
        self._last = ("", "")
        self.look()

    def look(self) -> None:
        """Look at the file in the background; `seen` tells if there is news."""
        document = self._document()
        if document.path is not None and not self._closed:
            self._worker.submit(self._look, document)

    def close(self) -> None:
        """Look no more."""
        self._closed = True

    def _look(self, document: Document) -> None:
        if document.path is None or self._closed:
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
        with contextlib.suppress(RuntimeError):  # the tab may be closed by now
            self._looked.emit(document, found, digest)

    def _compare(self, document: Document, found: OnDisk, digest: str) -> None:
        if document is not self._document():
            return  # another document, or saved since
        # What was said is said again only after something else was true.
        if (document.digest, digest) != self._last:
            self._last = (document.digest, digest)
            self.seen.emit(found)
