"""How well a pack suits this machine: one text of our own, typed with the bar, timed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from autotype import paths
from autotype.engine.completer import Completer
from autotype.engine.pack import Pack
from autotype.engine.providers import thread_count
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar
from autotype.evaluation.measure import Walk
from autotype.evaluation.samples import Sample, read_samples
from autotype.packs.measured import IN_TIME_MS, Measured, require_place, store_measured
from autotype.packs.opening import open_completer
from autotype.text.machine_load import QUIET_SHARE, Undisturbed, others_share, ticks

_LONGEST_SECONDS = 60.0
_LEAST_KEYS = 200
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class _Round:
    """The text, typed once: what was saved, the words at p95 in ms, and if others were busy."""

    keystrokes: Keystrokes
    p95: float
    disturbed: bool


def suitability(completer: Completer, progress: Callable[[float], None]) -> Measured:
    """Measure a pack on this machine; takes from a few seconds to a minute.

    What else runs can only make a pack look slow. So the time that its threads waited for a
    processor does not count; one that is too slow all the same is timed again, and the
    quickest round counts; and if the machine was never quiet meanwhile, the figures say that
    they were disturbed. On a machine on which it is far too slow only a part of the text is
    typed, for the time decides then.

    Args:
        completer: The pack, open.
        progress: Told the share that is done.
    """
    texts = read_samples([paths.resources() / "measure.txt"], characters=0)
    ends = time.perf_counter() + _LONGEST_SECONDS
    rounds = [_type(texts, completer, ends, progress)]
    while len(rounds) < _ROUNDS and rounds[-1].p95 > IN_TIME_MS and time.perf_counter() <= ends:
        completer.forget()
        rounds.append(_type(texts, completer, ends, _unseen))
    progress(1.0)
    p95 = min(each.p95 for each in rounds)
    disturbed = p95 > IN_TIME_MS and all(each.disturbed for each in rounds)
    savings = round(rounds[0].keystrokes.savings, 4)
    return Measured(savings, round(p95, 1), date.today().isoformat(), disturbed)


def _type(
    texts: Sequence[Sample],
    completer: Completer,
    ends: float,
    progress: Callable[[float], None],
) -> _Round:
    total = sum(len(sample.text) for sample in texts)
    counts, times = Keystrokes(), list[float]()
    undisturbed, began = Undisturbed(thread_count()), ticks()
    shares = list[float]()
    for sample in texts:
        walk = Walk(completer, sample.text)
        undisturbed.start()
        while walk.step():
            shares.append(undisturbed.share())
            times.append(walk.answers[-1].words_ms * shares[-1])
            progress(len(times) / total)
            undisturbed.start()
        type_with_bar(sample.text, walk.ask, counts)
        late = time.perf_counter() > ends
        if late and len(times) > _LEAST_KEYS and _p95(times) > IN_TIME_MS:
            break
    waited = 1 - sum(shares) / len(shares)
    disturbed = max(waited, others_share(began, ticks())) > QUIET_SHARE
    return _Round(counts, _p95(times), disturbed)


def measure_pack(pack: Pack, progress: Callable[[float], None]) -> Measured:
    """Measure an installed pack on this machine and keep the figures; return what is known now.

    Raises:
        NotKeptError: The figures cannot be written; nothing was measured.
        PackError: It is damaged.
        EngineError: It cannot be run here.
    """
    require_place()
    return store_measured(pack, suitability(open_completer(str(pack.folder)), progress))


def _unseen(_: float) -> None:
    """Show no progress of a further round: nobody knows yet how many there will be."""


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]
