"""What an attack is given and gives back: a time to be over, a count, what went wrong.

Each module of this folder that is named in `AREAS` has a function `attack(world, budget)`, which
returns one row for each way in which it broke the world.
"""

import contextlib
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One way of attacking, how often it was tried, and how often that hurt.

    Attributes:
        area: Of Autotype.
        what: Was done to it.
        times: It was tried.
        failures: Of these hurt.
        examples: What happened, in the first of them; each one line or more.
    """

    area: str
    what: str
    times: int
    failures: int
    examples: tuple[str, ...] = ()


class Budget:
    """How long an attack may take: it is tried a least number of times, and on until the end."""

    def __init__(self, seconds: float, seed: int = 0) -> None:
        """Start the clock.

        Args:
            seconds: Until the end; 0 for the least that says something.
            seed: Of whatever is drawn by chance.
        """
        self.seed = seed
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the end; 0 after it."""
        return max(0.0, self._end - time.monotonic())

    def parts(self, count: int) -> Iterator["Budget"]:
        """Divide what is left: each part gets its share of what those before it left over."""
        for waiting in range(count, 0, -1):
            yield Budget(self.left / waiting, self.seed)

    def rounds(self, least: int, most: int | None = None) -> Iterator[int]:
        """Count from 0 for as long as there is time, but at least and at most so often."""
        number = 0
        while (number < least or self.left > 0) and (most is None or number < most):
            yield number
            number += 1


class Tally:
    """Counts what was tried in one row, and keeps what went wrong."""

    def __init__(self, area: str, what: str) -> None:
        """Start at nothing."""
        self._area = area
        self._what = what
        self.times = 0
        self.failures = 0
        self._failed = False
        self._examples: list[str] = []

    def fail(self, what: str) -> None:
        """Note that what is being tried hurts; several ways of one try count as one failure."""
        self.failures += not self._failed
        self._failed = True
        if len(self._examples) < EXAMPLES:
            self._examples.append(what)

    def expect(self, holds: object, what: str) -> bool:
        """Note a failure unless something holds; return whether it does."""
        if not holds:
            self.fail(what)
        return bool(holds)

    @contextlib.contextmanager
    def one(self, what: str = "") -> Iterator[None]:
        """Try something once; whatever is raised in it is a failure, and the attack goes on."""
        self.many(1)
        try:
            yield
        except Exception:
            self.fail(f"{what}: {traceback.format_exc(limit=-3).strip()}")

    def many(self, count: int) -> None:
        """Note that so many tries begin, the failures of which count once in all."""
        self.times += count
        self._failed = False

    def row(self) -> Row:
        """Return what has been counted."""
        return Row(self._area, self._what, self.times, self.failures, tuple(self._examples))


def run_all(area: str, attacks: Sequence[Callable[[Budget], Row]], budget: Budget) -> list[Row]:
    """Run the attacks of an area one after the other, within the time of the area.

    One that cannot even go on counts as a failure.
    """
    rows = []
    for run, part in zip(attacks, budget.parts(len(attacks)), strict=True):
        try:
            rows.append(run(part))
        except Exception:
            broken = Tally(area, "an attack that could not be carried out")
            broken.many(1)
            broken.fail(traceback.format_exc(limit=-4).strip())
            rows.append(broken.row())
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table, with their sum."""
    lines = ["| area | what | times | failures |", "|---|---|---:|---:|"]
    lines += [f"| {r.area} | {r.what} | {r.times:,} | {r.failures:,} |" for r in rows]
    times, failures = sum(r.times for r in rows), sum(r.failures for r in rows)
    return "\n".join([*lines, f"| **all** | | **{times:,}** | **{failures:,}** |"])
