"""Whether a model fits into this machine, asked before its weights are read or written."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import psutil

from autotype.builder.checkpoint import Config
from autotype.builder.errors import BuildError

BYTES = {"q8": 1.3, "fp16": 2.1, "fp32": 4.1}
"""Bytes of a graph for each weight of its model."""
_READ = 4.0


def parameters(shape: Config) -> int:
    """Return about how many weights a model has."""
    attention = shape.hidden * (2 * shape.heads + 2 * shape.kv_heads) * shape.head_size
    mlp = (3 if shape.family == "llama" else 2) * shape.hidden * shape.inner
    return shape.layers * (attention + mlp) + shape.vocabulary * shape.hidden


def check_reading(shape: Config) -> None:
    """Raise `BuildError` if a model is too large to be read into memory, or to be a pack."""
    count = parameters(shape)
    # The smallest graph there is decides whether reading can lead to anything.
    _check_graph_size(count, min(BYTES.values()))
    _check_memory(int(count * _READ), "Reading")


def check_building(shape: Config, folder: Path, precisions: Sequence[str]) -> None:
    """Raise `BuildError` if graphs of a model do not fit into one file, memory or the disk.

    Args:
        shape: Of a model that is in memory already.
        folder: Where the pack is going to be written.
        precisions: What is going to be built.
    """
    count = parameters(shape)
    for precision in precisions:
        if precision not in BYTES:
            raise BuildError(
                f"There is no precision “{precision}”; choose one of {', '.join(BYTES)}."
            )
    largest = max(BYTES[precision] for precision in precisions)
    _check_graph_size(count, largest)
    # The serialised graph stands in memory next to the one it was made from.
    _check_memory(int(count * 2 * largest), "Building")
    disk = int(count * sum(BYTES[precision] for precision in precisions))
    if disk > shutil.disk_usage(folder).free:
        raise BuildError(
            f"The pack takes about {disk / 1e6:.0f} MB, more than is free on the disk "
            f"of “{folder}”."
        )


def _check_graph_size(count: int, bytes_each: float) -> None:
    if bytes_each * count > 2**31 - 2**20:
        raise BuildError(
            f"The model has {count / 1e6:.0f} million weights, more than one ONNX file can hold "
            "in this precision; choose a smaller model or precision."
        )


def _check_memory(needed: int, what: str) -> None:
    if needed > psutil.virtual_memory().available:
        raise BuildError(
            f"{what} this model takes about {needed / 1e9:.1f} GB of memory, more than is free; "
            "close other programs and try again."
        )
