"""What is left of a file that a killed process was writing, and who can read it meanwhile."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autotype.text import temporary
from autotype.text.recovery import Journal
from autotype.text.replacing import replace_file
from autotype.text.temporary import Temporary, sweep

WRITER = """
import os, sys
from pathlib import Path
if sys.argv[2] == "named":
    del os.O_TMPFILE
from autotype.text.replacing import replace_file
path, number = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    number += 1
    replace_file(path, b"%d" % (number % 10) * 3_000_000)
"""


@pytest.mark.parametrize("kind", ["unnamed", "named"])
def test_nothing_is_left_of_killed_writers(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.txt"
    for turn in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), kind], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(random.Random(turn).random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        sweep(tmp_path)
        assert {file.name for file in tmp_path.iterdir()} <= {"x.txt"}
    assert not path.exists() or len(set(path.read_bytes())) == 1


def test_only_what_nobody_writes_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".autotype-0123456789abcdef.tmp"
    left.write_text("text")
    others = [
        tmp_path / ".autotype-0123456789abcdef.tmp.txt",
        tmp_path / ".autotype-notes.tmp",
        tmp_path / "autotype.tmp",
    ]
    for other in others:
        other.write_text("mine")
    link, pipe = (tmp_path / f".autotype-{digit * 16}.tmp" for digit in "ab")
    link.symlink_to(others[0])
    os.mkfifo(pipe)
    with Temporary(tmp_path, 0o600, named=True) as busy:
        sweep(tmp_path)
        assert busy.path is not None
        assert set(tmp_path.iterdir()) == {*others, link, pipe, busy.path}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of another user")
def test_files_of_other_users_are_left_alone(tmp_path: Path) -> None:
    left = tmp_path / ".autotype-0123456789abcdef.tmp"
    left.write_text("text")
    os.chown(left, 12345, 12345)
    sweep(tmp_path)
    assert left.exists()


def test_saving_sweeps_the_folder(tmp_path: Path) -> None:
    left = tmp_path / ".autotype-0123456789abcdef.tmp"
    left.write_text("text")
    replace_file(tmp_path / "x.txt", b"one")
    assert [file.name for file in tmp_path.iterdir()] == ["x.txt"]
    left.write_text("text")
    assert Journal(tmp_path).pending() == []
    assert not left.exists()


def test_a_file_that_gets_no_name_later_is_made_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "not here")

    monkeypatch.setattr(temporary.os, "link", refuse)
    replace_file(tmp_path / "x.txt", b"one")
    assert (tmp_path / "x.txt").read_bytes() == b"one"
    assert len(list(tmp_path.iterdir())) == 1


OPEN = """
import os, sys
from pathlib import Path
os.umask(0)
if sys.argv[2] == "named":
    del os.O_TMPFILE
from autotype.text import replacing
from autotype.text.recovery import Journal
from autotype.text.temporary import Temporary
modes = []
write = Temporary.write
def look(self, data):
    write(self, data)
    modes.append(oct(os.fstat(self.handle).st_mode & 0o777))
Temporary.write = look
home = Path(sys.argv[1])
private = home / "private.txt"
private.write_text("one")
private.chmod(0o640)
replacing.replace_file(private, b"two")
Journal(home / "a" / "b").save("k", "text", None)
loose = home / "loose"
loose.mkdir()
Journal(loose).save("k", "text", None)
for file in (private, home / "a", home / "a" / "b", *(home / "a" / "b").iterdir(), loose):
    modes.append(oct(file.stat().st_mode & 0o777))
print(*modes)
"""


@pytest.mark.parametrize("kind", ["unnamed", "named"])
def test_nobody_else_can_read_unsaved_text_whatever_the_umask(tmp_path: Path, kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path), kind],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [
        *("0o600", "0o600", "0o600"),  # while they are written
        *("0o640", "0o700", "0o700", "0o600", "0o700"),
    ]
