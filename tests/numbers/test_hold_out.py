"""Texts with and without suggestions: chance, what writing takes, and what is said of it."""

import random
from pathlib import Path

import pytest

from autotype.numbers.hold_out import (
    Effort,
    Trial,
    difference,
    is_held_out,
    keys_each,
    unit_of,
    usable,
)
from autotype.numbers.store import Store
from autotype.numbers.wording import compared
from tests.numbers.counting import Counted

HOUR = 497_000


def said(trials: list[Trial]) -> str:
    section = compared(trials, lambda _, text: text)
    return "\n".join(section.sentences) if section else ""


def texts(count: int, keys: float, *, held_out: bool, spread: float = 0.05) -> list[Trial]:
    draw = random.Random(count)
    return [
        Trial(
            held_out,
            Effort(round(1000 * keys * draw.uniform(1 - spread, 1 + spread)), 200_000, 1000),
        )
        for _ in range(count)
    ]


def test_chance_goes_by_text_and_day_and_is_the_same_every_time() -> None:
    units = [unit_of("seed", f"{n}.txt", "2026-11-25") for n in range(4000)]
    assert len(set(units)) == 4000
    for share in (0, 0.1, 0.5):
        found = sum(is_held_out(unit, share) for unit in units) / 4000
        assert found == pytest.approx(share, abs=0.03)
    assert unit_of("seed", "a.txt", "2026-11-25") == unit_of("seed", "a.txt", "2026-11-25")
    assert unit_of("seed", "a.txt", "2026-11-26") != unit_of("seed", "a.txt", "2026-11-25")
    assert unit_of("other", "a.txt", "2026-11-25") != unit_of("seed", "a.txt", "2026-11-25")
    assert unit_of("seed", "\ud800", "2026-11-25")


def effort(writer: Counted) -> Effort:
    writer.collector.digest()
    return writer.collector.effort()


def test_writing_takes_keys_and_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Counted(monkeypatch, "one tw")
    writer.collector.measures_effort = True
    writer.type("o").answer(" three four").take(after=0.47).type("x", each=30)
    # A pause is cut to two seconds; the answer took some of the half second before the take.
    assert effort(writer) == Effort(3, 2500, 14)
    writer.do("backspace", 0.5).do("undo", 0.5).do("left", 0.5).do("paste", 0.5, "a lot of text")
    assert effort(writer) == Effort(4, 2000, 0)


def test_another_text_begins_with_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Counted(monkeypatch)
    writer.collector.measures_effort = True
    writer.type("ab")
    writer.collector.open(writer.now)
    writer.type("cd", each=1.5)
    assert effort(writer) == Effort(4, 1700, 4)


def test_what_was_compared_is_kept(home: Path) -> None:
    store = Store(home / "numbers.sqlite")
    seed = store.seed()
    assert len(seed) == 32
    assert Store(home / "numbers.sqlite").seed() == seed
    store.add_effort("one", Effort(1, 2, 3), held_out=True)
    store.add_effort("one", Effort(10, 20, 30), held_out=True)
    store.add_effort("two", Effort(5, 5, 5), held_out=False)
    assert store.trials() == [Trial(True, Effort(11, 22, 33)), Trial(False, Effort(5, 5, 5))]
    store.reset()
    assert store.trials() == []
    assert store.seed() != seed


def test_nothing_is_said_of_nothing_and_little_of_few() -> None:
    assert said([]) == ""
    assert said(texts(2, 1.0, held_out=True) + texts(30, 0.8, held_out=False)) == (
        "Keys for a character: too few texts to say.\n"
        "Seconds for a character: too few texts to say.\n"
        "Counted in 32 texts, 2 of them without suggestions, as chance had it."
    )


def test_texts_of_a_few_characters_do_not_count() -> None:
    short = [Trial(True, Effort(9, 9, 19))] * 50
    assert usable(short + texts(4, 1.0, held_out=False))[1] == []


def test_a_difference_is_found_only_where_there_is_one() -> None:
    without = texts(9, 1.0, held_out=True)
    text = said(without + texts(31, 0.8, held_out=False))
    assert text.startswith("Keys for a character: 20 % fewer with suggestions (-2")
    assert "Seconds for a character: no difference found yet" in text
    assert text.endswith("Counted in 40 texts, 9 of them without suggestions, as chance had it.")
    noisy = texts(9, 1.0, held_out=True, spread=0.5) + texts(9, 0.98, held_out=False, spread=0.5)
    assert "Keys for a character: no difference found yet" in said(noisy)
    assert "% more with suggestions" in said(without + texts(31, 1.4, held_out=False))


def test_a_long_text_is_one_text() -> None:
    one = Trial(False, Effort(50_000, 1, 100_000))
    found = difference([one, *texts(5, 1, held_out=False), *texts(6, 1, held_out=True)], keys_each)
    assert found is not None
    assert found.value < -0.4
    assert not found.found
