"""GPT-2: learned positions, LayerNorm, biases, GELU (Radford et al. 2019)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx

from autotype.builder.checkpoint import Array, Config, Taker, check_shape, read_ends
from autotype.builder.errors import BuildError
from autotype.builder.graph import GraphBuilder
from autotype.engine.manifest import MOST_HEADS, MOST_LAYERS, MOST_POSITIONS, MOST_TOKENS, WIDEST
from autotype.text.fields import Fields

_GELU = ("gelu_new", "gelu_pytorch_tanh", "gelu_fast")
_UNSUPPORTED = ("scale_attn_by_inverse_layer_idx", "add_cross_attention")


def read_shape(data: dict[str, Any]) -> Config:
    """Return the shape that a GPT-2 `config.json` describes; raises `BuildError`."""
    activation = data.get("activation_function", "gelu_new")
    if activation not in _GELU:
        raise BuildError(
            f"The activation “{str(activation)[:60]}” is not supported; GPT-2 uses gelu_new."
        )
    for name in _UNSUPPORTED:
        if data.get(name):
            raise BuildError(f"The checkpoint uses “{name}”, which is not supported.")
    if not data.get("scale_attn_weights", True):
        raise BuildError("The checkpoint does not scale its attention, which is not supported.")
    try:
        return _shape(Fields(data))
    except ValueError as error:
        raise BuildError(f"The config.json of this GPT-2 lacks or garbles {error}.") from error


def _shape(fields: Fields) -> Config:
    hidden, heads = fields.whole("n_embd", 1, WIDEST), fields.whole("n_head", 1, MOST_HEADS)
    ends = read_ends(fields) or (0,)
    inner = fields.whole("n_inner", 1, 16 * WIDEST, None)
    shape = Config(
        family="gpt2",
        layers=fields.whole("n_layer", 1, MOST_LAYERS),
        hidden=hidden,
        heads=heads,
        kv_heads=heads,
        head_size=hidden // heads,
        inner=inner or 4 * hidden,
        vocabulary=fields.whole("vocab_size", 1, MOST_TOKENS),
        positions=fields.whole("n_positions", 1, MOST_POSITIONS),
        epsilon=fields.number("layer_norm_epsilon", 0, 1, 1e-5),
        rotary_base=0.0,
        start_token=ends[0],
        end_tokens=ends,
    )
    check_shape(shape)
    return shape


def read_weights(source: Mapping[str, Array], shape: Config) -> dict[str, Array]:
    """Return the weights of a Hugging Face checkpoint, matrices turned to [out, in]."""
    taker = Taker(source, "transformer.")
    width, inner, vocabulary = shape.hidden, shape.inner, shape.vocabulary
    found = {
        "wte": taker.take("wte.weight", vocabulary, width),
        "wpe": taker.take("wpe.weight", shape.positions, width),
        "ln_f.weight": taker.take("ln_f.weight", width),
        "ln_f.bias": taker.take("ln_f.bias", width),
    }
    found["head"] = found["wte"]
    if "lm_head.weight" in source:
        head = taker.take("lm_head.weight", vocabulary, width)
        if not np.array_equal(head, found["wte"]):
            found["head"] = head
    linears = {
        "attn.c_attn": (3 * width, width),
        "attn.c_proj": (width, width),
        "mlp.c_fc": (inner, width),
        "mlp.c_proj": (width, inner),
    }
    for layer in range(shape.layers):
        block = f"h.{layer}."
        for norm in ("ln_1", "ln_2"):
            for part in ("weight", "bias"):
                name = f"{block}{norm}.{part}"
                found[name] = taker.take(name, width)
        for name, (rows, columns) in linears.items():
            # GPT-2 stores these as [in, out].
            found[f"{block}{name}.weight"] = taker.take(f"{block}{name}.weight", columns, rows).T
            found[f"{block}{name}.bias"] = taker.take(f"{block}{name}.bias", rows)
    taker.left(".attn.bias", ".attn.masked_bias")
    return found


def build(shape: Config, weights: Mapping[str, Array], precision: str) -> onnx.ModelProto:
    """Return the graph of a GPT-2 in one precision."""
    graph = GraphBuilder(shape, precision)
    embedded = graph.embedding(weights["wte"], "wte")
    table = graph.weight("wpe", weights["wpe"])
    places = graph.node("Gather", [table, "position_ids"], "places")
    stream = graph.node("Add", [embedded, places], "placed")
    skip: str | None = None
    for layer in range(shape.layers):
        block = f"h.{layer}."

        def linear(x: str, name: str, block: str = block) -> str:
            bias = weights[f"{block}{name}.bias"]
            return graph.linear(x, weights[f"{block}{name}.weight"], f"{block}{name}", bias)

        def norm(x: str, skip: str | None, name: str, block: str = block) -> tuple[str, str]:
            scale, bias = weights[f"{block}{name}.weight"], weights[f"{block}{name}.bias"]
            return graph.norm(x, skip, scale, bias, f"{block}{name}")

        normed, stream = norm(stream, skip, "ln_1")
        attended = graph.attention(layer, linear(normed, "attn.c_attn"), None)
        normed, stream = norm(stream, linear(attended, "attn.c_proj"), "ln_2")
        inner = linear(normed, "mlp.c_fc")
        inner = graph.node("FastGelu", [inner], f"{block}gelu", "com.microsoft")
        skip = linear(inner, "mlp.c_proj")
    stream, skip = graph.chosen_rows(stream, skip or "")
    normed, _ = graph.norm(stream, skip, weights["ln_f.weight"], weights["ln_f.bias"], "ln_f")
    tied = weights["head"] is weights["wte"]
    graph.head(normed, weights["head"], "wte" if tied else "head")
    return graph.finish()
