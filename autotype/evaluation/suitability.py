"""How well a pack suits this machine: one text of our own, typed with the bar, timed."""

import time
from collections.abc import Callable, Sequence
from datetime import date

from autotype import paths
from autotype.engine.completer import Completer
from autotype.engine.pack import Pack
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar
from autotype.evaluation.measure import Walk
from autotype.evaluation.samples import Sample, read_samples
from autotype.packs.measured import IN_TIME_MS, Measured, store_measured
from autotype.packs.opening import open_completer

_LONGEST_SECONDS = 60.0
_LEAST_KEYS = 200
_ROUNDS = 3


def suitability(completer: Completer, progress: Callable[[float], None]) -> Measured:
    """Measure a pack on this machine; takes from a few seconds to a minute.

    What else runs can only make a pack look slow, and may be gone tomorrow; so one that was
    too slow is timed again, and the quickest round counts. On a machine on which it is far
    too slow only a part of the text is typed, for the time decides then.

    Args:
        completer: The pack, open.
        progress: Told the share that is done.
    """
    texts = read_samples([paths.resources() / "measure.txt"], characters=0)
    ends = time.perf_counter() + _LONGEST_SECONDS
    keystrokes, p95 = _type(texts, completer, ends, progress)
    for _ in range(_ROUNDS - 1):
        if p95 <= IN_TIME_MS or time.perf_counter() > ends:
            break
        completer.forget()
        p95 = min(p95, _type(texts, completer, ends, _unseen)[1])
    progress(1.0)
    return Measured(round(keystrokes.savings, 4), round(p95, 1), date.today().isoformat())


def _type(
    texts: Sequence[Sample],
    completer: Completer,
    ends: float,
    progress: Callable[[float], None],
) -> tuple[Keystrokes, float]:
    """Type the text once; return what was saved, and the time of the words at p95, in ms."""
    total = sum(len(sample.text) for sample in texts)
    counts, times = Keystrokes(), list[float]()
    for sample in texts:
        walk = Walk(completer, sample.text)
        while walk.step():
            times.append(walk.answers[-1].words_ms)
            progress(len(times) / total)
        type_with_bar(sample.text, walk.ask, counts)
        late = time.perf_counter() > ends
        if late and len(times) > _LEAST_KEYS and _p95(times) > IN_TIME_MS:
            break
    return counts, _p95(times)


def measure_pack(pack: Pack, progress: Callable[[float], None]) -> Measured:
    """Measure an installed pack on this machine and keep the figures.

    Raises:
        PackError: It is damaged, or the figures cannot be written.
        EngineError: It cannot be run here.
    """
    found = suitability(open_completer(str(pack.folder)), progress)
    store_measured(pack, found)
    return found


def _unseen(_: float) -> None:
    """Show no progress of a further round: nobody knows yet how many there will be."""


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]
