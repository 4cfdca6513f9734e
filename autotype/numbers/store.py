"""The numbers on disk: one small SQLite file of whole numbers, and never a text.

A row is an hour, a source (the editor, or the name of an application), the name of a counter and
its number. What is counted is added to what is there, so that several processes can write.
"""

import contextlib
import os
import secrets
import sqlite3
import stat
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

from autotype import paths
from autotype.errors import AutotypeError
from autotype.numbers.days import first_hour_of_day
from autotype.numbers.hold_out import Effort, Trial
from autotype.numbers.schema import UnusableError, prepare
from autotype.text.untrusted import require_regular
from autotype.translation import tr

EDITOR = "editor"
"""The source that is no other application."""
_BUSY_S = 3.0
_TURN_S = 0.02
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_HOURS_KEPT, _DAYS_KEPT = 60, 5 * 366
_LONGEST_NAME = 100
_MOST_SET_ASIDE = 9
_BROKEN = (
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR),
    *(sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_SCHEMA),
)

_ADD = """
INSERT INTO counts VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET number = number + excluded.number
"""
_ADD_EFFORT = """
INSERT INTO trials VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET keys = keys + excluded.keys,
    milliseconds = milliseconds + excluded.milliseconds,
    characters = characters + excluded.characters
"""
_ALL = "SELECT hour, source, counter, number FROM counts"
_KINDS = [int, str, str, int]
_T = TypeVar("_T")


class StoreError(AutotypeError):
    """The numbers cannot be read or written."""


class Row(NamedTuple):
    """One number.

    Attributes:
        hour: Hours since 1970; the first of its day for days that are long past.
        source: Where it was counted.
        counter: What was.
        number: How many.
    """

    hour: int
    source: str
    counter: str
    number: int


class Store:
    """The file; opened for every piece of work, so that nothing is lost if it is taken away.

    Attributes:
        notice: One sentence about a file that was set aside; empty if none was.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet."""
        self._path = path
        self._tidy = False
        self.notice = ""

    def add(self, hour: int, source: str, counts: Mapping[str, int]) -> None:
        """Add to the counters of an hour.

        Raises:
            StoreError: They cannot be kept; nothing has changed.
        """
        rows = [(hour, _name(source), name, n) for name, n in counts.items() if n]

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany(_ADD, rows)
                if not self._tidy:
                    _fold(database, hour)

        self._do(work)
        self._tidy = True

    def read(self) -> list[Row]:
        """Return everything, oldest first.

        Raises:
            StoreError: It cannot be read.
        """
        if not os.path.lexists(self._path):
            return []
        found = self._do(lambda database: database.execute(_ALL).fetchall())
        # Whoever else writes into the file may have other ideas of what a number is.
        return sorted(Row(*each) for each in found if list(map(type, each)) == _KINDS)

    def seed(self) -> str:
        """Return what chance goes by in comparisons; made when it is asked for first.

        Raises:
            StoreError: It cannot be kept.
        """

        def work(database: sqlite3.Connection) -> str:
            with database:
                database.execute("BEGIN IMMEDIATE")
                found = database.execute("SELECT seed FROM seed").fetchone()
                made = found[0] if found else secrets.token_hex(16)
                if not found:
                    database.execute("INSERT INTO seed VALUES (?)", (made,))
            return str(made)

        return self._do(work)

    def add_effort(self, unit: str, effort: Effort, *, held_out: bool) -> None:
        """Add to what writing a text took.

        Raises:
            StoreError: It cannot be kept; nothing has changed.
        """
        row = (unit, int(held_out), *effort)
        self._do(lambda database: database.execute(_ADD_EFFORT, row).close())

    def trials(self) -> list[Trial]:
        """Return what was compared so far.

        Raises:
            StoreError: It cannot be read.
        """
        if not os.path.lexists(self._path):
            return []
        sql = "SELECT held_out, keys, milliseconds, characters FROM trials ORDER BY unit"
        found = self._do(lambda database: database.execute(sql).fetchall())
        numbers = [row for row in found if list(map(type, row)) == [int] * len(row)]
        return [Trial(bool(held), Effort(*values)) for held, *values in numbers]

    def reset(self) -> None:
        """Forget everything, on the disk too.

        Raises:
            StoreError: It cannot be done.
        """

        def work(database: sqlite3.Connection) -> None:
            database.execute("PRAGMA secure_delete = ON")
            with database:
                database.execute("BEGIN IMMEDIATE")
                for table in ("counts", "trials", "seed"):
                    database.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)
            database.execute("VACUUM")

        if os.path.lexists(self._path):
            self._do(work)

    def _do(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Work with the database; anew with an empty one if it turns out not to be ours."""
        for again in (True, False):
            seen = self._identity()
            try:
                return self._do_in_turn(work)
            except UnusableError as error:
                why = str(error)
            except sqlite3.Error as error:
                code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
                if code not in _BROKEN:
                    raise StoreError(self._sentence(_why(code, error))) from error
                why = tr("damaged")
            except OSError as error:
                raise StoreError(self._sentence(error.strerror or str(error))) from error
            if again:
                self._set_aside(why, seen)
        raise StoreError(self._sentence(tr("it is {why}", why=why)))

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
        paths.make_private(self._path.parent)
        try:
            # Made by us, so that nobody else can read it, nor what SQLite puts beside it.
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            require_regular(self._path)
            if hasattr(os, "getuid"):
                _make_private(self._path)
        database = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)
        try:
            prepare(database)
        except BaseException:
            database.close()
            raise
        return database

    def _identity(self) -> tuple[int, int] | None:
        with contextlib.suppress(OSError):
            found = os.lstat(self._path)
            return found.st_dev, found.st_ino
        return None

    def _set_aside(self, why: str, seen: tuple[int, int] | None) -> None:
        """Give a file that is not ours another name, unless another process has done it."""
        if self._identity() != seen:
            return
        name = self._path
        for number in range(1, _MOST_SET_ASIDE + 1):
            name = self._path.with_name(f"{self._path.stem}-set-aside-{number}{self._path.suffix}")
            if not os.path.lexists(name):
                break
        try:
            os.replace(self._path, name)  # noqa: PTH105 (the old one of that name goes)
            for ending in ("-wal", "-shm"):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(self._sentence(error.strerror or str(error))) from error
        self.notice = tr(
            "The file of your numbers was {why}; it was set aside as “{name}”, and counting "
            "starts again from zero.",
            why=why,
            name=name.name,
        )

    def _sentence(self, why: str) -> str:
        return tr(
            "Your numbers cannot be kept in “{path}” ({why}); those of this session are "
            "counted all the same.",
            path=self._path,
            why=why,
        )


def _fold(database: sqlite3.Connection, hour: int) -> None:
    """Make one row of the hours of a day that is long past, and forget what is very old."""
    database.execute("DELETE FROM counts WHERE hour < ?", (hour - _DAYS_KEPT * 24,))
    # Only whole days, each once: a day that was folded has its first hour left.
    before = first_hour_of_day(hour - _HOURS_KEPT * 24)
    old = database.execute("SELECT DISTINCT hour FROM counts WHERE hour < ?", (before,))
    for was, first in [(each, first_hour_of_day(each)) for (each,) in old]:
        if was != first:
            database.execute(
                "INSERT INTO counts SELECT ?, source, counter, number FROM counts WHERE hour = ? "
                "ON CONFLICT DO UPDATE SET number = number + excluded.number",
                (first, was),
            )
            database.execute("DELETE FROM counts WHERE hour = ?", (was,))


def _name(source: str) -> str:
    """Return what a source is called in the file: printable, and not long."""
    kept = "".join(each if each.isprintable() else " " for each in source[:_LONGEST_NAME])
    return kept.strip() or "?"


def _make_private(path: Path) -> None:
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
