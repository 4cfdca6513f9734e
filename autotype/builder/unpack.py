"""From a pack back to a checkpoint: to build on a pack whose weights are not at hand.

For more precisions of it, or to tune it. The 8-bit weights are what they are; nothing is lost
again by widening them.
"""

import math
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

from autotype.builder.checkpoint import Array, Checkpoint, Config
from autotype.builder.errors import BuildError
from autotype.builder.quantize import dequantize
from autotype.engine.pack import Pack
from autotype.text.untrusted import read_regular

_EPSILON = 1e-5
_LARGEST = 1 << 26
_QUANTIZED, _SCALES = ".weight_q8", ".scales"
_PARTS = ("q", "k", "v", "gate", "up", "o", "down")
_DIGITS = 4  # of a rotary base, which is read off angles in float32


def unpack(pack: Pack) -> Checkpoint:
    """Return the model of a pack, from its widest graph; the pack was checked before.

    Raises:
        BuildError: The pack is not one of this builder's.
    """
    manifest = pack.manifest
    precision = next((p for p in ("fp32", "q8") if p in manifest.graphs), None)
    graph = pack.graph_file(precision) if precision else None
    if graph is None:
        raise BuildError(f"The pack “{manifest.name}” has neither a q8 nor an fp32 graph.")
    try:
        model = onnx.load(str(graph))
        stored = _weights({tensor.name: tensor for tensor in model.graph.initializer})
        take = _llama if manifest.family == "llama" else _gpt2
        shape, weights = take(pack, stored, _epsilon(model))
        words = read_regular(pack.tokenizer_file, _LARGEST).decode("utf-8")
    except Exception as error:  # the libraries have kinds of their own for a damaged file
        raise BuildError(
            f"The graph of “{manifest.name}” was not made by this builder ({error})."
        ) from error
    return Checkpoint(shape, weights, words)


def _weights(stored: dict[str, Any]) -> dict[str, Array]:
    """Return what a graph holds in float32; matrices as `NAME.weight`."""
    weights: dict[str, Array] = {}
    for name, tensor in stored.items():
        if name.endswith(_QUANTIZED):
            stem = name.removesuffix(_QUANTIZED)
            values = numpy_helper.to_array(tensor)
            scales = stored.get(stem + _SCALES) or stored[f"{stem}{_SCALES}_3d"]
            steps = numpy_helper.to_array(scales).reshape(values.shape[:2])
            weights[f"{stem}.weight"] = dequantize(values, steps)
        elif tensor.data_type == onnx.TensorProto.FLOAT and ".scales" not in name:
            weights[name] = np.asarray(numpy_helper.to_array(tensor), np.float32)
    return weights


def _gpt2(pack: Pack, stored: dict[str, Array], epsilon: float) -> tuple[Config, dict[str, Array]]:
    """Return shape and weights under the names that `gpt2` uses."""
    weights = dict(stored)
    weights["wte"] = weights.pop("wte.weight")
    weights["head"] = weights.pop("head.weight", weights["wte"])
    inner = len(weights["h.0.mlp.c_fc.bias"])
    return _shape(pack, inner, len(weights["wpe"]), epsilon, 0.0), weights


def _llama(pack: Pack, stored: dict[str, Array], epsilon: float) -> tuple[Config, dict[str, Array]]:
    """Return shape and weights under the names that `llama` uses, which packs some together."""
    found = pack.manifest.architecture
    queries, keys = found.heads * found.head_size, found.kv_heads * found.head_size
    weights = {"embedding": stored["embedding.weight"], "norm": stored["norm.weight"]}
    weights["head"] = stored.get("head.weight", weights["embedding"])
    inner = len(stored["0.gate_up.weight"]) // 2
    for name in (f"{layer}." for layer in range(found.layers)):
        for norm in ("input_norm", "mlp_norm"):
            weights[f"{name}{norm}"] = stored[f"{name}{norm}.weight"]
        parts = np.split(stored[f"{name}qkv.weight"], [queries, queries + keys])
        halves = np.split(stored[f"{name}gate_up.weight"], [inner])
        matrices = [*parts, *halves, stored[f"{name}o.weight"], stored[f"{name}down.weight"]]
        weights |= {
            f"{name}{part}": matrix
            for part, matrix in zip(
                ("q", "k", "v", "gate", "up", "o", "down"), matrices, strict=True
            )
        }
    cosines = stored["rotary.cosines"]
    base = _rotary_base(cosines, stored["rotary.sines"])
    return _shape(pack, inner, len(cosines), epsilon, base), weights


def _rotary_base(cosines: Array, sines: Array) -> float:
    """Return the base of rotary angles: at position 1 the second one of n is base^(-1/n)."""
    count = cosines.shape[1]
    angle = math.atan2(float(sines[1, 1]), float(cosines[1, 1]))
    base = math.pow(angle, -float(count))
    return round(base, _DIGITS - 1 - math.floor(math.log10(base)))


def _epsilon(model: onnx.ModelProto) -> float:
    norm = next(node for node in model.graph.node if node.op_type.endswith("LayerNormalization"))
    epsilon = next((a.f for a in norm.attribute if a.name == "epsilon"), _EPSILON)
    return float(str(np.float32(epsilon)))  # the shortest number that it stands for


def _shape(pack: Pack, inner: int, positions: int, epsilon: float, base: float) -> Config:
    found = pack.manifest.architecture
    return Config(
        family=pack.manifest.family,
        layers=found.layers,
        hidden=found.hidden,
        heads=found.heads,
        kv_heads=found.kv_heads,
        head_size=found.head_size,
        inner=inner,
        vocabulary=found.vocabulary,
        positions=positions,
        epsilon=epsilon,
        rotary_base=base,
        start_token=pack.manifest.start_token,
        end_tokens=pack.manifest.end_tokens,
    )
