"""What is in the file of the numbers, and how it is known for one."""

import sqlite3

from autotype.text.private_database import claim

VERSION = 1
_APPLICATION = 0x41545950

_TABLE = """
CREATE TABLE IF NOT EXISTS counts (
    hour INTEGER NOT NULL CHECK (typeof(hour) = 'integer'),
    source TEXT NOT NULL,
    counter TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
    PRIMARY KEY (hour, source, counter)
) WITHOUT ROWID
"""
_TRIALS = """
CREATE TABLE IF NOT EXISTS trials (
    unit TEXT NOT NULL,
    held_out INTEGER NOT NULL,
    keys INTEGER NOT NULL CHECK (typeof(keys) = 'integer'),
    milliseconds INTEGER NOT NULL CHECK (typeof(milliseconds) = 'integer'),
    characters INTEGER NOT NULL CHECK (typeof(characters) = 'integer'),
    PRIMARY KEY (unit, held_out)
) WITHOUT ROWID
"""
_SEED = "CREATE TABLE IF NOT EXISTS seed (seed TEXT NOT NULL)"


def prepare(database: sqlite3.Connection) -> None:
    """Make an empty database ours, and make sure that another one is.

    Raises:
        ForeignError: It is not.
    """
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    claim(database, _APPLICATION, VERSION, (_TABLE, _TRIALS, _SEED))
