"""The real service, and a program that talks to it."""

import contextlib
import json
import socket
import sys
from pathlib import Path
from typing import Any

import psutil

from autotype.service.place import socket_path

COMMAND = [sys.executable, "-m", "autotype", "serve"]


class Peer:
    """A program that talks to the service."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(str(socket_path()))
        self.socket.settimeout(60)
        self.lines = self.socket.makefile("rb")

    def send(self, **line: object) -> None:
        self.socket.sendall(json.dumps(line).encode() + b"\n")

    def next(self) -> dict[str, Any]:
        line = self.lines.readline()
        assert line, "the connection ended"
        return dict(json.loads(line))

    def ask(self, **line: object) -> dict[str, Any]:
        self.send(**line)
        return self.next()

    def has_ended(self) -> bool:
        try:
            return self.lines.readline() == b""
        except ConnectionResetError:  # it was still sending
            return True

    def close(self) -> None:
        self.lines.close()
        self.socket.close()


def processes(runtime: Path) -> list[int]:
    """Return the services and engines of this test that are alive."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            alive = process.status() != psutil.STATUS_ZOMBIE and "serve" in process.cmdline()
            if alive and process.environ().get("XDG_RUNTIME_DIR") == str(runtime):
                found.append(process.pid)
    return found
