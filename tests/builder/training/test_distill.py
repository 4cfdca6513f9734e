"""`python -m autotype.builder distill`, from a folder of text to a pack that suggests."""

import csv
import dataclasses
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from autotype.builder.__main__ import main
from autotype.builder.training.config import TeacherConfig, read_student
from autotype.builder.training.loop import CHECKPOINT
from autotype.builder.training.targets import Targets, TargetWriter
from autotype.builder.training.teacher import Teacher, shared
from autotype.builder.training.vocabulary import (
    END,
    partial_tokenizer,
    piece_starts,
    token_bytes,
)
from autotype.engine.pack import open_pack
from tests.builder.training.conftest import command, distill, write_student
from tests.make_tiny_pack import sentences

WINDOW = 48


def curve(work: Path) -> list[dict[str, float]]:
    with (work / "curve.csv").open() as stream:
        return [
            {name: float(value) for name, value in row.items()} for row in csv.DictReader(stream)
        ]


def progress(work: Path) -> str:
    with safe_open(str(work / CHECKPOINT), "pt") as opened:
        return str(opened.metadata()["progress"])


def test_a_training_learns_and_ends_in_a_checkpoint(teacher: Path) -> None:
    points = curve(teacher.parent)
    assert points[-1]["held_out_loss"] < 0.5 * points[0]["held_out_loss"]
    assert points[-1]["rate"] == 0
    assert (teacher.parent / "curve.png").stat().st_size > 5_000
    model = GPT2LMHeadModel.from_pretrained(teacher).eval()
    tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    before = [tokenizer.token_to_id(END), *tokenizer.encode("Thank you very").ids]
    with torch.no_grad():
        likeliest = int(model(torch.tensor([before])).logits[0, -1].argmax())
    assert tokenizer.decode([likeliest]) == " much"


def test_the_checkpoint_becomes_a_pack_that_agrees(
    teacher: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    assert main(["build", str(teacher), str(folder), "--precision=q8", "--precision=fp32"]) == 0
    assert open_pack(folder).manifest.family == "gpt2"
    assert main(["verify", str(folder), "--against", str(teacher)]) == 0
    assert capsys.readouterr().out.count("close to transformers") == 2


def test_a_killed_training_goes_on_exactly_where_it_was(letters: Path, tmp_path: Path) -> None:
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    file = write_student(tmp_path, 40_960)
    assert distill(file, letters, straight, "--no-teacher").returncode == 0
    assert curve(straight)[-1]["rate"] == 0  # although a usual point was due at the same step
    running = subprocess.Popen(
        command(file, letters, broken, "--no-teacher"), stderr=subprocess.DEVNULL
    )
    while not (broken / CHECKPOINT).is_file():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert progress(broken) != progress(straight)
    assert distill(file, letters, broken, "--no-teacher").returncode == 0
    with (
        safe_open(str(straight / CHECKPOINT), "pt") as one,
        safe_open(str(broken / CHECKPOINT), "pt") as two,
    ):
        assert sorted(one.keys()) == sorted(two.keys())
        for name in one.keys():  # noqa: SIM118
            assert torch.equal(one.get_tensor(name), two.get_tensor(name)), name
    assert [p["held_out_loss"] for p in curve(broken)] == [
        p["held_out_loss"] for p in curve(straight)
    ]


def test_finishing_beside_a_training_leaves_it_as_it_is(letters: Path, tmp_path: Path) -> None:
    file = write_student(tmp_path, 10_000_000)
    work = tmp_path / "work"
    running = subprocess.Popen(
        command(file, letters, work, "--no-teacher"), stderr=subprocess.DEVNULL
    )
    while not ((work / "curve.csv").is_file() and (work / CHECKPOINT).is_file()):
        assert running.poll() is None
        time.sleep(0.05)
    running.terminate()
    running.wait()
    before = (work / CHECKPOINT).read_bytes()
    done = distill(file, letters, work, "--no-teacher", "--finish-in", "0.1")
    assert done.returncode == 0, done.stderr
    assert (work / CHECKPOINT).read_bytes() == before
    finished = Path(done.stdout.strip())
    points = curve(finished)
    assert points[-1]["rate"] == 0
    assert points[-1]["tokens"] > curve(work)[-1]["tokens"]
    assert GPT2LMHeadModel.from_pretrained(finished).config.n_layer == 2


def test_while_the_rates_fall_another_mixture_is_read(letters: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "letters.txt").write_text((letters / "letters.txt").read_text(encoding="utf-8"))
    counting = "one two three four five six seven eight nine ten "
    # Documents that are the same would be read once.
    documents = [f"{counting * 5}\n" * 4 + f"That was {number}." for number in range(12)]
    (texts / "counting.txt").write_text("\n<|doc|>\n".join(documents), encoding="utf-8")
    only = "\n[text.weights]\nletters = {}\ncounting = {}\n".format
    last = "\n[schedule.cooldown_weights]\nletters = 0\ncounting = 1\n"
    found = {}
    for name, more in (("without", only(1, 0.05)), ("with", only(1, 0.05) + last)):
        work = tmp_path / name
        work.mkdir()
        done = distill(write_student(work, 40_000, more=more), texts, work, "--no-teacher")
        assert done.returncode == 0, done.stderr
        folder = Path(done.stdout.strip())
        model = GPT2LMHeadModel.from_pretrained(folder).eval()
        ids = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(counting * 2).ids
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0, :-1]
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor(ids[1:]))
        found[name] = float(loss)
        assert f'"cooling": {str(bool(last in more)).lower()}' in progress(work)
    assert found["with"] < 0.7 * found["without"]


def test_the_draws_are_the_teacher_s_distribution_over_the_student_s_tokens(
    teacher: Path, tmp_path: Path
) -> None:
    own = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    student = Tokenizer.from_str(
        partial_tokenizer(own.to_str(), [(text, 1.0) for text in sentences()], 330)
    )
    text = " ".join(sentences())
    config = TeacherConfig(str(teacher), draws=255, window=WINDOW)
    writer = TargetWriter(tmp_path, "test")
    Teacher(config, student, torch.float32, 1).teach(iter([text]), writer, lambda _: None)
    tokens = own.encode(text).ids
    sizes = {tok: [len(raw) for raw in token_bytes(tok)] for tok in (own, student)}
    ours = student.encode(text).ids
    starts_ours = np.cumsum([0, *(sizes[student][t] for t in ours)]).tolist()
    starts_own = np.cumsum([0, *(sizes[own][t] for t in tokens)]).tolist()
    model = GPT2LMHeadModel.from_pretrained(teacher).eval()

    def row(at: int) -> np.ndarray:
        """What the teacher says may follow, from the window that `at` belongs to."""
        step = WINDOW - shared(WINDOW)
        start = max(0, (at - shared(WINDOW)) // step) * step
        inputs = torch.tensor([[own.token_to_id(END), *tokens[start:at]]])
        with torch.no_grad():
            return torch.softmax(model(inputs).logits[0, -1], dim=-1).numpy()

    first = piece_starts(student, own, student.token_to_id(END))
    ids, shares = Targets(tmp_path).rows(np.arange(len(ours) + 1))
    compared = 0
    for place, start in enumerate(starts_ours):
        if start not in starts_own:
            assert not shares[place].any()
            continue
        expected = np.zeros(student.get_vocab_size())
        np.add.at(expected, first, row(starts_own.index(start)))
        found = np.zeros_like(expected)
        np.add.at(found, ids[place], shares[place])
        # Systematic draws of 255 are off by less than one draw for each of a token's pieces.
        assert np.abs(found - expected).max() < 0.06
        compared += 1
    assert compared > 2 * WINDOW


def test_a_student_learns_from_its_teacher(teacher: Path, letters: Path, tmp_path: Path) -> None:
    file = write_student(tmp_path, 61_440, vocabulary=330, more="\n[teacher]\nown_share = 0.0\n")
    done = distill(file, letters, tmp_path / "work", "--teacher", str(teacher))
    assert done.returncode == 0, done.stderr
    points = curve(tmp_path / "work")
    assert points[-1]["held_out_loss"] < 0.75 * points[0]["held_out_loss"]
    targets = Targets(tmp_path / "work" / "targets")
    assert len(targets) == len(np.load(tmp_path / "work" / "train.npy"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--teacher", "/nowhere/model.gguf"], "model.gguf"),
        (["--no-teacher", "--finish-in", "1"], "nothing to finish"),
    ],
)
def test_what_is_said_of_what_cannot_be(
    letters: Path, tmp_path: Path, more: list[str], said: str
) -> None:
    done = distill(write_student(tmp_path, 1024), letters, tmp_path / "work", *more)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("autotype.builder: ")


def test_another_text_needs_another_folder(letters: Path, tmp_path: Path) -> None:
    file = write_student(tmp_path, 1024)
    assert distill(file, letters, tmp_path / "work", "--no-teacher").returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text((letters / "letters.txt").read_text() + " And more.")
    done = distill(file, other, tmp_path / "work", "--no-teacher")
    assert "choose another --work" in done.stderr
    assert dataclasses.asdict(read_student(file))["name"] == "small"
