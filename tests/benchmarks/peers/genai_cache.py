"""The cache of the word search on onnxruntime-genai.

Same interface as `autotype.engine.kv_cache.KVCache`. That library reads one straight line
of tokens and can go back on it, but has no batch of branches over a shared beginning: so
each branch is a pass of its own, in an order in which neighbours share most.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime_genai

from tests.benchmarks.peers.rows import CAPACITY, TREE_CELLS, Branch, Floats, KeptRows, common_size


class GenaiCache(KeptRows):
    """Feeds a generator; answers with next-token probabilities. A pass is an `append_tokens`."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Open a model folder.

        Args:
            folder: What the library's builder has made.
            threads: Threads of one pass.
        """
        super().__init__()
        self._line: Branch = ()
        config = onnxruntime_genai.Config(str(folder))
        options = {"session_options": {"intra_op_num_threads": threads}}
        config.overlay(json.dumps({"model": {"decoder": options}}))
        self._model = onnxruntime_genai.Model(config)
        parameters = onnxruntime_genai.GeneratorParams(self._model)
        parameters.set_search_options(max_length=CAPACITY, do_sample=False)
        self._generator = onnxruntime_genai.Generator(self._model, parameters)

    def evaluate(self, stable: Sequence[int], paths: Sequence[Branch]) -> list[Floats]:
        """Return the next-token probabilities after each branch, float32 [V] each."""
        missing = [path for path in paths if self.cached(stable, path) is None]
        for path in sorted(missing):
            self._read((*stable, *path))
        found = (self.cached(stable, path) for path in paths)
        return [row for row in found if row is not None]

    def missing(self, stable: Sequence[int]) -> int:
        """Return how many of the stable tokens have not been read yet."""
        return len(stable) - common_size(self._line, stable)

    def read(self, stable: Sequence[int], most: int = TREE_CELLS) -> int:
        """Read the next `most` stable tokens; return what is left."""
        left = self.missing(stable)
        if left:
            self._read(tuple(stable[: len(stable) - left + min(most, left)]))
        return self.missing(stable)

    def _read(self, line: Branch) -> None:
        # The last token is always read, for its row.
        common = min(common_size(self._line, line), len(line) - 1)
        self.before_pass()
        if common < len(self._line):
            self._generator.rewind_to(common)
            self._line = line[:common]
        self._generator.append_tokens(np.array([line[common:]], np.int32))
        self._line = line
        self.passes += 1
        logits = np.asarray(self._generator.get_logits(), np.float32).reshape(-1)
        self.keep(line, logits)
