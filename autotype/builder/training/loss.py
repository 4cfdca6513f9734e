"""Cross-entropy against distributions, without ever holding all logits.

The logits of a batch are the largest array of a small model's training. They are made for
some rows at a time, few enough to stay in a processor's cache, and become their own gradient
in place, which is used up before the next rows are looked at.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

_ROWS = 512
_ROWS_ON_A_CARD = 4096
_LEAST = 1e-30  # The smallest probability whose logarithm is taken.

_Judge = Callable[[slice, Tensor], tuple[Tensor, Tensor]]
"""From some rows and their logits [r, V] to the loss of all of them in nats, and its gradient."""


class _InParts(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, hidden: Tensor, table: Tensor, judge: _Judge) -> Tensor:
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        used = table.to(hidden.dtype)
        hidden_gradient = torch.empty_like(hidden)
        # A table that is not trained costs no product for its gradient.
        table_gradient = (
            torch.zeros(table.shape, dtype=torch.float32, device=table.device)
            if context.needs_input_grad[1]
            else None
        )
        scale = 1.0 / len(hidden)
        at_once = _ROWS if hidden.device.type == "cpu" else _ROWS_ON_A_CARD
        for start in range(0, len(hidden), at_once):
            part = slice(start, start + at_once)
            loss, gradient = judge(part, hidden[part] @ used.T)
            total += loss
            hidden_gradient[part] = (gradient @ used) * scale
            if table_gradient is not None:
                table_gradient += gradient.T @ hidden[part]
        if table_gradient is not None:
            table_gradient *= scale
        context.save_for_backward(hidden_gradient, table_gradient)
        return total * scale

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, Tensor | None, None]:
        hidden_gradient, table_gradient = context.saved_tensors
        tables = None if table_gradient is None else table_gradient * gradients[0]
        return hidden_gradient * gradients[0], tables, None


def soft_cross_entropy(hidden: Tensor, table: Tensor, ids: Tensor, weights: Tensor) -> Tensor:
    """Return the mean cross-entropy, in nats a row, of softmax(hidden @ table.T).

    Args:
        hidden: float [n, D].
        table: float32 [V, D]; its products are computed in the type of `hidden`.
        ids: int64 [n, K]; tokens of the target; one may stand there twice.
        weights: float32 [n, K]; their probabilities, which add up to 1 in every row.
    """

    def judge(part: slice, logits: Tensor) -> tuple[Tensor, Tensor]:
        shares = torch.softmax(logits, dim=-1)
        weight = weights[part]
        chosen = shares.gather(1, ids[part]).float().clamp_min(_LEAST)
        loss = -(chosen.log() * weight).sum()
        # d loss / d logits = softmax - weights, as these add up to 1.
        return loss, shares.scatter_add_(1, ids[part], -weight.to(shares.dtype))

    loss: Tensor = _InParts.apply(hidden, table, judge)  # type: ignore[no-untyped-call]
    return loss


def full_cross_entropy(hidden: Tensor, table: Tensor, targets: Callable[[slice], Tensor]) -> Tensor:
    """Return the mean cross-entropy, in nats a row, against whole distributions.

    Args:
        hidden: float [n, D].
        table: float32 [V, D]; its products are computed in the type of `hidden`.
        targets: Returns the distributions of some of the rows, float32 [r, V]; they are
            made when they are needed and never all at once.
    """

    def judge(part: slice, logits: Tensor) -> tuple[Tensor, Tensor]:
        wanted = targets(part)
        logs = torch.log_softmax(logits.float(), dim=-1)
        loss = -(logs * wanted).sum()
        return loss, logs.exp_().sub_(wanted).to(logits.dtype)

    loss: Tensor = _InParts.apply(hidden, table, judge)  # type: ignore[no-untyped-call]
    return loss


def token_losses(hidden: Tensor, table: Tensor, tokens: Tensor) -> Tensor:
    """Return the negative log-likelihood of each token, in nats, float32 [n]."""
    found = []
    for start in range(0, len(hidden), _ROWS):
        part = slice(start, start + _ROWS)
        logits = (hidden[part] @ table.T.to(hidden.dtype)).float()
        found.append(torch.nn.functional.cross_entropy(logits, tokens[part], reduction="none"))
    return torch.cat(found)
