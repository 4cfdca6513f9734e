"""Parcels: whatever is sent comes out as it was, and what went wrong is named."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "card" / "parcels.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("parcels", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["parcels"] = module
    spec.loader.exec_module(module)
    return module


parcels = load()


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=3), st.integers(1, 4000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_in_parts_of_any_size_come_out_as_they_were(
    contents: list[bytes], size: int
) -> None:
    size = max(size, 40)  # a byte a file would only be slow
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        sources = {}
        for number, content in enumerate(contents):
            sources[f"file-{number}"] = home / f"{number}.bin"
            sources[f"file-{number}"].write_bytes(content)
        parts = parcels.cut(sources, home / "out", size)
        missing = parts
        for parcel in range(1, parts[-1].parcel + 1):
            folder = home / "out" / str(parcel)
            sent = sum(f.stat().st_size for f in folder.iterdir() if f.name != parcels.LIST)
            assert 0 < sent <= size
            missing = parcels.receive(folder, home / "store")
        assert missing == []
        assert parcels.join(home / "store", home / "back") == list(sources)
        for name, source in sources.items():
            assert (home / "back" / name).read_bytes() == source.read_bytes()


def test_a_folder_travels_with_what_is_below_it(tmp_path: Path) -> None:
    tree = tmp_path / "tree" / "a" / "b"
    tree.mkdir(parents=True)
    (tree / "deep.txt").write_text("deep")
    script = tree.parent / "run.sh"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    parcels.cut({"tree": tmp_path / "tree"}, tmp_path / "out", 100, flat=True)
    parcels.receive(tmp_path / "out", tmp_path / "store")
    parcels.join(tmp_path / "store", tmp_path / "back")
    assert (tmp_path / "back/tree/a/b/deep.txt").read_text() == "deep"
    assert (tmp_path / "back/tree/a/run.sh").stat().st_mode & 0o100


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A store to which three parcels have come."""
    file = tmp_path / "file"
    file.write_bytes(bytes(range(256)) * 3)
    parts = parcels.cut({"file": file}, tmp_path / "out", 150)
    assert parts[-1].parcel >= 3
    for parcel in range(1, parts[-1].parcel + 1):
        parcels.receive(tmp_path / "out" / str(parcel), tmp_path / "store")
    return tmp_path


def test_what_is_damaged_is_named(sent: Path) -> None:
    part = sent / "store" / "file.0002"
    data = bytearray(part.read_bytes())
    data[-1] ^= 1
    part.write_bytes(data)
    with pytest.raises(parcels.ParcelError, match=r"file\.0002 \(parcel 2\) is damaged"):
        parcels.join(sent / "store", sent / "back")
    shutil.copyfile(part, sent / "out/2/file.0002")
    with pytest.raises(parcels.ParcelError, match=r"file\.0002 \(parcel 2\) is damaged"):
        parcels.receive(sent / "out/2", sent / "other")


def test_what_is_missing_is_named(sent: Path) -> None:
    (sent / "store" / "file.0001").unlink()
    (sent / "store" / "file.0003").unlink()
    with pytest.raises(parcels.ParcelError, match=r"file\.0001 \(parcel 1\), file\.0003"):
        parcels.join(sent / "store", sent / "back")


def test_parcels_of_two_journeys_are_not_mixed(sent: Path) -> None:
    parcels.cut({"file": sent / "out/1/file.0001"}, sent / "again", 100)
    with pytest.raises(parcels.ParcelError, match="not of the parcels"):
        parcels.receive(sent / "again/1", sent / "store")


def test_a_list_cannot_lead_out_of_its_folder(sent: Path) -> None:
    listed = sent / "out/1" / parcels.LIST
    listed.write_text(listed.read_text().replace("file.0001", "../../file"))
    with pytest.raises(parcels.ParcelError, match="no plain name"):
        parcels.receive(sent / "out/1", sent / "other")


def test_the_command_needs_nothing_but_python(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 5000)

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        # -I and -S: no package of this environment, no variables.
        command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True)

    assert "1 parcels" in run("cut", tmp_path / "out", "--part", 1, f"f={file}").stdout
    assert "all parcels are here" in run("receive", tmp_path / "out/1", tmp_path / "store").stdout
    assert "unpacked: f" in run("join", tmp_path / "store", tmp_path / "back").stdout
    assert (tmp_path / "back/f").read_bytes() == file.read_bytes()
    wrong = run("join", tmp_path / "out", tmp_path / "back")
    assert (wrong.returncode, wrong.stderr.count("parcels: ")) == (1, 1)
