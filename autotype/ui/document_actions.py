"""Opening, saving and recovering documents; asks before anything could be lost."""

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPlainTextEdit, QWidget

from autotype.text.document import (
    ChangedOnDiskError,
    Document,
    DocumentError,
    NeedsForceError,
    read,
    write,
)
from autotype.text.recovery import Journal, Recovered
from autotype.ui.editor import Editor
from autotype.ui.mnemonics import give_keys

_JOURNAL_MS = 5000
_Buttons = QMessageBox.StandardButton


class DocumentActions(QObject):
    """The document of one editor.

    Signals:
        changed(): Another document, another name, or another state of saving.
        failed(str): Something could not be done, in one sentence.
        noticed(str): Something the user should know, in one sentence.
    """

    changed = Signal()
    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, editor: Editor, journal: Journal, key: str, window: QWidget) -> None:
        """Start with an empty document; `key` names it in the journal."""
        super().__init__(editor)
        self._editor = editor
        self._window = window
        self._journal = journal
        self._key = key
        self.document = Document()
        # Started by the first change and not again by the next ones: the journal is never
        # more than this far behind, however long the user types on.
        self._timer = QTimer(self, singleShot=True, interval=_JOURNAL_MS)
        self._timer.timeout.connect(self._journal_meanwhile)
        # A disk may take its time; typing does not wait for it.
        self._writer = ThreadPoolExecutor(1, "journal")
        self._writing: Future[None] | None = None
        editor.document().contentsChanged.connect(self._on_edit)
        editor.document().modificationChanged.connect(lambda _: self.changed.emit())

    @property
    def name(self) -> str:
        """Name of the document for people."""
        return self.document.path.name if self.document.path else "Untitled"

    def _on_edit(self) -> None:
        if not self._timer.isActive() and self._editor.document().isModified():
            self._timer.start()

    def _journal_meanwhile(self) -> None:
        if not self._editor.document().isModified():
            self.journal_now()
        elif self._writing is None or self._writing.done():
            self._writing = self._writer.submit(
                self._journal.save, self._key, self._editor.text(), self.document.path
            )
        else:
            self._timer.start()

    def _stop_journal(self) -> None:
        """Until the next change; what is written right now is waited for."""
        self._timer.stop()
        if self._writing is not None:
            wait([self._writing])
            self._writing = None

    def journal_now(self) -> None:
        """Write unsaved text down, or forget what was written of saved text."""
        self._stop_journal()
        with contextlib.suppress(OSError):
            if self._editor.document().isModified():
                self._journal.save(self._key, self._editor.text(), self.document.path)
            else:
                self._journal.discard(self._key)

    def open(self, path: Path) -> bool:
        """Open a document in place of the present one, which must have been dealt with."""
        try:
            document = read(path)
        except DocumentError as error:
            self.failed.emit(str(error))
            return False
        self._put(document)
        return True

    def start_as(self, path: Path) -> None:
        """Start an empty document that will be saved under a new name."""
        self._put(Document(path=path))

    def _put(self, document: Document) -> None:
        self.document = document
        wrap = QPlainTextEdit.LineWrapMode
        self._editor.setLineWrapMode(wrap.NoWrap if document.plain else wrap.WidgetWidth)
        self._editor.replace_text(document.text)
        self._editor.setReadOnly(document.read_only)
        self.journal_now()
        self.changed.emit()
        if document.notice:
            self.noticed.emit(document.notice)

    def new(self) -> None:
        """Start an empty document."""
        if self.may_leave():
            self._put(Document())

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""
        if self.may_leave():
            name, _ = QFileDialog.getOpenFileName(self._window, "Open", self._folder(), _FILTER)
            if name:
                self.open(Path(name))

    def drop(self, name: str) -> None:
        """Open a file that was dropped on the editor."""
        if self.may_leave():
            self.open(Path(name))

    def save(self) -> bool:
        """Save under the present name, or ask for one."""
        if self.document.path is None or self.document.read_only:
            return self.save_as()
        return self._write(None)

    def save_as(self) -> bool:
        """Ask for a name and save under it."""
        suggested = str(self.document.path or Path(self._folder()) / "Untitled.txt")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save As", suggested, _FILTER)
        return bool(name) and self._write(Path(name))

    def _write(self, path: Path | None) -> bool:
        text = self._editor.text()
        try:
            try:
                self.document = write(self.document, text, path)
            except (ChangedOnDiskError, NeedsForceError) as error:
                if not self._confirm(str(error), "Overwrite"):
                    return False
                self.document = write(self.document, text, path, force=True)
        except DocumentError as error:
            self.failed.emit(str(error))
            return False
        self._editor.setReadOnly(False)
        self._editor.document().setModified(False)
        self.journal_now()
        self.changed.emit()
        return True

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes; False to stay."""
        if not self._editor.document().isModified():
            return True
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "Unsaved changes",
            f"“{self.name}” has changes that are not saved.",
            _Buttons.Save | _Buttons.Discard | _Buttons.Cancel,
            self._window,
        )
        box.setDefaultButton(_Buttons.Save)
        give_keys(box)
        answer = box.exec()
        if answer == _Buttons.Save:
            return self.save()
        return answer == _Buttons.Discard

    def close(self) -> None:
        """Forget the journal of a document that was dealt with."""
        self._stop_journal()
        self._writer.shutdown()
        with contextlib.suppress(OSError):
            self._journal.discard(self._key)

    def forget(self, found: Recovered) -> None:
        """Delete a text of the journal that nobody wants back."""
        with contextlib.suppress(OSError):
            self._journal.discard(found.key)

    def recover(self, found: Recovered) -> None:
        """Put a text of the journal back, as unsaved changes of its document."""
        document = Document()
        if found.path is not None:
            with contextlib.suppress(DocumentError):
                document = read(found.path)
        self._put(document)
        self._editor.selectAll()
        self._editor.insertPlainText(found.text)
        self._editor.document().setModified(True)
        self.journal_now()
        self.forget(found)
        self.changed.emit()

    def _confirm(self, text: str, yes: str) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(text)
        button = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(_Buttons.Cancel)
        give_keys(box)
        box.exec()
        return box.clickedButton() is button

    def _folder(self) -> str:
        return str(self.document.path.parent if self.document.path else Path.home())


_FILTER = "Text (*.txt *.md *.markdown *.text);;All files (*)"
