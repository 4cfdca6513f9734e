"""The cache against the plainest way to get the same numbers: one fresh run per branch."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.engine.kv_cache import KVCache
from autotype.engine.language import Step
from autotype.engine.model import Model
from autotype.engine.session import Floats

tokens = st.integers(10, 60)
branches = st.lists(st.lists(tokens, max_size=3).map(tuple), min_size=1, max_size=6)
steps = st.lists(st.tuples(st.lists(tokens, min_size=1, max_size=9), branches), max_size=5)


def plain(cache: KVCache, sequence: list[int]) -> Floats:
    """Read a sequence from nothing, token by token."""
    for at, token in enumerate(sequence):
        logits = cache.session.run([token], at, [0])
    row = np.exp(logits[0] - logits[0].max())
    result: Floats = row / row.sum()
    return result


@given(steps)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_order_of_texts_and_branches_gives_the_plain_probabilities(
    reference: Model, tested: Model, asked: list[tuple[list[int], list[tuple[int, ...]]]]
) -> None:
    cache = KVCache(tested.cache.session, lambda row, token: Step(1, float(row[token])))
    for stable, paths in asked:
        for path, row in zip(paths, cache.evaluate(stable, paths), strict=True):
            expected = plain(reference.cache, [*stable, *path])
            np.testing.assert_allclose(row, expected, atol=2e-4)
        said = cache.steps(stable)
        assert len(said) <= len(stable)
        for at, step in enumerate(said):
            if step is not None:
                before = plain(reference.cache, stable[:at])
                assert abs(step.bits - float(before[stable[at]])) < 2e-4


@pytest.fixture(scope="module")
def reference(tiny_fp32_model: Model) -> Model:
    return tiny_fp32_model


@pytest.fixture(scope="module")
def tested(other_fp32_model: Model) -> Model:
    return other_fp32_model


def test_a_known_row_costs_no_pass(cache: KVCache) -> None:
    first = cache.evaluate([11, 12], [(), (13,)])
    passes = cache.passes
    again = cache.evaluate([11, 12], [(), (13,)])
    assert cache.passes == passes
    np.testing.assert_array_equal(first, again)


def test_new_tokens_and_branches_share_a_pass(cache: KVCache) -> None:
    cache.evaluate([11, 12], [()])
    passes = cache.passes
    cache.evaluate([11, 12, 13], [(), (14,), (15,), (15, 16)])
    assert cache.passes == passes + 1


def test_going_along_the_first_branch_keeps_its_cells(cache: KVCache) -> None:
    cache.evaluate([11, 12], [(13,), (14,)])
    assert cache.missing([11, 12, 13]) == 1
    passes = cache.passes
    cache.evaluate([11, 12, 13], [()])
    assert cache.passes == passes
    cache.evaluate([11, 12, 13], [(15,)])
    assert cache.missing([11, 12, 13]) == 0


def test_a_long_text_is_read_in_parts_of_a_pass(cache: KVCache) -> None:
    text = [10 + n % 50 for n in range(150)]
    passes = cache.passes
    assert cache.read(text) == 86
    assert cache.passes == passes + 1
    cache.evaluate(text, [()])
    assert cache.passes == passes + 3


def test_what_was_read_is_judged_where_that_costs_nothing(model: Model) -> None:
    cache = KVCache(model.cache.session, lambda row, token: Step(1, float(row[token])))
    text = [10 + n % 50 for n in range(40)]
    cache.evaluate(text[:-3], [()])
    assert None not in cache.steps(text[:-3])[1:]
    for size in range(38, 41):
        cache.evaluate(text[:size], [(), (11,)])
    assert None not in cache.steps(text)[1:]
    assert cache.steps([*text[:5], 60]) == cache.steps(text)[:5]


def test_what_is_raised_before_a_pass_leaves_the_cache_as_it_was(cache: KVCache) -> None:
    expected = cache.evaluate([11, 12, 13], [()])[0].copy()

    def stop() -> None:
        raise InterruptedError

    cache.before_pass = stop
    with pytest.raises(InterruptedError):
        cache.evaluate([21, 22], [(), (23,)])
    cache.before_pass = lambda: None
    np.testing.assert_allclose(cache.evaluate([11, 12, 13, 14], [(15,)])[0].sum(), 1, atol=1e-5)
    np.testing.assert_array_equal(cache.evaluate([11, 12, 13], [()])[0], expected)


def test_a_text_that_does_not_fit_is_refused(cache: KVCache) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        cache.evaluate([11] * (cache.limit + 1), [()])
    with pytest.raises(ValueError, match="do not fit"):
        cache.evaluate([], [()])


def test_many_branches_never_outgrow_the_cells(cache: KVCache) -> None:
    text = [10 + n % 50 for n in range(cache.limit)]
    for start in range(10, 50, 8):
        rows = cache.evaluate(text, [(token,) for token in range(start, start + 8)])
        assert all(abs(float(row.sum()) - 1) < 1e-4 for row in rows)
    for token in range(10, 59):
        cache.evaluate(text, [(12, token), (12, token, 13)])


def test_branches_that_need_more_than_one_pass_are_right_in_a_full_cache(cache: KVCache) -> None:
    """Eight long ways to spell the same letters, asked for again and again with other ends."""
    text = [10 + n % 50 for n in range(cache.limit)]
    for end in range(10, 40):
        paths = [(*(10 + (first + n) % 50 for n in range(11)), end) for first in range(8)]
        for row in cache.evaluate(text, paths):
            assert abs(float(row.sum()) - 1) < 1e-4
    (row,) = cache.evaluate(text, [paths[7]])
    np.testing.assert_allclose(row, plain(cache, [*text, *paths[7]]), atol=2e-4)
