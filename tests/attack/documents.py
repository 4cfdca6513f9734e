"""Files that are open: killed while saving, no room, odd bytes, changed by somebody else."""

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.attack import odd
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.running import PYTHON, ROOT, until
from tests.attack.world import Home, World, driven

AREA = "documents"
_TEMPORARY = ".autotype-*"

# Saves once, says so, and after a line on its standard input saves on and on.
_SAVER = """
import sys
from pathlib import Path
from autotype.text.document import Document, DocumentError, read, write
path, lines, limit = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
def text(number):
    return f"{number:08} is the number of this version.\\n" * lines
document = read(path) if path.exists() else Document(path=path)
number = int(document.text[:8] or 0)
def save():
    global document, number
    number += 1
    document = write(document, text(number))
try:
    save()
except DocumentError as error:
    print("refused", error, flush=True)
    sys.exit(3)
print("saved", flush=True)
sys.stdin.readline()
print("on", flush=True)
while True:
    save()
"""


def attack(world: World, budget: Budget) -> list[Row]:
    """Break documents."""
    return run_all(
        AREA,
        [
            lambda part: _killed(world, part),
            lambda part: _full(world, part),
            lambda part: _odd_bytes(world, part),
            lambda part: _changed_by_others(world, part),
        ],
        budget,
    )


def saver(path: Path, lines: int, limit: int = 0) -> subprocess.Popen[bytes]:
    """Start a process that saves a document of some lines."""
    return subprocess.Popen(
        [PYTHON, "-c", _SAVER, str(path), str(lines), str(limit)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def is_whole(path: Path, lines: int) -> bool:
    """Return whether a file is one version that the saver wrote, from first line to last."""
    found = path.read_bytes().splitlines()
    return len(found) == lines and len(set(found)) == 1


def _killed(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "kill -9 while saving (40 kB, 1 MB, 9 MB)")
    chance = random.Random(budget.seed)
    folder = world.home(pack=False).place / "saved"
    folder.mkdir()
    sizes = (1_000, 25_000, 225_000)
    for number in budget.rounds(4):
        lines = sizes[number % len(sizes)]
        path = folder / f"{lines}.txt"
        with tally.one(), saver(path, lines) as process:
            assert process.stdout
            assert process.stdin
            said = process.stdout.readline()
            if said == b"saved\n":
                # The first save after a crash sweeps what the crash has left.
                left = [file.name for file in folder.glob(_TEMPORARY)]
                tally.expect(not left, f"the next save leaves {left}")
                process.stdin.write(b"\n")
                process.stdin.flush()
                process.stdout.readline()
                time.sleep(chance.uniform(0, 0.15))
            process.kill()
            rest = process.communicate()
            assert said == b"saved\n", (said, *rest)
            tally.expect(is_whole(path, lines), f"{path.name} is torn")
        for file in folder.glob(_TEMPORARY):
            # One that is younger may belong to somebody who is saving right now.
            with contextlib.suppress(OSError):
                os.utime(file, (time.time() - 86_400,) * 2)
    return tally.row()


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """Put a disk of some megabytes where a folder is, if that is allowed; say whether it was."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=700"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=True)


def _full(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "no room on the disk while saving")
    folder = world.home(pack=False).place / "disk"
    for number in budget.rounds(2, 60):
        lines = 15_000 + 1_000 * (number % 10)
        with small_disk(folder, 2) as mounted, tally.one():
            path = folder / "file.txt"
            path.write_text("00000001 is the number of this version.\n" * lines)
            before = path.read_bytes()
            # The old file is there, and the disk is nearly full.
            if mounted:
                fill(folder / "full")
            with saver(path, lines, 0 if mounted else len(before) // 2) as process:
                assert process.stdin
                process.stdin.close()
                until(lambda: process.poll() is not None, 30)
                process.kill()
                assert process.stdout
                assert process.stderr
                out, err = process.stdout.read(), process.stderr.read()
            tally.expect(out.startswith(b"refused"), f"no sentence, but {out!r} {err[-300:]!r}")
            tally.expect(path.read_bytes() == before, "the old file is damaged")
            tally.expect(not list(folder.glob(_TEMPORARY)), "something is left over")
            path.unlink()
    return tally.row()


def fill(path: Path) -> None:
    """Write a file until the disk is full."""
    with path.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(b"x" * 4096)


def _odd_bytes(world: World, budget: Budget) -> Row:
    """Open, save; open, type a letter at the end, save: no other byte may change."""
    tally = Tally(AREA, "odd bytes and encodings through the window and back")
    chance = random.Random(budget.seed)
    home = world.home(pack=False)
    with driven(home) as editor:
        editor.hear()
        for number in budget.rounds(60):
            data = _KNOWN[number] if number < len(_KNOWN) else odd.file(chance)
            with tally.one(repr(data)):
                _through(tally, editor, home, data)
    return tally.row()


_KNOWN = (
    b"one\xe2\x80\xa9two\n",
    "\ufdd0 and \ufdd1\n".encode(),
    b"\xef\xbb\xbf\xef\xbb\xbftwo marks\n",
    "Windows\r\nlines\r\n".encode("utf-32"),
    b"mixed\r\nline\nends\r",
    "\xa0 no break \u2028 here\n".encode(),
    b"NUL \0 inside\n",
    b"",
    "half \udc00".encode("utf-8", "surrogatepass"),
    "Windows\r\n".encode("utf-16"),
)


def _through(tally: Tally, editor: object, home: Home, data: bytes) -> None:
    path = home.place / "odd.txt"
    path.write_bytes(data)
    opened = _ask(editor, do="open", path=str(path))
    _ask(editor, do="save")
    after = path.read_bytes()
    if after != data:
        tally.fail(f"saved unchanged, {data[:60]!r} became {after[:60]!r}")
    elif opened["opened"] and not opened["read_only"]:
        _ask(editor, do="end")
        _ask(editor, do="type", text="x")
        _ask(editor, do="save")
        after = path.read_bytes()
        tally.expect(after.startswith(data), f"with an x, {data[:60]!r} became {after[:60]!r}")


def _ask(editor: object, **line: object) -> dict[str, object]:
    editor.say(line)
    return editor.hear()


def _changed_by_others(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "another program changes, removes or replaces an open file, then save")
    home = world.home(pack=False)
    path = home.place / "shared.txt"
    with driven(home) as editor:
        editor.hear()
        for number in budget.rounds(3, 60):
            with tally.one():
                path.unlink(missing_ok=True)
                path.write_text("ours\n")
                _ask(editor, do="open", path=str(path))
                _ask(editor, do="type", text="x")
                if number % 3 == 0:
                    path.write_text("ours\nand theirs\n")
                elif number % 3 == 1:
                    path.unlink()
                else:
                    path.unlink()
                    path.symlink_to(home.place / "elsewhere.txt")
                    (home.place / "elsewhere.txt").write_text("theirs\n")
                before = path.read_bytes() if path.exists() else None
                said = _ask(editor, do="save")
                after = path.read_bytes() if path.exists() else None
                tally.expect(after == before, f"it was overwritten: {before!r} by {after!r}")
                tally.expect(said["asked"], "nothing was asked")
    return tally.row()
