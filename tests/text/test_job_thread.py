"""Jobs on a thread: in order, one at a time, stopped in time, and never a text in the log."""

import logging
import threading

import pytest

from autotype.text.job_thread import JobThread

LONG = 30.0


def test_jobs_are_done_in_order_on_one_daemon_thread() -> None:
    jobs, done = JobThread("notes"), []
    threads = set()

    def job(number: int) -> None:
        threads.add(threading.current_thread())
        done.append(number)

    for number in range(50):
        jobs.do(lambda number=number: job(number))  # type: ignore[misc]
    assert jobs.stop(LONG)
    assert done == list(range(50))
    (thread,) = threads
    assert (thread.name, thread.daemon) == ("notes", True)
    assert not thread.is_alive()


def test_without_a_job_there_is_no_thread_and_nothing_to_end() -> None:
    jobs, done = JobThread("idle notes"), []
    assert jobs.stop(0.0, lambda: done.append("last"))
    assert done == []
    assert "idle notes" not in {thread.name for thread in threading.enumerate()}


def test_the_last_job_comes_behind_those_that_wait() -> None:
    jobs, go, done = JobThread("notes"), threading.Event(), []
    jobs.do(lambda: done.append(f"first {go.wait(LONG)}"))
    jobs.do(lambda: done.append("second"))
    go.set()
    assert jobs.stop(LONG, lambda: done.append("last"))
    assert done == ["first True", "second", "last"]


def test_a_job_that_fails_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    jobs, done = JobThread("notes"), []

    def fails() -> None:
        raise ValueError("a secret that was typed")

    with caplog.at_level(logging.ERROR):
        jobs.do(fails)
        jobs.do(lambda: done.append("the next one"))
        assert jobs.stop(LONG)
    assert done == ["the next one"]
    (record,) = caplog.records
    assert record.getMessage().startswith("notes: ValueError at test_job_thread.py:")
    assert "secret" not in caplog.text


def test_who_stops_it_does_not_wait_for_ever_and_what_comes_then_has_a_thread_of_its_own() -> None:
    jobs, go, done = JobThread("notes"), threading.Event(), []
    slow: list[threading.Thread] = []

    def wait() -> None:
        slow.append(threading.current_thread())
        done.append(f"slow {go.wait(LONG)}")

    jobs.do(wait)
    assert not jobs.stop(0.01)
    jobs.do(lambda: done.append("after"))
    assert jobs.stop(LONG)
    assert done == ["after"]
    go.set()
    slow[0].join(LONG)
    assert done == ["after", "slow True"]
    assert not slow[0].is_alive()
