"""One onnxruntime session on one graph, with the key/value cache bound in place.

Input and output of the cache are the same memory: a pass writes only the cells of its own
tokens, and cropping the context is nothing but a smaller length. No text here.
"""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autotype.engine.manifest import Architecture
from autotype.engine.providers import CUDA, Choice, runtime_session
from autotype.engine.runtime import ort
from autotype.errors import AutotypeError
from autotype.translation import tr

MAX_TOKENS = 64
"""Tokens that one pass may take; longer texts go in several."""
# Where more rows than this are wanted nobody waits for them, and their place is not kept.
_KEPT_LOGITS = 16
HIDDEN = -1e4
"""Attention bias of a cell that a token must not see."""

Floats = npt.NDArray[np.float32]
_Values = dict[str, tuple[str, list[int | None]]]
"""Kind and sizes of inputs or outputs, by name; None where a size is free."""


class EngineError(AutotypeError):
    """The model cannot be run, or failed while running."""


class Session:
    """A graph that is ready to run. One thread runs it; `terminate` may come from any."""

    def __init__(
        self, choice: Choice, architecture: Architecture, capacity: int = 512, threads: int = 2
    ) -> None:
        """Open the graph and give it a cache.

        Args:
            choice: Graph file, provider and precision.
            architecture: Shape of the model.
            capacity: Cells of the cache, the longest context plus the rows of a tree.
            threads: Threads of one pass on the CPU.

        Raises:
            EngineError: The session cannot be opened on that provider.
            MemoryError: There is not enough memory.
        """
        self.choice = choice
        self.capacity = capacity
        self.vocabulary = architecture.vocabulary
        self._half = choice.precision == "fp16"
        self._lock = threading.Lock()
        self._running: ort.RunOptions | None = None
        self._logits: dict[int, Floats] = {}
        try:
            self._session = runtime_session(choice, threads)
            self._compare(architecture)
            self._binding = self._session.io_binding()
            self._cache = self._bind_cache(architecture)
        except Exception as error:  # the runtime raises its own kinds
            if isinstance(error, MemoryError) or "bad_alloc" in str(error):
                raise MemoryError from error
            raise EngineError(
                tr(
                    "The model cannot be opened on {provider} ({error}).",
                    provider=choice.provider,
                    error=_short(error),
                )
            ) from error

    def _compare(self, shape: Architecture) -> None:
        """Raise `ValueError` if the graph is not of the shape that the manifest says.

        A cache of another shape would be written past its end, or answer nonsense.
        """
        half = "tensor(float16)" if self._half else "tensor(float)"
        cells: list[int | None] = [1, shape.kv_heads, None, shape.head_size]
        inputs: _Values = {
            "input_ids": ("tensor(int64)", [1, None]),
            "position_ids": ("tensor(int64)", [1, None]),
            "attention_bias": (half, [1, 1, None, None]),
            "rows": ("tensor(int64)", [None]),
            "seqlens_k": ("tensor(int32)", [1]),
            "total_len": ("tensor(int32)", []),
        }
        outputs: _Values = {"logits": ("tensor(float)", [1, None, shape.vocabulary])}
        for layer in range(shape.layers):
            for part in "kv":
                inputs[f"past.{layer}.{part}"] = (half, cells)
                outputs[f"present.{layer}.{part}"] = (half, cells)
        _must_agree(inputs, self._session.get_inputs())
        _must_agree(outputs, self._session.get_outputs())

    def _bind_cache(self, shape: Architecture) -> list[ort.OrtValue]:
        device = "cuda" if self.choice.provider == CUDA else "cpu"
        kind = np.float16 if self._half else np.float32
        cells = [1, shape.kv_heads, self.capacity, shape.head_size]
        values = []
        for layer in range(shape.layers):
            for part in "kv":
                value = ort.OrtValue.ortvalue_from_shape_and_type(cells, kind, device, 0)
                # Cells that were never written must not be NaN by chance: hidden ones are
                # multiplied by a zero weight, and 0 x NaN is NaN.
                value.update_inplace(np.zeros(cells, kind))
                self._binding.bind_ortvalue_input(f"past.{layer}.{part}", value)
                self._binding.bind_ortvalue_output(f"present.{layer}.{part}", value)
                values.append(value)
        return values

    def run(
        self,
        tokens: Sequence[int],
        past: int,
        rows: Sequence[int],
        positions: Sequence[int] | None = None,
        bias: Floats | None = None,
    ) -> Floats:
        """Make one pass.

        Args:
            tokens: S token ids, at most `MAX_TOKENS`.
            past: Cells of the cache that stand before them; later ones are overwritten.
            rows: R indices into `tokens` whose next-token logits are wanted.
            positions: Position of each token in its text; `past`, `past + 1`, ... if None.
            bias: float32 [S, past + S]; 0 or `HIDDEN` per token and cell; all 0 if None.

        Returns:
            float32 [R, V] logits; valid until the next pass.

        Raises:
            EngineError: The pass failed or was terminated.
            ValueError: It does not fit.
        """
        count, total = len(tokens), past + len(tokens)
        if not 0 < count <= MAX_TOKENS or total > self.capacity or past < 0:
            raise ValueError(f"{count} tokens after {past} do not fit in {self.capacity} cells")
        if positions is None:
            positions = range(past, total)
        if bias is None:
            bias = np.zeros((count, total), np.float32)
        bind = self._binding.bind_cpu_input
        bind("input_ids", np.array([tokens], np.int64))
        bind("position_ids", np.array([positions], np.int64))
        bind("attention_bias", bias[None, None].astype(np.float16 if self._half else np.float32))
        bind("rows", np.array(rows, np.int64))
        bind("seqlens_k", np.array([total - 1], np.int32))
        bind("total_len", np.array(total, np.int32))
        logits = self._logits.get(len(rows))
        if logits is None:
            logits = np.empty((1, len(rows), self.vocabulary), np.float32)
            if len(rows) <= _KEPT_LOGITS:
                self._logits[len(rows)] = logits
        self._binding.bind_ortvalue_output("logits", ort.OrtValue.ortvalue_from_numpy(logits))
        options = ort.RunOptions()
        with self._lock:
            self._running = options
        try:
            self._session.run_with_iobinding(self._binding, options)
        except Exception as error:  # the runtime raises its own kinds
            raise EngineError(
                tr(
                    "The model failed on {provider} ({error}).",
                    provider=self.choice.provider,
                    error=_short(error),
                )
            ) from error
        finally:
            with self._lock:
                self._running = None
        answer: Floats = logits[0]
        return answer

    def terminate(self) -> None:
        """Make a pass that is running fail within a few milliseconds. Any thread."""
        with self._lock:
            if self._running is not None:
                self._running.terminate = True


def _must_agree(expected: _Values, found: Sequence[Any]) -> None:
    """Compare the inputs or outputs of a graph; raises `ValueError`."""
    named = {value.name: value for value in found}
    if named.keys() != expected.keys():
        odd = sorted(named.keys() ^ expected.keys())[0]
        raise ValueError(f"it is of another shape than its manifest says, see “{odd}”")
    for name, (kind, sizes) in expected.items():
        shape = [size if isinstance(size, int) else None for size in named[name].shape]
        if named[name].type != kind or shape != sizes:
            raise ValueError(f"its “{name}” is {named[name].type} {named[name].shape}")


def _short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
