"""Another user of this machine, who listens where our programs look for each other."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

# Says so when it listens, and at its end how many bytes it has heard.
_LISTEN = """
import os, selectors, socket, sys
folder, names = sys.argv[1], sys.argv[2:]
os.makedirs(folder, 0o755, exist_ok=True)  # "/" stands for names that are no files
heard, watched = 0, selectors.DefaultSelector()
watched.register(sys.stdin, selectors.EVENT_READ)
for name in names:
    door = socket.socket(socket.AF_UNIX)
    if folder == "/":
        door.bind("\\0" + name)
    else:
        door.bind(os.path.join(folder, name))
        os.chmod(os.path.join(folder, name), 0o777)
    door.listen(50)
    watched.register(door, selectors.EVENT_READ, "door")
print("listening", flush=True)
while True:
    for key, _ in watched.select():
        if key.fileobj is sys.stdin:
            print(heard, flush=True)
            raise SystemExit
        if key.data == "door":
            watched.register(key.fileobj.accept()[0], selectors.EVENT_READ, "peer")
            continue
        said = key.fileobj.recv(1 << 16)
        heard += len(said)
        if not said:
            watched.unregister(key.fileobj)
            key.fileobj.close()
"""


class Stranger:
    """A user who exists, with a process that listens."""

    def __init__(self, user: int) -> None:
        self.user = user
        self._listening: list[subprocess.Popen[str]] = []

    def listen(self, folder: Path) -> None:
        """Make the folder and listen in it, under the names of all our sockets."""
        self._start(str(folder), "engine", "assistant")

    def take(self, name: str) -> None:
        """Listen under a name that is no file."""
        self._start("/", name)

    def _start(self, *arguments: str) -> None:
        # Our own interpreter may lie where only we can read.
        python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
        assert python, "another user needs an interpreter; install python3"
        process = subprocess.Popen(
            [python, "-I", "-c", _LISTEN, *arguments],
            user=self.user,
            group=self.user,
            extra_groups=[],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
        )
        self._listening.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "listening\n"

    def heard(self) -> int:
        """Stop to listen; return how many bytes came."""
        total = 0
        while self._listening:
            said, _ = self._listening.pop().communicate("", timeout=30)
            total += int(said)
        return total


@contextlib.contextmanager
def a_stranger() -> Iterator[Stranger]:
    """Make a user of the system, and remove it again; skips where nobody may."""
    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("only root can make another user")
    name = f"stranger-{uuid.uuid4().hex[:8]}"
    made = subprocess.run(
        ["useradd", "--no-create-home", "--user-group", name], capture_output=True, text=True
    )
    if made.returncode != 0:
        pytest.skip(f"no user can be made here: {made.stderr.strip()}")
    try:
        number = subprocess.run(["id", "-u", name], capture_output=True, text=True, check=True)
        stranger = Stranger(int(number.stdout))
        try:
            yield stranger
        finally:
            stranger.heard()
    finally:
        subprocess.run(["userdel", name], capture_output=True)


@contextlib.contextmanager
def folder_for_all() -> Iterator[Path]:
    """Make a folder like /tmp: everybody may write there, nobody may remove what is others'."""
    folder = Path(tempfile.mkdtemp(prefix="for-all-", dir="/tmp"))
    folder.chmod(0o1777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
