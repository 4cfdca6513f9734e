"""Muon: what it makes of a matrix, and that it finds a minimum."""

import pytest
import torch

from autotype.builder.training.muon import Muon, orthogonalized


@pytest.mark.parametrize("shape", [(32, 32), (32, 96), (96, 32)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_singular_values_come_close_to_one(shape: tuple[int, int], dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    matrix = torch.randn(shape) @ torch.diag(torch.logspace(-1, 1, shape[1]))
    values = torch.linalg.svdvals(orthogonalized(matrix, dtype))
    # The last ones of a square matrix may be too small for five iterations.
    assert float(values.quantile(0.1)) > 0.5
    assert float(values.max()) < 1.3


def test_a_matrix_of_zeros_stays_one() -> None:
    assert not orthogonalized(torch.zeros(4, 8)).any()


def test_it_learns_a_linear_map() -> None:
    torch.manual_seed(2)
    wanted, inputs = torch.randn(16, 48), torch.randn(256, 16)
    matrix = torch.zeros(16, 48, requires_grad=True)
    optimizer = Muon({"m": matrix}, {"m": 3}, torch.float32)
    losses = []
    for step in range(200):
        loss = (inputs @ matrix - inputs @ wanted).square().mean()
        loss.backward()
        losses.append(float(loss.detach()))
        optimizer.step(0.1 * (1 - step / 200), 0.0)
        matrix.grad = None
    assert losses[-1] < losses[0] / 200


def test_matrices_side_by_side_are_updated_each_on_its_own() -> None:
    torch.manual_seed(2)
    gradient = torch.cat([torch.randn(8, 8), 100 * torch.randn(8, 8)], dim=1)
    matrix = torch.zeros(8, 16, requires_grad=True)
    matrix.grad = gradient.clone()
    Muon({"m": matrix}, {"m": 2}, torch.float32).step(1.0, 0.0)
    first, second = matrix.detach().split(8, dim=1)
    assert 0.5 < float(first.norm() / second.norm()) < 2
