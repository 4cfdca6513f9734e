"""Forgetting what was learned: it is gone from the disk when these return.

All raise `DatabaseError` where that cannot be done.
"""

import sqlite3
import time
from collections.abc import Iterable

from autotype.learning import ledger
from autotype.learning.schema import TABLES, TOLD
from autotype.learning.store import Store, revise, state


def forget_words(store: Store, words: Iterable[str]) -> int:
    """Forget words, in any case, with all that has them in it; return how many rows went.

    Raises:
        DatabaseError: It cannot be done.
    """
    gone = {word.lower() for word in words}

    def has(context: str, word: str) -> bool:
        return word.lower() in gone or not gone.isdisjoint(context.split(" "))

    def work(database: sqlite3.Connection) -> int:
        database.create_function("has", 2, has, deterministic=True)
        removed = database.execute("DELETE FROM grams WHERE has(context, word)").rowcount
        database.execute("DELETE FROM ledger WHERE has(context, word)")
        key = store.key(database)
        forms = {form for word in gone for form in (word, word.capitalize(), word.upper())}
        hashes = [(key.of("", form),) for form in forms]
        database.executemany("DELETE FROM hints WHERE hash = ?", hashes)
        database.executemany("DELETE FROM never WHERE word = ?", [(word,) for word in gone])
        revise(database)
        return int(removed)

    removed = store.erase(work)
    _remove_set_aside(store)
    return removed


def set_never(store: Store, words: Iterable[str], *, never: bool) -> None:
    """Let words never be suggested, or be again; raises `DatabaseError`."""
    rows = [(word.lower(),) for word in words]
    sql = "INSERT OR IGNORE INTO never VALUES (?)"
    if not never:
        sql = "DELETE FROM never WHERE word = ?"

    def work(database: sqlite3.Connection) -> None:
        database.executemany(sql, rows)
        revise(database)

    store.change(work)


def forget_since(store: Store, seconds: float, now: float | None = None) -> int:
    """Forget what was learned in so many seconds, a day at most, as if it had not been.

    Imported texts stay. Returns how many changes were taken back.

    Raises:
        DatabaseError: It cannot be done.
    """
    at = time.time() if now is None else now

    def work(database: sqlite3.Connection) -> int:
        taken_back = ledger.take_back(database, int(at - seconds) // 60)
        revise(database)
        return taken_back

    return store.erase(work)


def forget_imported(store: Store) -> int:
    """Forget all that was learned from texts of earlier times; return how many rows had it.

    Raises:
        DatabaseError: It cannot be done.
    """

    def work(database: sqlite3.Connection) -> int:
        # What was written once besides is seen too rarely again to stand in clear.
        sql = "DELETE FROM grams WHERE imported > 0 AND times < 2"
        changed = database.execute(sql).rowcount
        sql = "UPDATE grams SET imported = 0, found = 0 WHERE imported > 0"
        changed += database.execute(sql).rowcount
        database.execute("DELETE FROM hints WHERE imported > 0")
        revise(database)
        return int(changed)

    return store.erase(work)


def forget_everything(store: Store) -> None:
    """Forget everything, the key and files that were set aside among it.

    Raises:
        DatabaseError: It cannot be done.
    """
    _forget(store, TABLES)


def forget_learned(store: Store) -> None:
    """Forget all but what the writer has told: shortcuts, and what is never to be suggested.

    Raises:
        DatabaseError: It cannot be done.
    """
    _forget(store, [table for table in TABLES if table not in TOLD])


def _forget(store: Store, tables: Iterable[str]) -> None:
    def work(database: sqlite3.Connection) -> None:
        revision = state(database, "revision")
        for table in tables:
            database.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)
        database.execute("INSERT INTO state VALUES ('revision', ?)", (revision + 1,))

    if store.exists():
        store.change(work)
        store.empty_log()
    store.forget_key()
    _remove_set_aside(store)


def _remove_set_aside(store: Store) -> None:
    """Nobody can say what stands in a file that was set aside."""
    for aside in store.folder.glob("learned-set-aside-*"):
        aside.unlink(missing_ok=True)
