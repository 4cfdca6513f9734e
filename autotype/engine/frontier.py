"""Branches of tokens that have not been followed yet, the likeliest first.

A branch is never likelier than its beginning, so what a branch can still lead to is bounded by
its own probability. All that is likelier than some floor has to be followed before an answer is
exact; the rest of a vocabulary stays folded up behind the likeliest children of a branch until
it is needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from autotype.engine.kv_cache import Path
from autotype.engine.session import Floats
from autotype.engine.vocabulary import Tokens

_CHILDREN = 12
"""So many children of a branch are opened at a time; six or 24 take the same time
(`python -m tests.benchmarks search`)."""


@dataclass(slots=True)
class Branch:
    """Tokens from the last stable one on.

    Attributes:
        path: The tokens.
        raw: Their bytes.
        p: Probability of all of them.
    """

    path: Path = ()
    raw: bytes = b""
    p: float = 1.0


@dataclass(slots=True, eq=False)
class _Folded:
    """The children of a branch that have not been opened; none is likelier than `bound`."""

    parent: Branch
    tokens: Tokens
    shares: Floats
    bound: float


class Frontier:
    """What a search may follow next."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        """Begin with nothing.

        Args:
            texts: Bytes of each token of the vocabulary.
        """
        self._texts = texts
        self._open: list[Branch] = []
        self._folded: list[_Folded] = []

    def push(self, parent: Branch, row: Floats, tokens: Tokens) -> None:
        """Open the children of a branch.

        Args:
            parent: The branch.
            row: float32 [V], the probabilities after it.
            tokens: int64, those of them that may follow.
        """
        if len(tokens):
            self._unfold(_Folded(parent, tokens, row[tokens], parent.p))

    def take(self, most: int, floor: float, promise: Callable[[Branch], float]) -> list[Branch]:
        """Take the branches to follow next, the most promising first.

        Args:
            most: How many.
            floor: What is no likelier than this is left, as the floor may fall again.
            promise: What is to be expected of a branch; at most its probability.
        """
        while True:
            likely = sorted((b for b in self._open if b.p > floor), key=promise, reverse=True)
            least = promise(likely[most - 1]) if len(likely) >= most else floor
            best = max(self._folded, key=lambda folded: folded.bound, default=None)
            if best is None or best.bound <= max(least, floor):
                break
            self._folded.remove(best)
            self._unfold(best)
        self._open = [b for b in self._open if b.p <= floor] + likely[most:]
        return likely[:most]

    def take_if(self, wanted: Callable[[Branch], bool]) -> list[Branch]:
        """Take all open branches that are wanted."""
        chosen = [branch for branch in self._open if wanted(branch)]
        if chosen:
            taken = {branch.path for branch in chosen}
            self._open = [branch for branch in self._open if branch.path not in taken]
        return chosen

    def is_done(self, floor: float) -> bool:
        """Whether nothing is left that is likelier than `floor`."""
        return not (
            any(branch.p > floor for branch in self._open)
            or any(folded.bound > floor for folded in self._folded)
        )

    def _unfold(self, folded: _Folded) -> None:
        parent, tokens, shares = folded.parent, folded.tokens, folded.shares
        if len(shares) > _CHILDREN:
            # The order within the rest is of no interest yet. Those opened are left out of it
            # and not counted: among equal ones the next look would choose others first.
            order = np.argpartition(shares, -_CHILDREN)
            rest, chosen = order[:-_CHILDREN], order[-_CHILDREN:]
            bound = parent.p * float(shares[chosen[0]])
            self._folded.append(_Folded(parent, tokens[rest], shares[rest], bound))
        else:
            chosen = np.arange(len(shares))
        for token, share in zip(tokens[chosen].tolist(), shares[chosen].tolist(), strict=True):
            self._open.append(
                Branch((*parent.path, token), parent.raw + self._texts[token], parent.p * share)
            )
