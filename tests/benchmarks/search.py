"""The constants of the search, one at a time: what each costs a key that nobody pauses after."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from autotype.engine import completer, frontier, words
from autotype.engine.completer import Completer
from autotype.evaluation.samples import Sample
from autotype.packs.opening import open_completer
from autotype.text.request import Request
from autotype.text.suggestion import type_through
from tests.benchmarks.data import samples

_SETS = ("topical_chat", "bi320", "ud_ewt_dev")
_CHARACTERS = 700
# Where a constant lives, its name there, and what is tried; the first value is the one in use.
_CONSTANTS: tuple[tuple[object, str, tuple[float, ...]], ...] = (
    (words, "_TREE_ROWS", (8, 4, 6, 12, 16)),
    (frontier, "_CHILDREN", (12, 6, 24)),
    (words, "_PER_MISSING_BYTE", (0.1, 0.03, 0.3)),
    (words, "_MAX_TOKENS", (12, 6)),
    (completer, "IN_TIME", (4, 1, 2, 3, 6)),
)


@dataclass(slots=True)
class _Spent:
    """Counts over the keys of one walk."""

    keys: int = 0
    free: int = 0
    asked: int = 0
    final: int = 0
    passes: int = 0
    rows: int = 0
    seconds: float = 0.0


def report() -> str:
    """Return the table as Markdown."""
    engine = open_completer("smollm2-135m", "cpu")
    texts = [sample for name in _SETS for sample in samples(name, _CHARACTERS, 400)]
    lines = [
        "## Constants of the search",
        "",
        f"{_CHARACTERS} keys of each of {', '.join(_SETS)} in context, one straight after the "
        "other: nothing is looked ahead for. A key is free if a ghost was typed through or its "
        "answer took no pass; an answer is done if no other word could be found.",
        "",
        "| constant | value | keys free | passes a key | tokens a pass | ms a key | done in time |",
        "|---|---|---|---|---|---|---|",
    ]
    _walk(engine, texts[:2])  # the first passes warm caches and allocators
    usual = _row("as they are", "", _walk(engine, texts))
    lines.append(usual)
    for place, name, values in _CONSTANTS:
        for value in values[1:]:
            assert getattr(place, name) == values[0]
            with patch.object(place, name, value):
                lines.append(_row(f"`{name}` ({values[0]})", str(value), _walk(engine, texts)))
    lines.append(_row("as they are (again)", "", _walk(engine, texts)))
    return "\n".join([*lines, ""])


def _row(name: str, value: str, spent: _Spent) -> str:
    return (
        f"| {name} | {value} | {spent.free / spent.keys:.1%} | {spent.passes / spent.keys:.2f} "
        f"| {spent.rows / max(1, spent.passes):.1f} | {spent.seconds * 1e3 / spent.keys:.1f} "
        f"| {spent.final / spent.asked:.1%} |"
    )


def _walk(engine: Completer, texts: Sequence[Sample]) -> _Spent:
    engine.forget()
    spent = _Spent()
    with _counted(engine, spent):
        for sample in texts:
            ghost = ""
            for at in range(len(sample.text)):
                left = type_through(ghost, sample.text[at - 1]) if ghost and at else None
                spent.keys += 1
                if left:
                    ghost, spent.free = left, spent.free + 1
                    continue
                began = time.perf_counter()
                before = sample.before + sample.text[:at]
                answer = engine.complete(Request(at, before), in_time=True)
                spent.seconds += time.perf_counter() - began
                spent.asked += 1
                spent.final += answer.final
                spent.free += answer.passes == 0
                ghost = answer.ghost
    return spent


@contextmanager
def _counted(engine: Completer, spent: _Spent) -> Iterator[None]:
    """Count the passes, and the tokens in them."""
    session = engine.model.cache.session
    run = session.run

    def counting(tokens: Sequence[int], *rest: object, **more: object) -> object:
        spent.passes += 1
        spent.rows += len(tokens)
        return run(tokens, *rest, **more)  # type: ignore[arg-type]

    with patch.object(session, "run", counting):
        yield
