"""The cache of the word search on llama.cpp, with its batches and sequences.

Same interface as `autotype.engine.kv_cache.KVCache`. Sequence 0 is the stable text; every
branch is a sequence that shares the cells of its beginning, and all branches that are
asked for together go in one `llama_decode`.
"""

from collections.abc import Sequence
from pathlib import Path

import llama_cpp
import numpy as np

from tests.benchmarks.peers.rows import CAPACITY, TREE_CELLS, Branch, Floats, KeptRows, common_size

_SEQUENCES = 64


class LlamaCache(KeptRows):
    """Feeds llama.cpp; answers with next-token probabilities. A pass is a `llama_decode`."""

    def __init__(self, weights: Path, threads: int) -> None:
        """Open the weights.

        Args:
            weights: A GGUF file.
            threads: Threads of one pass.
        """
        super().__init__()
        self._stable: list[int] = []
        self._tree: dict[Branch, int] = {}  # the sequence that holds the branch's cell
        self._used = 0  # cells of the tree
        self._next = 1  # the first sequence that is free
        llama_cpp.llama_log_set(_silent, None)
        llama_cpp.llama_backend_init()
        model_options = llama_cpp.llama_model_default_params()
        self._model = llama_cpp.llama_model_load_from_file(str(weights).encode(), model_options)
        options = llama_cpp.llama_context_default_params()
        options.n_ctx = options.n_batch = options.n_ubatch = CAPACITY
        options.n_seq_max = _SEQUENCES
        options.n_threads = options.n_threads_batch = threads
        options.kv_unified = True  # sequences share cells instead of having their part each
        self._context = llama_cpp.llama_init_from_model(self._model, options)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(CAPACITY, 0, _SEQUENCES)
        vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._size = llama_cpp.llama_vocab_n_tokens(vocabulary)

    def evaluate(self, stable: Sequence[int], paths: Sequence[Branch]) -> list[Floats]:
        """Return the next-token probabilities after each branch, float32 [V] each."""
        missing = [path for path in paths if self.cached(stable, path) is None]
        if missing:
            self._place(list(stable), again=() in missing)
            branches = [path for path in missing if path]
            if branches:
                self._grow(branches)
        found = (self.cached(stable, path) for path in paths)
        return [row for row in found if row is not None]

    def missing(self, stable: Sequence[int]) -> int:
        """Return how many of the stable tokens have not been read yet."""
        return len(stable) - common_size(self._stable, stable)

    def read(self, stable: Sequence[int], most: int = TREE_CELLS) -> int:
        """Read the next `most` stable tokens; return what is left."""
        left = self.missing(stable)
        if left:
            self._place(list(stable[: len(stable) - left + min(most, left)]), again=True)
        return self.missing(stable)

    def _place(self, stable: list[int], again: bool) -> None:
        """Make sequence 0 the stable text; with `again` its last row is wanted for sure."""
        common = common_size(self._stable, stable)
        if common == len(self._stable) < len(stable):
            # What was tried as a branch and has been typed now need not be read again.
            rest = tuple(stable[common:])
            known = [size for size in range(1, len(rest) + 1) if rest[:size] in self._tree]
            if known:
                sequence = self._tree[rest[: known[-1]]]
                end = common + known[-1]
                llama_cpp.llama_memory_seq_cp(self._memory, sequence, 0, common, end)
                self._stable = stable[:end]
                common = end
                self._clear_tree()
        if again and common == len(stable):
            common -= 1
        if common == len(self._stable) == len(stable):
            return
        self._clear_tree()
        llama_cpp.llama_memory_seq_rm(self._memory, 0, common, -1)
        del self._stable[common:]
        rest_tokens = stable[common:]
        if rest_tokens:
            last = len(rest_tokens) - 1
            cells = [
                (token, common + index, [0], index == last)
                for index, token in enumerate(rest_tokens)
            ]
            (logits,) = self._decode(cells)
            self._stable = stable
            self._remember((), logits)

    def _grow(self, paths: list[Branch]) -> None:
        """Read branches in one batch; what they share is read once."""
        new = self._unread(paths)
        leaves = _ends(new)
        if self._next + len(leaves) > _SEQUENCES or self._used + len(new) > TREE_CELLS:
            self._clear_tree()
            new = self._unread(paths)
            leaves = _ends(new)
        sequences: dict[Branch, list[int]] = {path: [] for path in new}
        for leaf in leaves:
            sequence, size = self._next, len(leaf)
            self._next += 1
            while leaf[:size] in sequences:
                sequences[leaf[:size]].append(sequence)
                size -= 1
            start = len(self._stable)
            llama_cpp.llama_memory_seq_cp(self._memory, 0, sequence, 0, start)
            if size:
                parent = self._tree[leaf[:size]]
                llama_cpp.llama_memory_seq_cp(self._memory, parent, sequence, start, start + size)
        wanted = set(paths)
        cells = [
            (path[-1], len(self._stable) + len(path) - 1, sequences[path], path in wanted)
            for path in new
        ]
        logits = iter(self._decode(cells))
        self._used += len(new)
        for path in new:
            self._tree[path] = sequences[path][0]
            if path in wanted:
                self._remember(path, next(logits))

    def _unread(self, paths: list[Branch]) -> list[Branch]:
        """Return the branches to feed, parents before children; the wanted ones always."""
        order: dict[Branch, None] = {}
        for path in paths:
            for size in range(1, len(path) + 1):
                if size == len(path) or path[:size] not in self._tree:
                    order[path[:size]] = None
        return sorted(order, key=len)

    def _clear_tree(self) -> None:
        for sequence in range(1, self._next):
            llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        self._tree = {}
        self._used, self._next = 0, 1

    def _decode(self, cells: list[tuple[int, int, list[int], bool]]) -> list[Floats]:
        """Run one batch of (token, position, sequences, wanted); return the wanted rows."""
        self.before_pass()
        batch = self._batch
        batch.n_tokens = len(cells)
        for index, (token, position, sequences, wanted) in enumerate(cells):
            batch.token[index] = token
            batch.pos[index] = position
            batch.n_seq_id[index] = len(sequences)
            for place, sequence in enumerate(sequences):
                batch.seq_id[index][place] = sequence
            batch.logits[index] = wanted
        failed = llama_cpp.llama_decode(self._context, batch)
        if failed:
            raise RuntimeError(f"llama_decode failed ({failed})")
        self.passes += 1
        return [
            np.ctypeslib.as_array(
                llama_cpp.llama_get_logits_ith(self._context, index), (self._size,)
            ).copy()
            for index, cell in enumerate(cells)
            if cell[3]
        ]

    def _remember(self, path: Branch, logits: Floats) -> None:
        self.keep((*self._stable, *path), logits)


def _ends(paths: list[Branch]) -> list[Branch]:
    """Return the branches that no other one goes on from directly."""
    parents = {path[:-1] for path in paths}
    return [path for path in paths if path not in parents]


@llama_cpp.llama_log_callback
def _silent(level: int, text: bytes, data: object) -> None:
    pass
