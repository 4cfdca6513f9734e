"""Lines in order, and work in the pauses between them."""

import os
import threading
from collections.abc import Callable, Iterator

import pytest

from autotype.commands import lines
from autotype.commands.lines import LineReader


class Pipe:
    """A stream that the test writes to."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.reader = os.fdopen(reading, "rb")
        self._writer = os.fdopen(writing, "wb", buffering=0)

    def write(self, text: bytes) -> None:
        self._writer.write(text)

    def close(self) -> None:
        self._writer.close()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close()
    for thread in threading.enumerate():
        if thread.name == "autotype-lines":
            thread.join(10)
    pipe.reader.close()


def no_work(_: Callable[[], bool]) -> bool:
    return False


def test_lines_come_in_order_and_the_last_may_lack_its_end(pipe: Pipe) -> None:
    reader = LineReader(pipe.reader, no_work, lambda: None)
    pipe.write(b"one\n\ntwo\nthr")
    pipe.close()
    assert [reader.next() for _ in range(5)] == [b"one\n", b"\n", b"two\n", b"thr", b""]


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_line(pipe: Pipe) -> None:
    reader = LineReader(pipe.reader, no_work, lambda: None)
    pipe.write(b"\xef\xbb\xbfone\n\xef\xbb\xbftwo\n")
    pipe.close()
    assert [reader.next() for _ in range(3)] == [b"one\n", b"\xef\xbb\xbftwo\n", b""]


def test_a_pause_is_used_until_there_is_nothing_more_to_do(pipe: Pipe) -> None:
    done: list[bool] = []
    idle = threading.Event()

    def work(give_up: Callable[[], bool]) -> bool:
        done.append(give_up())
        if len(done) == 3:
            idle.set()
        return len(done) < 3

    reader = LineReader(pipe.reader, work, lambda: None)
    threading.Thread(target=lambda: (idle.wait(10), pipe.write(b"line\n"))).start()
    assert reader.next() == b"line\n"
    assert done == [False, False, False]


def test_work_that_runs_is_stopped_when_a_line_comes(pipe: Pipe) -> None:
    running, stopped = threading.Event(), threading.Event()
    gave_up: list[bool] = []

    def work(give_up: Callable[[], bool]) -> bool:
        running.set()
        assert stopped.wait(10)
        gave_up.append(give_up())
        return True

    reader = LineReader(pipe.reader, work, stopped.set)
    threading.Thread(target=lambda: (running.wait(10), pipe.write(b"line\n"))).start()
    assert reader.next() == b"line\n"
    assert gave_up == [True]


def test_a_line_without_end_is_cut(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    reader = LineReader(pipe.reader, no_work, lambda: None)
    pipe.write(b"x" * 50 + b"\nshort\n")
    assert len(reader.next()) == 11
    assert reader.next() == b"short\n"
