"""What a fresh graph has to show before it becomes a pack, and how two graphs compare."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autotype.builder.errors import BuildError
from autotype.engine.completer import Completer
from autotype.engine.kv_cache import KVCache
from autotype.engine.model import Model
from autotype.engine.pack import Pack
from autotype.engine.providers import (
    CPU,
    Choice,
    NoGraphError,
    prepare_runtime,
    thread_count,
)
from autotype.engine.session import MAX_TOKENS, EngineError, Floats, Session
from autotype.engine.tokenizer import Tokenizer
from autotype.errors import AutotypeError
from autotype.text.request import Request

SAMPLE = (
    "Thanks for your message. I will be in the office tomorrow morning, so let me know if you "
    "would like to meet. If not, we can talk on the phone next week."
)
_BEGINNINGS = ("", "Thank you very m", "I will be there at 10. Please ")
_CLOSE = 0.02
"""Largest difference of one probability that 8 bit may make, whatever the order."""
_CLOSE_LOG = 0.02
"""Largest difference of the logarithm of one in fp32, where only sums are reordered."""
_SMALLEST = 1e-9
_LEAST_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far a graph is from its reference over a text.

    Attributes:
        top3: Mean share of the reference's three likeliest tokens that are also its own.
        nll: Mean negative log-likelihood of the text's tokens, in nats.
        reference_nll: The same of the reference.
    """

    top3: float
    nll: float
    reference_nll: float


def check_graph(pack: Pack, precision: str) -> dict[str, float]:
    """Run a graph of a pack on the CPU; return what is worth recording.

    The fp16 graph is for CUDA; it is not run here.

    Raises:
        BuildError: It does not run, answers with something that is no number, or its
            rows depend on what they must not see.
    """
    session, tokenizer = open_for_check(pack, precision)
    tokens = sample_tokens(pack, tokenizer)
    if len(tokens) < _LEAST_TOKENS:
        raise BuildError("The tokenizer knows next to nothing of an English text.")
    try:
        straight = _rows(session, tokens).copy()
        if not np.isfinite(straight).all():
            raise BuildError("The model answers with values that are not finite numbers.")
        _check_isolation(session, tokens)
    except EngineError as error:
        raise BuildError(f"The model cannot be run: {error}") from error
    return {"sample_nll": round(mean_nll(straight, tokens), 4)}


def try_out(pack: Pack, step: Callable[[str], object]) -> bool:
    """Run every graph that the CPU can run, then ask for suggestions as `check_completions`.

    `step` is told each precision before its turn.
    """
    for precision in pack.manifest.graphs:
        if precision != "fp16":
            step(precision)
            check_graph(pack, precision)
    return check_completions(pack)


def check_completions(pack: Pack) -> bool:
    """Ask a pack for suggestions as the editor does; return whether it can be run here at all.

    A pack with nothing but a graph for CUDA cannot be asked on a machine without.

    Raises:
        PackError: A file is damaged, or it cannot be used.
        EngineError: The model cannot be opened or fails.
        BuildError: It answers, but suggests nothing anywhere.
    """
    name, for_cpu = pack.manifest.name, {"q8", "fp32"} & set(pack.manifest.graphs)
    try:
        try:
            completer = Completer(Model(pack), 0.0)
        except (EngineError, NoGraphError):
            if for_cpu:
                raise
            return False
        answers = [completer.complete(Request(0, text), gate=False) for text in _BEGINNINGS]
    except (AutotypeError, MemoryError):
        raise
    except Exception as error:  # of the libraries that read what others wrote
        raise BuildError(f"The pack “{name}” cannot be used ({error}).") from error
    if not any(answer.words for answer in answers):
        raise BuildError(f"The pack “{name}” suggests nothing, so it is of no use.")
    return True


def compare(pack: Pack, precision: str, reference: str, text: str = SAMPLE) -> Comparison:
    """Compare two graphs of a pack over a text of at most 64 tokens."""
    session, tokenizer = open_for_check(pack, precision)
    tokens = sample_tokens(pack, tokenizer, text)
    rows = _rows(session, tokens).copy()
    expected = _rows(open_for_check(pack, reference)[0], tokens).copy()
    return Comparison(
        top3_overlap(rows, expected), mean_nll(rows, tokens), mean_nll(expected, tokens)
    )


def top3_overlap(rows: Floats, expected: Floats) -> float:
    """Return the mean share of the three likeliest tokens that two models agree on.

    Both are logits, float32 [S, V].
    """
    shared = [
        len(set(np.argsort(a)[-3:].tolist()) & set(np.argsort(b)[-3:].tolist())) / 3
        for a, b in zip(rows, expected, strict=True)
    ]
    return float(np.mean(shared))


def open_for_check(pack: Pack, precision: str, provider: str = CPU) -> tuple[Session, Tokenizer]:
    """Open one graph of a pack, unchecked against the manifest."""
    prepare_runtime("cpu" if provider == CPU else "cuda")
    manifest = pack.manifest
    graph = pack.graph_file(precision)
    if graph is None:
        raise BuildError(f"The pack “{manifest.name}” has no {precision} graph.")
    choice = Choice(provider, precision, graph)
    try:
        session = Session(choice, manifest.architecture, 192, thread_count())
    except EngineError as error:
        raise BuildError(str(error)) from error
    return session, Tokenizer(
        pack.tokenizer_file, manifest.architecture.vocabulary, manifest.end_tokens
    )


def sample_tokens(pack: Pack, tokenizer: Tokenizer, text: str = SAMPLE) -> list[int]:
    """Return a start token, if the pack has one, and the text's tokens, at most 64 in all."""
    start = pack.manifest.start_token
    return [*([] if start is None else [start]), *tokenizer.encode(text)][:MAX_TOKENS]


def _rows(session: Session, tokens: list[int]) -> Floats:
    return session.run(tokens, 0, range(len(tokens)))


def mean_nll(rows: Floats, tokens: list[int]) -> float:
    """Return the mean negative log-likelihood, in nats, of each token after the first.

    Args:
        rows: Logits of every position, float32 [S, V].
        tokens: The S tokens that were read.
    """
    wide = rows[:-1].astype(np.float64)
    wide -= wide.max(axis=-1, keepdims=True)
    losses = np.log(np.exp(wide).sum(axis=-1)) - wide[np.arange(len(wide)), tokens[1:]]
    return float(losses.mean())


def _check_isolation(session: Session, tokens: list[int]) -> None:
    """Compare tree rows, and reading again after a crop, with plain runs."""
    half = len(tokens) // 2
    stable, first, second = tokens[:half], tokens[half], tokens[half + 1]
    together = KVCache(session).evaluate(stable, [(first,), (second,), (second, first)])
    for path, row in zip([(first,), (second,), (second, first)], together, strict=True):
        alone = KVCache(session).evaluate([*stable, *path], [()])[0]
        if session.choice.precision == "fp32":
            logs = np.log(np.maximum(alone, _SMALLEST)) - np.log(np.maximum(row, _SMALLEST))
            same = float(np.abs(logs).max()) < _CLOSE_LOG
        else:
            # 8-bit activations are rounded per pass, so equality is not to be had.
            close = float(np.abs(alone - row).max()) <= _CLOSE
            same = close or int(alone.argmax()) == int(row.argmax())
        if not same:
            raise BuildError("The model's tree rows see what they must not; it cannot be used.")
