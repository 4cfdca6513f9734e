"""Weights that tell which share of them has been asked for."""

from collections.abc import Callable, Iterator, Mapping

from autotype.builder.checkpoint import Array, StoredTensors

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""


def unseen(_: float) -> None:
    """Show no progress."""


class Counted(StoredTensors):
    """The same weights; every one that is taken for the first time is progress."""

    def __init__(self, weights: Mapping[str, Array], progress: Progress) -> None:
        self._weights = weights
        self._progress = progress
        self._asked: set[str] = set()

    def shape_of(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor; one that is stored is not read for that."""
        if isinstance(self._weights, StoredTensors):
            return self._weights.shape_of(name)
        return self._weights[name].shape

    def __getitem__(self, name: str) -> Array:
        value = self._weights[name]
        self._asked.add(name)
        self._progress(len(self._asked) / len(self._weights))
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._weights  # the inherited one would read the tensor

    def __iter__(self) -> Iterator[str]:
        return iter(self._weights)

    def __len__(self) -> int:
        return len(self._weights)
