import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autotype.text.document import ChangedOnDiskError, Document, read, write
from autotype.text.recovery import Journal

WRITER = """
import sys, time
from pathlib import Path
from autotype.text.recovery import Journal
Journal(Path(sys.argv[1])).save("k", "unsaved \\ud83d text", Path("/tmp/x.txt"))
print("saved", flush=True)
time.sleep(60)
"""


def test_what_a_killed_process_left_is_found_and_what_a_living_one_has_is_not(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "recovery"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    assert Journal(folder).pending() == []
    writer.send_signal(signal.SIGKILL)
    # It has ended, and who started it does not look yet: many a panel never does.
    os.waitid(os.P_PID, writer.pid, os.WEXITED | os.WNOWAIT)
    (found,) = Journal(folder).pending()
    writer.communicate()
    assert found.text == "unsaved \ud83d text"
    assert found.path == Path("/tmp/x.txt")
    Journal(folder).discard(found.key)
    assert Journal(folder).pending() == []


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "recovery"
    Journal(folder).save("k", "text", None)
    assert folder.stat().st_mode & 0o777 == 0o700
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_later_run_with_the_same_key_and_process_id_loses_nothing(tmp_path: Path) -> None:
    # In a container every run may have the same process id.
    Journal(tmp_path).save("7", "text of the run that crashed", None)
    later = Journal(tmp_path)
    later.discard("7")
    later.save("7", "new text", None)
    (found,) = later.pending()
    assert found.text == "text of the run that crashed"
    later.discard(found.key)
    assert later.pending() == []
    (mine,) = tmp_path.iterdir()
    later.discard("7")
    assert not mine.exists()


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": ',
        b"[]",
        b"\xff\xfe",
        b'{"text": "x"}',
        b'{"text": "x", "path": null, "saved_at": 1, "pid": -3, "started": 1}',
        b'{"text": "x", "path": null, "saved_at": 1, "pid": 1e400, "started": 1}',
        b'{"text": "x", "path": 5, "saved_at": "now", "pid": 0, "started": 1}',
    ],
)
def test_a_damaged_entry_is_set_aside(tmp_path: Path, data: bytes) -> None:
    Journal(tmp_path).save("good", "text", None)
    (tmp_path / "bad.journal").write_bytes(data)
    for _ in range(2):
        (found,) = Journal(tmp_path).pending()
        assert found.text == "text"
    assert (tmp_path / "bad.damaged").read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfone\r\ntwo\r\n",
        b"\xff\xfe" + "one\ntwo\r\n".encode("utf-16-le"),
        b"one\rtwo\nthree\r\n",
        "one\u2029two\n".encode(),
    ],
)
def test_a_restored_text_is_saved_as_the_one_that_was_open(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    opened = read(path)
    Journal(tmp_path / "recovery").save("k", "x" + opened.shown, path, opened)
    (found,) = Journal(tmp_path / "recovery").pending()
    document, changed = found.as_document()
    assert not changed
    write(document, found.text)
    mark, encoding = opened.mark, opened.encoding
    assert path.read_bytes() == mark + "x".encode(encoding) + data[len(mark) :]
    # Written by somebody else since: it asks, and knows all that it needs to.
    path.write_bytes(b"theirs")
    document, changed = found.as_document()
    assert changed
    with pytest.raises(ChangedOnDiskError):
        write(document, found.text)
    write(document, found.text, force=True)
    assert path.read_bytes() == mark + "x".encode(encoding) + data[len(mark) :]


def test_a_journal_of_an_earlier_version_is_restored(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"one\r\n")
    record = {"text": "two\n", "path": str(path), "saved_at": 1, "pid": 1, "started": 1}
    (tmp_path / "old.journal").write_text(json.dumps(record))
    (found,) = Journal(tmp_path).pending()
    document, changed = found.as_document()
    assert not changed
    write(document, found.text)
    assert path.read_bytes() == b"two\r\n"


def test_the_name_in_the_journal_holds_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Journal(tmp_path / "recovery").save("k", "text", Path("x.txt"), Document(path=Path("x.txt")))
    (found,) = Journal(tmp_path / "recovery").pending()
    assert found.path == tmp_path / "x.txt"


GOOD = {
    "text": "x",
    "path": None,
    "saved_at": 1,
    "pid": 1,
    "started": 1,
    "digest": "",
    "encoding": "utf-8",
    "mark": "",
    "line_end": "\n",
    "ends": "",
    "read_only": False,
    "guessed": False,
}


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"text": ["x"]},
        {"path": {}},
        {"saved_at": 1e300},
        {"saved_at": True},
        {"saved_at": -1},
        {"pid": [1]},
        {"started": "now"},
        {"digest": 5},
        {"encoding": "utf-7"},
        {"encoding": []},
        {"mark": "zz"},
        {"mark": "fffe"},
        {"line_end": "--"},
        {"line_end": []},
        {"ends": "u"},
        {"ends": "?"},
        {"ends": 5},
        {"read_only": "no"},
    ],
)
def test_what_cannot_be_in_a_journal_is_set_aside(
    tmp_path: Path, change: dict[str, object]
) -> None:
    (tmp_path / "good.journal").write_text(json.dumps(GOOD))
    (found,) = Journal(tmp_path).pending()
    assert found.document == Document("x")
    (tmp_path / "bad.journal").write_text(json.dumps(GOOD | change))
    assert [text.key for text in Journal(tmp_path).pending()] == ["good"]
    assert (tmp_path / "bad.damaged").exists()


def test_a_process_that_cannot_be_has_ended(tmp_path: Path) -> None:
    (tmp_path / "x.journal").write_text(json.dumps(GOOD | {"pid": 10**4000}))
    assert [found.text for found in Journal(tmp_path).pending()] == ["x"]


def test_what_is_no_file_is_neither_read_nor_moved(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.journal")
    (tmp_path / "folder.journal").mkdir()
    (tmp_path / "link.journal").symlink_to("/dev/zero")
    (tmp_path / "deep.journal").write_bytes(b"[" * 100_000)
    with (tmp_path / "endless.journal").open("wb") as stream:
        stream.truncate(1 << 40)
    (tmp_path / "bad.damaged").write_text("an earlier one")
    (tmp_path / "bad.journal").write_text("{")
    before = {"pipe.journal", "folder.journal", "link.journal"}
    assert Journal(tmp_path).pending() == []
    assert {file.name for file in tmp_path.glob("*.journal")} == before
    assert (tmp_path / "bad.damaged").read_text() == "an earlier one"
    assert (tmp_path / "bad-2.damaged").read_text() == "{"


def test_a_folder_that_is_none_holds_no_texts(tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("")
    assert Journal(tmp_path / "recovery").pending() == []
    with pytest.raises(OSError):
        Journal(tmp_path / "recovery").save("k", "text", None)


def test_an_entry_is_found_by_its_name(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.save("k", "unsaved", None)
    name = journal.name_of("k")
    other = Journal(tmp_path)
    assert other.has(name)
    found = other.read(name)
    assert found is not None
    assert found.text == "unsaved"
    assert not other.has("another")
    assert other.read("another") is None
    next(tmp_path.glob(f"{name}*")).write_text("damaged")
    assert other.read(name) is None
