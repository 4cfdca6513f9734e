import json
import os
import signal
import subprocess
import sys
from pathlib import Path

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
    assert (folder / "k.journal").stat().st_mode & 0o777 == 0o600


def test_a_damaged_entry_is_set_aside(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.save("good", "text", None)
    record = json.loads((tmp_path / "good.journal").read_text())
    (tmp_path / "good.journal").write_text(json.dumps(record | {"pid": 2**22 + os.getpid()}))
    (tmp_path / "bad.journal").write_text('{"text": ')
    assert [found.key for found in journal.pending()] == ["good"]
    assert (tmp_path / "bad.damaged").exists()
    assert [found.key for found in journal.pending()] == ["good"]
