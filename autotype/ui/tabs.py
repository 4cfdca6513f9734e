"""The documents of one window, of which one is in front."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from autotype.text.document import Document
from autotype.text.recovery import Journal, Recovered
from autotype.text.session import Open, Place
from autotype.text.tab_names import names_of
from autotype.text.visible import visible
from autotype.ui.choosing import choose_to_open
from autotype.ui.document_actions import DocumentActions
from autotype.ui.loading import is_large
from autotype.ui.tab import Tab

_MOST_CLOSED = 50


class Tabs(QObject):
    """Opens, closes and orders them. Only what is shown is read, and takes memory.

    Attributes:
        all: The tabs in their order.

    Signals:
        changed(): Others, in another order, of other names, or in another state of saving.
        entered(): The window has got the focus.
    """

    changed = Signal()
    entered = Signal()

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
        documents.unopened.connect(self._remove)
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
        names = names_of([tab.path for tab in self.all], [tab.untitled for tab in self.all])
        return [visible(name) for name in names]

    def place_of(self, tab: Tab) -> Place:
        """Return where somebody is in a tab, or was last."""
        return self._documents.place if tab is self.front else tab.place

    def _entered(self, window: QWindow | None) -> None:
        if window is not None and window is self._window.windowHandle():
            for tab in self.all:
                if tab.is_built:
                    tab.parts.watch.look()
            self.entered.emit()

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
        if is_large(path):
            self.open_all([path])
            return True
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
        known = self._by_file()
        for path in map(_absolute, paths):
            tab = known.get(_real(path))
            if tab is None:
                exists, added = _may_exist(path), True
                tab = known[_real(path)] = self._add(Open(path) if exists else None)
                if not exists:
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

    def _add(self, waiting: Open | None = None, at: int | None = None) -> Tab:
        self._made += 1
        taken = {tab.number for tab in self.all if tab.path is None}
        number = next(each for each in range(1, len(taken) + 2) if each not in taken)
        tab = Tab(f"{self._key}-{self._made}", number, waiting=waiting)
        self.all.insert(len(self.all) if at is None else at, tab)
        return tab

    def _by_file(self) -> dict[str, Tab]:
        """Return the tabs that have a file by its place, whatever it is called on the way there."""
        return {_real(tab.path): tab for tab in reversed(self.all) if tab.path is not None}

    def _tab_of(self, path: Path) -> Tab | None:
        return self._by_file().get(_real(path))

    # Going about.

    def go(self, tab: Tab) -> bool:
        """Put a tab in front; one that cannot be opened any more is closed, which is said."""
        went = self._go(tab)
        self._documents.tell_unopened()
        return went

    def _go(self, tab: Tab) -> bool:
        if tab is self.front:
            return True
        if self._documents.show(tab):
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
        went = any(self._go(tab) for tab in tabs)
        self._documents.tell_unopened()
        return went

    def move(self, start: int, end: int) -> None:
        """Move a tab to another place."""
        self.all.insert(end, self.all.pop(start))
        self.changed.emit()

    def move_front(self, by: int) -> None:
        """Move the tab in front so many places to the right, or to the left; not round the ends."""
        at = self.all.index(self.front)
        if 0 <= at + by < len(self.all):
            self.move(at, at + by)

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
        self._close_all([tab for tab in self.all if tab is not kept], kept)

    def close_right_of(self, kept: Tab) -> None:
        """Close the tabs behind one, until the user wants to keep one of them."""
        self._close_all(self.all[self.all.index(kept) + 1 :], kept)

    def _close_all(self, closing: Sequence[Tab], kept: Tab) -> None:
        if self.front in closing and not self.go(kept):
            return
        back = self.front
        try:
            for tab in closing:
                tab.mark_lost()
                if tab.modified and not (self.go(tab) and self._documents.may_leave()):
                    return
                self.go(back)  # else the next one would be read, only to be closed
                self._remove(tab, tell=False)
        finally:
            self.changed.emit()

    def _remove(self, tab: Tab, *, tell: bool = True) -> None:
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
        if tell:
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

    def reopen(self) -> bool:
        """Open the file again whose tab was closed last; False if there is none."""
        if not self._closed:
            return False
        at, closed = self._closed.pop()
        tab = self._tab_of(closed.path) if closed.path else None
        if tab is None:
            blank = self.front if self.front.is_blank and len(self.all) == 1 else None
            tab = self._add(closed, min(at, len(self.all)))
            if self.go(tab) and blank is not None:
                self._remove(blank)
        self.go(tab)
        return True

    def put_back(self, opened: Sequence[Open], front: int) -> None:
        """Open what was open once, but read only what was in front; an empty tab gives way."""
        blank = self.front if self.front.is_blank else None
        if blank is not None:
            blank.number = 0  # its name is free
        added = [self._add(each) for each in opened]
        shown = self._show_first([*added[front:], *added[:front]])
        if blank is not None and shown:
            self._remove(blank)
        elif blank is not None:
            blank.number = 1

    # All of them.

    def journal_now(self) -> bool:
        """Write all unsaved texts down; whether that went."""
        written = [tab.parts.journalling.now() for tab in self.all if tab.is_built]
        return all(written)

    def mark_lost(self) -> None:
        """Find out whose text is only here now: its file is gone."""
        for tab in self.all:
            tab.mark_lost()


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
