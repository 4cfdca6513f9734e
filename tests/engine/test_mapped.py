"""Weights are in memory once: as the kernels want them, and not as they are stored, too."""

import mmap
from pathlib import Path

import psutil
import pytest

from autotype.engine.completer import Completer
from autotype.engine.mapped import release_mapped
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.text.request import Request

PAGE = mmap.PAGESIZE


def resident(file: Path) -> int:
    """Return how many bytes of a mapped file are in memory for this process."""
    maps = psutil.Process().memory_maps(grouped=False)
    return sum(part.rss for part in maps if part.path == str(file.resolve()))


def test_what_was_read_goes_and_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "weights file"
    file.write_bytes(b"weights." * PAGE)
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY) as seen:
        assert seen[:].count(b"weights.") == PAGE
        assert resident(file) == 8 * PAGE
        assert release_mapped([tmp_path / "another"]) == 0
        assert resident(file) == 8 * PAGE
        assert release_mapped([file]) == 8 * PAGE
        assert resident(file) == 0
        assert seen[:].count(b"weights.") == PAGE


def test_what_was_changed_in_memory_stays(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"weights." * PAGE)
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY) as seen:
        seen[PAGE : PAGE + 7] = b"changed"
        assert release_mapped([file]) == 0
        assert seen[PAGE : PAGE + 7] == b"changed"


@pytest.mark.pack
def test_the_recommended_pack_is_in_memory_once(home: Path) -> None:
    pack = open_pack(home / "packs" / "smollm2-135m")
    completer = Completer(Model(pack, "cpu"))
    (data,) = pack.folder.glob("*.data")
    assert resident(data) < data.stat().st_size / 8
    request = Request(0, "Thank you very mu")
    assert completer.complete(request).words[0].text == "ch"
    assert resident(data) < data.stat().st_size / 8
