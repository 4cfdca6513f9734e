"""When unsaved text is written down, and that the user learns when it cannot be."""

import contextlib
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextDocument

from autotype.text.document import Document
from autotype.text.recovery import Journal
from autotype.translation import tr
from autotype.ui.document_text import DocumentText
from autotype.ui.exact_text import text_of

_JOURNAL_MS = 5000


class Journalling(QObject):
    """Keeps the journal of one document a few seconds behind its text.

    Signals:
        told(str, bool): Unsaved text is not kept any more, or is kept again, in one sentence;
            whether it is.
    """

    told = Signal(str, bool)
    _written = Signal(str)

    def __init__(
        self,
        text: QTextDocument,
        journal: Journal,
        key: str,
        document: Callable[[], Document],
        writer: ThreadPoolExecutor,
    ) -> None:
        """Write down what is typed into `document`.

        Args:
            text: What is in it now.
            journal: Where to write it down.
            key: Under which name.
            document: What was opened.
            writer: A disk may take its time; typing does not wait for it.
        """
        super().__init__(text)
        self._text = text
        self._journal = journal
        self._key = key
        self._document = document
        self._fails = False
        # Started by the first change and not again by the next ones: the journal is never
        # more than this far behind, however long the user types on.
        self.timer = QTimer(self, singleShot=True, interval=_JOURNAL_MS)
        self.timer.timeout.connect(self._write_meanwhile)
        # A long text takes longer to read than a key may wait.
        self._reader = DocumentText(text, self)
        self._reader.ready.connect(self._write_read)
        self._writer = writer
        self._writing: Future[None] | None = None
        self._written.connect(self._look_back)
        text.contentsChanged.connect(self._on_edit)

    def _on_edit(self) -> None:
        waits = self.timer.isActive() or self._reader.is_reading
        if not waits and self._text.isModified():
            self.timer.start()

    def _write_meanwhile(self) -> None:
        if not self._text.isModified():
            self.now()
        elif self._writing is None or self._writing.done():
            self._reader.read()
        else:
            self.timer.start()

    def _write_read(self) -> None:
        text = self._reader.text
        self._reader.forget()
        if not self._text.isModified():
            self.now()  # undone while it was read
            return
        self._writing = self._writer.submit(self._save, text, self._document())
        self._writing.add_done_callback(self._tell)

    def _save(self, text: str, document: Document) -> None:
        self._journal.save(self._key, text, document.path, document)

    def _tell(self, done: Future[None]) -> None:
        with contextlib.suppress(RuntimeError):  # the tab may be closed by now
            self._written.emit(_why(done))

    def _look_back(self, why: str) -> None:
        """Say once when writing begins to fail, and once when it works again."""
        if bool(why) != self._fails:
            self._fails = bool(why)
            said = tr("Unsaved text is being kept again in case of a crash.")
            if why:
                said = tr(
                    "Unsaved text is not being kept in case of a crash ({why}); save often.",
                    why=why,
                )
            self.told.emit(said, not why)
        if why and self._text.isModified():
            self.timer.start()  # no further change may come before there is room again

    def stop(self) -> None:
        """Write nothing until the next change; what is written right now is waited for."""
        self.timer.stop()
        self._reader.forget()
        if self._writing is not None:
            wait([self._writing])
            self._writing = None

    def now(self) -> bool:
        """Write unsaved text down, or forget what was written of saved text; whether it went."""
        self.stop()
        try:
            if self._text.isModified():
                self._save(text_of(self._text), self._document())
                self._look_back("")
            else:
                self._journal.discard(self._key)
        except OSError as error:
            self._look_back(error.strerror or str(error))
            return False
        return True

    def close(self, *, keep: bool = False) -> None:
        """End, and forget the journal of a document that was dealt with, or leave it to others."""
        self.stop()
        if keep:
            return
        with contextlib.suppress(OSError):
            self._journal.discard(self._key)


def _why(done: Future[None]) -> str:
    """Return why something could not be written; empty if it could."""
    try:
        error = done.exception()
    except CancelledError:
        return ""
    if isinstance(error, OSError):
        return error.strerror or str(error) or tr("the disk does not work")
    return type(error).__name__ if error else ""
