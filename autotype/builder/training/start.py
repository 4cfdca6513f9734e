"""Beginning with the weights of a model that is there already, rather than with chance."""

import json
from pathlib import Path
from typing import Any

import torch

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.builder.reading import read_checkpoint
from autotype.builder.unpack import unpack
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import check_pack, open_pack

_TABLES = ("wte.weight", "wpe.weight")


def load_start(model: Any, folder: Path, tokenizer: str) -> None:
    """Give a fresh student the weights of a GPT-2 of its own shape and vocabulary.

    Args:
        model: The student, a `GPT2LMHeadModel`.
        folder: A pack, whose 8-bit weights are near enough to go on from, or a checkpoint.
        tokenizer: Text of the student's `tokenizer.json`.

    Raises:
        BuildError: What is in the folder is damaged, or is of another shape or vocabulary.
    """
    found = _read(folder)
    if json.loads(found.tokenizer)["model"] != json.loads(tokenizer)["model"]:
        raise BuildError(
            f"“{folder}” has another vocabulary than this training; it cannot begin with it."
        )
    state = dict(model.transformer.named_parameters())
    for name, parameter in state.items():
        weights = found.weights.get(name.removesuffix(".weight") if name in _TABLES else name)
        # transformers keeps the matrices of the blocks as [in, out].
        turned = name.startswith("h.") and parameter.ndim == 2
        if weights is None or (weights.T if turned else weights).shape != tuple(parameter.shape):
            raise BuildError(
                f"“{folder}” is of another shape than this training; it cannot begin with it."
            )
        with torch.no_grad():
            parameter.copy_(torch.from_numpy((weights.T if turned else weights).copy()))


def _read(folder: Path) -> Checkpoint:
    if not (folder / MANIFEST).is_file():
        return read_checkpoint(folder)
    pack = open_pack(folder)
    check_pack(pack)
    return unpack(pack)
