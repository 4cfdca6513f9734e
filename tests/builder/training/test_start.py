"""Trainings that begin with a model that is there already."""

import json
from pathlib import Path
from typing import Any

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


@pytest.fixture
def words(teacher: Path) -> dict[str, Any]:
    """The teacher's tokenizer."""
    found: dict[str, Any] = json.loads((teacher / "tokenizer.json").read_text())
    return found


def test_a_token_begins_as_it_was_and_a_new_one_as_the_mean_of_its_pieces(
    teacher: Path, words: dict[str, Any]
) -> None:
    known = GPT2LMHeadModel.from_pretrained(teacher).transformer.wte.weight
    model = words["model"]
    ids = model["vocab"]
    before = dict(ids)
    # The last merge makes way for another one, and two tokens change places.
    left, right = model["merges"].pop()
    gone = ids.pop(left + right)
    new = next(
        (a, b)
        for a in before
        for b in before
        if len(a) == len(b) == 1 and a.isalpha() and b.isalpha() and a + b not in before
    )
    model["merges"].append(list(new))
    ids["".join(new)] = gone
    ids["e"], ids["t"] = ids["t"], ids["e"]
    student = new_student(ShapeConfig(400, 2, 96, 2, 128), seed=9)
    load_start(student, teacher, json.dumps(words))
    weights = student.transformer.wte.weight
    assert torch.equal(weights[ids["e"]], known[before["e"]])
    assert torch.equal(weights[ids["t"]], known[before["t"]])
    assert torch.equal(weights[ids["s"]], known[before["s"]])
    pieces = known[[before[piece] for piece in new]]
    assert torch.allclose(weights[gone], pieces.mean(dim=0))


def test_another_shape_is_refused(teacher: Path, words: dict[str, Any]) -> None:
    student = new_student(ShapeConfig(400, 2, 64, 2, 128), seed=1)
    with pytest.raises(BuildError, match="another shape"):
        load_start(student, teacher, json.dumps(words))


def test_a_vocabulary_of_other_words_is_refused(teacher: Path, words: dict[str, Any]) -> None:
    student = new_student(ShapeConfig(400, 2, 96, 2, 128), seed=1)
    words["model"]["merges"] = []
    ids = words["model"]["vocab"]
    longer = [text for text in ids if len(text) > 1]
    for number, text in enumerate(longer):
        ids[f"\u0142\u0142{number}"] = ids.pop(text)
    with pytest.raises(BuildError, match="vocabulary"):
        load_start(student, teacher, json.dumps(words))
