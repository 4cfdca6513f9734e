"""What is in the file of what was learned, and how it is known for one.

`grams` holds in clear what was seen twice: a word behind a context (see `text/written_words`),
which is empty for the word alone. `hints` holds what was seen once, as a keyed hash. `ledger` holds
what a day of changes found in their place; `never` the words that are not to be suggested;
`shortcuts` what the writer types for what. A file of version 1 has no shortcuts, and gets the
table when it is opened.
"""

import sqlite3

from autotype.text.private_database import claim

VERSION = 2
_APPLICATION = 0x41545950 + 1
_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS grams (
        context TEXT NOT NULL,
        word TEXT NOT NULL,
        weight REAL NOT NULL,
        imported REAL NOT NULL,
        times INTEGER NOT NULL,
        found INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (context, word)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS hints (
        hash INTEGER PRIMARY KEY,
        day INTEGER NOT NULL,
        place INTEGER NOT NULL,
        document INTEGER NOT NULL,
        documents INTEGER NOT NULL,
        times INTEGER NOT NULL,
        weight REAL NOT NULL,
        imported REAL NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS ledger (
        minute INTEGER NOT NULL,
        kind TEXT NOT NULL,
        context TEXT NOT NULL,
        word TEXT NOT NULL,
        before TEXT NOT NULL,
        PRIMARY KEY (minute, kind, context, word)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE IF NOT EXISTS never (word TEXT PRIMARY KEY) WITHOUT ROWID",
    """
    CREATE TABLE IF NOT EXISTS shortcuts (
        short TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID",
)
TABLES = ("grams", "hints", "ledger", "never", "shortcuts", "state")
TOLD = ("never", "shortcuts")
"""Those of them that hold what the writer has said, and nothing that was learned."""
_WAL_LIMIT = 1 << 20


def prepare(database: sqlite3.Connection) -> None:
    """Make an empty database ours, and make sure that another one is.

    Raises:
        ForeignError: It is not.
    """
    database.execute("PRAGMA secure_delete = ON")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
    database.execute("PRAGMA synchronous = NORMAL")
    # What is sorted or deleted must not be written to a temporary file.
    database.execute("PRAGMA temp_store = MEMORY")
    claim(database, _APPLICATION, VERSION, _TABLES)
