"""The loss in parts against the plain one of torch."""

import pytest
import torch

from autotype.builder.training.loss import (
    full_cross_entropy,
    soft_cross_entropy,
    token_losses,
)

Inputs = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
ROWS, WIDTH, TOKENS = 1500, 16, 50  # more rows than are looked at at once


def plain(
    hidden: torch.Tensor, table: torch.Tensor, ids: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    target = torch.zeros(len(hidden), len(table)).scatter_add_(1, ids, weights)
    return -(target * torch.log_softmax(hidden @ table.T, dim=-1)).sum(dim=-1).mean()


@pytest.fixture
def inputs() -> Inputs:
    torch.manual_seed(3)
    ids = torch.randint(0, TOKENS, (ROWS, 5))
    weights = torch.softmax(torch.randn(ROWS, 5), dim=-1)
    ids[7] = ids[7, 0]  # a token may stand there more than once
    return torch.randn(ROWS, WIDTH), torch.randn(TOKENS, WIDTH), ids, weights


def test_value_and_gradients(
    inputs: Inputs,
) -> None:
    hidden, table, ids, weights = inputs
    found, expected = [], []
    for loss_of, into in ((soft_cross_entropy, found), (plain, expected)):
        h, t = hidden.clone().requires_grad_(), table.clone().requires_grad_()
        loss = loss_of(h, t, ids, weights)
        (2 * loss).backward()
        into += [loss.detach(), h.grad, t.grad]
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-4)


def test_bfloat16_is_close(
    inputs: Inputs,
) -> None:
    hidden, table, ids, weights = inputs
    small = soft_cross_entropy(hidden.bfloat16(), table, ids, weights)
    assert abs(float(small) - float(plain(hidden, table, ids, weights))) < 0.02


def test_token_losses(
    inputs: Inputs,
) -> None:
    hidden, table, ids, _ = inputs
    expected = torch.nn.functional.cross_entropy(hidden @ table.T, ids[:, 0], reduction="none")
    torch.testing.assert_close(token_losses(hidden, table, ids[:, 0]), expected)


def test_whole_distributions_give_the_loss_and_gradients_of_their_tokens(inputs: Inputs) -> None:
    hidden, table, ids, weights = inputs
    whole = torch.zeros(ROWS, TOKENS).scatter_add_(1, ids, weights)
    found, expected = [], []
    for full, into in ((True, found), (False, expected)):
        h, t = hidden.clone().requires_grad_(), table.clone().requires_grad_()
        loss = full_cross_entropy(h, t, whole.__getitem__) if full else plain(h, t, ids, weights)
        (2 * loss).backward()
        into += [loss.detach(), h.grad, t.grad]
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-4)


def test_a_frozen_table_gets_no_gradient(inputs: Inputs) -> None:
    hidden, table, ids, weights = inputs
    h = hidden.clone().requires_grad_()
    soft_cross_entropy(h, table, ids, weights).backward()
    other = hidden.clone().requires_grad_()
    plain(other, table, ids, weights).backward()
    torch.testing.assert_close(h.grad, other.grad, atol=1e-5, rtol=1e-4)
    assert table.grad is None
