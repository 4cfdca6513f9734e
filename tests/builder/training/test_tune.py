"""`python -m autotype.builder tune` and `merge`, from a folder of text to a pack that says more."""

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from transformers import AutoModelForCausalLM

from autotype.builder.__main__ import main
from autotype.builder.adapter import merged
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.lora import Adapter, add_adapter
from autotype.builder.training.teacher_model import open_model
from tests.builder.training.conftest import distill, write_student
from tests.make_tiny_pack import tiny_checkpoint

only_llama = pytest.mark.parametrize("base", ["llama"], indirect=True)

ADAPTER = """
name = "toy"
[text]
folder = "unused"
held_out = 0.1
[base]
checkpoint = "unused"
window = 48
[tuning]
seconds = 0
tokens = {tokens}
rank = 4
rate = {rate}
batch_tokens = 480
[watch]
every_tokens = 4800
checkpoint_minutes = 0.002
patience = {patience}
precision = "float32"
"""


def write_adapter(
    folder: Path, tokens: int = 19_200, rate: float = 0.01, patience: int = 9
) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "toy.toml"
    file.write_text(ADAPTER.format(tokens=tokens, rate=rate, patience=patience), encoding="utf-8")
    return file


def arguments(file: Path, text: Path, base: Path) -> list[str]:
    more = ["--text", str(text), "--base", str(base), "--work", str(file.parent / "work")]
    return ["tune", str(file), *more]


def tune(file: Path, text: Path, base: Path) -> int:
    return main(arguments(file, text, base))


def points(folder: Path) -> list[dict[str, float]]:
    with (folder / "work" / "curve.csv").open() as stream:
        return [{name: float(text) for name, text in row.items()} for row in csv.DictReader(stream)]


def report(folder: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads((folder / "work" / "report.json").read_text())
    return found


@pytest.fixture(scope="module", params=["llama", "gpt2"])
def base(
    request: pytest.FixtureRequest, letters: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The checkpoint folder of a model that has much to learn."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "gpt2":
        done = distill(write_student(folder, 8_000), letters, folder, "--no-teacher")
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())
    tiny = tiny_checkpoint("llama", noise=0.15)
    open_model(folder / "none", tiny).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tiny.tokenizer, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tuned(base: Path, letters: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tuning that was not interrupted."""
    folder = tmp_path_factory.mktemp("tuned")
    assert tune(write_adapter(folder), letters, base) == 0
    return folder


def test_what_was_never_read_is_predicted_better(tuned: Path) -> None:
    curve = points(tuned)
    assert curve[-1]["held_out_bits"] < curve[0]["held_out_bits"]
    found = report(tuned)
    assert found["after"]["letters"] < 0.99 * found["before"]["letters"]
    assert found["after"]["letters"] == pytest.approx(
        min(point["held_out_bits"] for point in curve), rel=0.02
    )


@only_llama
def test_killed_and_started_again_it_ends_the_same(
    base: Path, letters: Path, tuned: Path, tmp_path: Path
) -> None:
    file = write_adapter(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "autotype.builder", *arguments(file, letters, base)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "work" / "curve.csv").is_file() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < points(tmp_path)[-1]["tokens"] < 19_200
    assert tune(file, letters, base) == 0
    again = load_file(tmp_path / "work" / "adapter.safetensors")
    once = load_file(tuned / "work" / "adapter.safetensors")
    assert again.keys() == once.keys()
    assert all(np.array_equal(again[name], once[name]) for name in once)


def test_builder_and_transformers_add_it_alike(base: Path, tuned: Path, tmp_path: Path) -> None:
    file = tuned / "work" / "adapter.safetensors"
    assert main(["merge", str(base), str(file), str(tmp_path / "merged")]) == 0
    ours = merged(read_checkpoint(base), file)
    theirs = read_checkpoint(tmp_path / "merged")
    assert ours.config == theirs.config
    for name, weight in ours.weights.items():
        np.testing.assert_allclose(weight, theirs.weights[name], atol=1e-5, err_msg=name)
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "merged")
    plain = AutoModelForCausalLM.from_pretrained(base)
    ids = torch.tensor([[3, 5, 8, 13]])
    with torch.no_grad():
        assert not torch.allclose(model(ids).logits, plain(ids).logits, atol=1e-3)
        add_adapter(plain, file)
        torch.testing.assert_close(model(ids).logits, plain(ids).logits)
    done = main(["merge", str(base), str(file), str(tmp_path / "merged")])
    assert done == 1


def test_it_becomes_a_pack(base: Path, tuned: Path, tmp_path: Path) -> None:
    file = tuned / "work" / "adapter.safetensors"
    pack = tmp_path / "pack"
    assert main(["build", str(base), str(pack), "--adapter", str(file)]) == 0
    assert main(["merge", str(base), str(file), str(tmp_path / "merged")]) == 0
    assert main(["verify", str(pack), "--against", str(tmp_path / "merged")]) == 0


def test_adapters_leave_the_model_as_it_was(base: Path) -> None:
    checkpoint = read_checkpoint(base)
    model = open_model(base, checkpoint)
    before = {name: p.clone() for name, p in model.named_parameters()}
    adapter = Adapter(model, 4, 1)
    ids = torch.tensor([[3, 5, 8, 13]])
    plain = open_model(base, checkpoint)
    with torch.no_grad():
        torch.testing.assert_close(model(ids).logits, plain(ids).logits)
    adapter.remove()
    after = dict(model.named_parameters())
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)


@only_llama
def test_what_gets_no_better_ends_early_and_keeps_the_best(
    base: Path, letters: Path, tmp_path: Path
) -> None:
    """At a rate that ruins the model."""
    file = write_adapter(tmp_path, tokens=96_000, rate=1.0, patience=2)
    assert tune(file, letters, base) == 0
    curve = points(tmp_path)
    best = min(range(len(curve)), key=lambda n: curve[n]["held_out_bits"])
    assert len(curve) == best + 3
    assert curve[-1]["tokens"] < 96_000
    assert report(tmp_path)["after"]["letters"] == pytest.approx(
        curve[best]["held_out_bits"], rel=0.02
    )
    # Started again it has nothing to do.
    assert tune(file, letters, base) == 0
    assert points(tmp_path) == curve


@only_llama
def test_another_text_needs_another_folder(
    base: Path, tuned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.txt").write_text("A text of another kind. " * 40, encoding="utf-8")
    assert tune(tuned / "toy.toml", tmp_path, base) == 1
    assert "choose another --work" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("window = 48\n", "window = 8\n"),
        ("rank = 4\n", "rank = 0\n"),
        ("held_out = 0.1\n", "held_out = 0.9\n"),
        ("patience = 9\n", "patience = 0\n"),
        ('precision = "float32"\n', 'precision = "int4"\n'),
    ],
)
def test_a_file_that_asks_for_what_cannot_be(
    change: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_adapter(tmp_path)
    text = file.read_text()
    assert change in text
    file.write_text(text.replace(change, said))
    assert main(["tune", str(file), "--text", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert said.split(" =")[0] in error
