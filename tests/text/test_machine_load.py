"""How much of the processor others take, with others that really do."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype.text import machine_load
from autotype.text.machine_load import Ticks, Undisturbed, others_share, ticks, usable_cores, waits

linux = pytest.mark.skipif(sys.platform != "linux", reason="the queue of Linux")


@pytest.fixture
def busy() -> Iterator[None]:
    """Three endless loops for every core."""
    loops = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(3 * (os.cpu_count() or 1))
    ]
    time.sleep(0.2)
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


def work() -> None:
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass


@linux
@pytest.mark.usefixtures("busy")
def test_others_and_the_wait_for_them_are_seen() -> None:
    before, piece = ticks(), Undisturbed(threads=1)
    work()
    assert piece.share() < 0.8
    assert others_share(before, ticks()) > 0.2


@linux
def test_the_wait_of_every_thread_is_told() -> None:
    found = waits()
    assert found is not None
    assert os.getpid() in found
    assert all(0 <= seconds < 1e6 for seconds in found.values())


@pytest.mark.parametrize(
    ("passed", "waited", "worked", "threads", "share"),
    [
        (10.0, {1: 0.0, 2: 0.0}, 20.0, 2, 1.0),
        # Both were kept from working, at the same time or one after the other.
        (10.0, {1: 5.0, 2: 5.0}, 10.0, 2, 0.5),
        (10.0, {1: 2.0, 2: 5.0}, 10.0, 2, 0.5),
        # One had to do the work of both.
        (10.0, {1: 0.0, 2: 10.0}, 10.0, 2, 0.5),
        # A thread that is new has waited since it was made.
        (10.0, {1: 0.0, 3: 2.5}, 5.0, 2, 0.75),
        (10.0, None, 1.0, 2, 1.0),
    ],
)
def test_the_undisturbed_share(
    monkeypatch: pytest.MonkeyPatch,
    passed: float,
    waited: dict[int, float] | None,
    worked: float,
    threads: int,
    share: float,
) -> None:
    now: tuple[float, float, dict[int, float] | None]
    now = (100.0, 50.0, None if waited is None else dict.fromkeys((1, 2), 7.0))
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(time, "process_time", lambda: now[1])
    monkeypatch.setattr(machine_load, "waits", lambda: now[2])
    piece = Undisturbed(threads)
    later = waited and {n: now[2].get(n, 0.0) + seconds for n, seconds in waited.items()}  # type: ignore[union-attr]
    now = (100.0 + passed, 50.0 + worked, later)
    assert piece.share() == pytest.approx(share)


@pytest.mark.parametrize(
    ("busy", "everything", "own", "share"),
    [(4.0, 8.0, 4.0, 0.0), (6.0, 8.0, 2.0, 0.5), (1.0, 8.0, 2.0, 0.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_the_share_of_others(busy: float, everything: float, own: float, share: float) -> None:
    then, now = Ticks(10, 100, 1), Ticks(10 + busy, 100 + everything, 1 + own)
    assert others_share(then, now) == share


@pytest.mark.parametrize(
    ("v2", "v1", "cores"),
    [
        ("max 100000", None, 8.0),
        ("150000 100000", None, 1.5),
        ("nonsense", None, 8.0),
        (None, ("-1", "100000"), 8.0),
        (None, ("50000", "100000"), 0.5),
        (None, None, 8.0),
    ],
)
def test_cores_that_a_control_group_has_taken_do_not_count(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    v2: str | None,
    v1: tuple[str, str] | None,
    cores: float,
) -> None:
    files = {"_V2_QUOTA": v2, "_V1_QUOTA": v1 and v1[0], "_V1_PERIOD": v1 and v1[1]}
    for name, text in files.items():
        monkeypatch.setattr(machine_load, name, tmp_path / name)
        if text:
            (tmp_path / name).write_text(text + "\n")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)
    assert usable_cores() == cores
