"""The cache of the word search on onnxruntime-genai.

Same interface as `autotype.engine.kv_cache.KVCache`. That library reads one straight line
of tokens and can go back on it, but has no batch of branches over a shared beginning: so
each branch is a pass of its own, in an order in which neighbours share most.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime_genai

Branch = tuple[int, ...]
Floats = npt.NDArray[np.float32]

_CAPACITY = 512
_TREE_CELLS = 64
_KEPT_ROWS = 160


def _nothing() -> None:
    pass


class GenaiCache:
    """Feeds a generator; answers with next-token probabilities, kept for later.

    Attributes:
        passes: Calls of `append_tokens` since the start.
        before_pass: Called before every one of them.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        """Open a model folder.

        Args:
            folder: What the library's builder has made.
            threads: Threads of one pass.
        """
        self.passes = 0
        self.before_pass: Callable[[], None] = _nothing
        self._line: Branch = ()
        self._rows: OrderedDict[Branch, Floats] = OrderedDict()
        config = onnxruntime_genai.Config(str(folder))
        options = {"session_options": {"intra_op_num_threads": threads}}
        config.overlay(json.dumps({"model": {"decoder": options}}))
        self._model = onnxruntime_genai.Model(config)
        parameters = onnxruntime_genai.GeneratorParams(self._model)
        parameters.set_search_options(max_length=_CAPACITY, do_sample=False)
        self._generator = onnxruntime_genai.Generator(self._model, parameters)

    @property
    def limit(self) -> int:
        """Stable tokens that leave room for the branches of one request."""
        return _CAPACITY - _TREE_CELLS

    def cached(self, stable: Sequence[int], path: Branch = ()) -> Floats | None:
        """Return the probabilities after `stable + path` if they are known, float32 [V]."""
        key = (*stable, *path)
        row = self._rows.get(key)
        if row is not None:
            self._rows.move_to_end(key)
        return row

    def evaluate(self, stable: Sequence[int], paths: Sequence[Branch]) -> list[Floats]:
        """Return the next-token probabilities after each branch, float32 [V] each."""
        missing = [path for path in paths if self.cached(stable, path) is None]
        for path in sorted(missing):
            self._read((*stable, *path))
        found = (self.cached(stable, path) for path in paths)
        return [row for row in found if row is not None]

    def missing(self, stable: Sequence[int]) -> int:
        """Return how many of the stable tokens have not been read yet."""
        return len(stable) - self._common(tuple(stable))

    def read(self, stable: Sequence[int], most: int = _TREE_CELLS) -> int:
        """Read the next `most` stable tokens; return what is left."""
        left = self.missing(stable)
        if left:
            self._read(tuple(stable[: len(stable) - left + min(most, left)]))
        return self.missing(stable)

    def _common(self, line: Branch) -> int:
        size = 0
        for known, wanted in zip(self._line, line, strict=False):
            if known != wanted:
                break
            size += 1
        return size

    def _read(self, line: Branch) -> None:
        # The last token is always read, for its row.
        common = min(self._common(line), len(line) - 1)
        self.before_pass()
        if common < len(self._line):
            self._generator.rewind_to(common)
            self._line = line[:common]
        self._generator.append_tokens(np.array([line[common:]], np.int32))
        self._line = line
        self.passes += 1
        logits = np.asarray(self._generator.get_logits(), np.float32).reshape(-1)
        row = np.exp(logits - logits.max())
        row /= row.sum()
        self._rows[line] = row
        while len(self._rows) > _KEPT_ROWS:
            self._rows.popitem(last=False)
