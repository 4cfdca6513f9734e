"""What windows leave to the next start: real files, locks and processes."""

import errno
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autotype.text.session import Open, Place, Session, Sessions

A, B, C = (Open(Path(f"/tmp/{name}"), f"1-{name}.0af", Place(3, 1, 2, 1)) for name in "abc")


def no_drafts(_: str) -> bool:
    return False


def all_drafts(_: str) -> bool:
    return True


def plain(*opened: Open) -> tuple[Open, ...]:
    """The same without the drafts, of which there are none."""
    return tuple(Open(each.path, "", each.place) for each in opened)


def left(folder: Path, *opened: Open, front: int = 0, ended: bool = True) -> None:
    sessions = Sessions(folder)
    sessions.write(Session(opened, front, ended))
    sessions.close()


def test_what_was_open_comes_back_once(tmp_path: Path) -> None:
    left(tmp_path / "s", A, B, front=1)
    first, second = Sessions(tmp_path / "s"), Sessions(tmp_path / "s")
    assert first.claim(no_drafts) == Session(plain(A, B), 1, ended=True)
    assert second.claim(no_drafts) is None
    first.close()
    assert second.claim(no_drafts) == Session(plain(A, B), 1, ended=True)


def test_nothing_is_left_at_the_first_start(tmp_path: Path) -> None:
    assert Sessions(tmp_path / "s").claim(no_drafts) is None
    assert not (tmp_path / "s").exists()


def test_a_window_that_is_open_is_left_alone(tmp_path: Path) -> None:
    one, other = Sessions(tmp_path), Sessions(tmp_path)
    assert not other.others_run()
    one.write(Session((A,)))
    assert other.others_run()
    assert other.claim(no_drafts) is None
    other.write(Session((B, C)))
    one.write(Session((A, C), ended=True))
    assert other.drafts() == {A.draft, B.draft, C.draft}
    one.close()
    assert other.drafts() == {B.draft, C.draft}
    other.close()
    assert other.drafts() == set()


def test_of_windows_that_were_closed_before_only_unsaved_texts_come_back(tmp_path: Path) -> None:
    left(tmp_path, A, B)
    left(tmp_path, C)
    found = Sessions(tmp_path).claim(lambda draft: draft == B.draft)
    assert found == Session((*plain(C), B), 0, ended=True)


def test_of_windows_that_were_not_closed_all_comes_back_and_nothing_twice(tmp_path: Path) -> None:
    left(tmp_path, A, B, C, ended=False)
    left(tmp_path, C, B, front=1)
    found = Sessions(tmp_path).claim(no_drafts)
    assert found == Session(plain(C, B, A), 1, ended=False, tries=1)


def test_what_ends_autotype_at_every_start_comes_back_no_more(tmp_path: Path) -> None:
    left(tmp_path, A, ended=False)
    for tries in (1, 2):
        dying = Sessions(tmp_path)
        assert dying.claim(no_drafts) == Session(plain(A), 0, ended=False, tries=tries)
        dying.close()
    found = Sessions(tmp_path).claim(no_drafts)
    assert found is not None
    assert found.tabs == ()


def test_untitled_documents_come_back_only_with_a_text(tmp_path: Path) -> None:
    untitled = Open(None, "1-2.0af")
    left(tmp_path, untitled, A, front=0)
    assert Sessions(tmp_path).claim(no_drafts) == Session(plain(A), 0, ended=True)
    left(tmp_path, untitled)
    found = Sessions(tmp_path).claim(lambda _: True)
    assert found is not None
    assert untitled in found.tabs


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "s"
    sessions = Sessions(folder)
    sessions.write(Session((A,)))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    folder.chmod(0o755)
    left(folder, B)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"tabs": 1}',
        b'{"tabs": [1]}',
        b'{"tabs": [{"path": "relative", "draft": "", "place": [0, 0, 0, 0]}]}',
        b'{"tabs": [{"path": "/a", "draft": "../up", "place": [0, 0, 0, 0]}]}',
        b'{"tabs": [{"path": "/a", "draft": "", "place": [0, 0, 0, -1]}]}',
        b'{"tabs": [{"path": "/a", "draft": "", "place": [0, 0, true, 0]}]}',
        b'{"tabs": [{"path": "/a", "draft": "", "place": [0]}]}',
        b"[" * 5000,
    ],
)
def test_what_is_damaged_is_nothing(tmp_path: Path, damage: bytes) -> None:
    left(tmp_path, A)
    left(tmp_path, B)
    newest = max(tmp_path.glob("*.session"), key=lambda file: file.stat().st_mtime_ns)
    newest.write_bytes(damage)
    assert Sessions(tmp_path).claim(no_drafts) == Session(plain(A), 0, ended=True)


def test_a_front_that_is_none_is_the_first(tmp_path: Path) -> None:
    left(tmp_path, A, B)
    (file,) = tmp_path.glob("*.session")
    file.write_text(json.dumps({**json.loads(file.read_text()), "front": 7}))
    assert Sessions(tmp_path).claim(no_drafts) == Session(plain(A, B), 0, ended=True)


def test_what_is_not_wanted_is_removed(tmp_path: Path) -> None:
    left(tmp_path, A)
    open_one, sessions = Sessions(tmp_path), Sessions(tmp_path)
    open_one.write(Session((B,)))
    sessions.write(Session((C,)))
    sessions.forget()
    assert len(list(tmp_path.glob("*.session"))) == 1
    assert sessions.drafts() == {B.draft}


WRITER = """
import sys
from pathlib import Path
from autotype.text.session import Open, Session, Sessions
sessions = Sessions(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    sessions.write(Session(tuple(Open(Path(f"/tmp/{sys.argv[2]}")) for _ in range(number % 90))))
    if number == 50:
        print("busy", flush=True)
"""


def test_no_kill_tears_a_file_and_two_processes_write_none_over(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name], stdout=subprocess.PIPE
        )
        for name in "ab"
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"busy\n"
    assert Sessions(tmp_path).claim(no_drafts) is None
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    files = list(tmp_path.glob("*.session"))
    assert len(files) == 2
    for file in files:
        assert len({tab["path"] for tab in json.loads(file.read_text())["tabs"]}) <= 1
    assert Sessions(tmp_path).claim(no_drafts) is not None
    assert {file.suffix for file in tmp_path.iterdir()} <= {".session", ".lock", ".claims"}


def test_what_is_left_goes_to_one_of_those_who_start_at_once(tmp_path: Path) -> None:
    left(tmp_path, A)
    found: list[Session | None] = []
    all_sessions = [Sessions(tmp_path) for _ in range(8)]
    threads = [
        threading.Thread(target=lambda one=one: found.append(one.claim(no_drafts)))
        for one in all_sessions
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in found if each is not None]) == 1


def test_closing_twice_does_nothing_more(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    sessions.write(Session((A,)))
    sessions.close()
    sessions.close()
    assert Sessions(tmp_path).claim(no_drafts) == Session(plain(A), tries=1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_where_files_have_no_locks_every_window_counts_as_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("autotype.text.session.fcntl.flock", no_locks)
    one, other = Sessions(tmp_path), Sessions(tmp_path)
    one.write(Session((A,)))
    assert not other.others_run()
    assert other.claim(no_drafts) == Session(plain(A), tries=1)


def test_changes_to_a_file_in_another_window_are_known(tmp_path: Path) -> None:
    one, other = Sessions(tmp_path), Sessions(tmp_path)
    file = tmp_path / "file"
    one.write(Session((Open(file, "draft"), Open(tmp_path / "saved"), Open(None, "untitled"))))
    other.write(Session((Open(tmp_path / "mine", "my-draft"),)))
    link = tmp_path / "link"
    link.symlink_to(file)
    assert other.unsaved_elsewhere(file, all_drafts)
    assert other.unsaved_elsewhere(link, all_drafts)
    assert not other.unsaved_elsewhere(file, no_drafts)
    assert not other.unsaved_elsewhere(tmp_path / "saved", all_drafts)
    assert not other.unsaved_elsewhere(tmp_path / "mine", all_drafts)
    one.close()
    assert not other.unsaved_elsewhere(file, all_drafts)
    other.close()
