"""The index of counted words says the same as looking all of them through."""

from hypothesis import given
from hypothesis import strategies as st

from autotype.learning.counts import Counts

WORDS = st.text("abA", min_size=1, max_size=4)
CHANGES = st.lists(st.tuples(WORDS, st.integers(-3, 9)), max_size=200)


@given(CHANGES, st.text("ab", max_size=4), st.booleans())
def test_the_index_is_right_after_any_changes(
    changes: list[tuple[str, int]], letters: str, loaded: bool
) -> None:
    counts, plain = Counts(), {}
    many = {f"{first}{second}x": 2.0 for first in "abcdefgh" for second in "abcdefgh"}
    if loaded:
        list(counts.load([("h", word, weight) for word, weight in many.items()]))
        plain |= many
    for word, amount in changes:
        counts.add("h", word, amount)
        plain[word] = max(0.0, plain.get(word, 0.0) + amount)
    left = {word: weight for word, weight in plain.items() if weight > 0}
    found = counts.beginning("h", letters)
    alike = {word: x for word, x in left.items() if word.lower().startswith(letters)}
    assert (found.total, found.distinct) == (sum(alike.values()), len(alike))
    assert found.best == sorted(((x, word) for word, x in alike.items()), reverse=True)[:8]
    assert all(counts.weight("h", word) == plain[word] for word in plain)
    assert counts.beginning("elsewhere", letters).distinct == 0
