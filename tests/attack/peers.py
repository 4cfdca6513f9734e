"""Programs that talk to the service, and the service that they talk to."""

import contextlib
import json
import resource
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import psutil

from autotype.text.suggestion import Silence
from tests.attack.lines import answer_of
from tests.attack.running import PATIENCE, ROOT, until
from tests.attack.world import Home

SENTENCE = "Thank you very mu"
END_S = 2.0
"""Seconds that the service may take to end, whatever its clients do."""
SLACK_S = 3.0  # for a machine that others keep busy
LARGEST = 200 << 20
"""Bytes of memory that the service itself may take, however it is flooded."""


class Peer:
    """One connection, which reads only when it is told to."""

    def __init__(self, path: str) -> None:
        """Connect."""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self._heard = b""

    def send(self, data: bytes | dict[str, Any]) -> None:
        """Send bytes, or an object as a line."""
        self.socket.sendall(data if isinstance(data, bytes) else json.dumps(data).encode() + b"\n")

    def next(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """Return the next line, which must be valid and an answer."""
        self.socket.settimeout(seconds)
        while b"\n" not in self._heard:
            part = self.socket.recv(1 << 20)
            if not part:
                raise EOFError(f"the service closes the connection; heard {self._heard[-100:]!r}")
            self._heard += part
        line, _, self._heard = self._heard.partition(b"\n")
        return answer_of(line)

    def ask(self, line: dict[str, Any], seconds: float = PATIENCE) -> dict[str, Any]:
        """Send a line and return the next one."""
        self.send(line)
        return self.next(seconds)

    def exchange(self, data: bytes, count: int, seconds: float = PATIENCE) -> list[dict[str, Any]]:
        """Send many lines and return as many answers, reading while sending."""
        end, found, sent = time.monotonic() + seconds, [], memoryview(data)
        self.socket.setblocking(False)
        with selectors.DefaultSelector() as ready:
            ready.register(self.socket, selectors.EVENT_READ | selectors.EVENT_WRITE)
            while len(found) < count and time.monotonic() < end:
                events = ready.select(0.2)
                for _, event in events:
                    if event & selectors.EVENT_WRITE:
                        with contextlib.suppress(BlockingIOError):
                            sent = sent[self.socket.send(sent[: 1 << 16]) :]
                        if not sent:
                            ready.modify(self.socket, selectors.EVENT_READ)
                    if event & selectors.EVENT_READ:
                        part = self.socket.recv(1 << 20)
                        if not part:
                            return found
                        *lines, self._heard = (self._heard + part).split(b"\n")
                        found += map(answer_of, lines)
        return found

    def close(self) -> None:
        """End the connection."""
        self.socket.close()


class Service:
    """`autotype serve` in a user folder."""

    def __init__(self, home: Home, *, files: int = 0, **more: str) -> None:
        """Start it and wait until it listens; `files` is how many it may open."""
        self.home = home
        command, environment = home.command("serve", **more)
        self._errors = (home.place / "serve.err").open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )
        if files:
            resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE, (files, files))
        if not until(self.listens):
            raise TimeoutError(f"the service does not listen; {self.said()[-300:]!r}")

    @property
    def path(self) -> str:
        """Where it listens."""
        return str(next(self.home.run_folder.glob("*/engine"), self.home.run_folder / "none"))

    def listens(self) -> bool:
        """Whether somebody can connect."""
        try:
            Peer(self.path).close()
        except OSError:
            return False
        return True

    def said(self) -> bytes:
        """Return what it has said on standard error and into its log."""
        log = self.home.folder / "service.log"
        errors = (self.home.place / "serve.err").read_bytes()
        return errors + (log.read_bytes() if log.is_file() else b"")

    def peer(self) -> Peer:
        """Connect to it."""
        return Peer(self.path)

    def memory(self) -> int:
        """Return how many bytes of memory the service itself has (not the engine)."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def files(self) -> int:
        """Return how many files the service itself has open."""
        return int(psutil.Process(self.process.pid).num_fds())

    def engines(self) -> list[psutil.Process]:
        """Return the engine's processes that live."""
        found = []
        for process in self.home.world.processes(self.home.place):
            with contextlib.suppress(psutil.Error):
                if "--engine" in process.cmdline():
                    found.append(process)
        return found

    def suggests(self) -> str:
        """Return why a new program gets no suggestion; empty if it does."""
        peer = self.peer()
        try:
            for _ in range(10):
                answer = peer.ask({"id": "still", "before": SENTENCE})
                if answer.get("reason") != Silence.OVERTAKEN:  # by what others had sent before
                    break
        except (OSError, ValueError, EOFError) as error:
            return f"no answer: {error!r}"
        finally:
            peer.close()
        words = answer.get("words")
        good = answer["id"] == "still" and words and words[0]["text"] == "ch"
        return "" if good else f"no suggestion: {answer}"

    def end(self) -> str:
        """End it by SIGTERM; return what is wrong with how it ends."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(END_S + SLACK_S)
        except subprocess.TimeoutExpired:
            return f"it runs on {time.monotonic() - started:.0f} s after SIGTERM"
        return "" if code == 0 else f"it ends with {code}: {self.said()[-300:]!r}"

    def close(self) -> None:
        """Make sure that nothing is left."""
        self.process.kill()
        self.process.wait()
        self._errors.close()
        for process in self.home.world.processes(self.home.place):
            with contextlib.suppress(psutil.Error):
                process.kill()


@contextlib.contextmanager
def service(home: Home, *, files: int = 0, **more: str) -> Iterator[Service]:
    """A service that is gone afterwards."""
    found = Service(home, files=files, **more)
    try:
        yield found
    finally:
        found.close()
