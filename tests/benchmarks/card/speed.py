"""Milliseconds a pass, on the provider and on the same machine's processor."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import psutil

from autotype.builder.verify import open_for_check
from autotype.engine.providers import CPU, CUDA
from autotype.engine.session import HIDDEN, MAX_TOKENS, Session
from tests.benchmarks.card.graphs import captured
from tests.benchmarks.card.machine import card_mb
from tests.benchmarks.card.models import Subject

CONTEXT = 64
_WARM = 3
_LONG = 256
_LEAST = 7  # turns of a pass that takes long
_LONGEST_S = 3.0


def passes(subject: Subject, provider: str, turns: int) -> dict[str, Any]:
    """Return the median milliseconds of each kind of pass, by where it ran."""
    found: dict[str, Any] = {}
    for place, precision in ((provider, subject.precision), (CPU, "q8")):
        before, card = psutil.Process().memory_info().rss, card_mb()
        session, _ = open_for_check(subject.pack, precision, place)
        times = {name: _median(run, turns) for name, run in kinds(session).items()}
        after, filled = psutil.Process().memory_info().rss, card_mb()
        memory = {"memory_mb": round((after - before) / 1e6)}
        if card is not None and filled is not None:
            memory["card_mb"] = round(filled - card)
        found[f"{place} {precision}"] = times | memory
    if provider == CUDA:
        found["CUDA graphs"] = captured(subject, turns)
    return found


def kinds(session: Session) -> dict[str, Callable[[], object]]:
    """Return what is timed, by name; all after a context of 64 tokens but for the reading."""
    random = np.random.default_rng(0)
    tokens = [int(t) for t in random.integers(0, session.vocabulary, _LONG)]
    # The sessions of checks are short; reading goes over the same cells again.
    room = session.capacity - MAX_TOKENS
    bias = np.zeros((8, CONTEXT + 8), np.float32)
    bias[:, CONTEXT:] = HIDDEN
    bias[range(8), range(CONTEXT, CONTEXT + 8)] = 0
    after = tokens[CONTEXT : CONTEXT + 8]

    def read(count: int) -> None:
        for start in range(0, count, MAX_TOKENS):
            part = tokens[start : start + MAX_TOKENS]
            session.run(part, min(start, room), [len(part) - 1])

    read(CONTEXT)
    return {
        "one": lambda: session.run(after[:1], CONTEXT, [0]),
        "three": lambda: session.run(after[:3], CONTEXT, [2]),
        "tree": lambda: session.run(after, CONTEXT, range(8), [CONTEXT] * 8, bias),
        "read_64": lambda: read(CONTEXT),
        "read_256": lambda: read(_LONG),
    }


def _median(run: Callable[[], object], turns: int) -> float:
    times: list[float] = []
    began = time.perf_counter()
    for turn in range(turns + _WARM):
        if len(times) >= _LEAST and time.perf_counter() - began > _LONGEST_S:
            break
        started = time.perf_counter()
        run()
        if turn >= _WARM:
            times.append((time.perf_counter() - started) * 1e3)
    return round(statistics.median(times), 3)
