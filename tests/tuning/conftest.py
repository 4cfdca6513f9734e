"""A tiny pack, and somebody whose phrases it does not know."""

import itertools
from pathlib import Path

import pytest

from autotype.builder.own_job import OwnJob
from autotype.packs.installed import find
from autotype.tuning import plan
from autotype.writing.gathering import gather
from autotype.writing.splitting import split
from tests.make_tiny_pack import make_tiny_pack, sentences

SMALL = OwnJob(
    "", "", (), "", everyday_tokens=4_000, rate=0.02, batch_tokens=480, window=48, rank=4
)
"""As many steps as teach a tiny model something, in seconds."""
NOISE = 0.05
MARK = "zebracorn"
"""A word that stands in the writer's text alone."""
STARTS = ("Thank you very kindly", "I will get back before noon", "Please let me know at once")
ENDS = ("and bring the wine", "as we said at lunch", "so that all is well", f"with the {MARK}")


def write_own(folder: Path) -> Path:
    """Write 6,000 words of somebody who says the same few things in ever new orders."""
    folder.mkdir()
    orders = itertools.product(STARTS, ENDS, STARTS, ENDS, STARTS)
    lines = [f"{a} {b}. {c} {d}. {e}!" for a, b, c, d, e in orders]
    # Numbers in between, so that no paragraph is nearly one that was there before.
    for number in range(11):
        # Odd words in between, so that no paragraph is nearly one that was there before.
        texts = [
            f"{line} It is {' '.join(_odd(at + number * 97, 9))}."
            for at, line in enumerate(lines[number::11])
        ]
        (folder / f"{number}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    return folder


def _odd(seed: int, count: int) -> list[str]:
    """Return made-up words, other ones for each seed."""
    letters = "aeiou", "bdfgklmnprst"
    words = []
    for at in range(count):
        value = (seed * 7919 + at * 104_729) % 1_000_003
        kinds = [letters[(at + place) % 2] for place in range(4)]
        words.append("".join(kind[value // 13**n % len(kind)] for n, kind in enumerate(kinds)))
    return words


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_own(tmp_path_factory.mktemp("writer") / "letters")


@pytest.fixture(autouse=True)
def as_quick_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command steps back behind everything else, for good; the tests after it do not.

    Nor does the training: beside other tests it would hardly get on.
    """
    for module in ("commands.tune", "tuning.training"):
        monkeypatch.setattr(f"autotype.{module}.step_back", lambda _: None)


@pytest.fixture(autouse=True)
def soon_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some sentences stand for everyday text, which would take a minute."""
    for module in ("judging", "keeping"):
        monkeypatch.setattr(f"autotype.tuning.{module}.general_texts", lambda: sentences()[:6])


@pytest.fixture
def tiny(home: Path) -> Path:
    """The tiny pack, installed as the best there is."""
    return make_tiny_pack(home / "packs" / "tiny", "llama", ("q8",), NOISE)


def begin(own: Path, sizes: OwnJob = SMALL) -> plan.Plan:
    """Begin a tuning as the command does, with small sizes."""
    gathered = gather([own], (), 100_000)
    with plan.locked():
        return plan.begin("own", find("tiny"), split(gathered.passages), sizes)
