"""8-bit weights in blocks of 32, the form that the runtime's fast kernels take."""

import numpy as np
import numpy.typing as npt

from autotype.builder.checkpoint import Array

BLOCK = 32
BITS = 8
_ZERO = 128


def quantize(weight: Array) -> tuple[npt.NDArray[np.uint8], Array]:
    """Quantise the rows of a matrix symmetrically, block by block.

    Args:
        weight: float32 [N, K]; K is a multiple of `BLOCK`.

    Returns:
        uint8 [N, K / BLOCK, BLOCK] with the zero at 128, and the scales, float32
        [N, K / BLOCK].
    """
    rows, columns = weight.shape
    blocks = weight.reshape(rows, columns // BLOCK, BLOCK)
    scales = np.abs(blocks).max(axis=-1) / (_ZERO - 1)
    # A block of zeros needs some scale; any but zero gives zeros back.
    scales = np.where(scales == 0, 1e-8, scales).astype(np.float32)
    steps = np.rint(blocks / scales[..., None])
    return (np.clip(steps, 1 - _ZERO, _ZERO - 1) + _ZERO).astype(np.uint8), scales


def dequantize(values: npt.NDArray[np.uint8], scales: Array) -> Array:
    """Return the float32 [N, K] matrix that quantised values stand for."""
    blocks = (values.astype(np.float32) - _ZERO) * scales[..., None]
    return blocks.reshape(len(values), -1)
