"""Opening, saving and recovering documents; asks before anything could be lost."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from autotype.text.document import (
    ChangedOnDiskError,
    Document,
    DocumentError,
    NeedsForceError,
    read,
    write,
)
from autotype.text.recovery import Journal, Recovered
from autotype.text.temporary import sweep
from autotype.translation import mark, tr
from autotype.ui.choosing import choose_to_open, choose_to_save
from autotype.ui.disk_watch import DiskWatch, OnDisk
from autotype.ui.editor import Editor
from autotype.ui.journalling import Journalling
from autotype.ui.mnemonics import give_keys
from autotype.ui.page import Page
from autotype.ui.questions import ask

_Buttons = QMessageBox.StandardButton
_SAVE_AS, _RELOAD, _OVERWRITE, _SAVE_AGAIN = (
    mark("Save As …"),
    mark("Reload"),
    mark("Overwrite"),
    mark("Save it here again"),
)
FAILURE = "failure"
_FILE, _DISK, _JOURNAL = "file", "disk", "journal"
Choice = tuple[str, Callable[[], object]]


class DocumentActions(QObject):
    """The document of one editor.

    Signals:
        changed(): Another document, another name, or another state of saving.
        failed(str): Something could not be done, in one sentence.
        noticed(str, tuple[Choice, ...], str): Something the user should know, in one sentence;
            what can be done about it; and its subject.
        settled(str): What was noticed about a subject is so no more.
        leaving(): The document is about to be closed, or another one to take its place.
        opened(): A document was opened, started or saved; `document` says which.
    """

    changed = Signal()
    failed = Signal(str)
    noticed = Signal(str, object, str)
    settled = Signal(str)
    leaving = Signal()
    opened = Signal()

    def __init__(self, editor: Editor, journal: Journal, key: str, window: QWidget) -> None:
        """Start with an empty document; `key` names it in the journal."""
        super().__init__(editor)
        self._editor = editor
        self._page = Page(editor)
        self._window = window
        self._journal = journal
        self.document = Document()
        self.journalling = Journalling(editor, journal, key, lambda: self.document)
        self.watch = DiskWatch(window, lambda: self.document)
        self.watch.seen.connect(self._on_disk)
        self.journalling.told.connect(lambda said: self.noticed.emit(said, (), _JOURNAL))
        editor.document().modificationChanged.connect(lambda _: self.changed.emit())

    @property
    def name(self) -> str:
        """Name of the document for people."""
        return self.document.path.name if self.document.path else tr("Untitled")

    @property
    def modified(self) -> bool:
        """Whether there are changes that are not saved."""
        return self._editor.document().isModified()

    def journal_now(self) -> None:
        """Write unsaved text down, or forget what was written of saved text."""
        self.journalling.now()

    def open(self, path: Path) -> bool:
        """Open a document in place of the present one, which must have been dealt with."""
        try:
            document = read(Path(os.path.abspath(path)))  # noqa: PTH100
        except DocumentError as error:
            self.failed.emit(str(error))
            return False
        self._put(document)
        sweep(document.path.parent if document.path else path.parent)
        return True

    def start_as(self, path: Path) -> None:
        """Start an empty document that will be saved under a new name."""
        self._put(Document(path=Path(os.path.abspath(path))))  # noqa: PTH100

    def _put(self, document: Document) -> None:
        self.leaving.emit()
        self._page.put(document)
        self._set(document)
        self.journal_now()
        self.opened.emit()

    def _show_instead(self, document: Document, text: str) -> None:
        self._page.show_instead(text)
        self._set(document, text)

    def _set(self, document: Document, text: str | None = None) -> None:
        """Take over a document whose text, or another one, is in the editor by now."""
        if self._editor.text() != (document.shown if text is None else text):
            lost = tr(
                "The text holds characters that cannot be edited here; it can be saved under "
                "another name."
            )
            document = replace(document, read_only=True, notice=f"{document.notice} {lost}".strip())
        self.document = document
        self._page.settle(document, text)
        for about in (FAILURE, _FILE, _DISK):
            self.settled.emit(about)
        self.changed.emit()
        if document.slow:
            said = tr("{notice} So it is only shown.", notice=document.notice)
            self.noticed.emit(said, ((tr("Edit anyway"), self._unlock),), _FILE)
        elif document.notice:
            self.noticed.emit(document.notice, (), _FILE)

    def _unlock(self) -> None:
        """Let a document be edited in which every key takes long."""
        self.settled.emit(_FILE)
        self._editor.setReadOnly(False)
        self._editor.setFocus()

    def new(self) -> None:
        """Start an empty document."""
        if self.may_leave():
            self.start_empty()

    def start_empty(self) -> None:
        """Start an empty document in place of the present one, which must have been dealt with."""
        self._put(Document())

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""
        if self.may_leave():
            path = choose_to_open(self._window, self.document)
            if path is not None:
                self.open(path)

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
        path = choose_to_save(self._window, self.document)
        return path is not None and self._write(path)

    def _write(self, path: Path | None, *, force: bool = False, in_place: bool = False) -> bool:
        text = self._editor.text()
        try:
            document = write(self.document, text, path, force=force, in_place=in_place)
        except ChangedOnDiskError:
            return self._ask_about_change(path)
        except NeedsForceError as error:
            choice = ask(self._window, str(error), "", _SAVE_AS, _OVERWRITE, careful=_SAVE_AS)
            if choice == _OVERWRITE:
                return self._write(path, force=force, in_place=True)
            return choice == _SAVE_AS and self.save_as()
        except DocumentError as error:
            self.failed.emit(str(error))
            return False
        self.document = document
        self._editor.document().setModified(False)
        self.journal_now()
        for about in (FAILURE, _FILE, _DISK):
            self.settled.emit(about)
        self.changed.emit()
        self.opened.emit()
        return True

    def _ask_about_change(self, path: Path | None) -> bool:
        """Ask what to do where saving would destroy what another program has written."""
        if self._is_gone():
            said = tr("“{name}” was removed or renamed by another program.", name=self.name)
            more = tr("Your text is only here now.")
            choices: tuple[str, ...] = (_SAVE_AGAIN, _SAVE_AS)
            careful = _SAVE_AGAIN
        else:
            said = tr(
                "“{name}” was changed by another program since it was opened.", name=self.name
            )
            more = tr(
                "Overwriting destroys what the other program wrote; reloading shows it in place "
                "of your text, which Undo brings back."
            )
            choices, careful = (_SAVE_AS, _RELOAD, _OVERWRITE), _SAVE_AS
        choice = ask(self._window, said, more, *choices, careful=careful)
        if choice in (_OVERWRITE, _SAVE_AGAIN):
            return self._write(path, force=True)
        if choice == _SAVE_AS:
            return self.save_as()
        if choice == _RELOAD:
            self.reload()
            return False
        self._tell_unsaved(
            tr("“{name}” is not saved: another program has changed it.", name=self.name)
        )
        return False

    def _is_gone(self) -> bool:
        path = self.document.path
        return path is not None and not os.path.exists(path)  # noqa: PTH110

    def _on_disk(self, found: OnDisk) -> None:
        """Say what another program did to the file."""
        if found is OnDisk.SAME:
            self.settled.emit(_DISK)
        elif found is OnDisk.CHANGED:
            said = tr("“{name}” was changed by another program.", name=self.name)
            if self.modified:
                said = tr(
                    "“{name}” was changed by another program; your changes here are not saved.",
                    name=self.name,
                )
            self._tell_unsaved(said)
        else:
            # Closing asks from now on: what is in the window is all there is.
            self._editor.document().setModified(True)
            said = tr(
                "“{name}” was removed or renamed by another program; its text is only here now.",
                name=self.name,
            )
            if not self._is_gone():  # a folder is there now, or the file is closed to us
                said = tr(
                    "“{name}” cannot be read any more; its text is only here now.", name=self.name
                )
            self._tell_unsaved(said)

    def _tell_unsaved(self, said: str) -> None:
        choices: tuple[Choice, ...] = (
            ((tr("Save it again"), self.save),)
            if self._is_gone()
            else ((tr(_RELOAD), self.reload), (tr("Keep mine"), self._keep))
        )
        self.noticed.emit(said, (*choices, (tr(_SAVE_AS), self.save_as)), _DISK)

    def _keep(self) -> None:
        """Leave the text as it is, which is not what the file holds; saving asks again."""
        self.settled.emit(_DISK)
        self._editor.document().setModified(True)
        self._editor.setFocus()

    def reload(self) -> None:
        """Show what the file holds now; undoing brings back what was shown before."""
        if self.document.path is None:
            return
        try:
            document = read(self.document.path)
        except DocumentError as error:
            self.failed.emit(str(error))
            return
        self._show_instead(document, document.shown)
        self._editor.document().setModified(False)
        self.journal_now()

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes; False to stay."""
        if not self.modified:
            return True
        box = QMessageBox(
            QMessageBox.Icon.Question,
            tr("Unsaved changes"),
            tr("“{name}” has changes that are not saved. Save them?", name=self.name),
            _Buttons.Save | _Buttons.Discard | _Buttons.Cancel,
            self._window,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)  # names of files may look like markup
        box.setDefaultButton(_Buttons.Save)
        give_keys(box)
        answer = box.exec()
        if answer == _Buttons.Save:
            return self.save()
        return answer == _Buttons.Discard

    def close(self) -> None:
        """Forget the journal of a document that was dealt with."""
        self.leaving.emit()
        self.watch.close()
        self.journalling.close()

    def waiting(self) -> list[Recovered]:
        """Return the unsaved texts of Autotypes that did not end as they should."""
        return self._journal.pending()

    def forget(self, found: Recovered) -> None:
        """Delete a text of the journal that nobody wants back."""
        with contextlib.suppress(OSError):
            self._journal.discard(found.key)

    def recover(self, found: Recovered) -> None:
        """Put a text of the journal back, as unsaved changes of its document."""
        document, changed = found.as_document()
        self._put(document)
        if document.shown != found.text:
            self._show_instead(document, found.text)
        self._editor.setReadOnly(False)
        self._editor.document().setModified(True)
        if self.journalling.now():
            self.forget(found)
        self.changed.emit()
        if changed:
            self._tell_unsaved(
                tr(
                    "“{name}” was changed or removed by another program after this text was "
                    "written; saving asks before it overwrites anything.",
                    name=self.name,
                )
            )
