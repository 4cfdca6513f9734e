"""What the counters come to: each number with what it is a share of, and how sure it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from autotype.numbers.days import day_of
from autotype.numbers.histogram import quantile
from autotype.numbers.intervals import of_ratio, wilson
from autotype.numbers.store import Row
from autotype.text.suggestion import Silence

FEWEST = 20
"""Of fewer nothing is said: chance alone would move such a number from one end to the other."""
_FEWEST_PARTS = 5
_MOST_PARTS = 60
_RIGHT = ("right_taken", "right_typed")
_WRONG = ("wrong_undone", "wrong_dismissed", "wrong_typed")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many.

    Attributes:
        hits: How many.
        of: Of how many.
    """

    hits: int
    of: int

    @property
    def enough(self) -> bool:
        """Whether there are enough to say anything."""
        return self.of >= FEWEST

    @property
    def value(self) -> float:
        """The share, 0 to 1; it says nothing unless there are `enough`."""
        return min(max(0.0, self.hits / self.of), 1.0) if self.of > 0 else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where it is with a certainty of 95 %, both 0 to 1 (Wilson)."""
        return wilson(self.hits, self.of)


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took.

    Attributes:
        n: How many times are known.
        p50: What half of them stay under, in milliseconds; None if there are none.
        p95: What 95 of 100 stay under.
    """

    n: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What some counters come to.

    Attributes:
        counts: The counters.
        parts: Keys not pressed and characters written, one pair for each day or for some days.
        days: On how many days they were counted.
    """

    counts: Mapping[str, int]
    parts: tuple[tuple[int, int], ...] = ()
    days: int = 0

    @property
    def written(self) -> int:
        """Characters that came to the text, however they did."""
        return sum(self.counts.get(name, 0) for name in ("typed", "taken", "spaces"))

    @property
    def spared(self) -> int:
        """Keys that were not pressed, net; less than 0 if suggestions cost more than they gave."""
        return spared(self.counts)

    @property
    def spared_interval(self) -> tuple[float, float] | None:
        """The share of the characters, 0 to 1, with a certainty of 95 %; None of too few days."""
        if len(self.parts) < _FEWEST_PARTS or self.written < FEWEST:
            return None
        return of_ratio(self.parts)

    @property
    def right(self) -> Share:
        """Offers that were right, of those that were read and answered."""
        right = self._sum(_RIGHT)
        return Share(right, right + self._sum(_WRONG))

    @property
    def accepted(self) -> Share:
        """Offers of which something was taken, and kept, of all that could be read."""
        of = self._sum(_RIGHT) + self._sum(_WRONG) + self.counts.get("left", 0)
        return Share(self.counts.get("right_taken", 0), of)

    @property
    def kept(self) -> Share:
        """Takes that were neither undone nor changed in ten seconds."""
        kept = self.counts.get("kept", 0)
        return Share(kept, kept + self.counts.get("undone", 0))

    @property
    def shows(self) -> Share:
        """Offers that appeared, and the words that were written meanwhile; no share of them."""
        return Share(self.counts.get("shows", 0), self.counts.get("words", 0))

    @property
    def silences(self) -> tuple[tuple[Silence, Share], ...]:
        """How often nothing was offered inline, by the reason, of all answers; the most first."""
        of = self.counts.get("answers", 0)
        names = {f"silence:{silence.name.lower()}": silence for silence in Silence}
        found = [
            (names[name], Share(number, of))
            for name, number in self.counts.items()
            if name in names and number > 0
        ]
        return tuple(sorted(found, key=lambda each: (-each[1].hits, each[0].name)))

    def times(self, what: str) -> Times:
        """Return how long "words" or "ghost" took, from the question to what is seen."""
        bins = {
            int(name.partition(":")[2]): number
            for name, number in self.counts.items()
            if name.startswith(f"{what}_ms:") and name.partition(":")[2].isdecimal()
        }
        return Times(sum(bins.values()), quantile(bins, 0.5), quantile(bins, 0.95))

    def _sum(self, names: Iterable[str]) -> int:
        return sum(self.counts.get(name, 0) for name in names)


def spared(counts: Mapping[str, int]) -> int:
    """Return the keys not pressed: characters taken and spaces that came by themselves, less the
    keys for takes and what was undone or changed within ten seconds.
    """  # noqa: D205
    came = counts.get("taken", 0) + counts.get("spaces", 0)
    return came - counts.get("takes", 0) - counts.get("undone_characters", 0)


def summary_of(rows: Iterable[Row], since: int = 0) -> Summary:
    """Return what rows come to, from an hour on."""
    days = [(day, _added(found)) for day, found in _by_day(rows, since)]
    total: Counter[str] = Counter()
    for _, counts in days:
        total.update(counts)
    # Some days in a row are one part where there are many.
    size = -(-len(days) // _MOST_PARTS) or 1
    parts = []
    for at in range(0, len(days), size):
        together = [Summary(counts) for _, counts in days[at : at + size]]
        parts.append((sum(s.spared for s in together), sum(s.written for s in together)))
    return Summary(total, tuple(parts), len(days))


def by_day(rows: Iterable[Row], since: int = 0) -> list[tuple[str, int]]:
    """Return the keys not pressed on each day on which anything was written, oldest first."""
    return [(day, spared(_added(found))) for day, found in _by_day(rows, since)]


@dataclass(frozen=True, slots=True)
class Bars:
    """Keys not pressed, in the order of time.

    Attributes:
        first: The first day, as "2026-11-25".
        last: The last one.
        days: How many days each number is for.
        keys: The numbers; those of days without a text are 0.
    """

    first: str
    last: str
    days: int
    keys: tuple[int, ...]


def bars(found: Sequence[tuple[str, int]], most: int = _MOST_PARTS) -> Bars | None:
    """Return what `by_day` found, without gaps, as at most so many numbers; None if nothing was."""
    if not found:
        return None
    first, last = (date.fromisoformat(found[at][0]) for at in (0, -1))
    each = -(-((last - first).days + 1) // most)
    keys = [0] * ((last - first).days // each + 1)
    for day, number in found:
        keys[(date.fromisoformat(day) - first).days // each] += number
    return Bars(found[0][0], found[-1][0], each, tuple(keys))


def by_source(rows: Iterable[Row], since: int = 0) -> list[tuple[str, Summary]]:
    """Return a summary for each source, the one in which most was written first."""
    sources: dict[str, list[Row]] = {}
    for row in rows:
        sources.setdefault(row.source, []).append(row)
    found = [(source, summary_of(its, since)) for source, its in sources.items()]
    found = [each for each in found if each[1].written]
    return sorted(found, key=lambda each: (-each[1].written, each[0]))


def _by_day(rows: Iterable[Row], since: int) -> list[tuple[str, list[Row]]]:
    hours = groupby(sorted(row for row in rows if row.hour >= since), key=lambda row: row.hour)
    days: dict[str, list[Row]] = {}
    for hour, found in hours:
        days.setdefault(day_of(hour), []).extend(found)
    return sorted(days.items())


def _added(rows: Iterable[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.counter] += row.number
    return counts
