"""Checkpoints that transformers knows too."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

from tests.make_tiny_pack import tiny_checkpoint

Logits = Callable[[list[int]], np.ndarray]


def save(model: torch.nn.Module, folder: Path) -> Path:
    """Write a checkpoint folder as the hub has it, with a tokenizer."""
    model.save_pretrained(folder)  # type: ignore[operator]
    (folder / "tokenizer.json").write_text(tiny_checkpoint().tokenizer)
    return folder


def reference(model: torch.nn.Module) -> Logits:
    """Return a function from tokens to the logits of every position, float32 [S, V]."""

    def run(tokens: list[int]) -> np.ndarray:
        with torch.no_grad():
            return np.asarray(model(torch.tensor([tokens])).logits[0].float())

    return run


@pytest.fixture(scope="session")
def gpt2_model() -> GPT2LMHeadModel:
    """Seeded weights in distilgpt2's real shape."""
    torch.manual_seed(0)
    return GPT2LMHeadModel(GPT2Config(n_layer=6)).eval()


@pytest.fixture(scope="session")
def gpt2_folder(gpt2_model: GPT2LMHeadModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(gpt2_model, tmp_path_factory.mktemp("distilgpt2"))


@pytest.fixture(scope="session")
def llama_model() -> LlamaForCausalLM:
    torch.manual_seed(1)
    shape = LlamaConfig(
        vocab_size=512,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=256,
        rope_theta=50_000.0,
        tie_word_embeddings=False,
        initializer_range=0.15,  # large enough for every token to matter to the end
        bos_token_id=0,
        eos_token_id=0,
    )
    return LlamaForCausalLM(shape).eval()


@pytest.fixture(scope="session")
def llama_folder(llama_model: LlamaForCausalLM, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(llama_model, tmp_path_factory.mktemp("llama"))
