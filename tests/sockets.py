"""Which sockets a program opens, by the kernel's own account (strace)."""

import re
import shutil
import subprocess
from pathlib import Path

_SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")


def traced(command: list[str], report: Path) -> list[str]:
    """Return a command that also writes down the sockets of the given one and its children."""
    strace = shutil.which("strace")
    assert strace, "strace must be there; `make test` installs it"
    options = ["-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,socketpair"]
    return [strace, *options, "-o", str(report), *command]


def offline(command: list[str]) -> list[str]:
    """Return a command that runs the given one without a network, where that is allowed."""
    alone = ["unshare", "--map-root-user", "--net"]
    allowed = subprocess.run([*alone, "true"], capture_output=True).returncode == 0
    return [*alone, *command] if allowed else command


def families(report: Path) -> set[str]:
    """Return the address families of all sockets."""
    return set(_SOCKET.findall(report.read_text(encoding="utf-8", errors="replace")))
