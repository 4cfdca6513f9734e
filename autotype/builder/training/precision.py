"""In which precision the products of a training are computed."""

import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch

_SIDE = 1024
_ROUNDS = 5


def dtype_of(precision: str) -> torch.dtype:
    """Return the type that "float32", "bfloat16" or "auto" stands for on this machine.

    Some processors have products of bfloat16, others emulate them, many times slower
    than those of float32; so "auto" multiplies two matrices in both and takes the faster.
    """
    if precision == "auto":
        faster = _seconds(torch.bfloat16) < 0.9 * _seconds(torch.float32)
        return torch.bfloat16 if faster else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


def computing(dtype: torch.dtype, device: str = "cpu") -> AbstractContextManager[Any]:
    """Return a context in which products are computed in `dtype` on a kind of device."""
    if dtype == torch.float32:
        return nullcontext()
    return torch.autocast(device, dtype=dtype)


def _seconds(dtype: torch.dtype) -> float:
    """Return the shortest time that a product of two matrices took."""
    side = torch.full((_SIDE, _SIDE), 0.5, dtype=dtype)
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        side @ side
        best = min(best, time.perf_counter() - began)
    return best
