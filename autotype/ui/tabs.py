"""The documents of one window, of which one is in front."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from autotype.text.document import Document
from autotype.text.recovery import Journal, Recovered
from autotype.text.session import Open, Session
from autotype.text.tab_names import names_of
from autotype.ui.choosing import choose_to_open
from autotype.ui.document_actions import DocumentActions
from autotype.ui.tab import Tab

_MOST_CLOSED = 50


class Tabs(QObject):
    """Opens, closes and orders them. Only what is shown is read, and takes memory.

    Attributes:
        all: The tabs in their order.

    Signals:
        changed(): Others, in another order, of other names, or in another state of saving.
    """

    changed = Signal()

    def __init__(
        self, documents: DocumentActions, journal: Journal, key: str, window: QWidget
    ) -> None:
        """Begin with the one tab there is; `key` begins the names of all in the journal."""
        super().__init__(documents)
        self._documents = documents
        self._journal = journal
        self._key = key
        self._window = window
        self._made = 1
        self.all = [documents.tab]
        self._closed: list[tuple[int, Open]] = []
        documents.changed.connect(self.changed)
        # No filter of the window's events: each key causes some, and waits for each look at one.
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._entered)

    @property
    def front(self) -> Tab:
        """The tab in front."""
        return self._documents.tab

    @property
    def names(self) -> list[str]:
        """A name for each; equal ones are told apart."""
        return names_of([tab.path for tab in self.all], [tab.untitled for tab in self.all])

    def _entered(self, window: QWindow | None) -> None:
        if window is not None and window is self._window.windowHandle():
            for tab in self.all:
                if tab.is_built:
                    tab.parts.watch.look()

    # Opening.

    def new(self) -> None:
        """Open an empty document."""
        self._show_first([self._add()])

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""
        path = choose_to_open(self._window, self._documents.document)
        if path is not None:
            self.open(path)

    def drop(self, names: Sequence[str]) -> None:
        """Open files that were dropped on the window."""
        self.open_all([Path(name) for name in names])

    def open(self, path: Path) -> bool:
        """Open a file, or go to the tab that has it; False if it cannot be, which is said."""
        tab = self._tab_of(path)
        if tab is not None:
            return self.go(tab)
        document = self._documents.read(path)
        if document is None:
            return False
        self._make_room()
        self._documents.put(document)
        return True

    def open_all(self, paths: Iterable[Path]) -> None:
        """Open files, the first of them in front; one that is not there yet is begun."""
        wanted: list[Tab] = []
        added = False
        blank = self.front if self.front.is_blank else None
        for path in map(_absolute, paths):
            tab = self._tab_of(path)
            if tab is None:
                tab, added = self._add(), True
                if _may_exist(path):
                    tab.waiting = Open(path)
                else:
                    tab.document = Document(path=path)
            wanted.append(tab)
        if self._show_first(wanted) and added and blank is not None:
            self._remove(blank)

    def recover(self, found: Recovered) -> None:
        """Open a text of the journal."""
        self._make_room()
        self._documents.recover(found)

    def _make_room(self) -> None:
        """Put a tab in front that another document can take."""
        if not self.front.is_blank:
            self.new()

    def _add(self, at: int | None = None) -> Tab:
        self._made += 1
        taken = {tab.number for tab in self.all if tab.path is None}
        number = next(each for each in range(1, len(taken) + 2) if each not in taken)
        tab = Tab(f"{self._key}-{self._made}", number)
        self.all.insert(len(self.all) if at is None else at, tab)
        return tab

    def _tab_of(self, path: Path) -> Tab | None:
        """Return the tab that has a file, under whichever name."""
        wanted = _absolute(path)
        for tab in self.all:
            if tab.path == wanted:
                return tab
        real = _real(wanted)
        return next((tab for tab in self.all if tab.path and _real(tab.path) == real), None)

    # Going about.

    def go(self, tab: Tab) -> bool:
        """Put a tab in front; one that cannot be opened any more is closed, which is said."""
        if tab is self.front:
            return True
        if self._documents.show(tab):
            self.changed.emit()
            return True
        self._remove(tab)
        return False

    def step(self, by: int) -> None:
        """Go to the next tab, or the one before; around the ends, too."""
        at = self.all.index(self.front)
        others = [*self.all[at + 1 :], *self.all[:at]]
        self._show_first(others if by > 0 else others[::-1])

    def _show_first(self, tabs: Sequence[Tab]) -> bool:
        """Put the first of some tabs in front that can be; False if none can."""
        return any(self.go(tab) for tab in tabs)

    def move(self, start: int, end: int) -> None:
        """Move a tab to another place."""
        self.all.insert(end, self.all.pop(start))
        self.changed.emit()

    # Closing.

    def close(self, tab: Tab | None = None) -> bool:
        """Close a tab, the one in front if None; False if the user wants to keep it.

        Asks only where text would be lost.
        """
        tab = tab or self.front
        tab.mark_lost()
        if tab.modified and not (self.go(tab) and self._documents.may_leave()):
            return False
        self._remove(tab)
        return True

    def close_others(self, kept: Tab) -> None:
        """Close all tabs but one, until the user wants to keep one of them."""
        for tab in [tab for tab in self.all if tab is not kept]:
            if not self.close(tab):
                return
        self.go(kept)

    def _remove(self, tab: Tab) -> None:
        """Close a tab that was dealt with; there is always one left, an empty one."""
        if tab not in self.all:
            return
        at = self.all.index(tab)
        path = tab.path
        if tab is self.front:
            tab.place = self._documents.place
        if path is not None:
            place = tab.waiting.place if tab.waiting is not None else tab.place
            self._closed = [*self._closed[1 - _MOST_CLOSED :], (at, Open(path, "", place))]
        if len(self.all) == 1:
            if tab.is_blank:
                return
            self._add()
        if tab is self.front:
            others = [*self.all[at + 1 :], *self.all[:at][::-1]]
            if not self._show_first(others):
                self._show_first([self._add()])
        if tab in self.all:
            self.all.remove(tab)
        self._finish(tab)
        self.changed.emit()

    def _finish(self, tab: Tab) -> None:
        """End what belongs to a tab that was dealt with."""
        if tab.is_built:
            if tab.document.path is not None:
                self._documents.leaving.emit([(tab.document.path, tab.place.caret)])
            parts = tab.parts
            parts.watch.close()
            parts.journalling.close()
            parts.text.deleteLater()

    def reopen(self) -> None:
        """Open the tab again that was closed last."""
        if not self._closed:
            return
        at, closed = self._closed.pop()
        tab = self._tab_of(closed.path) if closed.path else None
        if tab is None:
            blank = self.front if self.front.is_blank and len(self.all) == 1 else None
            tab = self._add(min(at, len(self.all)))
            tab.waiting = closed
            if self.go(tab) and blank is not None:
                self._remove(blank)
        self.go(tab)

    # The whole window.

    def session(self, *, ended: bool = False) -> Session:
        """Return what is open."""
        tabs = [tab for tab in self.all if tab.is_worth_keeping]
        opened = tuple(self._open_of(tab) for tab in tabs)
        front = tabs.index(self.front) if self.front in tabs else 0
        return Session(opened, front, ended)

    def _open_of(self, tab: Tab) -> Open:
        if tab.waiting is not None:
            return tab.waiting
        place = self._documents.place if tab is self.front else tab.place
        return Open(tab.path, self._journal.name_of(tab.key), place)

    def restore(self, session: Session) -> list[Path]:
        """Open what was open, but read only what is in front; return which files are gone."""
        blank = self.front if self.front.is_blank else None
        gone, added = [], []
        front: Tab | None = None
        for number, each in enumerate(session.tabs):
            if each.path is not None and not each.draft and not os.path.isfile(each.path):  # noqa: PTH113
                gone.append(each.path)
                continue
            tab = self._add()
            tab.waiting = each
            added.append(tab)
            if number == session.front:
                front = tab
        wanted = [front, *added] if front is not None else added
        if self._show_first(wanted) and blank is not None:
            self._remove(blank)
        return gone

    def journal_now(self) -> bool:
        """Write all unsaved texts down; whether that went."""
        written = [tab.parts.journalling.now() for tab in self.all if tab.is_built]
        return all(written)

    def mark_lost(self) -> None:
        """Find out whose text is only here now: its file is gone."""
        for tab in self.all:
            tab.mark_lost()

    def may_end(self, *, keep: bool) -> bool:
        """Whether the window may be closed; asks where text would be lost.

        Args:
            keep: Whether the next start brings back what is not saved.
        """
        dealt_with: list[Tab] = []
        for tab in list(self.all):
            if keep or not tab.is_built or not tab.modified:
                continue
            if not (self.go(tab) and self._documents.may_leave()):
                return False
            dealt_with.append(tab)
        for tab in dealt_with:  # only now: until the last answer the window may stay
            tab.parts.text.setModified(False)
        return True

    def end(self, *, keep: bool) -> None:
        """End all of them; see `may_end`, which has said that it may be."""
        self.front.place = self._documents.place
        built = [tab for tab in self.all if tab.is_built]
        places = [(tab.path, tab.place.caret) for tab in built if tab.path is not None]
        self._documents.leaving.emit(places)
        for tab in built:
            tab.parts.watch.close()
            tab.parts.journalling.close(keep=keep and tab.modified and tab.is_worth_keeping)
        self._documents.close()


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _may_exist(file: Path) -> bool:
    """Whether there is a file; also if that cannot be found out, for opening it says why."""
    try:
        file.stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return True
