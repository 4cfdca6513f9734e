"""Runs `autotype` again and again without importing it again and again.

    python -m tests.attack.warm FD

It has imported what commands and the editor need, and forks for each: a command is a process of
its own, with a surrounding, a standard input and an end of its own, only a second faster there.
What comes over the Unix socket FD is one JSON object with three open files (standard input,
output, error) and is answered by the number of the process; a line with `wait` by how it ended.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import sys
import time

MODULES = (
    "PySide6.QtTest",
    "autotype.app",
    "autotype.builder.verify",
    "autotype.commands.complete",
    "autotype.commands.models",
    "autotype.evaluation.suitability",
    "autotype.opening",
    "autotype.packs.install",
    "rich.progress",
    "rich.table",
)
_LONGEST = 1 << 20
_MEMORY = 6 << 30


def main() -> None:
    """Serve until the other end closes."""
    import importlib

    line = socket.socket(fileno=int(sys.argv[1]))
    for name in MODULES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # what all have in common is not looked at again by each
    line.send(b"{}")
    while True:
        data, files, _, _ = socket.recv_fds(line, _LONGEST, 3)
        if not data:
            return
        asked = json.loads(data)
        if "wait" in asked:
            line.send(json.dumps({"code": _wait(asked["wait"], asked["seconds"])}).encode())
            continue
        child = os.fork()
        if child == 0:
            line.close()
            _become(asked, files)
            sys.exit(_run(asked["arguments"]))
        for file in files:
            os.close(file)
        line.send(json.dumps({"pid": child}).encode())


def _become(asked: dict, files: list[int]) -> None:
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.umask(asked.get("umask", 0o022))
    # A file without an end must not take the memory of the whole machine.
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["driven"]:
        from tests.attack.driven import main as driven

        return driven(arguments[1:])
    from autotype.cli import main as autotype

    sys.argv = ["autotype", *arguments]
    return autotype(arguments)


def _wait(child: int, seconds: float) -> int | None:
    """Return the exit code of a child, negative for a signal; None if it runs on."""
    end = time.monotonic() + seconds
    while True:
        try:
            found, status = os.waitpid(child, os.WNOHANG)
        except ChildProcessError:
            return None
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            return None
        time.sleep(0.005)


if __name__ == "__main__":
    main()
