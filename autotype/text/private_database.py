"""A small SQLite file of the user's: closed to others, shared by processes, rebuilt if damaged."""

import contextlib
import logging
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

from autotype import paths
from autotype.errors import AutotypeError
from autotype.text.untrusted import require_regular
from autotype.translation import tr

_log = logging.getLogger(__name__)
_BUSY_S, _TURN_S = 3.0, 0.02
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BROKEN = (
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR),
    *(sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_SCHEMA),
)
_MOST_SET_ASIDE = 9
_T = TypeVar("_T")


class DatabaseError(AutotypeError):
    """The file cannot be read or written."""


class ForeignError(Exception):
    """The file is not one of ours; the text says what it is."""


class Wording(NamedTuple):
    """What is said of the file, in whole sentences that are looked up as they are said.

    Attributes:
        unusable: That it cannot be used, with `{path}` and `{why}`.
        set_aside: That it was set aside, with `{why}` and `{name}`.
    """

    unusable: str
    set_aside: str


class PrivateDatabase:
    """The file; opened for every piece of work, so that nothing is lost if it is taken away.

    Attributes:
        path: Where it is.
        notice: One sentence about a file that was set aside; empty if none was.
        on_set_aside: Told that sentence at once, on the thread that works with the database.
    """

    def __init__(
        self, path: Path, prepare: Callable[[sqlite3.Connection], None], wording: Wording
    ) -> None:
        """Open nothing yet.

        Args:
            path: Where it is.
            prepare: Makes an empty database ours; raises `ForeignError` for another one.
            wording: What is said of it.
        """
        self.path = path
        self.notice = ""
        self.on_set_aside: Callable[[str], object] = lambda _: None
        self._prepare = prepare
        self._wording = wording

    def exists(self) -> bool:
        """Whether there is anything of that name."""
        return os.path.lexists(self.path)

    def do(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Work with the database; anew with an empty one if it turns out not to be ours.

        Raises:
            DatabaseError: It cannot be done.
        """
        for again in (True, False):
            seen = self._identity()
            try:
                return self._do_in_turn(work)
            except ForeignError as error:
                why = str(error)
            except sqlite3.Error as error:
                code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
                if code not in _BROKEN:
                    raise DatabaseError(self._sentence(_why(code, error))) from error
                why = tr("damaged")
            except OSError as error:
                raise DatabaseError(self._sentence(error.strerror or str(error))) from error
            if again:
                self._set_aside(why, seen)
        raise DatabaseError(self._sentence(tr("it is {why}", why=why)))

    def _do_in_turn(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Work with the database when no other process does.

        Opening and closing a file with a log of its own needs it alone for a moment, and then
        SQLite does not wait. Whatever was refused so has changed nothing.
        """
        until = time.monotonic() + _BUSY_S
        while True:
            try:
                with closing(self._connect()) as database:
                    return work(database)
            except sqlite3.Error as error:
                code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
                if code not in _IN_USE or time.monotonic() > until:
                    raise
                time.sleep(_TURN_S)

    def _connect(self) -> sqlite3.Connection:
        paths.make_private(self.path.parent)
        try:
            # Made by us, so that nobody else can read it, nor what SQLite puts beside it.
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            require_regular(self.path)
            close_to_others(self.path)
        database = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)
        try:
            self._prepare(database)
        except BaseException:
            database.close()
            raise
        return database

    def _identity(self) -> tuple[int, int] | None:
        with contextlib.suppress(OSError):
            found = os.lstat(self.path)
            return found.st_dev, found.st_ino
        return None

    def _set_aside(self, why: str, seen: tuple[int, int] | None) -> None:
        """Give a file that is not ours another name, unless another process has done it."""
        if self._identity() != seen:
            return
        name = self.path
        for number in range(1, _MOST_SET_ASIDE + 1):
            name = self.path.with_name(f"{self.path.stem}-set-aside-{number}{self.path.suffix}")
            if not os.path.lexists(name):
                break
        try:
            os.replace(self.path, name)  # noqa: PTH105 (the old one of that name goes)
            for ending in ("-wal", "-shm"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)
        except OSError as error:
            raise DatabaseError(self._sentence(error.strerror or str(error))) from error
        # Who looks for it finds it in the log, whichever process has done it.
        _log.warning("%s was set aside as %s", self.path.name, name.name)
        self.notice = tr(self._wording.set_aside, why=why, name=name.name)
        self.on_set_aside(self.notice)

    def _sentence(self, why: str) -> str:
        return tr(self._wording.unusable, path=self.path, why=why)


def claim(
    database: sqlite3.Connection, application: int, version: int, tables: Iterable[str]
) -> None:
    """Make an empty database ours, and make sure that another one is.

    Args:
        database: It.
        application: The number that files of this kind are known by (SQLite's `application_id`).
        version: Of the tables; an earlier one gets those that it lacks.
        tables: What makes them, each where it is not there.

    Raises:
        ForeignError: It is another program's, or written by a newer version.
    """
    whose = database.execute("PRAGMA application_id").fetchone()[0]
    found = database.execute("PRAGMA user_version").fetchone()[0]
    if whose == application and found == version:
        return
    if whose == application and found > version:
        raise ForeignError(tr("written by a newer Autotype"))
    with database:
        # Another process may have made it ours by now.
        database.execute("BEGIN IMMEDIATE")
        entries = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        again = database.execute("PRAGMA application_id").fetchone()[0]
        if again != application and entries:
            raise ForeignError(tr("a file of another program"))
        for table in tables:
            database.execute(table)
        database.execute(f"PRAGMA application_id = {application}")
        database.execute(f"PRAGMA user_version = {version}")


def close_to_others(path: Path) -> None:
    """Let a file of the user's be read by nobody else."""
    if not hasattr(os, "getuid"):
        return
    found = path.stat()
    if found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & 0o077:
        with contextlib.suppress(OSError):
            path.chmod(0o600)


def _why(code: int, error: sqlite3.Error) -> str:
    known = {
        sqlite3.SQLITE_FULL: tr("the disk is full"),
        sqlite3.SQLITE_READONLY: tr("it cannot be written"),
        sqlite3.SQLITE_CANTOPEN: tr("it cannot be opened"),
        sqlite3.SQLITE_PERM: tr("it cannot be opened"),
        sqlite3.SQLITE_BUSY: tr("another program has it locked"),
        sqlite3.SQLITE_IOERR: tr("the disk fails"),
    }
    return known.get(code, str(error))
