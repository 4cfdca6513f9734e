"""What the student reads at one step: windows of text and what should follow each token."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from autotype.builder.training.targets import Targets
from autotype.builder.training.tokens import TokenizedText

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows, one a row.

    Attributes:
        inputs: int64 [B, T]; the end-of-text token, then the window without its last token.
        ids: int64 [B * T, K]; tokens that may follow each input.
        weights: float32 [B * T, K]; their probabilities; a row sums to 1.
    """

    inputs: Tensor
    ids: Tensor
    weights: Tensor


def window_tokens(
    text: TokenizedText, windows: Indices, length: int, end: int
) -> tuple[Indices, Indices, Indices]:
    """Return (places, inputs, following tokens) of windows, each int64 [B, length]."""
    places = windows[:, None] + np.arange(length)
    following = text.tokens[places].astype(np.int64)
    inputs = np.concatenate([np.full((len(windows), 1), end), following[:, :-1]], axis=1)
    return places, inputs, following


def make_batch(
    text: TokenizedText,
    targets: Targets,
    windows: Indices,
    length: int,
    end: int,
    own_share: float,
) -> Batch:
    """Return the batch of some windows.

    Args:
        text: The text.
        targets: What the teacher says of it; a token without a target is taught by the text.
        windows: int64 [B]; where the windows begin.
        length: T, tokens of a window.
        end: The end-of-text token.
        own_share: Weight of the text's own next token where there is a target.
    """
    places, inputs, following = window_tokens(text, windows, length, end)
    ids, probabilities = targets.rows(places.ravel())
    taught = probabilities.any(axis=1, keepdims=True)
    own = np.where(taught, own_share, 1.0).astype(np.float32)
    return Batch(
        torch.from_numpy(inputs),
        torch.from_numpy(np.concatenate([following.reshape(-1, 1), ids], axis=1)),
        torch.from_numpy(np.concatenate([own, probabilities * (1.0 - own)], axis=1)),
    )
