"""The pop-up's process, through its pipe."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype.processes import own_command
from tests.waiting import until

SHOW = {"do": "show", "text": "secret ghost", "key": "Tab", "caret": [100, 100, 1, 18]}


@pytest.fixture
def process(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        own_command("ibus", "--popup"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert json.loads(process.stdout.readline()) == {"is": "ready"}
    yield process
    process.kill()
    process.communicate()


def test_it_ends_with_who_started_it_and_writes_nothing(
    process: subprocess.Popen[bytes], home: Path
) -> None:
    lines = [SHOW, {"do": "hide", "at_once": False}, SHOW | {"caret": [-5, 10**9, -1, 0]}]
    sent = "".join(json.dumps(line) + "\n" for line in lines)
    out, err = process.communicate(sent.encode(), timeout=30)
    assert process.returncode == 0
    assert b"secret" not in out + err
    assert not [
        file for file in home.rglob("*") if file.is_file() and b"secret" in file.read_bytes()
    ]


def test_a_line_may_come_in_pieces(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    whole = json.dumps(SHOW).encode() + b"\n"
    for piece in (whole[:10], whole[10:30], whole[30:] + whole[:5], whole[5:]):
        os.write(process.stdin.fileno(), piece)
    assert process.poll() is None
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert b"secret" not in err


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense\n",
        b'{"do": "show", "text": "secret ghost", "key": "Tab", "caret": ["a", 1, 1, 1]}\n',
        b"x" * 300_000,
    ],
)
def test_it_ends_with_what_it_does_not_understand(
    process: subprocess.Popen[bytes], line: bytes
) -> None:
    assert process.stdin
    with contextlib.suppress(BrokenPipeError):  # it does not read all of a line without an end
        process.stdin.write(line)
        process.stdin.flush()
    until(lambda: process.poll() is not None, "the end of the process")
    assert process.stderr
    assert b"secret" not in process.stderr.read()
