"""What the caches on other runtimes have in common: rows that are kept, as Autotype keeps them."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Branch = tuple[int, ...]
Floats = npt.NDArray[np.float32]

CAPACITY = 512
TREE_CELLS = 64
_KEPT_ROWS = 160


def _nothing() -> None:
    pass


class KeptRows:
    """Next-token probabilities by the tokens before them; the oldest are forgotten.

    Attributes:
        passes: Passes made since the start.
        before_pass: Called before every one of them.
    """

    def __init__(self) -> None:
        self.passes = 0
        self.before_pass: Callable[[], None] = _nothing
        self._rows: OrderedDict[Branch, Floats] = OrderedDict()

    @property
    def limit(self) -> int:
        """Stable tokens that leave room for the branches of one request."""
        return CAPACITY - TREE_CELLS

    def cached(self, stable: Sequence[int], path: Branch = ()) -> Floats | None:
        """Return the probabilities after `stable + path` if they are known, float32 [V]."""
        key = (*stable, *path)
        row = self._rows.get(key)
        if row is not None:
            self._rows.move_to_end(key)
        return row

    def keep(self, line: Branch, logits: Floats) -> None:
        """Keep the probabilities after some tokens."""
        row = np.exp(logits - logits.max())
        row /= row.sum()
        self._rows[line] = row
        while len(self._rows) > _KEPT_ROWS:
            self._rows.popitem(last=False)


def common_size(known: Sequence[int], wanted: Sequence[int]) -> int:
    """Return how many tokens two texts begin with alike."""
    size = 0
    for first, second in zip(known, wanted, strict=False):
        if first != second:
            break
        size += 1
    return size
