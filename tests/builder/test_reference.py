"""`python -m autotype.builder`: building and comparing packs in any folder."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from autotype.builder.__main__ import main
from autotype.engine.pack import check_pack, open_pack
from tests.builder.conftest import save


def checkpoint(folder: Path, seed: int = 0) -> Path:
    """Write a GPT-2 whose answers are far from even, so that 8 bit keeps their ranks."""
    torch.manual_seed(seed)
    shape = GPT2Config(
        n_layer=2, n_embd=128, n_head=2, n_positions=128, vocab_size=512, initializer_range=0.3
    )
    return save(GPT2LMHeadModel(shape), folder)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoint(tmp_path_factory.mktemp("checkpoints") / "mine")


@pytest.fixture(scope="module")
def pack(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs") / "made"
    precisions = [f"--precision={kind}" for kind in ("q8", "fp32", "fp16")]
    done = subprocess.run(
        [sys.executable, "-m", "autotype.builder", "build", weights, folder, *precisions],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(folder / "manifest.json")
    return folder


def test_build(pack: Path) -> None:
    opened = open_pack(pack)
    check_pack(opened)
    assert list(opened.manifest.graphs) == ["q8", "fp32", "fp16"]
    assert opened.manifest.source["reference"] == "mine"


def test_verify_against_the_weights_it_was_made_of(
    pack: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(pack), "--against", str(weights)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == ["q8", "fp32", "fp16"]
    assert all("close to transformers" in line for line in said[:2])


def test_verify_against_other_weights(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = checkpoint(tmp_path / "other", seed=1)
    assert main(["verify", str(pack), "--against", str(other)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert all("too far from transformers" in line for line in said[:2])


def test_verify_alone(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(pack)]) == 0
    assert "whole and runs" in capsys.readouterr().out


def test_refused_in_one_sentence(
    pack: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["build", str(weights), str(pack)], "is there already"),
        (["build", str(tmp_path / "nothing"), str(tmp_path / "new")], "neither"),
        (["verify", str(tmp_path)], "manifest.json is missing"),
        (["verify", str(pack), "--against", str(tmp_path / "nothing")], "not a checkpoint folder"),
        (["verify", str(pack), "--against", str(tmp_path)], "transformers cannot read"),
    ):
        assert main(arguments) == 1
        errors = capsys.readouterr().err
        assert said in errors
        assert errors.startswith("autotype.builder: ")
    assert not (tmp_path / "new").exists()


def test_without_the_extra(
    pack: Path,
    weights: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    assert main(["verify", str(pack), "--against", str(weights)]) == 1
    assert "needs the builder extra" in capsys.readouterr().err
