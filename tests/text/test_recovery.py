import signal
import subprocess
import sys
from pathlib import Path

import pytest

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
    writer.communicate()
    (found,) = Journal(folder).pending()
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
