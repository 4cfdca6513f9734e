"""`autotype complete` in the hands of other programs: any line, any encoding, any end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.cli import main
from autotype.commands.complete import _answer_line
from autotype.service.messages import LONGEST
from tests.lines_of_all_kinds import LINE, expected_id, read_strictly

QUESTION = b'{"id": 1, "before": "Thank you very mu"}\n'

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tiny_pack: Path) -> Iterator[Start]:
    processes: list[subprocess.Popen[bytes]] = []

    def run(
        *options: str, before: str = "", streams: str = "", **environment: str
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "autotype", "complete", "--pack", str(tiny_pack)]
        command += options
        if before or streams:
            command = ["sh", "-c", f'{before}\nexec "$@" {streams}', "sh", *command]
        pipe = subprocess.PIPE
        env = {**os.environ, **environment}
        processes.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def ask(process: subprocess.Popen[bytes], line: bytes = QUESTION) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    process.stdin.flush()
    return read_strictly(process.stdout.readline())


def test_every_line_gets_one_answer_in_order(start: Start) -> None:
    process = start("--jsonl")
    assert process.stdin is not None
    assert process.stdout is not None
    lines_in, lines_out = process.stdin, process.stdout

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(LINE, max_size=15))
    def holds(lines: list[bytes]) -> None:
        lines_in.write(b"".join(line + b"\n" for line in lines) + b'{"id": "the end"}\n')
        lines_in.flush()
        asked = [repr(expected_id(line)) for line in lines if line.strip()]
        answers = [read_strictly(lines_out.readline()) for _ in range(len(asked) + 1)]
        assert [repr(answer["id"]) for answer in answers] == [*asked, "'the end'"]
        assert all(("error" in answer) is ("words" not in answer) for answer in answers)

    holds()
    assert ask(process)["words"][0]["text"] == "ch"
    rest, errors = process.communicate(b'{"id": 2, "before": "without an end"}', timeout=30)
    assert read_strictly(rest)["id"] == 2
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.parametrize(
    ("encoding", "options"),
    [("ascii", ["--jsonl"]), ("cp1252", ["--jsonl"]), ("ascii", []), ("utf-16", [])],
)
def test_the_terminals_encoding_changes_no_byte(
    start: Start, encoding: str, options: list[str]
) -> None:
    process = start(*options, PYTHONIOENCODING=encoding)
    given = (
        '{"id": "漢é", "before": "漢é Thank you very mu"}\n' if options else "漢 Thank you very mu"
    )
    out, errors = process.communicate(given.encode(), timeout=60)
    (answer,) = map(read_strictly, out.splitlines())
    assert answer["id"] == ("漢é" if options else None)
    assert answer["words"][0]["text"] == "ch"
    assert (process.returncode, errors) == (0, b"")


def _waits(process: subprocess.Popen[bytes]) -> None:
    ask(process)
    time.sleep(0.3)


def _works(process: subprocess.Popen[bytes]) -> None:
    ask(process)
    assert process.stdin is not None
    lines = (b'{"id": 1, "before": "%d and then I will"}\n' % n for n in range(900))
    process.stdin.write(b"".join(lines))
    process.stdin.flush()


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        *((number, _waits) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)),
        *((number, _works) for number in (signal.SIGINT, signal.SIGTERM)),
    ],
)
def test_a_signal_ends_it_without_a_word(
    start: Start, number: signal.Signals, moment: Callable[[Any], None]
) -> None:
    process = start("--jsonl")
    moment(process)
    process.send_signal(number)
    # Its input stays open meanwhile, as a terminal's does.
    assert process.wait(30) == 128 + number
    out, errors = process.communicate()
    assert errors == b""
    assert all(read_strictly(line)["id"] == 1 for line in out.splitlines())


# Says when the runtime's library is being loaded, and goes on slowly.
SLOW = """
import sys, time
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy.linalg":
            sys.stdout.write("loading\\n")
            sys.stdout.flush()
            time.sleep(30)
sys.meta_path.insert(0, Slow())
from autotype.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_while_libraries_are_loaded(
    tiny_pack: Path, number: signal.Signals
) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", SLOW, "complete", "--jsonl", "--pack", str(tiny_pack)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"loading\n"
        process.send_signal(number)
        assert process.wait(30) == 128 + number
        assert process.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_while_it_reads_a_text(start: Start, number: signal.Signals) -> None:
    process = start()
    assert process.stdin is not None
    process.stdin.write(b"Thank")
    process.stdin.flush()
    time.sleep(3)
    process.send_signal(number)
    assert process.wait(30) == 128 + number
    assert process.communicate() == (b"", b"")


def test_who_started_it_may_have_signals_ignored(start: Start) -> None:
    process = start("--jsonl", before="trap '' HUP")
    ask(process)
    process.send_signal(signal.SIGHUP)
    assert ask(process)["id"] == 1
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 0


@pytest.mark.parametrize("options", [["--jsonl"], []], ids=["lines", "text"])
def test_a_reader_that_has_gone_ends_it_quietly(start: Start, options: list[str]) -> None:
    process = start(*options)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.write(QUESTION * 20)
    process.stdin.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("options", "closed"),
    [(["--jsonl"], ">&-"), (["--jsonl"], "<&-"), ([], "<&- >&-"), ([], "<&-")],
)
def test_streams_that_were_closed_before(start: Start, options: list[str], closed: str) -> None:
    process = start(*options, streams=closed)
    _, errors = process.communicate(QUESTION, timeout=60)
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.parametrize("options", [["--jsonl"], []], ids=["lines", "text"])
def test_a_disk_that_is_full_is_one_sentence(start: Start, options: list[str]) -> None:
    process = start(*options, streams=">/dev/full")
    _, errors = process.communicate(QUESTION, timeout=60)
    said = "autotype: The answers cannot be written (No space left on device).\n"
    assert (process.returncode, errors.decode()) == (1, said)


class _Broken:
    """Fails with the text, as no engine should."""

    def complete(self, request: Any, *, gate: bool) -> Any:
        raise KeyError(request.before)


def test_a_model_that_fails_costs_its_line_and_says_no_text() -> None:
    line = json.dumps({"id": 5, "before": "the secret"}).encode()
    answer = read_strictly(_answer_line(_Broken(), line, gate=True))  # type: ignore[arg-type]
    assert answer["id"] == 5
    assert answer["error"].startswith("The model failed (KeyError at test_complete.py:")
    assert "secret" not in answer["error"]


def test_a_wrong_field_is_answered_with_its_id(start: Start) -> None:
    process = start("--jsonl")
    assert ask(process, b'{"id": "mine", "before": 3}\n') == {
        "id": "mine",
        "error": "The field “before” is missing or is not a text.",
    }


@pytest.mark.parametrize(("more", "code"), [(0, 0), (1, 1)])
def test_a_text_that_is_too_long_is_not_answered_for_its_beginning(
    start: Start, more: int, code: int
) -> None:
    process = start()
    end = b"Thank you very mu"
    out, err = process.communicate(b" " * (LONGEST - len(end) + more) + end, timeout=60)
    assert process.returncode == code
    if code:
        assert out == b""
        assert err.decode().startswith("autotype: The text is longer than 64 MB; give only its end")
        assert err.count(b"\n") == 1
    else:
        assert read_strictly(out)["words"][0]["text"] == "ch"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of Linux")
@pytest.mark.parametrize("kilobytes", [30_000, 100_000, 150_000, 200_000, 250_000, 310_000])
def test_too_little_memory_is_one_sentence_of_ours(start: Start, kilobytes: int) -> None:
    process = start(before=f"ulimit -v {kilobytes}")
    out, err = process.communicate(b"Thank you", timeout=60)
    assert (process.returncode, out) == (1, b"")
    (line,) = err.decode().splitlines()
    assert line.startswith("autotype: Programs may have ")
    assert "ulimit -v" in line


def test_a_runtime_that_gets_no_memory_is_one_sentence_of_ours(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise RuntimeError("[ONNXRuntimeError] : 6 : Exception: std::bad_alloc")

    monkeypatch.setattr("autotype.engine.session.runtime_session", full)
    assert main(["complete", "--pack", str(tiny_pack)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("autotype: There is not enough memory for the model pack “tiny”; close")
    assert said.count("\n") == 1
