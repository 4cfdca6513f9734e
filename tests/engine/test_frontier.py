"""What a search follows: every child of a branch once, the likeliest first."""

import numpy as np
import pytest

from autotype.engine.frontier import Branch, Frontier


def followed(shares: list[float], floor: float) -> list[int]:
    """Return the tokens in the order in which they are followed."""
    frontier = Frontier([b"a"] * len(shares))
    frontier.push(Branch(), np.array(shares, np.float32), np.arange(len(shares)))
    tokens: list[int] = []
    while chosen := frontier.take(8, floor, lambda branch: branch.p):
        tokens += [branch.path[-1] for branch in chosen]
    assert frontier.is_done(floor)
    return tokens


@pytest.mark.parametrize("steps", [1, 2, 7, 30])
def test_among_equally_likely_tokens_none_is_forgotten_or_followed_twice(steps: int) -> None:
    """A model of half precision knows few different probabilities."""
    shares = [(1 + number % steps) / 1000 for number in range(100)]
    assert sorted(followed(shares, 0.0001)) == list(range(100))


def test_the_likeliest_are_followed_first_and_the_rest_stays_folded_up() -> None:
    shares = np.random.default_rng(3).permutation(100) / 5000
    wanted = [int(token) for token in np.argsort(-shares) if shares[token] > 0.0041]
    assert followed(shares.tolist(), 0.0041) == wanted


def test_what_was_below_a_floor_is_there_when_the_floor_falls() -> None:
    """As it does where a word that was found cannot be offered."""
    frontier = Frontier([b"a", b"b"])
    frontier.push(Branch(), np.array([0.9, 0.1], np.float32), np.arange(2))
    assert [branch.raw for branch in frontier.take(8, 0.5, lambda branch: branch.p)] == [b"a"]
    assert frontier.is_done(0.5)
    assert not frontier.is_done(0.05)
    assert [branch.raw for branch in frontier.take(8, 0.05, lambda branch: branch.p)] == [b"b"]
