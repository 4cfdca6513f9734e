"""What is in the file of the numbers, and how it is known for one."""

import sqlite3

from autotype.text.private_database import ForeignError
from autotype.translation import tr

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
    whose = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if whose == _APPLICATION and version == VERSION:
        return
    if whose == _APPLICATION and version > VERSION:
        raise ForeignError(tr("written by a newer Autotype"))
    with database:
        database.execute("BEGIN IMMEDIATE")
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        again = database.execute("PRAGMA application_id").fetchone()[0]
        if again != _APPLICATION and tables:
            raise ForeignError(tr("a file of another program"))
        for table in (_TABLE, _TRIALS, _SEED):
            database.execute(table)
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
