"""What was learned, on disk: one file and a key, in a folder that nobody else can read."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from autotype.learning.cap import keep_below
from autotype.learning.clock import FURTHEST, SLOW, scale
from autotype.learning.hashing import Hasher, Key
from autotype.learning.heard import Heard
from autotype.learning.kept import Everything, KnownWord, Learned
from autotype.learning.rules import Rules
from autotype.learning.schema import prepare
from autotype.learning.writing import Writing
from autotype.text.private_database import PrivateDatabase, Wording
from autotype.translation import mark, tr

FILE, KEY = "learned.sqlite", "key"
LARGEST = 20 << 20
"""Bytes of the file; the oldest and rarest go for more."""
_WORDING = Wording(
    mark(
        "What was learned cannot be kept in “{path}” ({why}); words of the open document count all "
        "the same."
    ),
    mark(
        "The file of what was learned was {why}; it was set aside as “{name}”, and learning begins "
        "anew."
    ),
)
_CHECKPOINTS, _TURN_S = 150, 0.02
_SHORTCUTS = "SELECT short, text FROM shortcuts ORDER BY short"
_T = TypeVar("_T")


class Store:
    """The folder; every change of it is whole, or has not happened."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        """Open nothing yet."""
        self.folder = folder
        self._largest = largest
        self._database = PrivateDatabase(folder / FILE, prepare, _WORDING)
        self._hasher = Hasher(folder / KEY)
        self._files = f"{folder / FILE}", f"{folder / FILE}-wal"

    @property
    def notice(self) -> str:
        """One sentence about a file that was set aside; empty if none was."""
        return self._database.notice

    def tell_set_aside(self, tell: Callable[[str], object]) -> None:
        """Have that sentence told as soon as it is true, on the thread that works here."""
        self._database.on_set_aside = tell

    def learn(
        self,
        heard: Sequence[Heard],
        rules: Rules,
        *,
        imported: bool = False,
        now: float | None = None,
    ) -> Learned:
        """Learn from what was written.

        Args:
            heard: It, in order.
            rules: What is never learned.
            imported: Whether it is from a text of earlier times.
            now: Seconds since 1970.

        Raises:
            DatabaseError: It cannot be kept; nothing has changed.
        """
        at = int(time.time() if now is None else now)

        def work(database: sqlite3.Connection) -> Learned:
            key = self.key(database)
            writing = Writing(database, rules, key, at, imported=imported)
            for each in heard:
                writing.take(each)
            keep_below(database, self._largest, at)
            _rebase(database)
            rows = [(*name, _weight(database, *name)) for name in writing.touched]
            return Learned(rows, state(database, "clock"), revise(database), writing.grams)

        return self.change(work)

    def everything(self, *, learned: bool = True) -> Everything:
        """Return all that is known, sorted by context.

        Args:
            learned: Whether words and phrases are wanted, too; else only what was told: what is
                never suggested, and shortcuts.

        Raises:
            DatabaseError: It cannot be read.
        """
        if not self._database.exists():
            return Everything([], 0.0, 0, [], [])

        def work(database: sqlite3.Connection) -> Everything:
            with database:
                database.execute("BEGIN")
                sql = "SELECT context, word, weight + imported FROM grams ORDER BY context"
                rows = database.execute(sql).fetchall() if learned else []
                never = [word for (word,) in database.execute("SELECT word FROM never")]
                shortcuts = database.execute(_SHORTCUTS).fetchall()
                clock, revision = state(database, "clock"), state(database, "revision")
            return Everything(rows, clock, int(revision), never, shortcuts)

        return self._database.do(work)

    def revision(self) -> int:
        """Return how often the file was changed; raises `DatabaseError`."""
        if not self._database.exists():
            return 0
        return int(self._database.do(lambda database: state(database, "revision")))

    def mark(self) -> object:
        """Return something that is another once a process has changed the file; never waits."""
        return _stamp(self._files[0]), _stamp(self._files[1])

    def words(self) -> list[KnownWord]:
        """Return all single words, and those that are never suggested; raises `DatabaseError`."""
        if not self._database.exists():
            return []

        def work(database: sqlite3.Connection) -> list[KnownWord]:
            fade = 1 / scale(state(database, "clock"), SLOW)
            never = {word for (word,) in database.execute("SELECT word FROM never")}
            sql = "SELECT word, times + found, weight + imported, first, last, source FROM grams "
            found = database.execute(sql + "WHERE context = ''").fetchall()
            words = [
                KnownWord(
                    *(word, times, weight * fade, first * 60, last * 60, source),
                    word.lower() in never,
                )
                for word, times, weight, first, last, source in found
            ]
            left = never - {each.word.lower() for each in words}
            return words + [KnownWord(word, 0, 0.0, 0, 0, "", True) for word in sorted(left)]

        return self._database.do(work)

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return all shortcuts and what they stand for, in order; raises `DatabaseError`."""
        if not self._database.exists():
            return []
        return self._database.do(lambda database: database.execute(_SHORTCUTS).fetchall())

    def clear_rows(self) -> tuple[list[tuple[Any, ...]], float, list[str]]:
        """Return all rows as they are exported, the clock, and what is never suggested.

        Raises `DatabaseError`.
        """
        if not self._database.exists():
            return [], 0.0, []

        def work(database: sqlite3.Connection) -> tuple[list[tuple[Any, ...]], float, list[str]]:
            sql = (
                "SELECT context, word, weight + imported, times + found, first, last, source "
                "FROM grams ORDER BY context, word"
            )
            never = [word for (word,) in database.execute("SELECT word FROM never ORDER BY word")]
            return database.execute(sql).fetchall(), state(database, "clock"), never

        return self._database.do(work)

    def add_rows(
        self,
        rows: Sequence[tuple[Any, ...]],
        never: Iterable[str],
        also: Callable[[sqlite3.Connection], object] = lambda _: None,
    ) -> int:
        """Add rows as they were exported; their weights are as they count now.

        Args:
            rows: They.
            never: What is not to be suggested.
            also: Does more in the same transaction.

        Raises:
            DatabaseError: It cannot be done; nothing has changed then, nor where `also` raises.
        """

        def work(database: sqlite3.Connection) -> int:
            now = scale(state(database, "clock"), SLOW)
            sql = (
                "INSERT INTO grams VALUES (?, ?, ?, 0, ?, 0, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "weight = weight + excluded.weight, times = times + excluded.times, "
                "first = min(first, excluded.first), last = max(last, excluded.last)"
            )
            values = ((context, word, x * now, *rest) for context, word, x, *rest in rows)
            database.executemany(sql, values)
            words = [(word.lower(),) for word in never]
            database.executemany("INSERT OR IGNORE INTO never VALUES (?)", words)
            also(database)
            keep_below(database, self._largest, int(time.time()))
            revise(database)
            return len(rows)

        return self.change(work)

    # For `forgetting`.

    def exists(self) -> bool:
        """Whether anything was kept yet."""
        return self._database.exists()

    def key(self, database: sqlite3.Connection) -> Key:
        """Return the key of what was seen once; where it is lost, that is forgotten."""
        return self._hasher.key(lambda: forget_hints(database))

    def forget_key(self) -> None:
        """Remove the key, and the notice about a file that was set aside."""
        self._hasher.forget()
        self._database.notice = ""

    def change(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Change the file in one transaction; raises `DatabaseError`."""

        def in_one(database: sqlite3.Connection) -> _T:
            with database:
                database.execute("BEGIN IMMEDIATE")
                return work(database)

        return self._database.do(in_one)

    def erase(self, work: Callable[[sqlite3.Connection], int]) -> int:
        """Take something away, of which no byte stays; 0 where nothing is kept.

        Raises:
            DatabaseError: It cannot be done.
        """
        if not self.exists():
            return 0
        gone = self.change(work)
        self.empty_log()
        return gone

    def empty_log(self) -> None:
        """Leave nothing on the disk of what was overwritten; raises `DatabaseError`."""

        def work(database: sqlite3.Connection) -> None:
            # Pages that were balanced have old bytes between their rows.
            database.execute("VACUUM")
            for _ in range(_CHECKPOINTS):
                # Refused while another process reads, which takes a moment.
                if not database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    return
                time.sleep(_TURN_S)
            raise sqlite3.OperationalError(tr("another program reads it"))

        self._database.do(work)


def state(database: sqlite3.Connection, name: str) -> float:
    """Return a number of the file's own, 0 if there is none."""
    found = database.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return float(found[0]) if found else 0.0


def _stamp(file: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116 (a key may wait, and a path takes four times as long)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def revise(database: sqlite3.Connection) -> int:
    """Note that the file has changed; return how often it has."""
    revision = int(state(database, "revision")) + 1
    database.execute("INSERT OR REPLACE INTO state VALUES ('revision', ?)", (revision,))
    return revision


def _weight(database: sqlite3.Connection, context: str, word: str) -> float:
    sql = "SELECT weight + imported FROM grams WHERE context = ? AND word = ?"
    found = database.execute(sql, (context, word)).fetchone()
    return float(found[0]) if found else 0.0


def forget_hints(database: sqlite3.Connection) -> None:
    """Forget what was seen once: nobody can tell any more what it is of."""
    database.execute("DELETE FROM hints")


def _rebase(database: sqlite3.Connection) -> None:
    """Move the clock's beginning before numbers come to their end, after 45 million words."""
    clock = state(database, "clock")
    if clock <= SLOW * FURTHEST:
        return
    for table in ("grams", "hints"):
        sql = f"UPDATE {table} SET weight = weight / ?, imported = imported / ?"  # noqa: S608
        database.execute(sql, (scale(clock, SLOW),) * 2)
    database.execute("DELETE FROM ledger")
    database.execute("UPDATE state SET value = 0 WHERE name = 'clock'")
