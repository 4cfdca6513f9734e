"""Models that are too large are refused before their weights are read."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from transformers import GPT2LMHeadModel

from autotype.builder.checkpoint import Weights
from autotype.builder.errors import BuildError
from autotype.builder.reading import read_checkpoint
from autotype.builder.room import parameters
from tests.builder.test_gguf import fields_of, tensors_of, write
from tests.builder.test_reading import configure


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if any tensor is read."""

    def read(_: Weights, name: str) -> None:
        pytest.fail(f"{name} was read")

    monkeypatch.setattr(Weights, "__getitem__", read)
    monkeypatch.setattr("gguf.quants.dequantize", read)


def test_a_checkpoint_folder(
    unread: None, gpt2_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=300_000_000))
    with pytest.raises(BuildError, match=r"Reading this model takes about 0\.3 GB"):
        read_checkpoint(gpt2_folder)


def test_a_gguf_file(
    unread: None, llama_model: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "m.gguf", tensors_of(llama_model), fields_of(llama_model))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=100_000))
    with pytest.raises(BuildError, match="of memory, more than is free"):
        read_checkpoint(path)


def test_a_model_that_no_graph_can_hold(unread: None, gpt2_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").symlink_to(gpt2_folder / "tokenizer.json")
    (tmp_path / "model.safetensors").symlink_to(gpt2_folder / "model.safetensors")
    (tmp_path / "config.json").write_text((gpt2_folder / "config.json").read_text())
    configure(tmp_path, n_embd=4096, n_head=32, n_layer=40)
    with pytest.raises(BuildError, match="more than one ONNX file can hold"):
        read_checkpoint(tmp_path)


def test_the_count_is_that_of_the_model(gpt2_model: GPT2LMHeadModel, gpt2_folder: Path) -> None:
    true = sum(weight.numel() for weight in gpt2_model.parameters())
    shape = read_checkpoint(gpt2_folder).config
    # Norms, biases and the table of positions are left out.
    assert 0.98 * true < parameters(shape) < true
