"""The numbers on disk: one small SQLite file of whole numbers, and never a text.

A row is an hour, a source (the editor, or the name of an application), the name of a counter and
its number. What is counted is added to what is there, so that several processes can write.
"""

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from autotype.numbers.days import first_hour_of_day
from autotype.numbers.hold_out import Effort, Trial
from autotype.numbers.schema import prepare
from autotype.text.private_database import PrivateDatabase, Wording
from autotype.translation import mark

EDITOR = "editor"
"""The source that is no other application."""
_HOURS_KEPT, _DAYS_KEPT = 60, 5 * 366
_LONGEST_NAME = 100
_WORDING = Wording(
    mark(
        "Your numbers cannot be kept in “{path}” ({why}); those of this session are counted all "
        "the same."
    ),
    mark(
        "The file of your numbers was {why}; it was set aside as “{name}”, and counting starts "
        "again from zero."
    ),
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
    """The file; see `PrivateDatabase`."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet."""
        self._database = PrivateDatabase(path, prepare, _WORDING)
        self._tidy = False

    @property
    def notice(self) -> str:
        """One sentence about a file that was set aside; empty if none was."""
        return self._database.notice

    def tell_set_aside(self, tell: Callable[[str], object]) -> None:
        """Have that sentence told as soon as it is true, on the thread that works here."""
        self._database.on_set_aside = tell

    def forget_notice(self) -> None:
        """Say no more of a file that was set aside."""
        self._database.notice = ""

    def add(self, hour: int, source: str, counts: Mapping[str, int]) -> None:
        """Add to the counters of an hour.

        Raises:
            DatabaseError: They cannot be kept; nothing has changed.
        """
        rows = [(hour, _name(source), name, n) for name, n in counts.items() if n]

        def work(database: sqlite3.Connection) -> None:
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany(_ADD, rows)
                if not self._tidy:
                    _fold(database, hour)

        self._database.do(work)
        self._tidy = True

    def read(self) -> list[Row]:
        """Return everything, oldest first.

        Raises:
            DatabaseError: It cannot be read.
        """
        if not self._database.exists():
            return []
        found = self._database.do(lambda database: database.execute(_ALL).fetchall())
        # Whoever else writes into the file may have other ideas of what a number is.
        return sorted(Row(*each) for each in found if list(map(type, each)) == _KINDS)

    def look(self) -> None:
        """Find out whether the file can be used; one that is damaged is set aside.

        Raises:
            DatabaseError: It cannot be.
        """
        if self._database.exists():
            self._database.do(lambda database: database.execute(f"{_ALL} LIMIT 1").fetchone())

    def seed(self) -> str:
        """Return what chance goes by in comparisons; made when it is asked for first.

        Raises:
            DatabaseError: It cannot be kept.
        """

        def work(database: sqlite3.Connection) -> str:
            with database:
                database.execute("BEGIN IMMEDIATE")
                found = database.execute("SELECT seed FROM seed").fetchone()
                made = found[0] if found else secrets.token_hex(16)
                if not found:
                    database.execute("INSERT INTO seed VALUES (?)", (made,))
            return str(made)

        return self._database.do(work)

    def add_effort(self, unit: str, effort: Effort, *, held_out: bool) -> None:
        """Add to what writing a text took.

        Raises:
            DatabaseError: It cannot be kept; nothing has changed.
        """
        row = (unit, int(held_out), *effort)
        self._database.do(lambda database: database.execute(_ADD_EFFORT, row).close())

    def trials(self) -> list[Trial]:
        """Return what was compared so far.

        Raises:
            DatabaseError: It cannot be read.
        """
        if not self._database.exists():
            return []
        sql = "SELECT held_out, keys, milliseconds, characters FROM trials ORDER BY unit"
        found = self._database.do(lambda database: database.execute(sql).fetchall())
        numbers = [row for row in found if list(map(type, row)) == [int] * len(row)]
        return [Trial(bool(held), Effort(*values)) for held, *values in numbers]

    def reset(self) -> None:
        """Forget everything, on the disk too.

        Raises:
            DatabaseError: It cannot be done.
        """

        def work(database: sqlite3.Connection) -> None:
            database.execute("PRAGMA secure_delete = ON")
            with database:
                database.execute("BEGIN IMMEDIATE")
                for table in ("counts", "trials", "seed"):
                    database.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)
            database.execute("VACUUM")

        if self._database.exists():
            self._database.do(work)


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
