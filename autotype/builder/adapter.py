"""What a tuned model has learnt, apart from it: a low-rank adapter of a few megabytes.

After Hu et al. 2021 ("LoRA: Low-Rank Adaptation of Large Language Models"): to a matrix
[out, in] belongs the product of `up` [out, rank] and `down` [rank, in]. The file holds both
under the builder's own names (`0.q.up`, `0.q.down`), to be added as they are.
"""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from autotype.builder.checkpoint import Array, Checkpoint
from autotype.builder.errors import BuildError

ADAPTED = ("q", "k", "v", "o", "gate", "up", "down")
"""The matrices of each layer of a Llama that have an adapter."""
GPT2_ADAPTED = ("attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj")
"""Those of a GPT-2."""


def read_adapter(file: Path) -> dict[str, Array]:
    """Return the arrays of an adapter, float32; raises `BuildError` if it cannot be read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return {name: np.asarray(a, np.float32) for name, a in load_file(file).items()}
    except (SafetensorError, OSError, ValueError) as error:
        raise BuildError(f"The adapter “{file}” cannot be read ({error}).") from error


def merged(checkpoint: Checkpoint, file: Path) -> Checkpoint:
    """Return a checkpoint with an adapter added to it.

    Raises:
        BuildError: The adapter is damaged, or was made for a model of another shape.
    """
    found = read_adapter(file)
    weights: dict[str, Array] = dict(checkpoint.weights)
    for name in sorted({name.rpartition(".")[0] for name in found}):
        up, down = found.get(f"{name}.up"), found.get(f"{name}.down")
        base = weights.get(name)
        if up is None or down is None or base is None or not _fit(base, up, down):
            raise BuildError(
                f"The adapter “{file}” does not fit this model: its “{name}” is of another shape, "
                "or belongs to another model."
            )
        weights[name] = base + up @ down
    return dataclasses.replace(checkpoint, weights=_same_head(checkpoint.weights, weights))


def _fit(base: Array, up: Array, down: Array) -> bool:
    shapes = (up.ndim, down.ndim, base.ndim) == (2, 2, 2)
    return shapes and up.shape[1] == down.shape[0] and base.shape == (len(up), down.shape[1])


def _same_head(before: Mapping[str, Array], weights: dict[str, Array]) -> dict[str, Array]:
    # Builders tell a head that shares the embedding's bytes by its being the same array.
    for table in ("embedding", "wte"):
        if table in before and before["head"] is before[table]:
            weights["head"] = weights[table]
    return weights
