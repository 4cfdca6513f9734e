"""Cross-entropy against distributions over a few tokens, without ever holding all logits.

The logits of a batch are the largest array of a small model's training. They are made for
some rows at a time, few enough to stay in a processor's cache, and become their own gradient
in place, which is used up before the next rows are looked at.
"""

from typing import Any

import torch
from torch import Tensor

_ROWS = 512
_LEAST = 1e-30  # The smallest probability whose logarithm is taken.


class _SoftCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        context: Any, hidden: Tensor, table: Tensor, ids: Tensor, weights: Tensor
    ) -> Tensor:
        total = torch.zeros((), dtype=torch.float32)
        used = table.to(hidden.dtype)
        hidden_gradient = torch.empty_like(hidden)
        table_gradient = torch.zeros(table.shape, dtype=torch.float32)
        scale = 1.0 / len(hidden)
        for start in range(0, len(hidden), _ROWS):
            part = slice(start, start + _ROWS)
            shares = torch.softmax(hidden[part] @ used.T, dim=-1)
            weight = weights[part]
            chosen = shares.gather(1, ids[part]).float().clamp_min(_LEAST)
            total -= (chosen.log() * weight).sum()
            # d loss / d logits = softmax - weights, as these add up to 1.
            gradient = shares.scatter_add_(1, ids[part], -weight.to(shares.dtype))
            hidden_gradient[part] = (gradient @ used) * scale
            table_gradient += gradient.T @ hidden[part]
        table_gradient *= scale
        context.save_for_backward(hidden_gradient, table_gradient)
        return total * scale

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None, None]:
        hidden_gradient, table_gradient = context.saved_tensors
        return hidden_gradient * gradients[0], table_gradient * gradients[0], None, None


def soft_cross_entropy(hidden: Tensor, table: Tensor, ids: Tensor, weights: Tensor) -> Tensor:
    """Return the mean cross-entropy, in nats a row, of softmax(hidden @ table.T).

    Args:
        hidden: float [n, D].
        table: float32 [V, D]; its products are computed in the type of `hidden`.
        ids: int64 [n, K]; tokens of the target; one may stand there twice.
        weights: float32 [n, K]; their probabilities, which add up to 1 in every row.
    """
    loss: Tensor = _SoftCrossEntropy.apply(hidden, table, ids, weights)  # type: ignore[no-untyped-call]
    return loss


def token_losses(hidden: Tensor, table: Tensor, tokens: Tensor) -> Tensor:
    """Return the negative log-likelihood of each token, in nats, float32 [n]."""
    found = []
    for start in range(0, len(hidden), _ROWS):
        part = slice(start, start + _ROWS)
        logits = (hidden[part] @ table.T.to(hidden.dtype)).float()
        found.append(torch.nn.functional.cross_entropy(logits, tokens[part], reduction="none"))
    return torch.cat(found)
