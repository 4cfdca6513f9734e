"""Trainings that begin with a model that is there already."""

import json
from pathlib import Path

import pytest
import torch
from transformers import GPT2LMHeadModel

from autotype.builder.__main__ import main
from autotype.builder.errors import BuildError
from autotype.builder.training.config import ShapeConfig
from autotype.builder.training.start import load_start
from autotype.builder.training.student import new_student
from tests.builder.training.conftest import distill, write_student
from tests.builder.training.test_distill import curve


@pytest.fixture(scope="module")
def pack(teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start") / "pack"
    assert main(["build", str(teacher), str(folder), "--precision=q8"]) == 0
    return folder


def test_a_checkpoint_is_taken_as_it_is(teacher: Path) -> None:
    known = GPT2LMHeadModel.from_pretrained(teacher, attn_implementation="eager").eval()
    student = new_student(ShapeConfig(400, 2, 96, 2, 128), seed=9).eval()
    load_start(student, teacher, (teacher / "tokenizer.json").read_text())
    tokens = torch.tensor([[399, 5, 17, 250, 3]])
    with torch.no_grad():
        assert torch.equal(student(tokens).logits, known(tokens).logits)


def test_a_training_that_begins_with_a_pack_is_ahead(
    letters: Path, pack: Path, tmp_path: Path
) -> None:
    file = write_student(tmp_path, 16_384, hidden=96)
    for name, more in (("anew", ()), ("going on", ("--start", str(pack)))):
        done = distill(file, letters, tmp_path / name, "--no-teacher", *more)
        assert done.returncode == 0, done.stderr
    anew, going_on = (curve(tmp_path / name)[0] for name in ("anew", "going on"))
    assert going_on["held_out_loss"] < 0.6 * anew["held_out_loss"]


@pytest.mark.parametrize(
    ("shape", "said"), [(ShapeConfig(400, 2, 64, 2, 128), "another shape"), (None, "vocabulary")]
)
def test_a_model_that_does_not_fit(teacher: Path, shape: ShapeConfig | None, said: str) -> None:
    words = (teacher / "tokenizer.json").read_text()
    if shape is None:
        data = json.loads(words)
        data["model"]["merges"].reverse()
        words = json.dumps(data)
    student = new_student(shape or ShapeConfig(400, 2, 96, 2, 128), seed=1)
    with pytest.raises(BuildError, match=said):
        load_start(student, teacher, words)
