"""A pack taken apart again is the model that it was made of."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack, label_of
from autotype.builder.unpack import unpack
from autotype.builder.verify import compare
from autotype.engine.pack import check_pack, open_pack
from autotype.packs.install import add
from autotype.packs.installed import BUILT_IN_VARIABLE, find
from tests.make_tiny_pack import make_tiny_pack, tiny_checkpoint

NOISE = 0.05
both = pytest.mark.parametrize("family", ["gpt2", "llama"])


@pytest.fixture(scope="module")
def eight_bit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_pack(tmp_path_factory.mktemp("packs") / "small", "gpt2", ("q8",), NOISE)


@both
def test_wide_weights_come_back_as_they_were(tmp_path: Path, family: str) -> None:
    folder = make_tiny_pack(tmp_path / "wide", family, ("fp32",), NOISE)
    made, found = tiny_checkpoint(family, NOISE), unpack(open_pack(folder))
    assert found.config == made.config
    assert found.tokenizer == made.tokenizer
    assert found.weights.keys() == made.weights.keys()
    for name, value in made.weights.items():
        assert np.array_equal(found.weights[name], value), name


@both
def test_eight_bit_weights_come_back_close(tmp_path: Path, family: str) -> None:
    folder = make_tiny_pack(tmp_path / "small", family, ("q8",), NOISE)
    made, found = tiny_checkpoint(family, NOISE), unpack(open_pack(folder))
    assert found.config == made.config
    for name, value in made.weights.items():
        largest = max(1e-6, float(np.abs(value).max()))
        assert np.abs(found.weights[name] - value).max() < largest / 100, name


def test_building_it_again_changes_nothing_but_the_precision(
    eight_bit: Path, tmp_path: Path
) -> None:
    pack = open_pack(eight_bit)
    again = build_pack(
        unpack(pack), tmp_path / "again", label_of(pack, "again"), ("q8", "fp32", "fp16")
    )
    check_pack(again)
    assert again.manifest.start_token == pack.manifest.start_token
    assert again.manifest.context_length == pack.manifest.context_length
    close = compare(again, "q8", "fp32")
    assert close.top3 > 0.9
    assert abs(close.nll - close.reference_nll) < 0.1


def test_the_built_in_pack_can_be_made_for_a_card(
    home: Path, eight_bit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(eight_bit, shipped)
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(shipped))
    steps: list[float] = []
    pack = add("small", "", ["q8", "fp16"], lambda share, _: steps.append(share))
    assert sorted(pack.manifest.graphs) == ["fp16", "q8"]
    assert steps == sorted(steps)
    check_pack(pack)
    assert find("small").folder == home / "packs" / "small"
    assert sorted(open_pack(shipped).manifest.graphs) == ["q8"]


def test_a_pack_without_a_graph_to_read(tmp_path: Path) -> None:
    label = Label("half", "Half", "Apache-2.0", {"kind": "made", "reference": "tests"})
    pack = build_pack(tiny_checkpoint(), tmp_path / "half", label, ("fp16",))
    with pytest.raises(BuildError, match="neither a q8 nor an fp32"):
        unpack(pack)
