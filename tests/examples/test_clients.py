"""The examples, each in a terminal of its own, with a real engine behind them."""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_PATIENCE_S = 30.0
_ESCAPES = re.compile(rb"\x1b\[[0-9;?>]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\x1b\][^\x07]*\x07")


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command: list[str]) -> None:
        self.pid, self.file = pty.fork()
        if not self.pid:
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm"})  # noqa: S606
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.raw = b""

    def press(self, keys: str) -> None:
        os.write(self.file, keys.encode())

    def until(self, pattern: bytes, *, escapes: bool = True) -> bytes:
        """Read until something is drawn that was not there before; return all since the last."""
        end = time.monotonic() + _PATIENCE_S
        while True:
            drawn = self.raw if escapes else _ESCAPES.sub(b"", self.raw)
            if re.search(pattern, drawn):
                self.raw = b""
                return drawn
            ready, _, _ = select.select([self.file], [], [], max(0, end - time.monotonic()))
            try:
                part = os.read(self.file, 65536) if ready else b""
            except OSError:
                part = b""
            assert part, (pattern, self.raw[-2000:])
            self.raw += part

    def end(self) -> int:
        """Wait until it ends by itself; return its exit code."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(terminal.file)


def test_they_are_short() -> None:
    for path in EXAMPLES.iterdir():
        assert len(path.read_text(encoding="utf-8").splitlines()) < 120, path


def test_a_line_is_edited_in_a_terminal(terminals: list[Terminal], tiny_pack: Path) -> None:
    editor = [sys.executable, str(EXAMPLES / "line_editor.py"), "--pack", str(tiny_pack)]
    terminal = Terminal(editor)
    terminals.append(terminal)
    terminal.until(b"\x1b\\[K")
    terminal.press("Please let me k")
    terminal.until(rb"let me k\x1b\[2mnow if you\x1b\[22m")
    terminal.press("\t")
    terminal.until("me know if you\x1b\\[2m·".encode())
    terminal.until(rb"1 very   2 soon   3 have")
    terminal.press("\x1b2")
    terminal.until(b"me know if you soon\x1b")
    terminal.press(",xy\x7f")
    terminal.until(b"me know if you soon, x\x1b")
    terminal.press("\r")
    terminal.until(b"Please let me know if you soon, x\r\n")
    assert terminal.end() == 0


def test_vim_writes_with_suggestions(
    terminals: list[Terminal], tiny_pack: Path, tmp_path: Path
) -> None:
    vim = shutil.which("vim")
    assert vim, "`make test` installs Vim"
    file = tmp_path / "letter.txt"
    session = [sys.executable, "-m", "autotype", "session", "--jsonl", "--pack", str(tiny_pack)]
    setting = f"let g:autotype_command = {session}"
    source = f"source {EXAMPLES / 'autotype.vim'}"
    start = ["-Nu", "NONE", "-n", "-i", "NONE", "--cmd", setting, "-c", source, str(file)]
    terminal = Terminal([vim, *start])
    terminals.append(terminal)
    terminal.until(b"letter.txt")
    terminal.press("iPlease let me k")
    terminal.until(b"now", escapes=False)
    terminal.press("\t")
    terminal.until("·".encode())
    terminal.until(b"1 very   2 soon   3 have", escapes=False)
    terminal.press(",xyz")
    terminal.until(b"z")
    terminal.press("\x1b:w\r")
    terminal.until(b"written")
    assert file.read_text() == "Please let me know if you, xyz\n"
    terminal.press("u:w\r")
    terminal.until(b"written")
    assert file.read_text() == "Please let me know if you\n"
    terminal.press(":q!\r")
    assert terminal.end() == 0
