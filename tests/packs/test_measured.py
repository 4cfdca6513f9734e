"""What was measured of packs, and what `auto` makes of it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autotype import paths
from autotype.engine.pack import Pack, PackError, open_pack
from autotype.packs import measured as figures
from autotype.packs.choice import choose, default_pack, unmeasured
from autotype.packs.installed import find
from autotype.packs.measured import Measured, measured, store_measured


def install(home: Path, pack: Path, name: str) -> Pack:
    folder = home / "packs" / name
    shutil.copytree(pack, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"name": name}))
    return open_pack(folder)


def test_figures_come_back(home: Path, tiny_pack: Path) -> None:
    pack = open_pack(tiny_pack)
    assert measured(pack) is None
    store_measured(pack, Measured(0.25, 12.5, "2026-11-25"))
    assert measured(pack) == Measured(0.25, 12.5, "2026-11-25")


def test_they_are_of_one_machine(
    home: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = open_pack(tiny_pack)
    store_measured(pack, Measured(0.25, 12.5, "2026-11-25"))
    monkeypatch.setattr(figures, "machine", lambda: "another one")
    assert measured(pack) is None
    store_measured(pack, Measured(0.25, 99.0, "2026-11-26"))
    monkeypatch.undo()
    monkeypatch.setenv("AUTOTYPE_HOME", str(home))
    assert measured(pack) == Measured(0.25, 12.5, "2026-11-25")


def test_a_pack_of_the_same_name_with_other_weights_is_another_one(
    home: Path, tiny_pack: Path, tiny_llama_pack: Path
) -> None:
    store_measured(install(home, tiny_pack, "mine"), Measured(0.25, 12.5, "2026-11-25"))
    shutil.rmtree(home / "packs" / "mine")
    assert measured(install(home, tiny_llama_pack, "mine")) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 9}', '{"format": 1}', "\xff"])
def test_a_damaged_file_is_as_good_as_none(home: Path, tiny_pack: Path, content: str) -> None:
    home.mkdir()
    paths.measured_file().write_bytes(content.encode("latin-1"))
    pack = open_pack(tiny_pack)
    assert measured(pack) is None
    store_measured(pack, Measured(0.25, 12.5, "2026-11-25"))
    assert measured(pack)


def test_a_file_that_cannot_be_written_is_said_in_one_sentence(home: Path, tiny_pack: Path) -> None:
    paths.measured_file().mkdir(parents=True)
    with pytest.raises(PackError, match=r"measured\.json” cannot be written"):
        store_measured(open_pack(tiny_pack), Measured(0.25, 12.5, "2026-11-25"))


CASES = [
    # Not measured: the catalogue's order.
    ({"smollm2-135m": None, "mine": None}, "smollm2-135m"),
    # All measured: what saves most, if it is in time.
    ({"smollm2-135m": (0.40, 50), "mine": (0.45, 59)}, "mine"),
    ({"smollm2-135m": (0.40, 50), "mine": (0.45, 61)}, "smollm2-135m"),
    ({"smollm2-135m": (0.45, 61), "mine": (0.20, 9)}, "mine"),
    # Nothing is in time: the fastest.
    ({"smollm2-135m": (0.45, 200), "mine": (0.20, 90)}, "mine"),
    # Not known, because other programs were busy: the catalogue's order.
    ({"smollm2-135m": (0.45, 200, True), "mine": None}, "smollm2-135m"),
    ({"smollm2-135m": (0.45, 200, True), "mine": (0.40, 50)}, "smollm2-135m"),
    # Some measured: what is known to be late is left out, the order decides on the rest.
    ({"smollm2-135m": None, "mine": (0.90, 5)}, "smollm2-135m"),
    ({"smollm2-135m": (0.45, 200), "mine": None, "other": (0.1, 9)}, "mine"),
]


@pytest.mark.parametrize(("packs", "chosen"), CASES)
def test_what_auto_chooses(
    home: Path, tiny_pack: Path, packs: dict[str, tuple[float, ...] | None], chosen: str
) -> None:
    for name, found in packs.items():
        pack = install(home, tiny_pack, name)
        if found:
            disturbed = len(found) > 2
            store_measured(pack, Measured(*found[:2], "2026-11-25", disturbed))
    assert default_pack().manifest.name == chosen
    never = {name for name, found in packs.items() if not found}
    assert {p.manifest.name for p in unmeasured(today="2026-11-25")} == never
    # A setting that names a pack is not second-guessed, however slow it is.
    for name in packs:
        assert default_pack(name).manifest.name == name
        assert unmeasured(name) == []


def test_one_pack_alone_needs_no_measuring(home: Path, tiny_pack: Path) -> None:
    install(home, tiny_pack, "mine")
    assert unmeasured() == []
    assert default_pack().manifest.name == "mine"
    assert find("mine").manifest.name == "mine"


def test_the_one_that_would_be_better_is_named(home: Path, tiny_pack: Path) -> None:
    better = install(home, tiny_pack, "smollm2-135m")
    small = install(home, tiny_pack, "mine")
    assert choose().too_slow is None
    store_measured(small, Measured(0.4, 5.0, "2026-11-25"))
    store_measured(better, Measured(0.5, 97.0, "2026-11-25"))
    chosen = choose()
    assert chosen.pack == small
    assert chosen.too_slow == better
    # It is not said where somebody has chosen.
    assert choose("mine").too_slow is None


SLOW = Measured(0.5, 97.0, "2026-11-25")
BUSY = Measured(0.5, 300.0, "2026-11-25", disturbed=True)
QUICK = Measured(0.5, 30.0, "2026-11-25")
DUE = [(None, True), (QUICK, False), (SLOW, True), (BUSY, True)]


@pytest.mark.parametrize(("known", "due"), DUE)
def test_what_is_not_known_or_may_change_is_measured_again_on_another_day(
    home: Path, tiny_pack: Path, known: Measured | None, due: bool
) -> None:
    pack = install(home, tiny_pack, "smollm2-135m")
    store_measured(install(home, tiny_pack, "mine"), replace(QUICK, savings=0.4))
    if known:
        store_measured(pack, known)
    later = unmeasured(today="2026-11-26")
    assert later == ([pack] if due else [])
    assert unmeasured(today="2026-11-25") == ([] if known else [pack])


def test_too_slow_on_three_days_is_left_at_that(home: Path, tiny_pack: Path) -> None:
    pack = install(home, tiny_pack, "smollm2-135m")
    install(home, tiny_pack, "mine")
    for day, due in ((25, True), (25, True), (26, True), (27, False)):
        found = store_measured(pack, replace(SLOW, day=f"2026-11-{day}"))
        assert (pack in unmeasured(today="2026-11-30")) is due, found
    # And as long as it is not known, it goes on.
    for day in range(10, 20):
        store_measured(tiny := find("mine"), replace(BUSY, day=f"2026-12-{day}"))
        assert tiny in unmeasured(today="2026-12-30")


@pytest.mark.parametrize(
    ("known", "found", "kept"),
    [
        (QUICK, SLOW, SLOW),
        (SLOW, QUICK, QUICK),
        (BUSY, SLOW, SLOW),
        (BUSY, QUICK, QUICK),
        # What was found in quiet is not overruled by what was found in a crowd.
        (QUICK, BUSY, QUICK),
        (SLOW, BUSY, SLOW),
    ],
)
def test_two_measurements(
    home: Path, tiny_pack: Path, known: Measured, found: Measured, kept: Measured
) -> None:
    pack = open_pack(tiny_pack)
    store_measured(pack, known)
    store_measured(pack, replace(found, day="2026-11-26"))
    assert measured(pack) == replace(kept, day="2026-11-26")


def test_figures_of_earlier_versions_are_read(home: Path, tiny_pack: Path) -> None:
    pack = open_pack(tiny_pack)
    store_measured(pack, SLOW)
    text = json.loads(paths.measured_file().read_text())
    for table in text["machines"].values():
        for row in table.values():
            del row["disturbed"], row["days"]
    paths.measured_file().write_text(json.dumps(text))
    assert measured(pack) == SLOW
