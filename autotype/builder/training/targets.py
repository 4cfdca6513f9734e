"""A teacher's next-token distributions on disk, as a few draws from each.

Keeping only the likeliest tokens would teach a student a distribution that is too sharp;
draws with their counts are an unbiased target and smaller still (Anshumann et al. 2025,
"Sparse Logit Sampling"). The draws are systematic: one random number and equal steps
through the cumulated distribution, which makes the counts as even as they can be.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from autotype.builder.errors import BuildError
from autotype.text.replacing import replace_file

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_FILES: dict[str, np.dtype[Any]] = {
    "lengths": np.dtype(np.uint8),
    "ids": np.dtype(np.uint16),
    "counts": np.dtype(np.uint8),
}


class TargetWriter:
    """Appends the targets of token after token; what was committed survives a kill."""

    def __init__(self, folder: Path, maker: str) -> None:
        """Go on where the last commit was.

        Args:
            folder: For the files; made if it is not there.
            maker: What the targets depend on; targets of another maker are refused.

        Raises:
            BuildError: The folder holds targets of another maker.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._maker = maker
        state = _read_state(folder)
        if state and state["maker"] != maker:
            raise BuildError(
                f"“{folder}” holds targets of another teacher, text or vocabulary; remove it."
            )
        self.documents = int(state.get("documents", 0))
        self.tokens = int(state.get("tokens", 0))
        sizes = {"lengths": self.tokens, "ids": state.get("draws", 0)}
        sizes["counts"] = sizes["ids"]
        for name, kind in _FILES.items():
            with (folder / name).open("ab") as stream:
                stream.truncate(int(sizes[name]) * kind.itemsize)
        self._draws = int(sizes["ids"])

    def append(self, lengths: Indices, ids: Indices, counts: Indices) -> None:
        """Add the targets of some tokens.

        Args:
            lengths: int64 [n]; how many different tokens were drawn for each, or 0.
            ids: int64 [sum of lengths]; which.
            counts: int64 [sum of lengths]; how often each.
        """
        for (name, kind), values in zip(_FILES.items(), (lengths, ids, counts), strict=True):
            with (self._folder / name).open("ab") as stream:
                stream.write(np.ascontiguousarray(values, kind).tobytes())
        self.tokens += len(lengths)
        self._draws += len(ids)

    def commit(self, documents: int) -> None:
        """Note that the targets of the first `documents` documents are complete."""
        self.documents = documents
        state = {
            "maker": self._maker,
            "documents": documents,
            "tokens": self.tokens,
            "draws": self._draws,
        }
        replace_file(self._folder / "state.json", json.dumps(state).encode())


class Targets:
    """Reads what a `TargetWriter` has committed; tokens beyond it have no targets."""

    def __init__(self, folder: Path) -> None:
        """Open the targets in a folder, if there are any."""
        state = _read_state(folder)
        size, draws = int(state.get("tokens", 0)), int(state.get("draws", 0))
        self._lengths = np.zeros(0, np.uint8)
        self._ids, self._counts = np.zeros(0, np.uint16), np.zeros(0, np.uint8)
        if draws:
            self._lengths = np.fromfile(folder / "lengths", np.uint8, size)
            self._ids = np.memmap(folder / "ids", np.uint16, "r", shape=(draws,))
            self._counts = np.memmap(folder / "counts", np.uint8, "r", shape=(draws,))
        self._starts = np.concatenate([[0], np.cumsum(self._lengths, dtype=np.int64)])

    def __len__(self) -> int:
        return len(self._lengths)

    def rows(self, tokens: Indices) -> tuple[Indices, Floats]:
        """Return the targets of some tokens, by their places in the text.

        Args:
            tokens: int64 [n].

        Returns:
            Token ids, int64 [n, K], and their probabilities, float32 [n, K]; a row sums to
            1, or to 0 where there is no target.
        """
        known = tokens < len(self)
        places = np.where(known, tokens, 0) if len(self) else np.zeros_like(tokens)
        if not known.any():
            return np.zeros((len(tokens), 1), np.int64), np.zeros((len(tokens), 1), np.float32)
        lengths = np.where(known, self._lengths[places], 0).astype(np.int64)
        steps = np.arange(max(1, int(lengths.max())))
        filled = steps < lengths[:, None]
        index = np.where(filled, self._starts[places][:, None] + steps, 0)
        ids = np.where(filled, self._ids[index], 0).astype(np.int64)
        counts = np.where(filled, self._counts[index], 0).astype(np.float32)
        total = counts.sum(axis=1, keepdims=True)
        return ids, counts / np.maximum(total, 1)


def run_lengths(drawn: Indices) -> tuple[Indices, Indices, Indices]:
    """Return (lengths, ids, counts) of the draws of some tokens, as `append` takes them.

    Args:
        drawn: int64 [n, draws]; token ids, -1 for a draw that is not to be kept.
    """
    ordered = np.sort(drawn, axis=1)
    first = np.ones(ordered.shape, np.bool_)
    first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    places = np.flatnonzero(first)
    counts = np.diff(np.append(places, ordered.size))
    ids = ordered.ravel()[places]
    kept = ids >= 0
    lengths = np.bincount(places[kept] // drawn.shape[1], minlength=len(drawn))
    return lengths.astype(np.int64), ids[kept], counts[kept].astype(np.int64)


def _read_state(folder: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BuildError(f"The targets in “{folder}” cannot be read ({error}).") from error
    return state
