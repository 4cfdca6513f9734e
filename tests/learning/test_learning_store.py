"""What was learned on disk: hidden and clear, forgotten to the last byte, damage, kills, bounds."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autotype.learning.forgetting import (
    forget_everything,
    forget_imported,
    forget_since,
    forget_words,
    set_never,
)
from autotype.learning.hashing import Hasher
from autotype.learning.heard import Against
from autotype.learning.schema import TABLES
from autotype.learning.store import Store
from autotype.text.private_database import DatabaseError
from tests.learning.writer import Writer, bytes_of


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "learned"


@pytest.fixture
def writer(folder: Path) -> Writer:
    return Writer(folder)


def rows_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    database = sqlite3.connect(folder / "learned.sqlite")
    try:
        found = {}
        for table in TABLES:
            rows = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            found[table] = [row for row in rows if row[0] != "revision"]
    finally:
        database.close()
    return found


# When a word stands in clear.


def test_what_was_seen_once_stands_nowhere_in_clear(writer: Writer, folder: Path) -> None:
    writer.write("We met Zyxxo at Quorvale.")
    assert writer.words() == []
    for word in (b"Zyxxo", b"zyxxo", b"Quorvale", b"met"):
        assert word not in bytes_of(folder)
    writer.write("We met Zyxxo.")
    assert writer.words() == ["Zyxxo", "met", "we"]
    assert b"Quorvale" not in bytes_of(folder)


def test_the_same_paragraph_is_one_sighting_until_the_next_day(writer: Writer) -> None:
    writer.write("Zyxxo.")
    writer.lines -= 1
    writer.write("Zyxxo.")
    assert writer.words() == []
    writer.wait(24 * 60)
    writer.lines -= 1
    writer.write("Zyxxo.")
    assert writer.words() == ["Zyxxo"]


def test_a_word_is_forgotten_that_was_seen_once_in_thirty_days(writer: Writer) -> None:
    writer.write("Zyxxo.")
    writer.wait(31 * 24 * 60)
    writer.write("Something.")
    writer.write("Zyxxo.")
    assert writer.words() == []


def test_a_typo_needs_four_sightings_in_two_documents(writer: Writer) -> None:
    for _ in range(6):
        writer.write("we meat you tomorow")
    assert writer.words() == ["we", "you"]  # “met” and “tomorrow” are one edit away
    assert writer.own_text().words("we ", "tom") == []
    writer.write("tomorow", document="another one")
    assert writer.words() == ["tomorow", "we", "you"]


def test_a_slip_of_a_common_word_of_the_writers_is_a_typo_as_well(writer: Writer) -> None:
    writer.write(*["zyxxo"] * 50)
    assert writer.words() == ["zyxxo"]
    writer.write(*["zyxo"] * 3)
    assert writer.words() == ["zyxxo"]
    writer.write(*["quorvale"] * 2)
    assert writer.words() == ["quorvale", "zyxxo"]


def test_secrets_contact_data_and_profanity_are_never_learned(writer: Writer, folder: Path) -> None:
    line = "my password: hunter2 mail ann@example.com call +44 20 7946 0958 shit Zyxxo"
    for _ in range(5):
        writer.write(line)
    assert writer.words() == ["Zyxxo", "call", "mail", "my", "password"]
    assert not any(each in bytes_of(folder) for each in (b"hunter", b"example", b"7946", b"shit"))


def test_what_the_writer_did_not_mean_counts_less_in_that_place(writer: Writer) -> None:
    writer.write(*["We met Zyxxo."] * 3)
    against = Against("Zyxxo", "met", "we met", against=1.0)
    writer.store.learn([against], writer.rules, now=writer.now)
    found = {word.order: round(word.count, 2) for word in writer.own_text().words("we met ", "Z")}
    assert found == {3: 2.0, 2: 2.0, 1: 3.0}
    against = Against("Zyxxo", "met", "we met", 1.0, 1.0)
    writer.store.learn([against] * 3, writer.rules, now=writer.now)
    assert writer.own_text().words("we met ", "Z") == []
    assert "Zyxxo" not in writer.words()


# Forgetting.


def test_a_forgotten_word_is_in_no_byte_of_the_folder(writer: Writer, folder: Path) -> None:
    for number in range(60):
        writer.write(f"We met Zyxxo at Quorvale with Name{number} and ZYXXO's letter.")
        writer.write(f"Quorvale and Name{number}.")
    assert b"Zyxxo" in bytes_of(folder)
    assert forget_words(writer.store, ["zyxxo", "zyxxo's"]) > 5
    assert b"zyxxo" not in bytes_of(folder).lower()
    assert "Quorvale" in writer.words()
    writer.write("Zyxxo.")
    assert "Zyxxo" not in writer.words()  # it begins anew


def test_the_last_hour_is_taken_back_exactly(writer: Writer, folder: Path) -> None:
    writer.write(*["We met Zyxxo at the board meeting."] * 3, "Hello Ann.")
    writer.wait(90)
    before = rows_of(folder)
    writer.write("Hello Ann.", "We met Zyxxo.", "We met Quorvale.", "Something tomorow.")
    writer.wait(5)
    writer.write("We met Quorvale.", "We met Zyxxo at the letter.")
    writer.store.learn([Against("Zyxxo", "met", "we met", 1.0, 1.0)], writer.rules, now=writer.now)
    assert "Quorvale" in writer.words()
    assert forget_since(writer.store, 3600, writer.now) > 10
    after = rows_of(folder)
    assert {name: after[name] for name in ("grams", "hints", "state")} == {
        name: before[name] for name in ("grams", "hints", "state")
    }
    assert b"Quorvale" not in bytes_of(folder)


def test_the_last_day_is_taken_back_and_what_is_older_cannot_be(writer: Writer) -> None:
    writer.write(*["We met Zyxxo."] * 2)
    writer.wait(25 * 60)
    writer.write(*["We met Quorvale."] * 2)
    forget_since(writer.store, 24 * 3600, writer.now)
    assert writer.words() == ["Zyxxo", "met", "we"]


def test_an_import_is_taken_back_as_a_whole_and_by_itself(writer: Writer, folder: Path) -> None:
    writer.write(*["We met Zyxxo."] * 3, "We like Ann.")
    before = rows_of(folder)["grams"]
    writer.write("We like Ann.", *["Orders for Quorvale and Zyxxo."] * 2, imported=True)
    assert {"Ann", "Quorvale"} < set(writer.words())
    assert forget_imported(writer.store) > 3
    assert writer.words() == ["Zyxxo", "met", "we"]
    assert [row[:5] for row in rows_of(folder)["grams"]] == [row[:5] for row in before]
    assert b"Quorvale" not in bytes_of(folder)


def test_everything_goes_with_the_key(writer: Writer, folder: Path) -> None:
    writer.write(*["We met Zyxxo."] * 3, "Quorvale.")
    set_never(writer.store, ["badword"], never=True)
    forget_everything(writer.store)
    assert writer.words() == []
    assert not (folder / "key").exists()
    assert not any(each in bytes_of(folder) for each in (b"Zyxxo", b"badword", b"met"))
    writer.write(*["We met Zyxxo."] * 2)
    assert writer.words() == ["Zyxxo", "met", "we"]


def test_with_the_key_goes_what_was_seen_once(writer: Writer, folder: Path) -> None:
    writer.write("Zyxxo.")
    (folder / "key").unlink()
    writer.write("Ann.")
    writer.write("Zyxxo.")
    assert writer.words() == []
    (folder / "key").write_bytes(b"short")
    writer.write("Zyxxo.")
    assert writer.words() == []
    assert len((folder / "key").read_bytes()) == 32


# The folder.


def test_only_its_owner_can_read_it(writer: Writer, folder: Path) -> None:
    before = os.umask(0)
    try:
        writer.write("We met Zyxxo.")
        held = sqlite3.connect(folder / "learned.sqlite")
        held.execute("SELECT * FROM grams").fetchall()
        writer.write("We met Zyxxo.")
        assert {path.name for path in folder.iterdir()} == {
            *("learned.sqlite", "learned.sqlite-wal", "learned.sqlite-shm", "key")
        }
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        held.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def _foreign(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda file: file.write_bytes(b"no database" * 1000), "damaged"),
        (_foreign, "a file of another program"),
    ],
)
def test_a_file_that_is_not_ours_is_set_aside_and_learning_goes_on(
    writer: Writer, folder: Path, spoil: object, what: str
) -> None:
    folder.mkdir(parents=True)
    spoil(folder / "learned.sqlite")  # type: ignore[operator]
    writer.write(*["We met Zyxxo."] * 2)
    assert writer.words() == ["Zyxxo", "met", "we"]
    assert writer.store.notice == (
        f"The file of what was learned was {what}; it was set aside as "
        "“learned-set-aside-1.sqlite”, and learning begins anew."
    )
    forget_everything(writer.store)
    assert not list(folder.glob("*aside*"))


def test_a_home_that_cannot_be_used_is_one_sentence(home: Path) -> None:
    home.mkdir()
    (home / "learned").write_text("a file")
    with pytest.raises(DatabaseError) as raised:
        Writer(home / "learned").write("We met Zyxxo.")
    assert str(raised.value) == (
        f"What was learned cannot be kept in “{home}/learned/learned.sqlite” (File exists); words "
        "of the open document count all the same."
    )


FULL = """
import resource, signal, sys
from pathlib import Path
from autotype.text.private_database import DatabaseError
from tests.learning.writer import Writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = Writer(Path(sys.argv[1]))
writer.write(*["We met Zyxxo."] * 2)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(1000):
        writer.write(*[f"Word{number}x{each} comes." for each in range(40)] * 2)
except DatabaseError as error:
    print(error)
"""


def test_a_full_disk_is_one_sentence_and_loses_nothing(folder: Path) -> None:
    command = [sys.executable, "-c", FULL, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("What was learned cannot be kept in “")
    words = Writer(folder).words()
    assert "Zyxxo" in words
    assert not Store(folder).notice


SCRIBE = """
import sys
from pathlib import Path
from tests.learning.writer import Writer
writer = Writer(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    writer.write("We met Zyxxo.", "We met Zyxxo.", document=f"{sys.argv[3]} {number}")
    print(number, flush=True)
"""


def _scribe(folder: Path, times: int, name: str = "a") -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", SCRIBE, str(folder), str(times), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_learn_at_once(folder: Path) -> None:
    scribes = [_scribe(folder, 20, name) for name in "ab"]
    for scribe in scribes:
        scribe.communicate()
        assert scribe.returncode == 0
    found = {word.word: word.times for word in Store(folder).words()}
    assert found == {"Zyxxo": 80, "met": 80, "we": 80}


@pytest.mark.parametrize("kills", [int(os.environ.get("AUTOTYPE_KILLS", "4"))])
def test_nothing_is_torn_by_a_kill(folder: Path, kills: int) -> None:
    said = 0
    for number in range(kills):
        scribe = _scribe(folder, 100_000, str(number))
        assert scribe.stdout is not None
        for _ in range(1 + number % 4):
            scribe.stdout.readline()
        scribe.send_signal(signal.SIGKILL)
        said += 1 + number % 4 + len(scribe.communicate()[0].splitlines())
        found = {word.word: word.times for word in Store(folder).words()}
        assert len(set(found.values())) == 1, found
        assert found["Zyxxo"] >= 2 * said
    store = Store(folder)
    clock = store.everything().clock
    assert clock == 3 * found["Zyxxo"]
    assert not store.notice


# Bounds.


def test_a_million_times_one_word_is_one_row(writer: Writer) -> None:
    writer.write("Zyxxo.", "Zyxxo.")
    for _ in range(5):
        writer.write(" ".join(["Zyxxo"] * 500))
    assert [(word.word, word.times) for word in writer.store.words()] == [("Zyxxo", 2502)]
    found = writer.own_text().words("for ", "Zy")[0]
    assert found.count == pytest.approx(2460, rel=0.01)


def test_the_oldest_and_rarest_go_where_there_is_no_room(folder: Path) -> None:
    writer = Writer(folder, largest=400_000)
    writer.write(*["We met Zyxxo."] * 10)
    for number in range(60):
        lines = [f"Word{number}a{each} Word{number}b{each}." for each in range(30)]
        writer.write(*lines, *lines)
        writer.wait(24 * 60)
    assert (folder / "learned.sqlite").stat().st_size < 700_000
    words = writer.words()
    assert "Zyxxo" in words
    assert "Word59a1" in words
    assert "Word1a1" not in words


def test_a_million_different_words_are_bounded(folder: Path) -> None:
    writer = Writer(folder, largest=400_000)
    for number in range(40):
        writer.write(" ".join(f"Word{number}c{each}" for each in range(500)))
    assert (folder / "learned.sqlite").stat().st_size < 900_000
    assert writer.words() == []


def test_control_characters_are_in_no_row(writer: Writer, folder: Path) -> None:
    writer.write(*["a\x00b\x1b[31m Zyx\u202exo \ud800 Ann\x07"] * 3)
    assert "Ann" in writer.words()
    assert not any(each in bytes_of(folder) for each in (b"\x1b[", "\u202e".encode()))


def test_a_key_is_made_by_one_of_two_at_once(folder: Path) -> None:
    lost: list[int] = []
    first = Hasher(folder / "key").key(lambda: lost.append(1)).of("a")
    assert Hasher(folder / "key").key(lambda: lost.append(2)).of("a") == first
    assert lost == [1]
    assert [path.name for path in folder.iterdir()] == ["key"]
