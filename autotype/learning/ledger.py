"""A day of changes, so that the last hour of them can be taken back as if it had not been.

For each row and minute there is what it was before its first change in that minute. So what there
was at the beginning of a minute is had by putting rows back, the newest minute first.
"""

import json
import sqlite3
from typing import Any

DAY = 24 * 60
"""Minutes that are kept."""
GRAM, HINT, CLOCK = "gram", "hint", "clock"


def note(
    database: sqlite3.Connection, minute: int, kind: str, context: str, word: str, before: Any
) -> None:
    """Note what a row was before it is changed.

    Args:
        database: In a transaction.
        minute: Since 1970.
        kind: Which table it is in.
        context: Its key; the hash of a hint.
        word: The rest of its key.
        before: Its values, None if it was not there.
    """
    row = (minute, kind, context, word, json.dumps(before))
    database.execute("INSERT OR IGNORE INTO ledger VALUES (?, ?, ?, ?, ?)", row)


def forget_old(database: sqlite3.Connection, minute: int) -> None:
    """Forget what is older than a day."""
    database.execute("DELETE FROM ledger WHERE minute < ?", (minute - DAY,))


def take_back(database: sqlite3.Connection, minute: int) -> int:
    """Put back what there was at the beginning of a minute; return how many changes there were."""
    sql = "SELECT kind, context, word, before FROM ledger WHERE minute >= ? ORDER BY minute DESC"
    changes = database.execute(sql, (minute,)).fetchall()
    for kind, context, word, before in changes:
        _put_back(database, kind, context, word, json.loads(before))
    database.execute("DELETE FROM ledger WHERE minute >= ?", (minute,))
    # What only an imported text has left.
    database.execute("DELETE FROM grams WHERE weight <= 0 AND imported <= 0")
    return len(changes)


def _put_back(
    database: sqlite3.Connection, kind: str, context: str, word: str, before: Any
) -> None:
    if kind == CLOCK:
        database.execute("INSERT OR REPLACE INTO state VALUES ('clock', ?)", (before,))
    elif kind == HINT:
        if before is None:
            database.execute("DELETE FROM hints WHERE hash = ?", (int(context),))
        else:
            sql = "INSERT OR REPLACE INTO hints VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            database.execute(sql, (int(context), *before))
    elif before is None:
        sql = "UPDATE grams SET weight = 0, times = 0 WHERE context = ? AND word = ?"
        database.execute(sql, (context, word))
    else:
        # An import that came since is no part of what is taken back.
        sql = (
            "INSERT INTO grams VALUES (?, ?, ?, 0, ?, 0, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "weight = excluded.weight, times = excluded.times, first = excluded.first, "
            "last = excluded.last, source = excluded.source"
        )
        database.execute(sql, (context, word, *before))
