"""Muon: momentum whose matrices are made orthogonal before they are applied.

After Jordan et al. 2024 ("Muon: An optimizer for hidden layers in neural networks"). The
one in torch iterates in bfloat16, which many processors emulate far more slowly
than they compute float32; this one iterates in the type that it is told.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5
_SMALLEST = 1e-7


class Muon:
    """Updates matrices by name; a matrix of several in a row is split along its columns."""

    def __init__(
        self,
        parameters: Mapping[str, Tensor],
        parts: Mapping[str, int],
        dtype: torch.dtype,
        momentum: float = 0.95,
    ) -> None:
        """Start without momentum.

        Args:
            parameters: float32 matrices [in, out], as GPT-2 stores them.
            parts: How many matrices lie side by side in one, for those that hold several
                (the queries, keys and values of attention: 3).
            dtype: Of the iterations.
            momentum: Share of the momentum that a step keeps.
        """
        self._parameters = parameters
        self._parts = parts
        self._dtype = dtype
        self._momentum = momentum
        self.state = {name: torch.zeros_like(p) for name, p in parameters.items()}

    @torch.no_grad()
    def step(self, rate: float, decay: float) -> None:
        """Apply the gradients that the parameters hold.

        Args:
            rate: Learning rate.
            decay: Weight decay, decoupled from the gradient.
        """
        for name, parameter in self._parameters.items():
            if parameter.grad is None:
                continue
            momentum = self.state[name]
            momentum.lerp_(parameter.grad, 1 - self._momentum)
            ahead = parameter.grad.lerp(momentum, self._momentum)
            columns = parameter.shape[1] // self._parts.get(name, 1)
            pieces = torch.split(ahead, columns, dim=1)
            update = torch.cat([orthogonalized(part, self._dtype) for part in pieces], dim=1)
            # A matrix with more outputs than inputs has fewer directions to share a step.
            widening = max(1.0, columns / parameter.shape[0]) ** 0.5
            parameter.mul_(1 - rate * decay)
            parameter.add_(update, alpha=-rate * widening)


def orthogonalized(matrix: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return about the nearest matrix with orthogonal rows or columns, float32.

    Newton-Schulz iterations with the coefficients of the paper: they bring all singular
    values into about 0.7 to 1.2, which does as well as 1.
    """
    a, b, c = _COEFFICIENTS
    wide = matrix.shape[0] > matrix.shape[1]
    x: Tensor = (matrix.T if wide else matrix).to(dtype)
    x = x / (x.norm() + _SMALLEST)
    for _ in range(_ITERATIONS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x.T if wide else x).float()
