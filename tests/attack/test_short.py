"""The least of each attack; `make attack` goes on for ten minutes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attack import AREAS
from tests.attack.harness import Budget, Row, Tally, table
from tests.attack.world import World

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills and looks as Linux does")


@pytest.fixture(scope="module")
def world(tiny_pack: Path) -> Iterator[World]:
    with World(tiny_pack) as made:
        yield made


@pytest.mark.parametrize("area", AREAS)
def test_nothing_hurts(world: World, area: str) -> None:
    rows = AREAS[area](world, Budget(0))
    assert all(row.times for row in rows)
    examples = "\n\n".join(f"{row.what}:\n{e}" for row in rows for e in row.examples)
    assert not any(row.failures for row in rows), f"\n{table(rows)}\n\n{examples}"


def test_a_failure_is_counted_and_ends_nothing() -> None:
    """Of the harness itself: an attack that finds something says so and goes on."""
    tally = Tally("area", "what")
    for number in Budget(0).rounds(3):
        with tally.one("how"):
            tally.expect(number != 1, "one")
            tally.expect(number != 1, "the same once more")
            assert number != 2, "raised"
    row = tally.row()
    assert (row.times, row.failures, len(row.examples)) == (3, 2, 3)
    assert "raised" in row.examples[-1]
    assert table([row, Row("b", "c", 1000, 0)]).endswith("| **1,003** | **2** |")
