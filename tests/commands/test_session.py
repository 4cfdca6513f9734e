"""`autotype session` in the hands of other programs: every line one answer, on a real engine."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.commands.session_text import SessionText
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.engine.session import EngineError
from tests.lines_of_all_kinds import LINE, read_strictly

Answer = dict[str, Any]
FIELDS = {"before", "after", "ghost", "soft_space", "words", "reason", "keys"}
KEYS = ["take", "take_word", "take_plain", "dismiss", "ask", "next", "previous"]
KEYS += ["word1", "word2", "word3", "backspace", "delete", "left", "right", "undo", "enter", "blur"]


@pytest.fixture(scope="module")
def completer(tiny_pack: Path) -> Completer:
    return Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.0)


class Client:
    """Another program, in the same process."""

    def __init__(self, completer: Completer, *, soft_space: bool = True) -> None:
        self.session = SessionText(completer, soft_space=soft_space)

    def say(self, **event: object) -> Answer:
        return read_strictly(self.session.answer(json.dumps(event).encode()))

    def open(self, before: str, after: str = "") -> Answer:
        self.say(event="open", before=before, after=after)
        return self.wait()

    def type(self, text: str) -> Answer:
        return self.say(event="type", text=text)

    def key(self, name: str, **more: object) -> Answer:
        return self.say(event="key", name=name, **more)

    def wait(self) -> Answer:
        return self.say(event="wait")


@pytest.fixture
def client(completer: Completer) -> Client:
    return Client(completer)


def screen(answer: Answer) -> str:
    ghost = answer["ghost"] or (" " if answer["soft_space"] else "")
    return f"{answer['before']}[{ghost}]{answer['after']}"


def test_words_and_ghosts_are_those_of_the_engine(client: Client, completer: Completer) -> None:
    answer = client.open("Please let me k")
    assert set(answer) == FIELDS
    assert answer["ghost"].startswith("now")
    assert answer["words"][0]["text"] == "now"
    assert set(answer["words"][0]) == {"text", "p", "replaces"}
    assert answer["reason"] is None
    assert answer["keys"] == 0


def test_what_is_typed_shortens_the_ghost_and_asks_nothing(client: Client) -> None:
    ghost = client.open("Please let me k")["ghost"]
    answer = client.type("n")
    assert answer["ghost"] == ghost[1:]
    assert answer == client.wait()
    assert answer["keys"] == 1


def test_a_take_leaves_a_soft_space_and_what_follows_it(client: Client) -> None:
    client.open("Please let me k")
    taken = client.key("word1")
    assert (taken["before"], taken["soft_space"]) == ("Please let me know", True)
    after = client.wait()
    assert all(word["text"].startswith(" ") for word in after["words"])
    assert after["words"]
    assert client.type("x")["before"] == "Please let me know x"
    assert client.wait()["keys"] == 2


def test_the_keys_are_counted(client: Client) -> None:
    client.open("Please let me k")
    client.key("take_word")
    client.type(", ab")
    client.key("blur")
    client.wait()
    client.key("backspace")
    assert client.key("take")["keys"] == 1 + 4 + 1 + 1


def test_undo_takes_a_take_back(client: Client) -> None:
    client.open("Please let me k")
    client.key("word1")
    client.type("xy")
    assert client.key("undo")["before"] == "Please let me know"
    answer = client.key("undo")
    assert (answer["before"], answer["reason"]) == ("Please let me k", "after undo")


def test_what_other_keys_do(client: Client) -> None:
    client.open("ab", "cd")
    assert screen(client.key("left")) == "a[]bcd"
    assert screen(client.key("delete")) == "a[]cd"
    assert screen(client.key("right")) == "ac[]d"
    assert screen(client.key("backspace")) == "a[]d"
    assert screen(client.key("enter")) == "a\n[]d"
    assert screen(client.key("paste", text="x\r\ny")) == "a\nx\ny[]d"
    assert client.key("blur")["reason"] == "the editor is not focused"
    assert screen(client.type("e\u0301👨‍👩‍👧"))[-2:] == "]d"
    assert screen(client.key("backspace")) == "a\nx\nye\u0301[]d"
    assert screen(client.key("backspace")) == "a\nx\ny[]d"


def test_the_setting_switches_the_soft_space_off(completer: Completer) -> None:
    client = Client(completer, soft_space=False)
    client.open("Please let me k")
    assert not client.key("word1")["soft_space"]
    assert client.type("x")["before"] == "Please let me knowx"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"{}", "The field “event” is none of open, type, key, wait."),
        (b'{"event": ["wait"]}', "The field “event” is none of open, type, key, wait."),
        (b'{"event": "open"}', "The field “before” is missing or is not a text."),
        (b'{"event": "open", "before": "", "after": 1}', "The field “after” is missing"),
        (b'{"event": "type", "text": ""}', "The field “text” is empty."),
        (b'{"event": "type", "text": null}', "The field “text” is missing"),
        (b'{"event": "key"}', "The field “name” is none of take, "),
        (b'{"event": "key", "name": {}}', "The field “name” is none of take, "),
        (b'{"event": "key", "name": "first"}', "The field “name” is none of take, "),
        (b'{"event": "key", "name": "paste"}', "The field “text” is missing"),
        (b'{"event": "key", "name": "__init__"}', "The field “name” is none of take, "),
        (b"\xff", "The line is not UTF-8."),
        (b'{"event": "type", "text": "%s"}' % (b"x" * 1_000_001), "The text is longer than 1,000"),
    ],
)
def test_nonsense_is_answered_in_one_sentence(client: Client, line: bytes, sentence: str) -> None:
    before = client.open("Please let me k")
    answer = read_strictly(client.session.answer(line))
    assert set(answer) == {"error"}
    assert answer["error"].startswith(sentence)
    assert client.wait() == before


def test_a_model_that_fails_is_said_and_tried_again(
    client: Client, completer: Completer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EngineError("The model failed on purpose.")

    with monkeypatch.context() as patch:
        patch.setattr(completer, "complete", fail)
        assert "failed on purpose" in client.open("Please let me k")["error"]
        assert client.wait()["reason"] == "the model failed"
    client.type("n")
    assert client.wait()["ghost"].startswith("ow")


EVENTS = st.one_of(
    st.builds(lambda before: {"event": "open", "before": before}, st.text(max_size=8)),
    st.builds(lambda text: {"event": "type", "text": text}, st.text(min_size=1, max_size=4)),
    st.sampled_from([{"event": "key", "name": name} for name in KEYS]),
    st.just({"event": "wait"}),
    st.just({"event": "key", "name": "paste", "text": " p"}),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, max_size=25))
def test_any_order_of_events(completer: Completer, events: list[dict[str, str]]) -> None:
    client = Client(completer)
    keys = 0
    for event in events:
        answer = client.say(**event)
        assert set(answer) == FIELDS
        keys = 0 if event["event"] == "open" else keys
        assert answer["keys"] >= keys
        keys = answer["keys"]


# The command itself.


@pytest.fixture
def process(tiny_pack: Path) -> Iterator["subprocess.Popen[bytes]"]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "autotype", "session", "--jsonl", "--pack", str(tiny_pack)]
    started = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ)
    yield started
    started.kill()
    with contextlib.suppress(BrokenPipeError):
        started.communicate()


def test_every_line_gets_one_answer_in_order(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    lines_in, lines_out = process.stdin, process.stdout

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(LINE, max_size=15))
    def holds(lines: list[bytes]) -> None:
        end = b'{"event": "open", "before": "the end"}\n'
        lines_in.write(b"".join(line + b"\n" for line in lines) + end)
        lines_in.flush()
        wanted = sum(bool(line.strip()) for line in lines) + 1
        answers = [read_strictly(lines_out.readline()) for _ in range(wanted)]
        assert all(set(answer) in ({"error"}, FIELDS) for answer in answers)
        assert answers[-1]["before"] == "the end"

    holds()
    rest, errors = process.communicate(b'{"event": "wait"}', timeout=30)
    assert read_strictly(rest)["before"] == "the end"
    assert (process.returncode, errors) == (0, b"")


def test_a_signal_ends_it_quietly(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"event": "wait"}\n')
    process.stdin.flush()
    assert b"keys" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert process.stderr is not None
    assert process.stderr.read() == b""
