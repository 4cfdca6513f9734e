"""8-bit weights in small blocks, the form that the runtime's fast kernels take.

Weights that come from a file of 4 or 5 bits lie on a few levels per block. An 8-bit scale
that divides the distance of the levels keeps them as they are, while the usual one (the
largest weight is 127) moves every weight by a random bit; so both are tried, block by
block, and the closer one is kept.
"""

import numpy as np
import numpy.typing as npt

from autotype.builder.checkpoint import Array

BLOCK = 16
"""Weights that share a scale. The runtime rounds activations in the same blocks, and that is
where most of the error comes from; smaller blocks cost time (ARCHITECTURE.md)."""
TABLE_BLOCK = 32
"""The same for the embedding, whose head is the largest product of a pass."""
BITS = 8
_ZERO = 128
_LARGEST = _ZERO - 1
_STEPS = range(4, 26)
"""Steps of 8 bits that a level of 4 bits (distance to the next) may be divided into."""
_SMALLEST = 1e-30
_AT_ONCE = 1 << 17  # blocks, so that the trials need little memory


def quantize(weight: Array, block: int = BLOCK) -> tuple[npt.NDArray[np.uint8], Array]:
    """Quantise the rows of a matrix symmetrically, block by block.

    Args:
        weight: float32 [N, K]; K is a multiple of `block`.
        block: Weights that share a scale.

    Returns:
        uint8 [N, K / block, block] with the zero at 128, and the scales, float32
        [N, K / block].
    """
    blocks = weight.reshape(-1, block)
    values = np.empty(blocks.shape, np.uint8)
    scales = np.empty(len(blocks), np.float32)
    for start in range(0, len(blocks), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        scales[part] = _scales(blocks[part])
        values[part] = _steps(blocks[part], scales[part]) + _ZERO
    rows = len(weight)
    return values.reshape(rows, -1, block), scales.reshape(rows, -1)


def dequantize(values: npt.NDArray[np.uint8], scales: Array) -> Array:
    """Return the float32 [N, K] matrix that quantised values stand for."""
    blocks = (values.astype(np.float32) - _ZERO) * scales[..., None]
    return blocks.reshape(len(values), -1)


def _scales(blocks: Array) -> Array:
    """Return the scale of each block that loses the least, float32 [n]."""
    largest = np.abs(blocks).max(axis=-1)
    # Where the largest weight is next to zero a scale would be no float any more; any
    # that is one gives zeros back.
    best: Array = np.maximum(largest / _LARGEST, _SMALLEST).astype(np.float32)
    error = _error(blocks, best)
    distance = _level_distance(blocks)
    for steps in _STEPS:
        scale = (distance / steps).astype(np.float32)
        fits = np.flatnonzero((scale > _SMALLEST) & (largest <= scale * _LARGEST))
        tried = _error(blocks[fits], scale[fits])
        closer = tried < error[fits]
        best[fits[closer]], error[fits[closer]] = scale[fits[closer]], tried[closer]
    return best


def _level_distance(blocks: Array) -> Array:
    """Return the distance of neighbouring levels in each block; 0 where there is none."""
    ordered = np.sort(blocks, axis=-1)
    gaps = np.diff(ordered, axis=-1)
    span = ordered[:, -1] - ordered[:, 0]
    # What differs by less than this is the same level, off by a rounding of floats.
    gaps[gaps <= 1e-3 * span[:, None]] = np.inf
    smallest = gaps.min(axis=-1)
    levels = np.rint(span / smallest)
    # Over the whole span, the roundings of single levels do not matter.
    distance: Array = np.where(levels > 0, span / np.maximum(levels, 1), 0).astype(np.float32)
    return distance


def _steps(blocks: Array, scales: Array) -> Array:
    steps: Array = np.clip(np.rint(blocks / scales[:, None]), -_LARGEST, _LARGEST)
    return steps


def _error(blocks: Array, scales: Array) -> Array:
    error: Array = np.square(_steps(blocks, scales) * scales[:, None] - blocks).sum(axis=-1)
    return error
