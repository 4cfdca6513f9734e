"""Llama: rotary positions, RMSNorm, SwiGLU, grouped queries (Touvron et al. 2023)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx

from autotype.builder.checkpoint import (
    LARGEST_BASE,
    Array,
    Config,
    Taker,
    check_shape,
    read_ends,
)
from autotype.builder.errors import BuildError
from autotype.builder.graph import GraphBuilder
from autotype.engine.manifest import MOST_HEADS, MOST_LAYERS, MOST_TOKENS, WIDEST, WIDEST_HEAD
from autotype.text.fields import Fields

LONGEST = 2048
"""Positions of the rotary tables; no window of Autotype is longer."""


def read_shape(data: dict[str, Any]) -> Config:
    """Return the shape that a Llama `config.json` describes; raises `BuildError`."""
    if data.get("hidden_act", "silu") != "silu":
        raise BuildError(
            f"The activation “{str(data['hidden_act'])[:60]}” is not supported; Llama uses silu."
        )
    for name in ("attention_bias", "mlp_bias", "quantization_config"):
        if data.get(name):
            raise BuildError(f"The checkpoint uses “{name}”, which is not supported.")
    try:
        return _shape(Fields(data))
    except ValueError as error:
        raise BuildError(f"The config.json of this Llama lacks or garbles {error}.") from error


def _shape(fields: Fields) -> Config:
    # Newer files keep the base of the angles inside `rope_parameters`.
    table = fields.table("rope_scaling", 50, None) or fields.table("rope_parameters", 50, None)
    rope = Fields(table or {}, "rope_parameters")
    kind = rope.text("rope_type", 50, "") or rope.text("type", 50, "default")
    if kind != "default":
        raise BuildError("The checkpoint scales its rotary positions, which is not supported.")
    hidden = fields.whole("hidden_size", 1, WIDEST)
    heads = fields.whole("num_attention_heads", 1, MOST_HEADS)
    base = fields.number("rope_theta", 1, LARGEST_BASE, None)
    kv_heads = fields.whole("num_key_value_heads", 1, MOST_HEADS, None)
    head_size = fields.whole("head_dim", 1, WIDEST_HEAD, None)
    shape = Config(
        family="llama",
        layers=fields.whole("num_hidden_layers", 1, MOST_LAYERS),
        hidden=hidden,
        heads=heads,
        kv_heads=kv_heads or heads,
        head_size=head_size or hidden // heads,
        inner=fields.whole("intermediate_size", 1, 16 * WIDEST),
        vocabulary=fields.whole("vocab_size", 1, MOST_TOKENS),
        positions=min(LONGEST, fields.whole("max_position_embeddings", 1, 1 << 40, LONGEST)),
        epsilon=fields.number("rms_norm_eps", 0, 1, 1e-6),
        rotary_base=base or rope.number("rope_theta", 1, LARGEST_BASE, None) or 10_000.0,
        start_token=fields.whole("bos_token_id", -1, MOST_TOKENS, None),
        end_tokens=read_ends(fields),
    )
    check_shape(shape)
    return shape


def read_weights(source: Mapping[str, Array], shape: Config) -> dict[str, Array]:
    """Return the weights of a Hugging Face checkpoint, under the names used here."""
    taker = Taker(source, "model.")
    width, inner = shape.hidden, shape.inner
    queries, keys = shape.heads * shape.head_size, shape.kv_heads * shape.head_size
    found = {
        "embedding": taker.take("embed_tokens.weight", shape.vocabulary, width),
        "norm": taker.take("norm.weight", width),
    }
    found["head"] = found["embedding"]
    if "lm_head.weight" in source:
        head = taker.take("lm_head.weight", shape.vocabulary, width)
        if not np.array_equal(head, found["embedding"]):
            found["head"] = head
    for layer in range(shape.layers):
        block, name = f"layers.{layer}.", f"{layer}."
        found[f"{name}input_norm"] = taker.take(f"{block}input_layernorm.weight", width)
        found[f"{name}mlp_norm"] = taker.take(f"{block}post_attention_layernorm.weight", width)
        for part, rows in (("q", queries), ("k", keys), ("v", keys)):
            weight = taker.take(f"{block}self_attn.{part}_proj.weight", rows, width)
            found[f"{name}{part}"] = weight
        found[f"{name}o"] = taker.take(f"{block}self_attn.o_proj.weight", width, queries)
        for part in ("gate", "up"):
            found[f"{name}{part}"] = taker.take(f"{block}mlp.{part}_proj.weight", inner, width)
        found[f"{name}down"] = taker.take(f"{block}mlp.down_proj.weight", width, inner)
    taker.left("rotary_emb.inv_freq")
    return found


def build(shape: Config, weights: Mapping[str, Array], precision: str) -> onnx.ModelProto:
    """Return the graph of a Llama in one precision."""
    graph = GraphBuilder(shape, precision)
    stream = graph.embedding(weights["embedding"], "embedding")
    tables = _rotary_tables(graph)
    skip: str | None = None
    for layer in range(shape.layers):
        name = f"{layer}."
        qkv = np.concatenate([weights[f"{name}{part}"] for part in "qkv"])
        gate_up = np.concatenate([weights[f"{name}gate"], weights[f"{name}up"]])
        normed, stream = graph.norm(
            stream, skip, weights[f"{name}input_norm"], None, f"{name}input_norm"
        )
        packed = graph.linear(normed, qkv, f"{name}qkv")
        attended = graph.attention(layer, packed, tables)
        attended = graph.linear(attended, weights[f"{name}o"], f"{name}o")
        normed, stream = graph.norm(
            stream, attended, weights[f"{name}mlp_norm"], None, f"{name}mlp_norm"
        )
        both = graph.linear(normed, gate_up, f"{name}gate_up")
        inner = _swiglu(graph, both, name)
        skip = graph.linear(inner, weights[f"{name}down"], f"{name}down")
    stream, skip = graph.chosen_rows(stream, skip or "")
    normed, _ = graph.norm(stream, skip, weights["norm"], None, "norm")
    tied = weights["head"] is weights["embedding"]
    graph.head(normed, weights["head"], "embedding" if tied else "head")
    return graph.finish()


def _rotary_tables(graph: GraphBuilder) -> tuple[str, str]:
    shape = graph.config
    steps = np.arange(0, shape.head_size, 2) / shape.head_size
    angles = np.outer(np.arange(shape.positions), shape.rotary_base**-steps)
    return (
        graph.weight("rotary.cosines", np.cos(angles).astype(np.float32)),
        graph.weight("rotary.sines", np.sin(angles).astype(np.float32)),
    )


def _swiglu(graph: GraphBuilder, both: str, name: str) -> str:
    """Return silu(gate) * up of a packed [.., 2 * inner] value."""
    inner = graph.config.inner
    sizes = graph.constant("gate_up_sizes", np.array([inner, inner], np.int64))
    gate, up = graph.split(both, sizes)
    sigmoid = graph.node("Sigmoid", [gate], f"{name}sigmoid")
    silu = graph.node("Mul", [gate, sigmoid], f"{name}silu")
    return graph.node("Mul", [silu, up], f"{name}swiglu")
