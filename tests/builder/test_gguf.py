"""GGUF files: read as transformers would run them, or refused in one sentence."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import dequantize, quantize
from transformers import LlamaForCausalLM

from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack
from autotype.builder.reading import read_checkpoint
from autotype.builder.verify import open_for_check
from tests.builder.conftest import reference
from tests.make_tiny_pack import tiny_checkpoint

TOKENS = [int(t) for t in np.random.default_rng(0).integers(0, 480, 40)]
NAMES = {
    "embed_tokens": "token_embd",
    "norm": "output_norm",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
    "lm_head": "output",
}


def tensors_of(model: LlamaForCausalLM) -> dict[str, np.ndarray]:
    """Return the weights as llama.cpp names and orders them."""
    shape, found = model.config, {}
    for name, value in model.state_dict().items():
        array = value.numpy()
        parts = name.removeprefix("model.").split(".")
        # llama.cpp lays the halves of every head out in turns.
        if parts[-2] in ("q_proj", "k_proj"):
            heads = (
                shape.num_attention_heads if parts[-2] == "q_proj" else shape.num_key_value_heads
            )
            array = array.reshape(heads, 2, -1, array.shape[1]).swapaxes(1, 2).reshape(array.shape)
        block = f"blk.{parts[1]}." if parts[0] == "layers" else ""
        found[f"{block}{NAMES[parts[-2]]}.weight"] = np.ascontiguousarray(array)
    return found


def fields_of(model: LlamaForCausalLM) -> dict[str, Any]:
    shape = model.config
    tokenizer = json.loads(tiny_checkpoint().tokenizer)["model"]
    tokens = sorted(tokenizer["vocab"], key=tokenizer["vocab"].get)
    tokens += [f"<unused{n}>" for n in range(shape.vocab_size - len(tokens))]
    merges = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["merges"]]
    return {
        "llama.block_count": shape.num_hidden_layers,
        "llama.embedding_length": shape.hidden_size,
        "llama.attention.head_count": shape.num_attention_heads,
        "llama.attention.head_count_kv": shape.num_key_value_heads,
        "llama.feed_forward_length": shape.intermediate_size,
        "llama.context_length": shape.max_position_embeddings,
        "llama.attention.layer_norm_rms_epsilon": float(shape.rms_norm_eps),
        "llama.rope.freq_base": 50_000.0,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3 if t == "<|endoftext|>" else 1 for t in tokens],
        "tokenizer.ggml.merges": merges,
    }


def write(
    path: Path,
    tensors: dict[str, np.ndarray],
    fields: dict[str, Any],
    family: str = "llama",
    kind: GGMLQuantizationType | None = None,
) -> Path:
    writer = GGUFWriter(str(path), family)
    for name, value in fields.items():
        add: Callable[..., None] = {
            str: writer.add_string,
            int: writer.add_uint32,
            float: writer.add_float32,
            list: writer.add_array,
        }[type(value)]
        add(name, value)
    for name, value in tensors.items():
        if kind is None or value.ndim < 2:
            writer.add_tensor(name, value)
        else:
            writer.add_tensor(name, quantize(value, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def difference(path: Path, model: torch.nn.Module, folder: Path) -> float:
    """Return how far the graph of a GGUF file is from transformers."""
    label = Label("x", "x", "unknown", {})
    pack = build_pack(read_checkpoint(path), folder / "pack", label, ("fp32",))
    ours = open_for_check(pack, "fp32")[0].run(TOKENS, 0, range(len(TOKENS)))
    theirs = reference(model)(TOKENS)
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())


def rounded(model: LlamaForCausalLM, kind: GGMLQuantizationType) -> LlamaForCausalLM:
    """Return a model with the weights as a kind of quantisation leaves them."""
    copied = copy.deepcopy(model)
    # Blocks lie within a row, so the order of the rows makes no difference.
    state = {
        name: torch.from_numpy(dequantize(quantize(value.numpy(), kind), kind).copy())
        for name, value in model.state_dict().items()
        if value.ndim == 2
    }
    copied.load_state_dict(state, strict=False)
    return copied


@pytest.mark.parametrize(
    "kind",
    [
        GGMLQuantizationType.F32,
        GGMLQuantizationType.F16,
        GGMLQuantizationType.Q8_0,
        GGMLQuantizationType.Q4_1,
    ],
)
def test_as_transformers_runs_it(
    llama_model: LlamaForCausalLM, tmp_path: Path, kind: GGMLQuantizationType
) -> None:
    path = write(tmp_path / "m.gguf", tensors_of(llama_model), fields_of(llama_model), kind=kind)
    assert difference(path, rounded(llama_model, kind), tmp_path) < 2e-4


def test_a_tied_head(llama_model: LlamaForCausalLM, tmp_path: Path) -> None:
    tensors = tensors_of(llama_model)
    del tensors["output.weight"]
    checkpoint = read_checkpoint(write(tmp_path / "m.gguf", tensors, fields_of(llama_model)))
    assert checkpoint.weights["head"] is checkpoint.weights["embedding"]


def test_its_shape_and_tokenizer(llama_model: LlamaForCausalLM, tmp_path: Path) -> None:
    tensors, fields = tensors_of(llama_model), fields_of(llama_model)
    checkpoint = read_checkpoint(write(tmp_path / "m.gguf", tensors, fields))
    shape = checkpoint.config
    assert (shape.layers, shape.hidden, shape.heads, shape.kv_heads) == (3, 128, 4, 2)
    assert (shape.vocabulary, shape.positions, shape.rotary_base) == (512, 256, 50_000.0)
    end = fields["tokenizer.ggml.tokens"].index("<|endoftext|>")
    assert (shape.start_token, shape.end_tokens) == (end, (end,))
    made = json.loads(checkpoint.tokenizer)
    assert made["model"]["vocab"] == {t: n for n, t in enumerate(fields["tokenizer.ggml.tokens"])}
    assert [entry["content"] for entry in made["added_tokens"]] == ["<|endoftext|>"]
    assert "Digits" in json.dumps(made["pre_tokenizer"])
    fields["tokenizer.ggml.pre"] = "gpt-2"
    plain = read_checkpoint(write(tmp_path / "n.gguf", tensors, fields))
    assert "Digits" not in json.dumps(json.loads(plain.tokenizer)["pre_tokenizer"])


Change = Callable[[dict[str, np.ndarray], dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t, _: t.pop("blk.1.attn_k.weight"), "no tensor “layers.1.self_attn.k_proj"),
        (lambda t, _: t.update({"blk.0.attn_q.bias": np.ones(128, np.float32)}), "does not know"),
        (lambda t, _: t.update({"output_norm.weight": np.ones(64, np.float32)}), "shape"),
        (lambda t, _: t.update({"output_norm.weight": np.full(128, np.nan, "f4")}), "not finite"),
        (lambda _, f: f.pop("llama.block_count"), "lacks “llama.block_count”"),
        (lambda _, f: f.pop("tokenizer.ggml.tokens"), "lacks “tokenizer.ggml.tokens”"),
        (lambda _, f: f.pop("tokenizer.ggml.merges"), "lacks “tokenizer.ggml.merges”"),
        (lambda _, f: f.update({"tokenizer.ggml.pre": "llama-bpe"}), "not supported"),
        (lambda _, f: f.update({"tokenizer.ggml.model": "llama"}), "not supported"),
        (lambda _, f: f.update({"llama.rope.scaling.type": "linear"}), "not supported"),
        (lambda _, f: f.update({"llama.attention.head_count": "four"}), "GGUF"),
        (lambda _, f: f.update({"llama.attention.head_count": 0}), "GGUF"),
        (lambda _, f: f.update({"llama.attention.head_count": 3}), "GGUF"),
        (lambda _, f: f["tokenizer.ggml.merges"].append("one-word"), "merges “one-word”"),
    ],
)
def test_refused_in_one_sentence(
    llama_model: LlamaForCausalLM, tmp_path: Path, change: Change, said: str
) -> None:
    tensors, fields = tensors_of(llama_model), fields_of(llama_model)
    change(tensors, fields)
    with pytest.raises(BuildError, match=said) as caught:
        read_checkpoint(write(tmp_path / "m.gguf", tensors, fields))
    assert str(caught.value).endswith(".")


def test_another_family(llama_model: LlamaForCausalLM, tmp_path: Path) -> None:
    path = write(tmp_path / "m.gguf", tensors_of(llama_model), {}, "qwen2")
    with pytest.raises(BuildError, match="family “qwen2”"):
        read_checkpoint(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.999])
def test_a_file_that_was_cut_off(
    llama_model: LlamaForCausalLM, tmp_path: Path, share: float
) -> None:
    path = write(tmp_path / "m.gguf", tensors_of(llama_model), fields_of(llama_model))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BuildError, match="damaged"):
        read_checkpoint(path)
