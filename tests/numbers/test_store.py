"""The file of the numbers: real SQLite, several writers, kills, damage and disks that fail."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autotype.numbers.days import day_of
from autotype.numbers.export import as_csv
from autotype.numbers.keeper import Keeper
from autotype.numbers.store import Row, Store
from autotype.numbers.summary import bars, by_day, by_source, summary_of
from autotype.text.private_database import DatabaseError

HOUR = 497_000


@pytest.fixture
def file(home: Path) -> Path:
    return home / "numbers.sqlite"


def numbers(rows: list[Row]) -> dict[str, int]:
    return {row.counter: row.number for row in rows}


def read(keeper: Keeper) -> tuple[list[Row], str]:
    told: list[tuple[list[Row], str]] = []
    done = threading.Event()
    keeper.read(lambda kept, wrong: (told.append((kept.rows, wrong)), done.set()))
    assert done.wait(20)
    return told[0]


def test_what_is_added_adds_up(file: Path) -> None:
    Store(file).add(HOUR, "editor", {"typed": 5, "words": 1})
    store = Store(file)
    store.add(HOUR, "editor", {"typed": 2, "undone": 0})
    store.add(HOUR + 1, "firefox", {"typed": -1})
    assert store.read() == [
        Row(HOUR, "editor", "typed", 7),
        Row(HOUR, "editor", "words", 1),
        Row(HOUR + 1, "firefox", "typed", -1),
    ]
    assert not store.notice


def test_only_its_owner_can_read_it(file: Path) -> None:
    before = os.umask(0)
    try:
        Store(file).add(HOUR, "editor", {"typed": 5})
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.chmod(0o666)
        Store(file).add(HOUR, "editor", {"typed": 5})
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_source_is_printable_and_short(file: Path) -> None:
    Store(file).add(HOUR, "a\nb" + "c" * 500, {"typed": 1})
    Store(file).add(HOUR, "\0", {"typed": 1})
    assert [row.source for row in Store(file).read()] == ["?", "a b" + "c" * 97]


def test_reading_makes_no_file(file: Path) -> None:
    assert Store(file).read() == []
    Store(file).reset()
    assert not file.exists()


def test_a_reset_leaves_nothing_on_the_disk(file: Path) -> None:
    store = Store(file)
    store.add(HOUR, "a-telling-name", {"typed": 5})
    store.reset()
    assert store.read() == []
    found = [path for path in file.parent.iterdir() if b"a-telling-name" in path.read_bytes()]
    assert not found


def _foreign(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.close()


def _newer(file: Path) -> None:
    Store(file).add(HOUR, "editor", {"typed": 1})
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def _torn(file: Path) -> None:
    Store(file).add(HOUR, "editor", {f"silence:{n}": n for n in range(2000)})
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    file.write_bytes(data)


def _without_its_table(file: Path) -> None:
    Store(file).add(HOUR, "editor", {"typed": 1})
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE counts")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda file: file.write_bytes(b"no database" * 1000), "damaged"),
        (_torn, "damaged"),
        (_without_its_table, "damaged"),
        (_foreign, "a file of another program"),
        (_newer, "written by a newer Autotype"),
    ],
)
@pytest.mark.parametrize("first", ["add", "read", "reset"])
def test_a_file_that_is_not_ours_is_set_aside(
    file: Path, spoil: object, what: str, first: str
) -> None:
    file.parent.mkdir(parents=True)
    spoil(file)  # type: ignore[operator]
    spoilt = file.read_bytes()
    store = Store(file)
    if first == "add":
        store.add(HOUR, "editor", {"typed": 3})
    elif first == "read":
        assert store.read() == []
    else:
        store.reset()
    aside = file.with_name("numbers-set-aside-1.sqlite")
    assert store.notice == (
        f"The file of your numbers was {what}; it was set aside as “{aside.name}”, and counting "
        "starts again from zero."
    )
    assert len(aside.read_bytes()) == len(spoilt)
    store.add(HOUR, "editor", {"typed": 3})
    assert numbers(Store(file).read()) == {"typed": 6 if first == "add" else 3}


def test_files_that_were_set_aside_are_few(file: Path) -> None:
    file.parent.mkdir(parents=True)
    for _ in range(12):
        file.write_bytes(b"no database" * 100)
        Store(file).read()
    assert len(list(file.parent.glob("numbers-set-aside-*"))) == 9


@pytest.mark.parametrize("what", ["folder", "pipe"])
def test_what_is_no_file_is_left_alone(file: Path, what: str) -> None:
    file.parent.mkdir(parents=True)
    file.mkdir() if what == "folder" else os.mkfifo(file)
    with pytest.raises(DatabaseError, match=r"^Your numbers cannot be kept in “.*” \(it is a "):
        Store(file).add(HOUR, "editor", {"typed": 3})
    assert not file.is_file()


def test_old_hours_become_days_and_very_old_ones_go(file: Path) -> None:
    store = Store(file)
    for hour in range(HOUR, HOUR + 72):
        store.add(hour, "editor", {"typed": 1})
    before = store.read()
    later = Store(file)
    later.add(HOUR + 62 * 24, "editor", {"typed": 1})
    folded = later.read()
    assert len(folded) < 72
    assert summary_of(folded).written == 73
    days = {day_of(row.hour) for row in before}
    assert days == {day_of(row.hour) for row in folded[:-1]}
    recent = HOUR + 62 * 24 - 60 * 24
    assert [row.hour for row in folded if row.hour > recent - 24][:-1]  # these kept their hours
    Store(file).add(HOUR + 6 * 366 * 24, "editor", {"typed": 1})
    assert len(Store(file).read()) == 1


WRITER = """
import sys
from pathlib import Path
from autotype.numbers.store import Store
store = Store(Path(sys.argv[1]))
for each in range(int(sys.argv[2])):
    store.add(497000, "editor", {"one": 1, "two": 1, "three": 1})
    print(each, flush=True)
"""


def _writer(file: Path, times: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(file), str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_several_processes_write_at_once(file: Path) -> None:
    writers = [_writer(file, 25) for _ in range(2)]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert set(numbers(Store(file).read()).values()) == {50}


def test_nothing_is_torn_by_a_kill(file: Path) -> None:
    said = 0
    for lines in (1, 3, 6):
        writer = _writer(file, 100_000)
        assert writer.stdout is not None
        for _ in range(lines):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        said += lines + len(writer.communicate()[0].splitlines())
    store = Store(file)
    found = numbers(store.read())
    assert len(set(found.values())) == 1
    assert found["one"] >= said
    assert not store.notice


FULL = """
import resource, signal, sys
from pathlib import Path
from autotype.numbers.store import Store
from autotype.text.private_database import DatabaseError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
store = Store(Path(sys.argv[1]))
added = 0
try:
    for hour in range(497000, 497400):
        store.add(hour, "editor", {f"counter {n}": 1 for n in range(100)})
        added += 100
except DatabaseError as error:
    print(added, error)
"""


def test_a_full_disk_is_one_sentence_and_loses_nothing(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file)], capture_output=True, text=True, check=True
    )
    added, _, said = done.stdout.strip().partition(" ")
    assert said.startswith(f"Your numbers cannot be kept in “{file}” (")
    assert said.endswith("; those of this session are counted all the same.")
    assert sum(row.number for row in Store(file).read()) == int(added) > 0


def test_a_keeper_goes_on_in_memory_and_writes_later(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.mkdir()
    keeper = Keeper(file)
    keeper.add("editor", {"typed": 3})
    keeper.add("editor", {"typed": 4, "words": 1})
    rows, wrong = read(keeper)
    assert numbers(rows) == {"typed": 7, "words": 1}
    assert "it is a folder" in wrong
    file.rmdir()
    keeper.add("editor", {"typed": 1})
    rows, wrong = read(keeper)
    assert (numbers(rows), wrong) == ({"typed": 8, "words": 1}, "")
    assert keeper.stop(20)
    assert numbers(Store(file).read()) == {"typed": 8, "words": 1}


def test_a_keeper_resets_what_is_left_too(file: Path) -> None:
    keeper = Keeper(file)
    keeper.add("editor", {"typed": 3})
    told: list[str] = []
    keeper.reset(told.append)
    assert read(keeper) == ([], "")
    assert told == [""]
    assert keeper.stop(20)


def test_a_keeper_without_work_makes_no_thread(file: Path) -> None:
    keeper = Keeper(file)
    keeper.add("editor", {})
    assert keeper.stop(0)
    assert not file.exists()


def test_rows_come_to_days_and_sources(file: Path) -> None:
    rows = [
        Row(HOUR, "editor", "taken", 30),
        Row(HOUR, "editor", "takes", 4),
        Row(HOUR + 24, "firefox", "typed", 50),
        Row(HOUR + 48, "editor", "spaces", 2),
    ]
    assert by_day(rows) == [(day_of(HOUR), 26), (day_of(HOUR + 24), 0), (day_of(HOUR + 48), 2)]
    assert [(name, its.written) for name, its in by_source(rows)] == [
        ("firefox", 50),
        ("editor", 32),
    ]
    assert summary_of(rows, HOUR + 24).written == 52


def test_a_table_for_other_programs() -> None:
    rows = [Row(0, "editor", "typed", 5), Row(497_000, "=1+1", "words", 2)]
    assert as_csv(rows) == (
        "hour,source,counter,number\n"
        "1970-01-01T00:00Z,editor,typed,5\n"
        "2026-09-12T08:00Z,'=1+1,words,2\n"
    )


def test_what_is_no_number_is_left_out(file: Path) -> None:
    store = Store(file)
    store.add(HOUR, "editor", {"typed": 3})
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        rows = [(1, b"x", "typed", 1), ("one", "editor", "typed", 1), (2, "editor", "typed", "no")]
        database.executemany("INSERT INTO counts VALUES (?, ?, ?, ?)", rows)
        database.execute("INSERT INTO counts VALUES (?, ?, ?, ?)", (1 << 62, "far", "typed", 30))
        database.execute("INSERT INTO counts VALUES (?, ?, ?, ?)", (-(1 << 62), "far", "typed", 3))
        database.execute("INSERT INTO trials VALUES ('u', 0, 'many', 1, 1)")
    database.close()
    rows_found = store.read()
    assert [row.source for row in rows_found] == ["far", "editor", "far"]
    assert store.trials() == []
    assert summary_of(rows_found).written == 33  # nothing was before 1970
    assert bars(by_day(rows_found)) is not None
    assert as_csv(rows_found).count("\n") == 4


def test_a_keeper_goes_on_after_what_nobody_foresaw(file: Path) -> None:
    keeper = Keeper(file)

    def fail(*_: object) -> None:
        raise RuntimeError("the window is gone")

    keeper.read(fail)
    keeper.add("editor", {"typed": 3})
    assert numbers(read(keeper)[0]) == {"typed": 3}
    assert keeper.stop(20)
