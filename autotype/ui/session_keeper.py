"""Keeps what is open in a window for the next start: a moment behind, and at the end."""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from PySide6.QtCore import QObject, QTimer

from autotype.text.recovery import Journal
from autotype.text.session import Session, Sessions
from autotype.ui.tabs import Tabs

_BEHIND_MS = 1000
_MOST_NAMED = 3


class SessionKeeper(QObject):
    """Writes the session of one window while the user wants it kept."""

    def __init__(self, tabs: Tabs, sessions: Sessions, *, on: bool) -> None:
        """Follow `tabs`.

        Args:
            tabs: What is open.
            sessions: Where it is kept.
            on: Whether it is.
        """
        super().__init__(tabs)
        self._tabs = tabs
        self._sessions = sessions
        self.on = on
        # A disk may take its time; nobody waits for it.
        self._writer = ThreadPoolExecutor(1, "session")
        self._writing: Future[None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_BEHIND_MS)
        self._timer.timeout.connect(self._write)
        tabs.changed.connect(self._in_a_moment)

    def keep(self, on: bool) -> None:
        """Keep it or not from now on; what is not wanted is removed."""
        if on != self.on:
            self.on = on
            self._settle()
            if on:
                self._timer.start()
            else:
                self._sessions.forget()

    def restore(self, journal: Journal, *, alone: bool) -> tuple[Session | None, str]:
        """Open what was open when Autotype ended; return it, and what is to be said.

        Args:
            journal: Where the texts are that were not saved.
            alone: Whether to leave it while another window is open.
        """
        if not self.on:
            return None, ""
        with contextlib.suppress(OSError):
            if alone and self._sessions.others_run():
                return None, ""
            session = self._sessions.claim(journal.has)
            if session is not None:
                gone = self._tabs.restore(session)
                return session, _said_of([path.name for path in gone])
        return None, ""

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
            session = self._tabs.session()
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
            self._sessions.write(self._tabs.session(ended=ended))
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Leave it to the next start."""
        self._settle()
        self._writer.shutdown()
        self._sessions.close()


def _said_of(names: list[str]) -> str:
    """Return one sentence about files that were open and are there no more; empty for none."""
    if not names:
        return ""
    shown = [f"“{name}”" for name in names[:_MOST_NAMED]]
    if more := len(names) - len(shown):
        shown.append(f"{more} more")
    listed = f"{', '.join(shown[:-1])} and {shown[-1]}" if shown[1:] else shown[0]
    if names[1:]:
        return f"{listed} are not there any more; their tabs were not opened again."
    return f"{listed} is not there any more; its tab was not opened again."
