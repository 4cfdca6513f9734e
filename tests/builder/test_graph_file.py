"""Weights beside the graph: the same model, checked as strictly."""

from pathlib import Path

import numpy as np
import pytest

from autotype.builder import graph_file
from autotype.builder.export import Label, build_pack
from autotype.builder.unpack import unpack
from autotype.builder.verify import open_for_check
from autotype.engine.external_data import external_locations
from autotype.engine.pack import Pack, PackError, check_pack, open_pack
from tests.make_tiny_pack import tiny_checkpoint

LABEL = Label("tiny", "Tiny", "Apache-2.0", {"kind": "made"})
PRECISIONS = ("q8", "fp32")
TOKENS = [int(token) for token in np.random.default_rng(0).integers(1, 400, 20)]


@pytest.fixture
def whole(tmp_path: Path) -> Pack:
    """A pack as small ones are."""
    return build_pack(tiny_checkpoint("llama"), tmp_path / "whole", LABEL, PRECISIONS)


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """A pack that is taken for a large one."""
    monkeypatch.setattr(graph_file, "_IN_ONE_FILE", 0)
    return build_pack(tiny_checkpoint("llama"), tmp_path / "apart", LABEL, PRECISIONS)


def test_weights_lie_beside_a_large_graph_and_answer_the_same(whole: Pack, apart: Pack) -> None:
    for precision in PRECISIONS:
        graph, other = apart.graph_file(precision), whole.graph_file(precision)
        assert graph
        assert other
        assert external_locations(graph) == {f"{graph.name}.data"}
        assert external_locations(other) == set()
        assert graph.stat().st_size < other.stat().st_size / 4
        answers = [
            open_for_check(pack, precision)[0].run(TOKENS, 0, range(len(TOKENS))).copy()
            for pack in (apart, whole)
        ]
        assert np.array_equal(*answers)


def test_who_may_read_the_graph_may_read_its_weights(apart: Pack) -> None:
    modes = {name: (apart.folder / name).stat().st_mode for name in apart.manifest.files}
    assert "model.onnx.data" in modes
    assert len(set(modes.values())) == 1


def test_weights_that_have_changed_are_not_opened(apart: Pack) -> None:
    check_pack(open_pack(apart.folder))
    file = apart.folder / "model.onnx.data"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(PackError, match=r"model\.onnx\.data has changed"):
        check_pack(open_pack(apart.folder))


def test_a_pack_built_again_holds_no_weights_of_the_one_before(apart: Pack) -> None:
    size = (apart.folder / "model.onnx.data").stat().st_size
    again = build_pack(tiny_checkpoint("llama"), apart.folder, LABEL, PRECISIONS)
    assert (again.folder / "model.onnx.data").stat().st_size == size


def test_weights_beside_the_graph_are_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = build_pack(tiny_checkpoint("gpt2"), tmp_path / "whole", LABEL)
    monkeypatch.setattr(graph_file, "_IN_ONE_FILE", 0)
    apart = build_pack(tiny_checkpoint("gpt2"), tmp_path / "apart", LABEL)
    one, other = unpack(whole).weights, unpack(apart).weights
    assert one.keys() == other.keys()
    for name, weight in one.items():
        assert np.array_equal(weight, other[name]), name
