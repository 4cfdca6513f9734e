"""Keeps the file below its size: what is hidden goes first, then the oldest and rarest."""

import sqlite3

from autotype.learning import ledger

HIDDEN_DAYS = 30
"""Days after which what was seen once is forgotten."""
_DAY_S = 24 * 3600
_SHARE = 10
_LEDGER_SHARE = 2
_MOST_ROUNDS = 40


def keep_below(database: sqlite3.Connection, largest: int, now: int) -> None:
    """Forget what is over, and what there is no room for.

    Args:
        database: In a transaction.
        largest: Bytes of the file.
        now: Seconds since 1970.
    """
    database.execute("DELETE FROM hints WHERE day < ?", (now // _DAY_S - HIDDEN_DAYS,))
    ledger.forget_old(database, now // 60)
    for _ in range(_MOST_ROUNDS):
        if _size(database) <= largest:
            return
        if _size_of_ledger(database) * _LEDGER_SHARE > largest:
            # So much was written in a day that not all of the day can be taken back.
            oldest = "SELECT min(minute) FROM ledger"
            database.execute(f"DELETE FROM ledger WHERE minute <= ({oldest}) + 60")  # noqa: S608
        elif not _forget_oldest_hints(database):
            _forget_rarest(database)


def _size(database: sqlite3.Connection) -> int:
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _size_of_ledger(database: sqlite3.Connection) -> int:
    sql = "SELECT count(*) * 24 + coalesce(sum(length(context) + length(word) + length(before)), 0)"
    return int(database.execute(f"{sql} FROM ledger").fetchone()[0])


def _forget_oldest_hints(database: sqlite3.Connection) -> bool:
    count = database.execute("SELECT count(*) FROM hints").fetchone()[0]
    if not count:
        return False
    sql = "DELETE FROM hints WHERE hash IN (SELECT hash FROM hints ORDER BY day, weight LIMIT ?)"
    database.execute(sql, (count // _SHARE + 1,))
    return True


def _forget_rarest(database: sqlite3.Connection) -> None:
    """A weight says both: it grows with each sighting, and later ones count more."""
    count = database.execute("SELECT count(*) FROM grams").fetchone()[0]
    sql = (
        "DELETE FROM grams WHERE (context, word) IN (SELECT context, word FROM grams "
        "ORDER BY weight + imported LIMIT ?)"
    )
    database.execute(sql, (count // _SHARE + 1,))
