"""The context that the model has read, and the branches being tried after it.

The cache holds a straight line of *stable* cells and behind it *tree* cells: tokens that
were tried as continuations. A pass feeds the stable tokens that are new and any number
of tree rows at once; every tree row sees the stable cells, its own ancestors and itself.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from autotype.engine.language import Step
from autotype.engine.session import HIDDEN, MAX_TOKENS, Floats, Session

Path = tuple[int, ...]
"""Tokens of a branch, counted from the end of the stable tokens."""

_KEPT_ROWS = 160
# How many tokens at the end of a text are judged as they are read. One row costs a third of a
# millisecond, so that where a key waits for a few tokens there are not many more. An English word
# has one or two, and what would be judged by less is seldom English.
_JUDGED = 48
_OF_A_KEY = 8
_JUDGED_OF_A_KEY = 4

Judge = Callable[[Floats, int], Step]
"""From the probabilities float32 [V] where a token came, and the token, to what it says."""


def _nothing() -> None:
    pass


class KVCache:
    """Feeds a session; answers with next-token probabilities, kept for later.

    Attributes:
        passes: Passes made since the start.
        before_pass: Called before every pass; what it raises leaves the cache as it was.
    """

    def __init__(self, session: Session, judge: Judge | None = None) -> None:
        """Start empty.

        Args:
            session: Runs the model.
            judge: Of the tokens that are read, as far as it costs no pass; nobody if None.
        """
        self.session = session
        self.passes = 0
        self.before_pass: Callable[[], None] = _nothing
        self._judge = judge
        self._stable: list[int] = []
        self._steps: list[Step | None] = []
        self._tree: list[Path] = []
        self._rows: OrderedDict[tuple[int, ...], Floats] = OrderedDict()

    @property
    def limit(self) -> int:
        """Stable tokens that leave room for the trees of one request."""
        return self.session.capacity - MAX_TOKENS

    def cached(self, stable: Sequence[int], path: Path = ()) -> Floats | None:
        """Return the probabilities after `stable + path` if they are known, float32 [V]."""
        key = (*stable, *path)
        row = self._rows.get(key)
        if row is not None:
            self._rows.move_to_end(key)
        return row

    def evaluate(self, stable: Sequence[int], paths: Sequence[Path]) -> list[Floats]:
        """Return the next-token probabilities after each branch, in as few passes as fit.

        Args:
            stable: Tokens of the stable text, at least one, at most `limit`.
            paths: Branches after it; the empty one is the stable text itself. The parent
                of a branch need not be named: it is fed as well where it is missing.

        Returns:
            float32 [V] for each path.
        """
        found = [self.cached(stable, path) for path in paths]
        missing = [path for path, row in zip(paths, found, strict=True) if row is None]
        if missing:
            for group in _groups(missing):
                self._feed(list(stable), group)
            found = [self.cached(stable, path) for path in paths]
        return [row for row in found if row is not None]

    def missing(self, stable: Sequence[int]) -> int:
        """Return how many of the stable tokens have not been read yet."""
        return len(stable) - self._common(stable)

    def read(self, stable: Sequence[int], most: int = MAX_TOKENS) -> int:
        """Read the next `most` stable tokens, for use in idle time; return what is left."""
        left = self.missing(stable)
        if left:
            part = list(stable[: len(stable) - left + min(most, left)])
            self._feed(part, [()])
        return self.missing(stable)

    def steps(self, stable: Sequence[int]) -> list[Step | None]:
        """Return what the stable tokens that were read say, one each; None if nobody knows."""
        return self._steps[: self._common(stable)]

    def forget(self) -> None:
        """Forget what was read and every row that is kept."""
        self._stable, self._steps, self._tree = [], [], []
        self._rows.clear()

    def _common(self, stable: Sequence[int]) -> int:
        known = self._stable
        size = min(len(known), len(stable))
        if known[:size] == list(stable[:size]):
            return size
        return next(i for i in range(size) if known[i] != stable[i])

    def _feed(self, stable: list[int], paths: list[Path]) -> None:
        if not stable or len(stable) > self.limit:
            raise ValueError(f"{len(stable)} stable tokens do not fit in {self.limit}")
        self._adopt(stable)
        size, known = len(stable), self._steps[-1:]
        # The last stable token has to be in the pass when its own row is wanted.
        again = () in paths and len(self._stable) == size
        if again:
            self._crop(size - 1)
        rest = stable[len(self._stable) :]
        wanted = self._with_parents(paths)
        if not self._stable and wanted:
            # The runtime takes a pass that starts at cell 0 for a plain prompt and numbers
            # its tokens itself, so branches never go into that one.
            self._run(rest[:1], [], [()] if len(rest) == 1 else [], size)
            rest = rest[1:]
        while len(rest) > MAX_TOKENS:
            self._run(rest[:MAX_TOKENS], [], [], size)
            rest = rest[MAX_TOKENS:]
        room = MAX_TOKENS - len(rest)
        if rest or wanted:
            self._run(rest, wanted[:room], paths, size)
        if wanted[room:]:
            self._run([], wanted[room:], paths, size)
        if again:
            self._steps[size - 1] = self._steps[size - 1] or known[0]

    def _with_parents(self, paths: list[Path]) -> list[Path]:
        """Return the branches to feed, parents before children.

        The first branch and its parents stay together at the front, so that `_adopt` can
        keep their cells when the user goes that way.
        """
        present = set(self._tree)
        order: dict[Path, None] = {}
        for path in paths:
            for size in range(1, len(path) + 1):
                # A branch whose row is wanted but forgotten is fed again.
                if path[:size] not in present or size == len(path):
                    order[path[:size]] = None
        return list(order)

    def _adopt(self, stable: list[int]) -> None:
        """Crop to what is common, then keep tree cells that have become stable text."""
        common = self._common(stable)
        self._crop(common)
        if common < len(self._stable):
            return
        kept = 0
        while (
            kept < len(self._tree)
            and common + kept < len(stable)
            and self._tree[kept] == tuple(stable[common : common + kept + 1])
        ):
            kept += 1
        if common < len(stable):
            self._append(stable[common : common + kept], {})
            self._tree = []

    def _append(self, tokens: Sequence[int], rows: Mapping[int, Floats]) -> None:
        """Note tokens that have been read.

        Args:
            tokens: What was read.
            rows: The probabilities where some of them came, by index into `tokens`.
        """
        for index, token in enumerate(tokens):
            row = rows.get(index) if index in rows else self._rows.get(tuple(self._stable))
            step = None
            if self._judge is not None and row is not None:
                step = self._judge(row, token)
            self._steps.append(step)
            self._stable.append(token)

    def _crop(self, size: int) -> None:
        if size < len(self._stable):
            del self._stable[size:], self._steps[size:]
            self._tree = []

    def _run(self, rest: list[int], wanted: list[Path], paths: list[Path], size: int) -> None:
        """Make one pass over stable tokens and branches.

        Args:
            rest: The next stable tokens.
            wanted: Branches to feed.
            paths: Branches whose rows are wanted.
            size: How many stable tokens there will be in the end.
        """
        if rest:
            self._tree = []
        room = self.session.capacity - len(self._stable) - len(self._tree)
        if len(rest) + len(wanted) > room:
            # Start the tree again rather than outgrow the cache.
            self._tree = []
            wanted = self._with_parents(wanted)
        self.before_pass()
        past = len(self._stable) + len(self._tree)
        straight = len(self._stable) + len(rest)
        columns: dict[Path, int] = {}
        for column, path in enumerate([*self._tree, *wanted], start=straight):
            columns.setdefault(path, column)
        tokens = [*rest, *(path[-1] for path in wanted)]
        positions = [
            *range(len(self._stable), straight),
            *(straight + len(path) - 1 for path in wanted),
        ]
        bias = np.zeros((len(tokens), past + len(tokens)), np.float32)
        for row, path in enumerate(wanted, start=len(rest)):
            bias[row, straight:] = HIDDEN
            bias[row, past + row] = 0
            for size in range(1, len(path)):
                bias[row, columns[path[:size]]] = 0
        keep = [index for index, path in enumerate(wanted, start=len(rest)) if path in set(paths)]
        ends = () in paths and bool(rest)
        judged = self._judged(len(rest), size)
        rows = [*judged, *([len(rest) - 1] if ends else []), *keep]
        # A pass cut short leaves the cells before it intact and claims none of its own.
        logits = self.session.run(tokens, past, rows or [len(tokens) - 1], positions, bias)
        self.passes += 1
        before = zip(judged, logits, strict=False)
        self._append(rest, {index + 1: _softmax(row) for index, row in before})
        self._tree.extend(wanted)
        names: list[Path] = [
            *([()] if ends else []),
            *(wanted[index - len(rest)] for index in keep),
        ]
        for name, row_logits in zip(names, logits[len(judged) :], strict=False):
            self._remember((*self._stable, *name), row_logits)

    def _judged(self, count: int, size: int) -> range:
        """Return which of the next stable tokens are wanted for what comes after them."""
        if self._judge is None or count < 2:
            return range(0)
        most = _JUDGED_OF_A_KEY if count <= _OF_A_KEY else _JUDGED
        return range(max(0, size - most - 1 - len(self._stable), count - most - 1), count - 1)

    def _remember(self, key: tuple[int, ...], logits: Floats) -> None:
        self._rows[key] = _softmax(logits)
        while len(self._rows) > _KEPT_ROWS:
            self._rows.popitem(last=False)


def _groups(paths: Sequence[Path]) -> list[list[Path]]:
    """Cut branches into groups that fit into one pass with all of their parents."""
    groups: list[list[Path]] = []
    fed: set[Path] = set()
    for path in paths:
        own = {path[:size] for size in range(1, len(path) + 1)}
        if not groups or len(fed | own) > MAX_TOKENS:
            groups.append([])
            fed = set()
        groups[-1].append(path)
        fed |= own
    return groups


def _softmax(logits: Floats) -> Floats:
    row: Floats = np.exp(logits - logits.max())
    row /= row.sum()
    return row
