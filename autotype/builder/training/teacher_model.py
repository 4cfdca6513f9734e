"""A checkpoint as a transformers model: a folder as it is, a GGUF file or a pack by its weights."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.engine.manifest import MANIFEST

LLAMA = {
    "input_norm": "input_layernorm",
    "mlp_norm": "post_attention_layernorm",
    "q": "self_attn.q_proj",
    "k": "self_attn.k_proj",
    "v": "self_attn.v_proj",
    "o": "self_attn.o_proj",
    "gate": "mlp.gate_proj",
    "up": "mlp.up_proj",
    "down": "mlp.down_proj",
}


class _Family(NamedTuple):
    """What transformers calls what a family is made of.

    Attributes:
        config: The class of its shape.
        model: The class of its model.
        embedding: Our name of the weights that its head may share.
        numbers: The names of its shape's numbers: theirs to ours.
    """

    config: str
    model: str
    embedding: str
    numbers: Mapping[str, str]


_FAMILIES = {
    "llama": _Family(
        "LlamaConfig",
        "LlamaForCausalLM",
        "embedding",
        {
            "vocab_size": "vocabulary",
            "hidden_size": "hidden",
            "intermediate_size": "inner",
            "num_hidden_layers": "layers",
            "num_attention_heads": "heads",
            "num_key_value_heads": "kv_heads",
            "head_dim": "head_size",
            "max_position_embeddings": "positions",
            "rms_norm_eps": "epsilon",
        },
    ),
    "gpt2": _Family(
        "GPT2Config",
        "GPT2LMHeadModel",
        "wte",
        {
            "vocab_size": "vocabulary",
            "n_positions": "positions",
            "n_embd": "hidden",
            "n_layer": "layers",
            "n_head": "heads",
            "n_inner": "inner",
            "layer_norm_epsilon": "epsilon",
        },
    ),
}


def open_model(path: Path, checkpoint: Checkpoint) -> Any:
    """Return a causal language model in float32, for reading only.

    Args:
        path: The folder, GGUF file or pack that `checkpoint` was read from.
        checkpoint: Its weights.

    Raises:
        BuildError: transformers cannot read the folder.
    """
    import transformers

    library: Any = transformers
    library.logging.set_verbosity_error()
    library.logging.disable_progress_bar()
    if path.is_dir() and not (path / MANIFEST).is_file():
        try:
            return library.AutoModelForCausalLM.from_pretrained(
                str(path), local_files_only=True, use_safetensors=True, dtype=torch.float32
            ).eval()
        except Exception as error:  # it raises whatever its many readers raise
            raise BuildError(f"transformers cannot read “{path}” ({error}).") from error
    return _model(library, checkpoint).eval()


def in_type(model: Any, dtype: torch.dtype) -> Any:
    """Put the weights of a model into a type, and only them; return the model.

    `model.to(dtype)` rounds the rotary frequencies too, which turns tokens that are far apart
    by the wrong angle.
    """
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.data = parameter.data.to(dtype)
    return model


def fuse_norms(model: Any) -> None:
    """Compute the norms of a Llama in one kernel each, which is torch's; the same function."""
    holders = [(model.base_model, "norm")]
    for layer in model.base_model.layers:
        holders += [(layer, "input_layernorm"), (layer, "post_attention_layernorm")]
    for holder, name in holders:
        before = getattr(holder, name)
        fused = torch.nn.RMSNorm(len(before.weight), eps=model.config.rms_norm_eps)
        fused.weight = before.weight
        setattr(holder, name, fused)


def _model(library: Any, checkpoint: Checkpoint) -> Any:
    shape, weights = checkpoint.config, checkpoint.weights
    family = _FAMILIES[shape.family]
    numbers = {theirs: getattr(shape, ours) for theirs, ours in family.numbers.items()}
    if shape.family == "llama":
        rotary = {"rope_type": "default", "rope_theta": shape.rotary_base}
        numbers["rope_parameters"] = rotary
        state = _llama_weights(checkpoint)
    else:
        state = _gpt2_weights(checkpoint)
    config = getattr(library, family.config)(
        **numbers, tie_word_embeddings=weights["head"] is weights[family.embedding]
    )
    model = getattr(library, family.model)(config)
    model.load_state_dict(state)
    return model


def _llama_weights(checkpoint: Checkpoint) -> dict[str, torch.Tensor]:
    names = {
        "embedding": "model.embed_tokens",
        "norm": "model.norm",
        "head": "lm_head",
    } | {
        f"{layer}.{ours}": f"model.layers.{layer}.{theirs}"
        for layer in range(checkpoint.config.layers)
        for ours, theirs in LLAMA.items()
    }
    return {
        f"{theirs}.weight": torch.from_numpy(checkpoint.weights[ours].copy())
        for ours, theirs in names.items()
    }


def _gpt2_weights(checkpoint: Checkpoint) -> dict[str, torch.Tensor]:
    names = {"wte": "transformer.wte.weight", "wpe": "transformer.wpe.weight"}
    names |= {"head": "lm_head.weight"}
    state = {}
    for ours, weight in checkpoint.weights.items():
        # transformers keeps the matrices of the blocks as [in, out].
        turned = weight.T if ours.startswith("h.") and weight.ndim == 2 else weight
        theirs = names.get(ours, f"transformer.{ours}")
        state[theirs] = torch.from_numpy(turned.copy())
    return state
