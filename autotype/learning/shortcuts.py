"""The writer's own shortcuts, kept in the file of what was learned.

They were not learned but told, so forgetting a word or an hour leaves them; forgetting
everything does not. All raise `DatabaseError` where the file cannot be used.
"""

import sqlite3
from collections.abc import Iterable

from autotype.learning.store import Store, revise
from autotype.text.shortcuts import MOST, ShortcutError, checked
from autotype.translation import tr


def set_shortcut(store: Store, short: str, text: str, instead_of: str = "") -> tuple[str, str]:
    """Keep a shortcut, in place of the one of that name; return both parts as they are kept.

    Args:
        store: Where.
        short: What is typed.
        text: What it stands for.
        instead_of: The name that it had before; empty if it had none.

    Raises:
        ShortcutError: It cannot be used, or there are too many; nothing has changed.
    """
    kept = checked(short, text)

    def work(database: sqlite3.Connection) -> int:
        sql = "DELETE FROM shortcuts WHERE short IN (?, ?)"
        replaced = database.execute(sql, (instead_of, kept[0])).rowcount
        database.execute("INSERT INTO shortcuts VALUES (?, ?)", kept)
        require_room(database)
        revise(database)
        return int(replaced)

    if store.change(work):
        store.empty_log()  # of what it stood for before
    return kept


def remove_shortcuts(store: Store, shorts: Iterable[str]) -> int:
    """Remove shortcuts, whose bytes are gone from the disk then; return how many there were."""
    names = [(short,) for short in shorts]

    def work(database: sqlite3.Connection) -> int:
        removed = database.executemany("DELETE FROM shortcuts WHERE short = ?", names).rowcount
        revise(database)
        return int(removed)

    return store.erase(work)


def add_shortcuts(database: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Add shortcuts to those that are there, which stay as they are; in a transaction.

    Raises:
        ShortcutError: There are too many.
    """
    database.executemany("INSERT OR IGNORE INTO shortcuts VALUES (?, ?)", pairs)
    require_room(database)


def require_room(database: sqlite3.Connection) -> None:
    """Raise `ShortcutError` if there are more shortcuts than there may be; in a transaction."""
    if database.execute("SELECT count(*) FROM shortcuts").fetchone()[0] > MOST:
        raise ShortcutError(
            tr("There are {n} shortcuts, and no room for more; remove one first.", n=MOST)
        )
