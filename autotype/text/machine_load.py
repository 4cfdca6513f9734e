"""What other programs take of the processor, and how long this one waits for it.

Times on a wall clock say little on a machine that is busy with something else. The system knows
more: how much of the processor everybody takes, and, under Linux, how long each thread stood in
the queue while it could have run.
"""

import contextlib
import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

QUIET_SHARE = 0.1
"""What others may take of the processor on a machine that counts as quiet."""

_V2_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_V1_QUOTA = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
_V1_PERIOD = Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us")


@dataclass(frozen=True, slots=True)
class Ticks:
    """Processor seconds since the machine was started, over all cores.

    Attributes:
        busy: Of everybody, and what the host of a virtual machine has kept for itself.
        all: Busy or not.
        own: Of this process.
    """

    busy: float
    all: float
    own: float


def ticks() -> Ticks:
    """Return the processor seconds until now."""
    times = psutil.cpu_times()
    # The time of guests is a part of the user's already.
    seconds = {name: getattr(times, name) for name in times._fields if "guest" not in name}
    everything = float(sum(seconds.values()))
    idle = float(seconds.get("idle", 0.0) + seconds.get("iowait", 0.0))
    return Ticks(everything - idle, everything, time.process_time())


def others_share(since: Ticks, now: Ticks) -> float:
    """Return what other programs took of the processor between two moments, 0 to 1."""
    passed = now.all - since.all
    if passed <= 0:
        return 0.0
    taken = (now.busy - since.busy) - (now.own - since.own)
    return min(1.0, max(0.0, taken / passed))


def waits() -> Mapping[int, float] | None:
    """Return the seconds that each thread of this process has waited for a processor so far.

    None where the system does not say.
    """
    found = {}
    with contextlib.suppress(OSError):
        for thread in Path("/proc/self/task").iterdir():
            # A thread may end between the two looks.
            with contextlib.suppress(OSError, ValueError, IndexError):
                text = (thread / "schedstat").read_text(encoding="ascii")
                found[int(thread.name)] = int(text.split()[1]) / 1e9
    return found or None


class Undisturbed:
    """Tells how much of a piece of work would have been left on a quiet machine.

    The threads of a pass wait for each other, so what the one that waited longest for a
    processor has lost is what the pass has lost: time that cannot come back. Where another
    thread did its work meanwhile, the time that was worked, spread over the threads, is more
    than what remains; then that counts.
    """

    def __init__(self, threads: int) -> None:
        """Measure work that is done by so many threads; it begins with `start`."""
        self._threads = threads
        self.start()

    def start(self) -> None:
        """Begin a piece of work."""
        self._waited = waits()
        self._worked = time.process_time()
        self._began = time.perf_counter()

    def share(self) -> float:
        """Return the undisturbed share of the time since `start`, 0 to 1.

        1 where the system does not say how long threads wait.
        """
        passed = time.perf_counter() - self._began
        worked = time.process_time() - self._worked
        before, now = self._waited, waits()
        if before is None or now is None or passed <= 0:
            return 1.0
        lost = max(waited - before.get(thread, 0.0) for thread, waited in now.items())
        return min(1.0, max(passed - lost, worked / self._threads) / passed)


def usable_cores() -> float:
    """Return how many processors this process may use: its mask, and its control group's quota."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = float(len(affinity(0)) if affinity else os.cpu_count() or 1)
    return min(cores, _quota())


def _quota() -> float:
    with contextlib.suppress(OSError, ValueError):
        quota, period = _V2_QUOTA.read_text(encoding="ascii").split()
        return math.inf if quota == "max" else int(quota) / int(period)
    with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
        quota = _V1_QUOTA.read_text(encoding="ascii").strip()
        if int(quota) > 0:
            return int(quota) / int(_V1_PERIOD.read_text(encoding="ascii"))
    return math.inf
