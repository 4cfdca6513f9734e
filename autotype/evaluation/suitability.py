"""How well a pack suits this machine: one text of our own, typed with the bar, timed."""

import time
from collections.abc import Callable
from datetime import date

from autotype import paths
from autotype.engine.completer import Completer
from autotype.engine.pack import Pack
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar
from autotype.evaluation.measure import Walk
from autotype.evaluation.samples import read_samples
from autotype.packs.measured import IN_TIME_MS, Measured, store_measured
from autotype.packs.opening import open_completer

_LONGEST_SECONDS = 60.0
_LEAST_KEYS = 200


def suitability(completer: Completer, progress: Callable[[float], None]) -> Measured:
    """Measure a pack on this machine; takes from a few seconds to a minute.

    On a machine on which it is far too slow only a part of the text is typed, for the
    time decides then.

    Args:
        completer: The pack, open.
        progress: Told the share that is done.
    """
    texts = read_samples([paths.resources() / "measure.txt"], characters=0)
    total = sum(len(sample.text) for sample in texts)
    counts, times = Keystrokes(), list[float]()
    began = time.perf_counter()
    for sample in texts:
        walk = Walk(completer, sample.text)
        while walk.step():
            times.append(walk.answers[-1].words_ms)
            progress(len(times) / total)
        type_with_bar(sample.text, walk.ask, counts)
        late = time.perf_counter() - began > _LONGEST_SECONDS
        if late and len(times) > _LEAST_KEYS and _p95(times) > IN_TIME_MS:
            break
    progress(1.0)
    day = date.today().isoformat()
    return Measured(round(counts.savings, 4), round(_p95(times), 1), day)


def measure_pack(pack: Pack, progress: Callable[[float], None]) -> Measured:
    """Measure an installed pack on this machine and keep the figures.

    Raises:
        PackError: It is damaged, or the figures cannot be written.
        EngineError: It cannot be run here.
    """
    found = suitability(open_completer(str(pack.folder)), progress)
    store_measured(pack, found)
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]
