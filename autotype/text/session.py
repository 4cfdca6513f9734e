"""What was open in the windows of Autotype, so that the next start brings it back.

Each window writes a file of its own, so no two fight over one, and holds a lock as long as it
lives: the system lets go of that however a process ends.
"""

import contextlib
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular

if sys.platform != "win32":
    import fcntl

MOST_TRIES = 2
"""A third start that ends at once would end at once again."""
_SUFFIX, _LOCK = ".session", ".lock"
_LARGEST = 1 << 22
_LONGEST_PATH = 4096
_MOST_TABS = 1000
_MOST_FILES = 50
_LARGEST_NUMBER = 1 << 31
_DRAFT = re.compile(r"[\w-]{1,80}(?:\.[\w-]{1,80})?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was in a text; in UTF-16 units and paragraphs.

    Attributes:
        caret: Where the caret stood.
        anchor: Where its selection began; the same without one.
        first: The first paragraph to be seen.
        line: How many of its lines were above the window.
    """

    caret: int = 0
    anchor: int = 0
    first: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """A document that was open.

    Attributes:
        path: Its file, absolute; None for one without.
        draft: The entry of the journal that its unsaved text is in, if it has any.
        place: Where somebody was in it.
    """

    path: Path | None = None
    draft: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Session:
    """What was open in one window.

    Attributes:
        tabs: The documents, in the order of their tabs.
        front: Which of them was in front.
        ended: Whether the window was closed, and did not end otherwise.
        tries: How often it was taken over, without a window that came to last for a moment.
    """

    tabs: tuple[Open, ...] = ()
    front: int = 0
    ended: bool = False
    tries: int = 0


class Sessions:
    """The file of one window, and those that others have left; for one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Write nothing yet; `folder` is made when it is needed."""
        self._folder = folder
        self._run = f"{int(time.time())}-{secrets.token_hex(6)}"
        self._handle: int | None = None

    def write(self, session: Session) -> None:
        """Keep what is open, in place of what was kept of this window; raises `OSError`."""
        self._hold()
        record = {
            "ended": session.ended,
            "tries": session.tries,
            "front": session.front,
            "tabs": [_record_of(each) for each in session.tabs[:_MOST_TABS]],
        }
        replace_file(self._file(), json.dumps(record).encode("ascii"), private=True)

    def claim(self, has_draft: Callable[[str], bool]) -> Session | None:
        """Take over what windows have left that are there no more; None if there is nothing.

        It is all that was open in the window that was there last, or was never closed. Of others
        only texts come along that are not saved: what somebody has closed stays so. After as many
        tries as `MOST_TRIES` nothing comes: a text may be what ends Autotype.

        Args:
            has_draft: Whether the journal has an entry.

        Raises:
            OSError: What was taken over cannot be kept under this window's name.
        """
        if not self._folder.is_dir():
            return None
        with self._alone():
            left = [file for file in self._files() if not self._is_held(file)]
            found = [session for file in left if (session := _read(file)) is not None]
            if not found:
                return None
            claimed = _together(found, has_draft)
            if claimed.tries > MOST_TRIES:
                claimed = Session(tries=claimed.tries)
            self.write(claimed)
            for file in left:
                self._remove(file)
        return claimed

    def others_run(self) -> bool:
        """Whether another window is open that keeps a session."""
        return any(self._is_held(file) for file in self._files() if file != self._file())

    def drafts(self) -> frozenset[str]:
        """Return the entries of the journal that belong to windows that are open."""
        sessions = filter(None, map(_read, filter(self._is_held, self._files())))
        return frozenset(tab.draft for session in sessions for tab in session.tabs if tab.draft)

    def unsaved_elsewhere(self, path: Path, has_draft: Callable[[str], bool]) -> bool:
        """Whether another window that is open has changes to a file that are not saved.

        Args:
            path: The file, whatever links lead to it.
            has_draft: Whether the journal has an entry.
        """
        others = (file for file in self._files() if file != self._file() and self._is_held(file))
        sessions = filter(None, map(_read, others))
        return any(
            tab.path is not None
            and bool(tab.draft)
            and os.path.realpath(tab.path) == os.path.realpath(path)
            and has_draft(tab.draft)
            for each in sessions
            for tab in each.tabs
        )

    def forget(self) -> None:
        """Remove what is kept of this window, and what others have left."""
        with contextlib.suppress(OSError), self._alone():
            for file in self._files():
                if file == self._file() or not self._is_held(file):
                    self._remove(file)

    def close(self) -> None:
        """Leave what is kept to the next start."""
        if self._handle is not None:
            self._lock_of(self._file()).unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None

    def _file(self) -> Path:
        return self._folder / f"{self._run}{_SUFFIX}"

    def _lock_of(self, file: Path) -> Path:
        return file.with_suffix(_LOCK)

    def _files(self) -> list[Path]:
        """Return the files of all sessions, those that were written last first."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.name.endswith(_SUFFIX):
                        found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.path))
        return [Path(path) for _, path in sorted(found, reverse=True)[:_MOST_FILES]]

    def _hold(self) -> None:
        """Lock this window's session as long as it lives."""
        if self._handle is not None:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name != "nt" and self._folder.stat().st_mode & 0o077:
            self._folder.chmod(0o700)
        self._handle = _opened(self._lock_of(self._file()))
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # no locks on this file system
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_held(self, file: Path) -> bool:
        """Whether the window of a session is open."""
        if sys.platform == "win32":
            return False
        try:
            handle = os.open(self._lock_of(file), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(handle)
        return False

    def _remove(self, file: Path) -> None:
        for path in (file, self._lock_of(file)):
            if path != self._lock_of(self._file()):  # that one is held
                path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other window take over anything meanwhile; it lasts for milliseconds."""
        handle = _opened(self._folder / "all.claims")
        try:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)


def _together(sessions: Sequence[Session], has_draft: Callable[[str], bool]) -> Session:
    """Return one session of several, the last one first."""
    front = sessions[0].tabs[sessions[0].front] if sessions[0].tabs else None
    tabs: list[Open] = []
    for number, session in enumerate(sessions):
        for tab in session.tabs:
            unsaved = bool(tab.draft) and has_draft(tab.draft)
            is_wanted = unsaved or (tab.path is not None and (number == 0 or not session.ended))
            is_there = any(tab.path == other.path and not other.draft for other in tabs)
            if is_wanted and (unsaved or not is_there):
                tabs.append(tab if unsaved else replace(tab, draft=""))
                if tab is front:
                    front = tabs[-1]
    at = tabs.index(front) if front in tabs else 0
    ended = all(each.ended for each in sessions)
    tries = 0 if ended else 1 + max(each.tries for each in sessions)
    return Session(tuple(tabs[:_MOST_TABS]), at, ended, tries)


def _record_of(tab: Open) -> dict[str, Any]:
    place = tab.place
    return {
        "path": None if tab.path is None else str(tab.path),
        "draft": tab.draft,
        "place": [place.caret, place.anchor, place.first, place.line],
    }


def _read(file: Path) -> Session | None:
    """Return a session; None where it is missing or damaged."""
    try:
        record = parse_json(read_regular(file, _LARGEST))
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("tabs"), list):
        return None
    tabs = [_open_of(entry) for entry in record["tabs"][:_MOST_TABS]]
    if None in tabs:
        return None
    sound = tuple(tab for tab in tabs if tab is not None)
    front, tries = record.get("front"), record.get("tries")
    return Session(
        sound,
        front if _is_number(front) and front < len(sound) else 0,
        record.get("ended") is True,
        tries if _is_number(tries) else 0,
    )


def _open_of(entry: object) -> Open | None:
    """Return what an entry says; None if it says what cannot be."""
    if not isinstance(entry, dict):
        return None
    path, draft, place = entry.get("path"), entry.get("draft"), entry.get("place")
    if path is not None and not (isinstance(path, str) and _is_path(path)):
        return None
    if not isinstance(draft, str) or (draft and not _DRAFT.fullmatch(draft)):
        return None
    if not isinstance(place, list) or len(place) != 4 or not all(map(_is_number, place)):
        return None
    return Open(Path(path) if path else None, draft, Place(*place))


def _is_path(path: str) -> bool:
    return 0 < len(path) <= _LONGEST_PATH and "\0" not in path and Path(path).is_absolute()


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST_NUMBER
