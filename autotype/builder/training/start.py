"""Beginning with the weights of a model that is there already, rather than with chance."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.reading import read_base

_WORDS = "wte.weight"
_TABLES = (_WORDS, "wpe.weight")
_SHARED = 0.5


def load_start(model: Any, folder: Path, tokenizer: str) -> None:
    """Give a fresh student the weights of a GPT-2 of its own shape and a vocabulary like its own.

    Args:
        model: The student, a `GPT2LMHeadModel`.
        folder: A pack, whose 8-bit weights are near enough to go on from, or a checkpoint.
        tokenizer: Text of the student's `tokenizer.json`.

    Raises:
        BuildError: What is in the folder is damaged, or is of another shape or vocabulary.
    """
    found = read_base(folder)
    rows = _rows(found.tokenizer, tokenizer)
    if rows is None:
        raise BuildError(
            f"“{folder}” has another vocabulary than this training; it cannot begin with it."
        )
    state = dict(model.transformer.named_parameters())
    for name, parameter in state.items():
        weights = found.weights.get(name.removesuffix(".weight") if name in _TABLES else name)
        if weights is not None and name == _WORDS:
            weights = np.stack([weights[list(row)].mean(axis=0) for row in rows])
        # transformers keeps the matrices of the blocks as [in, out].
        turned = name.startswith("h.") and parameter.ndim == 2
        if weights is None or (weights.T if turned else weights).shape != tuple(parameter.shape):
            raise BuildError(
                f"“{folder}” is of another shape than this training; it cannot begin with it."
            )
        with torch.no_grad():
            parameter.copy_(torch.from_numpy((weights.T if turned else weights).copy()))


def _rows(old: str, new: str) -> list[tuple[int, ...]] | None:
    """Return for every token of a vocabulary those of an older one that it begins as.

    A token that is in both begins as it was, another one as the mean of its pieces (Gee et al.
    2022, “Fast Vocabulary Transfer for Language Model Compression”). Most have to be in both;
    otherwise None.

    Args:
        old: Text of a `tokenizer.json`.
        new: Text of another one.
    """
    known = Tokenizer.from_str(old)
    before, after = known.get_vocab(), Tokenizer.from_str(new).get_vocab()
    # Single bytes are in every vocabulary.
    longer = {text for text in after if len(text) > 1}
    if len(before.keys() & longer) < _SHARED * len(longer):
        return None
    order = sorted(after, key=after.__getitem__)
    return [
        (before[text],) if text in before else tuple(_pieces(known, text)) or (0,) for text in order
    ]


def _pieces(known: Tokenizer, text: str) -> list[int]:
    """Return the tokens of a vocabulary that make up one that it has not."""
    return [token.id for token in known.model.tokenize(text)]
