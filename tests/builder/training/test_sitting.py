"""A whole training in one sitting, with a toy teacher: tuned, writing, teaching, brought home."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from autotype.builder.__main__ import main
from autotype.builder.adapter import merged
from autotype.builder.errors import BuildError
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.config import read_student
from autotype.builder.training.loop import CHECKPOINT
from autotype.builder.training.lora import Adapter, add_adapter
from autotype.builder.training.online import OnlineTeacher
from autotype.builder.training.pairs import Pieces, open_teacher_tokens, pair
from autotype.builder.training.teacher_model import fuse_norms, in_type, open_model
from autotype.builder.training.vocabulary import END, token_bytes
from autotype.builder.training.writing import Writer
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.text.request import Request
from tests.make_tiny_pack import sentences, tiny_checkpoint

ROOT = Path(__file__).resolve().parents[3]
STUDENT = """
name = "toy"
[text]
folder = "unused"
held_out = 0.1
[shape]
vocabulary = 330
layers = 2
hidden = 64
heads = 2
positions = 128
[teacher]
own_share = 0.1
[tuning]
seconds = 100
tokens = 2560
rank = 2
batch_tokens = 512
[writing]
seconds = 100
tokens = 4096
rows = 16
[schedule]
tokens = {tokens}
batch_tokens = 512
precision = "float32"
curve_tokens = 8192
checkpoint_minutes = 0.004
"""


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint folder of a Llama that knows the sentences of the tiny pack."""
    folder = tmp_path_factory.mktemp("llama")
    tiny = tiny_checkpoint("llama", noise=0.02)
    open_model(folder / "none", tiny).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tiny.tokenizer, encoding="utf-8")
    return folder


def train(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "packaging/card/train.py"), *map(str, arguments)]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def write_toy(folder: Path, tokens: object) -> Path:
    file = folder / "toy.toml"
    file.write_text(STUDENT.format(tokens=tokens), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def data(llama: Path, letters: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    toy = write_toy(folder, 1)
    done = run(
        train("prepare", toy, "--text", letters, "--teacher", llama, "--data", folder / "data")
    )
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture(scope="session")
def sat(llama: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The work folder of a sitting that was not interrupted."""
    return sit(llama, data, tmp_path_factory.mktemp("sat"))


def sit_command(llama: Path, data: Path, folder: Path, tokens: object = 40_960) -> list[str]:
    toy = write_toy(folder, tokens)
    more = ["--data", data, "--work", folder / "work", "--seconds", 1000]
    return train("run", toy, "--teacher", llama, *more)


def sit(llama: Path, data: Path, folder: Path) -> Path:
    done = run(sit_command(llama, data, folder))
    assert done.returncode == 0, done.stderr
    return folder / "work"


def tensors(file: Path) -> dict[str, torch.Tensor]:
    with safe_open(str(file), "pt") as opened:
        return {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118


def test_the_student_learns_and_becomes_a_pack_that_suggests(sat: Path, tmp_path: Path) -> None:
    report = json.loads((sat / "bring/report.json").read_text())
    assert report["tuning"]["held_out_after"] < report["tuning"]["held_out_before"]
    assert report["writing"]["tokens"] == 4096
    assert report["teaching"]["tokens"] >= 40_960
    student = sat / "bring/student"
    assert main(["build", str(student), str(tmp_path / "pack"), "--precision=q8"]) == 0
    assert main(["verify", str(tmp_path / "pack"), "--against", str(student)]) == 0
    completer = Completer(Model(open_pack(tmp_path / "pack"), "cpu"))
    assert completer.complete(Request(0, "Thank you very")).words[0].text == " much"


def test_a_killed_sitting_goes_on_exactly_where_it_was(
    sat: Path, llama: Path, data: Path, tmp_path: Path
) -> None:
    command = sit_command(llama, data, tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    work = tmp_path / "work"
    while not (work / CHECKPOINT).is_file():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    done = run(command)
    assert done.returncode == 0, done.stderr
    assert "tuning the teacher" not in done.stdout
    one, two = tensors(sat / CHECKPOINT), tensors(work / CHECKPOINT)
    assert one.keys() == two.keys()
    assert [name for name in one if not torch.equal(one[name], two[name])] == []


def test_a_sitting_ends_in_time_and_what_it_has_is_there(
    llama: Path, data: Path, tmp_path: Path
) -> None:
    command = sit_command(llama, data, tmp_path, tokens="0\nminutes = 5")
    command[command.index("1000")] = "9"
    began = time.monotonic()
    done = run(command)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 60
    assert GPT2LMHeadModel.from_pretrained(tmp_path / "work/bring/student").config.n_layer == 2
    last = (tmp_path / "work/bring/curve.csv").read_text().splitlines()[-1]
    assert last.split(",")[2] == "0.0000"


def test_the_adapter_at_home_is_the_adapter_there(sat: Path, llama: Path, tmp_path: Path) -> None:
    """Merged into the checkpoint or into the model of transformers, it makes the same model."""
    file = sat / "bring/adapter.safetensors"
    there = open_model(llama, read_checkpoint(llama))
    plain = there.model.layers[0].mlp.up_proj.weight.detach().clone()
    add_adapter(there, file)
    assert not torch.equal(plain, there.model.layers[0].mlp.up_proj.weight)
    tokens = torch.tensor([[0, 5, 300, 301, 40]])
    at_home = open_model(tmp_path / "none", merged(read_checkpoint(llama), file))
    with torch.no_grad():
        torch.testing.assert_close(there(tokens).logits, at_home(tokens).logits)
    folder = tmp_path / "pack"
    assert main(["build", str(llama), str(folder), "--adapter", str(file)]) == 0
    with pytest.raises(BuildError, match="does not fit"):
        merged(tiny_checkpoint("gpt2"), file)


def test_an_adapter_changes_nothing_until_it_has_learnt_and_once_it_is_out(llama: Path) -> None:
    model = open_model(llama, read_checkpoint(llama))
    tokens = torch.tensor([[0, 5, 300]])
    with torch.no_grad():
        before = model(tokens).logits
        adapter = Adapter(model, 2, 1)
        torch.testing.assert_close(model(tokens).logits, before)
        for parameter in adapter.parameters().values():
            parameter += 0.1
        assert not torch.allclose(model(tokens).logits, before)
        adapter.remove()
        torch.testing.assert_close(model(tokens).logits, before)


def test_what_writes_is_the_model_of_transformers(llama: Path) -> None:
    checkpoint = read_checkpoint(llama)
    model = open_model(llama, checkpoint)
    tokens = torch.tensor([[0, 5, 300, 301, 40], [0, 77, 12, 400, 3]])
    with torch.no_grad():
        expected = model.base_model(tokens).last_hidden_state
    fuse_norms(model)
    with torch.no_grad():
        torch.testing.assert_close(model.base_model(tokens).last_hidden_state, expected)
    writer = Writer(model, checkpoint.config, 0, [7], 1.0)
    cache = writer.cache(2, 5)
    for place in range(5):
        hidden = writer.step(tokens[:, place], place, cache)
        torch.testing.assert_close(hidden, expected[:, place], atol=1e-4, rtol=1e-4)
    rows = writer.write(tokens[:, 1:3].repeat(40, 1), 12, seed=4)
    assert rows[:, :2].tolist() == tokens[:, 1:3].repeat(40, 1).tolist()
    assert 7 not in rows[:, 2:]
    assert torch.equal(rows, writer.write(tokens[:, 1:3].repeat(40, 1), 12, seed=4))


def test_half_precision_leaves_the_rotary_angles_as_they_are(llama: Path) -> None:
    model = open_model(llama, read_checkpoint(llama))
    frequencies = model.model.rotary_emb.inv_freq.clone()
    assert in_type(model, torch.bfloat16).lm_head.weight.dtype == torch.bfloat16
    assert torch.equal(model.model.rotary_emb.inv_freq, frequencies)
    # The writer's way and transformers' agree in it as well, as far as it goes.
    tokens = torch.tensor([[0, 5, 300, 301, 40]])
    with torch.no_grad():
        expected = model.base_model(tokens).last_hidden_state[0].float()
    writer = Writer(model, read_checkpoint(llama).config, 0, [], 1.0)
    cache = writer.cache(1, 5)
    found = torch.cat([writer.step(tokens[:, at], at, cache) for at in range(5)]).float()
    assert float((found - expected).norm() / expected.norm()) < 0.05
    assert writer.write(tokens[:, :2], 6, seed=1).shape == (1, 6)


def test_each_row_gets_the_teacher_s_distribution_over_the_student_s_tokens(
    llama: Path, data: Path
) -> None:
    own = Tokenizer.from_file(str(llama / "tokenizer.json"))
    student = Tokenizer.from_file(str(data / "tokenizer.json"))
    pieces = Pieces(student, own)
    model = open_model(llama, read_checkpoint(llama))
    size = student.get_vocab_size()
    text = own.encode(" ".join(sentences())).ids
    tokens, begins = pieces.expand(np.array(text, np.uint16))
    assert b"".join(token_bytes(student)[t] for t in tokens) == " ".join(sentences()).encode()
    rows = np.full(len(tokens), -1)
    rows[begins] = np.arange(len(text))
    teacher = OnlineTeacher(model, pieces.first, own.token_to_id(END), size)
    inputs = torch.tensor([[own.token_to_id(END), *text[:-1]]])
    following = torch.from_numpy(tokens.astype(np.int64))
    targets = teacher.targets(inputs, torch.from_numpy(rows), following, 0.2)
    found = torch.cat([targets(slice(at, at + 50)) for at in range(0, len(tokens), 50)])
    with torch.no_grad():
        shares = torch.softmax(model(inputs).logits[0], dim=-1).numpy()
    inside = 0
    for place, row in enumerate(rows):
        expected = np.zeros(size)
        if row >= 0:
            np.add.at(expected, pieces.first, 0.8 * shares[row])
        else:
            inside += 1
        expected[tokens[place]] += 0.2 if row >= 0 else 1.0
        np.testing.assert_allclose(found[place].numpy(), expected, atol=1e-5)
    assert inside > 10


def test_both_kinds_of_tokens_say_the_same_text(llama: Path, data: Path) -> None:
    own = Tokenizer.from_file(str(llama / "tokenizer.json"))
    student = Tokenizer.from_file(str(data / "tokenizer.json"))
    text = open_teacher_tokens(data)
    pairs = pair(text, Pieces(student, own))
    ours, theirs = token_bytes(student), token_bytes(own)
    for document in range(0, len(text.source), 9):
        first, last = pairs.text.starts[document : document + 2]
        said = b"".join(ours[t] for t in pairs.text.tokens[first:last])
        start, end = text.starts[document : document + 2]
        assert said == b"".join(theirs[t] for t in text.tokens[start:end])
        assert pairs.teacher[pairs.begins[first]] == text.tokens[start]
    assert (pairs.begins >= 0).sum() == len(pairs.teacher) == len(text.tokens)


def test_the_toy_s_file_is_read(tmp_path: Path) -> None:
    student = read_student(write_toy(tmp_path, 5))
    assert (student.tuning.rank, student.writing.rows) == (2, 16)
