"""Ways of storing the weights of the recommended pack: what a pass takes, and what is lost."""

import functools
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from autotype.builder import llama
from autotype.builder.checkpoint import Array, Config
from autotype.builder.graph import GraphBuilder
from autotype.engine.manifest import Architecture
from autotype.engine.providers import CPU, Choice, thread_count
from autotype.engine.session import HIDDEN, Session
from tests.benchmarks.requantizing import bits_per_character

_TURNS = 30
_CONTEXT = 64
_SUMS = 32  # weights to a scale in the file that the recommended weights come from
_RANK = 16
_ADAPTERS = {"qkv": 3, "gate_up": 2, "o": 1, "down": 1}
_SHAPE = Config(
    family="llama",
    layers=30,
    hidden=576,
    heads=9,
    kv_heads=3,
    head_size=64,
    inner=1536,
    vocabulary=49_152,
    positions=2048,
    epsilon=1e-5,
    rotary_base=10_000.0,
    start_token=1,
    end_tokens=(2,),
)
# Bits, weights to a scale, and what else: a zero point for each scale, a product in fp32 that
# makes levels exact which are no multiples of the scale, and the adapter along with that.
_WAYS: dict[str, tuple[int, int, str]] = {
    "8 bit, blocks of 16 (as it is)": (8, 16, ""),
    "8 bit, blocks of 32": (8, 32, ""),
    "4 bit, blocks of 32": (4, 32, ""),
    "4 bit, blocks of 32, zero points": (4, 32, "zero points"),
    "4 bit, blocks of 16": (4, 16, ""),
    "4 bit, exact by a second product": (4, 32, "sums"),
    "4 bit, exact, the adapter apart": (4, 32, "adapter"),
}


class _Stored(GraphBuilder):
    """A builder that stores the weights of the layers another way; only times are looked at."""

    def __init__(self, config: Config, precision: str, *, way: tuple[int, int, str]) -> None:
        super().__init__(config, precision)
        self._way = way
        self._rng = np.random.default_rng(0)

    def linear(
        self, x: str, weight: Array, name: str, bias: Array | None = None, block: int = 0
    ) -> str:
        part = name.partition(".")[2]
        if part not in _ADAPTERS:
            return super().linear(x, weight, name, bias, block)
        bits, size, more = self._way
        rows, columns = weight.shape
        blocks = columns // size
        inputs = [
            x,
            self.constant(f"{name}.values", self._bytes(rows, blocks, size * bits // 8)),
            self.constant(f"{name}.scales", np.full((rows, blocks), 1e-3, np.float32)),
        ]
        if more == "zero points":
            inputs.append(self.constant(f"{name}.zeros", self._bytes(rows, -(-blocks // 2))))
        extra = more in ("sums", "adapter")
        product = self.node(
            "MatMulNBits",
            inputs,
            f"{name}.product" if extra else name,
            "com.microsoft",
            K=columns,
            N=rows,
            bits=bits,
            block_size=size,
            accuracy_level=4,
        )
        if not extra:
            return product
        rank = columns // _SUMS + (_RANK * _ADAPTERS[part] if more == "adapter" else 0)
        down = self.weight(f"{name}.down", self._floats(columns, rank))
        up = self.weight(f"{name}.up", self._floats(rank, rows))
        narrow = self.node("MatMul", [x, down], f"{name}.narrow")
        wide = self.node("MatMul", [narrow, up], f"{name}.wide")
        return self.node("Add", [product, wide], name)

    def _bytes(self, *sizes: int) -> np.ndarray[Any, Any]:
        return self._rng.integers(0, 256, sizes, dtype=np.uint8)

    def _floats(self, *sizes: int) -> Array:
        return (self._rng.standard_normal(sizes) * 0.01).astype(np.float32)


def report() -> str:
    """Return the tables as Markdown."""
    lines = [
        "## Ways of storing the weights",
        "",
        f"Median milliseconds of {_TURNS} turns, {_CONTEXT} tokens in the cache, {thread_count()} "
        "threads, the recommended pack's shape with seeded weights.",
        "",
        "| weights of the layers | file | 1 token | 3 tokens | tree of 8 | read 64 |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        sizes, sessions = {}, {}
        weights = _seeded()
        for name, way in _WAYS.items():
            file = Path(folder) / f"{len(sizes)}.onnx"
            with patch.object(llama, "GraphBuilder", functools.partial(_Stored, way=way)):
                model = llama.build(_SHAPE, weights, "q8")
            file.write_bytes(model.SerializeToString())
            sizes[name] = file.stat().st_size / 1e6
            sessions[name] = Session(Choice(CPU, "q8", file), _architecture())
        for name, times in _take_turns(sessions).items():
            cells = " | ".join(f"{each:.1f}" for each in times)
            lines.append(f"| {name} | {sizes[name]:.0f} MB | {cells} |")
    return "\n".join([*lines, "", *bits_per_character(), ""])


def _architecture() -> Architecture:
    shape = _SHAPE
    return Architecture(
        shape.layers, shape.hidden, shape.heads, shape.kv_heads, shape.head_size, shape.vocabulary
    )


def _seeded() -> dict[str, Array]:
    rng = np.random.default_rng(0)
    shape, width = _SHAPE, _SHAPE.hidden
    keys = shape.kv_heads * shape.head_size
    table = rng.standard_normal((shape.vocabulary, width)).astype(np.float32) * np.float32(0.05)
    ones = np.ones(width, np.float32)
    weights = {"embedding": table, "head": table, "norm": ones}
    outputs = {"q": width, "k": keys, "v": keys, "o": width, "gate": shape.inner, "up": shape.inner}
    for layer in range(shape.layers):
        weights |= {f"{layer}.input_norm": ones, f"{layer}.mlp_norm": ones}
        for part, rows in outputs.items():
            weights[f"{layer}.{part}"] = np.zeros((rows, width), np.float32)
        weights[f"{layer}.down"] = np.zeros((width, shape.inner), np.float32)
    return weights


def _take_turns(sessions: dict[str, Session]) -> dict[str, list[float]]:
    """Time passes of 1, 3, 8 (a tree) and 64 tokens, all sessions in turn."""
    tokens = [int(token) for token in np.random.default_rng(0).integers(300, 40_000, _CONTEXT + 8)]
    stable, rest = tokens[:_CONTEXT], tokens[_CONTEXT:]
    bias = np.zeros((8, _CONTEXT + 8), np.float32)
    bias[:, _CONTEXT:] = HIDDEN
    bias[range(8), range(_CONTEXT, _CONTEXT + 8)] = 0
    times: dict[str, list[list[float]]] = {name: [[], [], [], []] for name in sessions}
    for turn in range(_TURNS + 3):
        for name, session in sessions.items():
            work = (
                functools.partial(session.run, rest[:1], _CONTEXT, [0]),
                functools.partial(session.run, rest[:3], _CONTEXT, [2]),
                functools.partial(session.run, rest, _CONTEXT, range(8), [_CONTEXT] * 8, bias),
                functools.partial(session.run, stable, 0, [_CONTEXT - 1]),
            )
            for kind, run in enumerate(work):
                started = time.perf_counter()
                run()
                if turn >= 3:  # the first turns warm caches and allocators
                    times[name][kind].append((time.perf_counter() - started) * 1e3)
    return {name: [statistics.median(each) for each in kinds] for name, kinds in times.items()}
