"""Small checkpoints as others have them: a folder of GPT-2's and a GGUF file of a Llama's."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.make_tiny_pack import tiny_checkpoint

_WIDTH, _INNER, _LAYERS, _HEADS = 64, 128, 2, 2


def gpt2_folder(folder: Path) -> Path:
    """Write config.json, tokenizer.json and model.safetensors."""
    from safetensors.numpy import save_file

    folder.mkdir()
    tokenizer = tiny_checkpoint().tokenizer
    size = len(json.loads(tokenizer)["model"]["vocab"])
    config = {
        "model_type": "gpt2",
        "n_embd": _WIDTH,
        "n_head": _HEADS,
        "n_layer": _LAYERS,
        "n_positions": 128,
        "vocab_size": size,
        "layer_norm_epsilon": 1e-5,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "activation_function": "gelu_new",
    }
    shapes: dict[str, tuple[int, ...]] = {
        "wte.weight": (size, _WIDTH),
        "wpe.weight": (128, _WIDTH),
        "ln_f.weight": (_WIDTH,),
        "ln_f.bias": (_WIDTH,),
    }
    for layer in range(_LAYERS):
        for name, shape in {
            "attn.c_attn": (_WIDTH, 3 * _WIDTH),
            "attn.c_proj": (_WIDTH, _WIDTH),
            "mlp.c_fc": (_WIDTH, 4 * _WIDTH),
            "mlp.c_proj": (4 * _WIDTH, _WIDTH),
        }.items():
            shapes[f"h.{layer}.{name}.weight"] = shape
            shapes[f"h.{layer}.{name}.bias"] = shape[1:]
        for name in ("ln_1", "ln_2"):
            shapes[f"h.{layer}.{name}.weight"] = shapes[f"h.{layer}.{name}.bias"] = (_WIDTH,)
    save_file(_weights(shapes), folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer.json").write_text(tokenizer)
    return folder


def gguf_file(path: Path) -> Path:
    """Write a GGUF file."""
    from gguf import GGUFWriter

    tokenizer = json.loads(tiny_checkpoint().tokenizer)["model"]
    tokens = sorted(tokenizer["vocab"], key=tokenizer["vocab"].get)
    merges = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["merges"]]
    fields: dict[str, Any] = {
        "llama.block_count": _LAYERS,
        "llama.embedding_length": _WIDTH,
        "llama.attention.head_count": _HEADS,
        "llama.attention.head_count_kv": 1,
        "llama.feed_forward_length": _INNER,
        "llama.context_length": 128,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.freq_base": 10_000.0,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3 if t == "<|endoftext|>" else 1 for t in tokens],
        "tokenizer.ggml.merges": merges,
    }
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (len(tokens), _WIDTH),
        "output.weight": (len(tokens), _WIDTH),
        "output_norm.weight": (_WIDTH,),
    }
    for layer in range(_LAYERS):
        block = f"blk.{layer}."
        shapes |= {
            f"{block}attn_norm.weight": (_WIDTH,),
            f"{block}ffn_norm.weight": (_WIDTH,),
            f"{block}attn_q.weight": (_WIDTH, _WIDTH),
            f"{block}attn_k.weight": (_WIDTH // 2, _WIDTH),
            f"{block}attn_v.weight": (_WIDTH // 2, _WIDTH),
            f"{block}attn_output.weight": (_WIDTH, _WIDTH),
            f"{block}ffn_gate.weight": (_INNER, _WIDTH),
            f"{block}ffn_up.weight": (_INNER, _WIDTH),
            f"{block}ffn_down.weight": (_WIDTH, _INNER),
        }
    writer = GGUFWriter(str(path), "llama")
    for name, value in fields.items():
        add: Callable[..., None] = {
            str: writer.add_string,
            int: writer.add_uint32,
            float: writer.add_float32,
            list: writer.add_array,
        }[type(value)]
        add(name, value)
    for name, weights in _weights(shapes).items():
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _weights(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(3)
    return {name: draw.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}
