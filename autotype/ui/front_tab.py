"""The tab that is in front of a window, and how another one or another document comes there."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument

from autotype.text.document import Document, DocumentError, read
from autotype.text.recovery import Journal
from autotype.text.session import Place
from autotype.text.temporary import sweep
from autotype.text.visible import visible
from autotype.translation import tr
from autotype.ui.disk_watch import DiskWatch
from autotype.ui.editor import Editor
from autotype.ui.journalling import Journalling
from autotype.ui.loading import Loading
from autotype.ui.page import Page
from autotype.ui.tab import Tab

FAILURE, FILE, DISK, JOURNAL, TAB = "failure", "file", "disk", "journal", "tab"
"""What is said about a document is about one of these."""
Choice = tuple[str, Callable[[], object]]


class FrontTab(QObject):
    """The document that is in front in a window: its tab's.

    Attributes:
        tab: The tab that is in front.

    Signals:
        changed(): Another document, another name, or another state of saving.
        failed(str): Something could not be done, in one sentence.
        noticed(str, tuple[Choice, ...], str): Something the user should know, in one sentence;
            what can be done about it; and its subject.
        relieved(str, str): What was noticed is over, in one sentence; its subject.
        settled(str): What was noticed about a subject is so no more.
        leaving(object): Documents are about to be closed, or another one to take their place: a
            list of their files and where the caret is in each.
        opened(): A document was opened, started or saved; `document` says which.
        unopened(Tab): What was to be opened in a tab in front cannot be, which was said.
        switching(Tab): Another tab will come in front of this one.
        switched(Tab): This tab has come in front.
        on_disk(Tab, OnDisk): What another program has done to the file of a tab.
    """

    changed = Signal()
    failed = Signal(str)
    noticed = Signal(str, object, str)
    relieved = Signal(str, str)
    settled = Signal(str)
    leaving = Signal(object)
    opened = Signal()
    unopened = Signal(object)
    switching = Signal(object)
    switched = Signal(object)
    on_disk = Signal(object, object)

    def __init__(self, editor: Editor, journal: Journal, key: str) -> None:
        """Start with an empty document; `key` names it in the journal."""
        super().__init__(editor)
        self._editor = editor
        self._page = Page(editor)
        self._journal = journal
        self._writer = ThreadPoolExecutor(1, "journal")
        self._reader = ThreadPoolExecutor(1, "disk")
        self._loading: Loading | None = None
        self.tab = Tab(key)
        self._build(self.tab, editor.keep_text())
        editor.modificationChanged.connect(lambda _: self.changed.emit())

    def _build(self, tab: Tab, text: QTextDocument) -> None:
        parts = tab.build(text, self._journal, self._writer, self._reader)
        parts.watch.seen.connect(lambda found: self.on_disk.emit(tab, found))
        parts.journalling.told.connect(self._tell_of_journal)

    def _tell_of_journal(self, said: str, is_kept: bool) -> None:
        if is_kept:
            self.relieved.emit(said, JOURNAL)
        else:
            self.noticed.emit(said, (), JOURNAL)

    @property
    def document(self) -> Document:
        """What was opened or saved last in the tab that is in front."""
        return self.tab.document

    @document.setter
    def document(self, document: Document) -> None:
        self.tab.document = document

    @property
    def journalling(self) -> Journalling:
        """Who writes its unsaved text down."""
        return self.tab.parts.journalling

    @property
    def watch(self) -> DiskWatch:
        """Who sees what other programs do to its file."""
        return self.tab.parts.watch

    @property
    def name(self) -> str:
        """Name of the document for people."""
        return visible(self.tab.path.name) if self.tab.path else self.tab.untitled

    @property
    def place(self) -> Place:
        """Where the caret is, and what is to be seen."""
        return self._editor.place

    @property
    def lot(self) -> str:
        """What chance goes by for this document: its file, or a word of its own."""
        return str(self.document.path) if self.document.path else self.tab.lot

    @property
    def modified(self) -> bool:
        """Whether there are changes that are not saved."""
        return self._editor.document().isModified()

    def journal_now(self) -> None:
        """Write unsaved text down, or forget what was written of saved text."""
        self.journalling.now()

    def _turn_to(self, tab: Tab) -> None:
        before, editor = self.tab, self._editor
        if tab is before:
            return
        self._stop_loading()
        self.switching.emit(before)
        before.place, before.locked = editor.place, editor.isReadOnly()
        before.wraps = self._page.wraps
        if not tab.is_built:
            self._build(tab, editor.new_text())
        self.tab = tab
        self._page.turn_to(tab.parts.text, wraps=tab.wraps, locked=tab.locked)
        editor.go_to(tab.place)
        self.switched.emit(tab)
        self.changed.emit()

    def read(self, path: Path) -> Document | None:
        """Return the document of a file; None if it cannot be opened, which is said."""
        try:
            return read(Path(os.path.abspath(path)))  # noqa: PTH100
        except DocumentError as error:
            self.failed.emit(str(error))
            return None

    def open(self, path: Path) -> bool:
        """Open a document in place of the present one, which must have been dealt with."""
        document = self.read(path)
        if document is not None:
            self.put(document)
        return document is not None

    def put(self, document: Document) -> None:
        """Show a document that was read in place of the present one."""
        self._put(document)
        if document.path is not None:
            sweep(document.path.parent)

    def _put(self, document: Document) -> None:
        self._leave()
        self._page.put(document)
        self._set(document)
        self.journal_now()
        self.opened.emit()

    @property
    def is_loading(self) -> bool:
        """Whether the file of the tab in front is still on its way."""
        return self._loading is not None

    def _load(self, path: Path) -> None:
        """Open a large file in the tab in front, where nothing can be written meanwhile."""
        self._editor.setReadOnly(True)
        said = tr("Opening “{name}” …", name=path.name)
        self.noticed.emit(said, (), FILE)
        self._loading = Loading(path, self._editor.new_text(), self)
        self._loading.done.connect(self._loaded)
        self._loading.failed.connect(self._not_loaded)

    def _stop_loading(self) -> None:
        """Leave a file that is on its way; its tab opens it when it is in front again."""
        loading, self._loading = self._loading, None
        if loading is not None:
            loading.stop()
            loading.text.deleteLater()
            loading.deleteLater()

    def _not_loaded(self, said: str) -> None:
        self._stop_loading()
        self.settled.emit(FILE)
        self.noticed.emit(said, (), TAB)
        self.unopened.emit(self.tab)

    def _loaded(self, document: Document, exact: bool) -> None:
        """Put a text that is whole by now in place of the empty one that stood for it."""
        loading, self._loading = self._loading, None
        waiting = self.tab.waiting
        if loading is None or waiting is None:
            return
        loading.deleteLater()
        empty, self.tab.waiting = self.tab.parts, None
        empty.watch.close()
        empty.journalling.close()
        self._build(self.tab, loading.text)
        self._page.turn_to(loading.text, wraps=not document.plain, locked=document.slow)
        self._editor.follow_loaded(document.shown)
        empty.text.deleteLater()
        self._settle(document, exact=exact)
        self.journal_now()
        self.opened.emit()
        self._editor.go_to(waiting.place)
        self.watch.look_anew()

    def _leave(self) -> None:
        if self.document.path is not None:
            self.leaving.emit([(self.document.path, self._editor.textCursor().position())])

    def _show_instead(self, document: Document, text: str) -> None:
        self._page.show_instead(text)
        self._set(document, text)

    def _set(self, document: Document, text: str | None = None) -> None:
        """Take over a document whose text, or another one, is in the editor by now."""
        exact = self._editor.text() == (document.shown if text is None else text)
        self._settle(document, text, exact=exact)

    def _settle(self, document: Document, text: str | None = None, *, exact: bool) -> None:
        if not exact:
            lost = tr(
                "The text holds characters that cannot be edited here; it can be saved under "
                "another name."
            )
            document = replace(document, read_only=True, notice=f"{document.notice} {lost}".strip())
        self.document = document
        self._page.settle(document, text)
        for about in (FAILURE, FILE, DISK):
            self.settled.emit(about)
        self.changed.emit()
        if document.slow:
            said = tr("{notice} So it is only shown.", notice=document.notice)
            self.noticed.emit(said, ((tr("Edit anyway"), self._unlock),), FILE)
        elif document.notice:
            self.noticed.emit(document.notice, (), FILE)

    def _unlock(self) -> None:
        """Let a document be edited in which every key takes long."""
        self.settled.emit(FILE)
        self._editor.setReadOnly(False)
        self._editor.setFocus()
