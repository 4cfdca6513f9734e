"""Numbers in sentences: what each is of, how sure it is, and what is not said of too few."""

import pytest

from autotype.numbers.histogram import bin_of, quantile
from autotype.numbers.intervals import of_ratio, wilson
from autotype.numbers.store import Row
from autotype.numbers.summary import Summary, summary_of
from autotype.numbers.wording import headline, in_words


def plain(_: str, text: str) -> str:
    return text


def said(counts: dict[str, int]) -> str:
    return "\n".join(each for part in in_words(Summary(counts), plain) for each in part.sentences)


def test_nothing_is_said_of_nothing() -> None:
    assert said({}).startswith("Nothing has been counted yet. What you type counts, and not what")


def test_a_share_has_its_n_and_its_interval() -> None:
    counts = {"typed": 900, "right_taken": 100, "right_typed": 35, "wrong_typed": 47}
    assert "Right 7.4 times in 10 (counted 182 times; most likely 6.7 to 8.0)." in said(counts)


def test_too_few_are_too_few_to_say() -> None:
    text = said({"typed": 19, "right_taken": 3, "shows": 4, "kept": 3, "answers": 9, "words": 3})
    assert "Right" not in text
    for few in (
        "Too little was written to say anything (19 characters so far).",
        "How often what you took stays: too few so far to say (3).",
        "How often they are right: too few so far to say (3).",
        "How often they are taken: too few so far to say (3).",
        "How often they are shown: too few words so far to say (3).",
        "Why there was none: too few times so far to say (9).",
        "The words: too few so far to say (0).",
        "The suggestion in the line: too few so far to say (0).",
    ):
        assert few in text


def test_suggestions_that_cost_more_than_they_save_are_said_to() -> None:
    counts = {"typed": 95, "taken": 5, "takes": 2, "undone_characters": 5}
    assert headline(Summary(counts), plain) == (
        "Suggestions cost more keys than they saved: 2, in 100 characters."
    )


@pytest.mark.parametrize(("days", "sure"), [(4, False), (5, True), (200, True)])
def test_savings_have_an_interval_over_days(days: int, sure: bool) -> None:
    rows = []
    for day in range(days):
        rows += [Row(497_000 + 24 * day, "editor", "taken", 10 + day % 3)]
        rows += [Row(497_000 + 24 * day, "editor", "typed", 90)]
    summary = summary_of(rows)
    text = headline(summary, plain)
    assert text.startswith(f"{summary.spared:,} keys of {summary.written:,} characters (10.")
    assert ("too few days to say how sure" in text) is not sure
    if sure:
        low, high = summary.spared_interval or (0, 0)
        assert 0.1 < low < summary.spared / summary.written < high < 0.12
        assert f"going by {days} days most likely" in text
    assert len(summary.parts) <= 60


def test_reasons_and_times_are_said() -> None:
    counts = {"typed": 500, "answers": 50, "silence:unsure": 20, "silence:long_line": 5}
    counts |= {f"words_ms:{bin_of(8)}": 19, f"words_ms:{bin_of(64)}": 1, "silence:of_old": 3}
    text = said(counts)
    assert "– not sure enough: 40 % (20)\n– this line is too long: 10 % (5)" in text
    assert "of_old" not in text
    assert (
        "The words: half of the time within 8 ms, 19 times in 20 within 8 ms (counted 20 times)."
        in text
    )


def test_intervals() -> None:
    low, high = wilson(0, 10)
    assert (low, round(high, 3)) == (0.0, 0.278)  # Brown, Cai and DasGupta's table
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)  # Newcombe 1998
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(-1, 20) == wilson(0, 20)
    assert of_ratio([(1, 0)] * 5) == (0.0, 0.0)
    assert of_ratio([(1, 10)] * 8) == (0.1, 0.1)
    assert of_ratio([(0, 10), (5, 10), (1, 10)]) == of_ratio([(0, 10), (5, 10), (1, 10)])


@pytest.mark.parametrize("ms", [0, 1, 1.2, 7, 33.3, 500, 8191])
def test_a_time_is_known_to_a_fifth(ms: float) -> None:
    found = quantile({bin_of(ms): 3}, 0.5)
    assert found is not None and max(ms, 1) <= found < 1.2 * max(ms, 1)


def test_quantiles() -> None:
    assert quantile({}, 0.5) is None
    assert bin_of(1e9) == bin_of(1e6)
    assert quantile({4: 94, 8: 6}, 0.95) == 4.0
    assert quantile({4: 95, 8: 5}, 0.95) == 2.0


@pytest.mark.parametrize(("taken", "keys"), [(3, "1 key of 103 "), (4, "2 keys of 104 ")])
def test_one_key_is_a_key(taken: int, keys: str) -> None:
    counts = {"typed": 100, "taken": taken, "takes": 2}
    assert headline(Summary(counts), plain).startswith(keys)
