"""Processes of Autotype: how they are run, spoken with, and ended."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
PATIENCE = 60.0
"""Seconds that anything may take on a machine that others keep busy; more is a hang."""
UGLY = (
    b"Traceback",
    b"Fatal Python error",
    b"Logging error",
    b"Segmentation fault",
    b"failed that should not",
)
"""What is said where something ends otherwise than it was meant to."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended; `code` is None if it had to be killed because it hung."""

    code: int | None
    out: bytes
    err: bytes

    def problem(self, codes: tuple[int, ...] = (0, 1)) -> str:
        """Return why this is no decent end, in one line; empty if it is one."""
        said = self.err + self.out
        if self.code is None:
            return f"it hangs; it said {said[-300:]!r}"
        if any(ugly in said for ugly in UGLY):
            return f"it does not end with a sentence: {said[-500:]!r}"
        if self.code not in codes:
            return f"it ends with {self.code}: {said[-300:]!r}"
        if self.code == 1 and not said.strip():
            return "it fails without a word"
        return ""


class Process:
    """A process that a warm one has forked, with pipes to it."""

    def __init__(self, pid: int, warm: "Warm", files: Sequence[int]) -> None:
        """Take over the ends of its pipes: standard input, output and error."""
        self.pid = pid
        self._warm = warm
        self.stdin = os.fdopen(files[0], "wb", buffering=0)
        self.stdout = os.fdopen(files[1], "rb", buffering=0)
        self.stderr = os.fdopen(files[2], "rb", buffering=0)
        self._heard = b""

    def say(self, line: object) -> None:
        """Send one JSON line."""
        self.stdin.write(json.dumps(line).encode() + b"\n")

    def give(self, data: bytes) -> None:
        """Write all of something and close standard input; nobody may be reading any more."""
        with contextlib.suppress(BrokenPipeError):
            left = memoryview(data)
            while left:
                left = left[self.stdin.write(left) or 0 :]
        self.stdin.close()

    def hear(self, seconds: float = PATIENCE) -> dict[str, object]:
        """Return the next JSON line it says."""
        end = time.monotonic() + seconds
        while b"\n" not in self._heard:
            if not _readable(self.stdout, end - time.monotonic()):
                raise TimeoutError(f"it says nothing more; it has said {self._heard[-300:]!r}")
            part = self.stdout.read(1 << 16)
            if not part:
                raise EOFError(f"it ended: {self._heard[-300:]!r} {self.stderr.read()[-600:]!r}")
            self._heard += part
        line, _, self._heard = self._heard.partition(b"\n")
        return dict(json.loads(line))

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def wait(self, seconds: float = PATIENCE) -> int | None:
        """Return its exit code; None if it does not end, and then it is killed."""
        code = self._warm.wait(self.pid, seconds)
        if code is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self._warm.wait(self.pid, 10)
        return code

    def close(self) -> None:
        """Close the pipes."""
        for stream in (self.stdin, self.stdout, self.stderr):
            with contextlib.suppress(OSError):
                stream.close()


class Warm:
    """The process that forks; see `warm.py`."""

    def __init__(self, prefix: Sequence[str] = ()) -> None:
        """Start it; `prefix` is a command that runs it."""
        self._line, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        environment |= {"QT_QPA_PLATFORM": "offscreen", "ORT_DISABLE_TELEMETRY": "1"}
        command = [*prefix, PYTHON, "-m", "tests.attack.warm", str(other.fileno())]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, pass_fds=[other.fileno()]
        )
        other.close()
        self._line.settimeout(2 * PATIENCE)
        self._line.recv(1 << 16)

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], umask: int = 0o022
    ) -> Process:
        """Run `autotype` with some arguments, or the driven editor (`driven ...`)."""
        ours, theirs = [], []
        for number in range(3):
            end, other = os.pipe()
            ours.append(other if number == 0 else end)
            theirs.append(end if number == 0 else other)
        asked = {"arguments": list(arguments), "environment": dict(environment), "umask": umask}
        socket.send_fds(self._line, [json.dumps(asked).encode()], theirs)
        for file in theirs:
            os.close(file)
        return Process(json.loads(self._line.recv(1 << 16))["pid"], self, ours)

    def wait(self, pid: int, seconds: float) -> int | None:
        """Wait for a process; None if it runs on."""
        self._line.settimeout(seconds + PATIENCE)
        self._line.send(json.dumps({"wait": pid, "seconds": seconds}).encode())
        code = json.loads(self._line.recv(1 << 16))["code"]
        return None if code is None else int(code)

    def close(self) -> None:
        """End it."""
        self._line.close()
        self._process.wait(20)


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Wait until something is so; return whether it came to be."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return bool(found)


def _readable(stream: object, seconds: float) -> bool:
    return bool(select.select([stream], [], [], max(0.0, seconds))[0])


def read_both(process: Process, end: float) -> tuple[bytes | None, bytes]:
    """Read what a process says until it closes both streams; None if that takes too long."""
    parts: dict[object, list[bytes]] = {process.stdout: [], process.stderr: []}
    waiting = list(parts)
    while waiting:
        ready = select.select(waiting, [], [], max(0.0, end - time.monotonic()))[0]
        if not ready:
            return None, b"".join(parts[process.stdout] + parts[process.stderr])
        for stream in ready:
            part = stream.read(1 << 16)
            parts[stream].append(part)
            if not part:
                waiting.remove(stream)
    return b"".join(parts[process.stdout]), b"".join(parts[process.stderr])
