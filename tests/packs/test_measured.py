"""What was measured of packs, and what `auto` makes of it."""

import json
import shutil
from pathlib import Path

import pytest

from autotype import paths
from autotype.engine.pack import Pack, PackError, open_pack
from autotype.packs import measured as figures
from autotype.packs.installed import default_pack, find, unmeasured
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
    # Some measured: what is known to be late is left out, the order decides on the rest.
    ({"smollm2-135m": None, "mine": (0.90, 5)}, "smollm2-135m"),
    ({"smollm2-135m": (0.45, 200), "mine": None, "other": (0.1, 9)}, "mine"),
]


@pytest.mark.parametrize(("packs", "chosen"), CASES)
def test_what_auto_chooses(
    home: Path, tiny_pack: Path, packs: dict[str, tuple[float, float] | None], chosen: str
) -> None:
    for name, found in packs.items():
        pack = install(home, tiny_pack, name)
        if found:
            store_measured(pack, Measured(*found, "2026-11-25"))
    assert default_pack().manifest.name == chosen
    assert {p.manifest.name for p in unmeasured()} == {n for n, found in packs.items() if not found}
    # A setting that names a pack is not second-guessed, however slow it is.
    for name in packs:
        assert default_pack(name).manifest.name == name
        assert unmeasured(name) == []


def test_one_pack_alone_needs_no_measuring(home: Path, tiny_pack: Path) -> None:
    install(home, tiny_pack, "mine")
    assert unmeasured() == []
    assert default_pack().manifest.name == "mine"
    assert find("mine").manifest.name == "mine"
