"""A small database of the user's own: a real file, damaged, foreign, locked or taken away."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from autotype.text import private_database
from autotype.text.private_database import (
    DatabaseError,
    ForeignError,
    PrivateDatabase,
    Wording,
    claim,
    close_to_others,
)

WORDING = Wording("“{path}” cannot be used ({why}).", "It was {why}, and is “{name}” now.")


def prepare(database: sqlite3.Connection) -> None:
    names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if names - {"notes"}:
        raise ForeignError("from another program")
    database.execute("CREATE TABLE IF NOT EXISTS notes (text)")


def add(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO notes VALUES ('one')")


def count(database: sqlite3.Connection) -> int:
    (found,) = database.execute("SELECT count(*) FROM notes").fetchone()
    return int(found)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "private" / "notes.sqlite"


@pytest.fixture
def kept(file: Path) -> PrivateDatabase:
    return PrivateDatabase(file, prepare, WORDING)


def test_what_is_kept_is_there_again_and_closed_to_others(
    kept: PrivateDatabase, file: Path
) -> None:
    assert not kept.exists()
    kept.do(add)
    assert kept.exists()
    assert kept.do(count) == 1
    assert kept.notice == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["garbage", "foreign"])
def test_what_is_not_ours_is_set_aside_and_said(
    kept: PrivateDatabase, file: Path, damage: str
) -> None:
    file.parent.mkdir()
    if damage == "garbage":
        file.write_bytes(b"no database at all" * 100)
    else:
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE theirs (x)")
    Path(f"{file}-wal").touch()
    kept.do(add)
    assert kept.do(count) == 1
    why = "damaged" if damage == "garbage" else "from another program"
    assert kept.notice == f"It was {why}, and is “notes-set-aside-1.sqlite” now."
    assert (file.parent / "notes-set-aside-1.sqlite").is_file()


def test_the_last_of_many_that_were_set_aside_gives_way(kept: PrivateDatabase, file: Path) -> None:
    file.parent.mkdir()
    for number in range(1, 10):
        (file.parent / f"notes-set-aside-{number}.sqlite").write_text("older")
    file.write_bytes(b"garbage" * 200)
    kept.do(add)
    assert (file.parent / "notes-set-aside-9.sqlite").read_bytes().startswith(b"garbage")


def test_what_another_process_has_put_in_place_is_not_set_aside(file: Path) -> None:
    """It was set aside by that one already."""
    file.parent.mkdir()
    file.write_bytes(b"")
    turns: list[str] = []

    def overtaken(database: sqlite3.Connection) -> None:
        turns.append("a turn")
        if len(turns) == 1:
            file.rename(file.with_name("theirs"))
            file.touch()
            raise ForeignError("another one's")
        prepare(database)

    kept = PrivateDatabase(file, overtaken, WORDING)
    kept.do(add)
    assert kept.notice == ""
    assert len(turns) == 2


def test_what_cannot_be_made_ours_is_one_sentence(file: Path) -> None:
    def never(_: sqlite3.Connection) -> None:
        raise ForeignError("of a newer version")

    with pytest.raises(DatabaseError, match=r"cannot be used \(it is of a newer version\)"):
        PrivateDatabase(file, never, WORDING).do(add)


def test_a_folder_that_lets_nothing_be_set_aside_is_one_sentence(
    kept: PrivateDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.parent.mkdir()
    file.write_bytes(b"garbage" * 200)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(private_database.os, "replace", refused)
    with pytest.raises(DatabaseError, match=r"cannot be used \(Permission denied\)"):
        kept.do(add)


def test_another_program_that_holds_it_is_waited_for_and_then_named(
    kept: PrivateDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.do(add)
    monkeypatch.setattr(private_database, "_BUSY_S", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="another program has it locked"):
            kept.do(add)
    assert kept.do(count) == 1


def test_a_folder_in_its_place_is_one_sentence(kept: PrivateDatabase, file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(DatabaseError, match="cannot be used"):
        kept.do(add)


def test_what_others_may_read_is_closed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.parent.mkdir()
    file.touch(0o644)
    file.chmod(0o644)
    close_to_others(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    close_to_others(file)
    file.chmod(0o644)
    monkeypatch.delattr(os, "getuid")  # as under Windows, where modes mean nothing
    close_to_others(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_program_that_is_done_in_a_moment_is_waited_for(
    kept: PrivateDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.do(add)
    other = sqlite3.connect(file, isolation_level=None, timeout=0)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(private_database.time, "sleep", lambda _: other.close())
    real = sqlite3.connect
    monkeypatch.setattr(
        private_database.sqlite3, "connect", lambda path, **_: real(path, timeout=0)
    )
    assert kept.do(count) == 1


OURS, VERSION = 0x4E4F5445, 3
TABLES = ("CREATE TABLE IF NOT EXISTS notes (text)", "CREATE TABLE IF NOT EXISTS tags (tag)")


def claim_notes(database: sqlite3.Connection) -> None:
    claim(database, OURS, VERSION, TABLES)


@pytest.fixture
def claimed(file: Path) -> PrivateDatabase:
    return PrivateDatabase(file, claim_notes, WORDING)


def whose(database: sqlite3.Connection) -> tuple[int, int, list[str]]:
    """Return the number of the application, the version and the tables."""
    names = database.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    return application, version, [name for (name,) in names]


def test_an_empty_database_is_claimed_once_and_known_again(claimed: PrivateDatabase) -> None:
    assert claimed.do(whose) == (OURS, VERSION, ["notes", "tags"])
    claimed.do(lambda database: database.execute("DROP TABLE tags"))
    # What is known as ours is not looked through again.
    assert claimed.do(whose) == (OURS, VERSION, ["notes"])
    assert claimed.notice == ""


def test_one_of_an_earlier_version_keeps_what_it_has_and_gets_the_rest(
    claimed: PrivateDatabase, file: Path
) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as earlier:
        claim(earlier, OURS, VERSION - 1, TABLES[:1])
        add(earlier)
    assert claimed.do(count) == 1
    assert claimed.do(whose) == (OURS, VERSION, ["notes", "tags"])
    assert claimed.notice == ""


@pytest.mark.parametrize(
    ("theirs", "version", "why"),
    [
        (OURS, VERSION + 1, "written by a newer Autotype"),
        (0, 0, "a file of another program"),
        (OURS + 1, VERSION, "a file of another program"),
    ],
)
def test_one_that_is_not_ours_or_newer_is_left_as_it_is(
    claimed: PrivateDatabase, file: Path, theirs: int, version: int, why: str
) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
        other.execute(f"PRAGMA application_id = {theirs}")
        other.execute(f"PRAGMA user_version = {version}")
    assert claimed.do(whose) == (OURS, VERSION, ["notes", "tags"])
    assert claimed.notice == f"It was {why}, and is “notes-set-aside-1.sqlite” now."
    with closing(sqlite3.connect(file.with_name("notes-set-aside-1.sqlite"))) as aside:
        assert whose(aside) == (theirs, version, ["bookmarks"])


def test_two_that_claim_it_at_once_both_have_it(file: Path) -> None:
    """The other one comes between the first look and the lock."""
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:

        class Overtaken(sqlite3.Connection):
            def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
                if sql == "BEGIN IMMEDIATE":
                    claim_notes(other)
                    add(other)
                return super().execute(sql, *values)

        with closing(sqlite3.connect(file, factory=Overtaken, isolation_level=None)) as late:
            claim_notes(late)
            assert count(late) == 1
