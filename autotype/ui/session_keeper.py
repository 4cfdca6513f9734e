"""Keeps what is open in a window for the next start: a moment behind, and at the end."""

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from autotype.text.recovery import Journal
from autotype.text.session import MOST_TRIES, Open, Session, Sessions
from autotype.translation import listed, mark, tr, trn
from autotype.ui.tab import Tab
from autotype.ui.tabs import Tabs

_BEHIND_MS = 1000
_ENDED_AT_ONCE = mark(
    "Autotype ended several times while it opened what was open, so it begins empty; texts that "
    "were not saved are offered one by one."
)


class SessionKeeper(QObject):
    """Writes the session of one window while the user wants it kept."""

    def __init__(self, tabs: Tabs, journal: Journal, sessions: Sessions, *, on: bool) -> None:
        """Follow `tabs`.

        Args:
            tabs: What is open.
            journal: Where the texts are that are not saved.
            sessions: Where it is kept what is open.
            on: Whether it is.
        """
        super().__init__(tabs)
        self._tabs = tabs
        self._journal = journal
        self._sessions = sessions
        self.on = on
        # A disk may take its time; nobody waits for it.
        self._writer = ThreadPoolExecutor(1, "session")
        self._writing: Future[None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_BEHIND_MS)
        self._timer.timeout.connect(self._write)
        tabs.changed.connect(self._in_a_moment)

    def has_unsaved_elsewhere(self, path: Path) -> bool:
        """Whether another window has changes to a file; unknown, so no, where none are kept."""
        return self.on and self._sessions.unsaved_elsewhere(path, self._journal.has)

    def keep(self, on: bool) -> None:
        """Keep it or not from now on; what is not wanted is removed."""
        if on != self.on:
            self.on = on
            self._settle()
            if on:
                self._timer.start()
            else:
                self._sessions.forget()

    def restore(self, *, alone: bool) -> tuple[bool, str]:
        """Open what was open when Autotype ended.

        Args:
            alone: Whether to leave it while another window is open.

        Returns:
            Whether there was anything, and what is to be said about it, in one sentence.
        """
        session = None
        with contextlib.suppress(OSError):
            if self.on and not (alone and self._sessions.others_run()):
                session = self._sessions.claim(self._journal.has)
        if session is None:
            return False, ""
        if session.tries > MOST_TRIES:
            return True, tr(_ENDED_AT_ONCE)
        gone = [tab for tab in session.tabs if _is_gone(tab)]
        left = [tab for tab in session.tabs if tab not in gone]
        front = session.tabs[session.front] if session.tabs else None
        self._tabs.put_back(left, left.index(front) if front in left else 0)
        return True, _said_of([tab.path.name for tab in gone if tab.path is not None])

    def session(self, *, ended: bool = False) -> Session:
        """Return what is open."""
        tabs = [tab for tab in self._tabs.all if tab.is_worth_keeping]
        front = self._tabs.front
        at = tabs.index(front) if front in tabs else 0
        return Session(tuple(map(self._open_of, tabs)), at, ended)

    def _open_of(self, tab: Tab) -> Open:
        if tab.waiting is not None:
            return tab.waiting
        return Open(tab.path, self._journal.name_of(tab.key), self._tabs.place_of(tab))

    def drafts(self) -> frozenset[str]:
        """Return the entries of the journal that belong to tabs, of this window or another."""
        return self._sessions.drafts()

    def _in_a_moment(self) -> None:
        if self.on and not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        if self._writing is not None and not self._writing.done():
            self._timer.start()
        else:
            session = self.session()
            self._writing = self._writer.submit(self._safely, lambda: self._sessions.write(session))

    def _safely(self, work: Callable[[], object]) -> None:
        # A list of files is worth no question and no notice.
        with contextlib.suppress(OSError):
            work()

    def _settle(self) -> None:
        self._timer.stop()
        if self._writing is not None:
            wait([self._writing])

    def save(self, *, ended: bool) -> bool:
        """Write it now; whether that went."""
        self._settle()
        try:
            self._sessions.write(self.session(ended=ended))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Leave it to the next start."""
        self._settle()
        self._writer.shutdown()
        self._sessions.close()


def _is_gone(tab: Open) -> bool:
    # `Path.is_file` raises where a folder above is closed to us.
    return tab.path is not None and not tab.draft and not os.path.isfile(tab.path)  # noqa: PTH113


def _said_of(names: list[str]) -> str:
    """Return one sentence about files that were open and are there no more; empty for none."""
    if not names:
        return ""
    return trn(
        "{listed} is not there any more; its tab was not opened again.",
        "{listed} are not there any more; their tabs were not opened again.",
        len(names),
        listed=listed(names),
    )
