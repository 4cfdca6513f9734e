"""From a pack back to a checkpoint: for more precisions of a pack whose weights are not at hand.

The 8-bit weights are what they are; nothing is lost again by widening them.
"""

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


def unpack(pack: Pack) -> Checkpoint:
    """Return the model of a GPT-2 pack, from its widest graph; the pack was checked before.

    Raises:
        BuildError: The pack is of another family, or is not one of this builder's.
    """
    manifest = pack.manifest
    if manifest.family != "gpt2":
        raise BuildError(
            f"The pack “{manifest.name}” cannot be taken apart; pull it again with the "
            "precisions that are wanted."
        )
    precision = next((p for p in ("fp32", "q8") if p in manifest.graphs), None)
    graph = pack.graph_file(precision) if precision else None
    if graph is None:
        raise BuildError(f"The pack “{manifest.name}” has neither a q8 nor an fp32 graph.")
    try:
        model = onnx.load(str(graph))
        weights = _weights({tensor.name: tensor for tensor in model.graph.initializer})
        shape = _shape(pack, weights, model)
        words = read_regular(pack.tokenizer_file, _LARGEST).decode("utf-8")
    except Exception as error:  # the libraries have kinds of their own for a damaged file
        raise BuildError(
            f"The graph of “{manifest.name}” was not made by this builder ({error})."
        ) from error
    return Checkpoint(shape, weights, words)


def _weights(stored: dict[str, Any]) -> dict[str, Array]:
    """Return the weights under the names that `gpt2` uses."""
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
    weights["wte"] = weights.pop("wte.weight")
    weights["head"] = weights.pop("head.weight", weights["wte"])
    return weights


def _shape(pack: Pack, weights: dict[str, Array], model: onnx.ModelProto) -> Config:
    found = pack.manifest.architecture
    norm = next(node for node in model.graph.node if node.op_type.endswith("LayerNormalization"))
    epsilon = next((a.f for a in norm.attribute if a.name == "epsilon"), _EPSILON)
    return Config(
        family="gpt2",
        layers=found.layers,
        hidden=found.hidden,
        heads=found.heads,
        kv_heads=found.kv_heads,
        head_size=found.head_size,
        inner=len(weights["h.0.mlp.c_fc.bias"]),
        vocabulary=found.vocabulary,
        positions=len(weights["wpe"]),
        epsilon=float(str(np.float32(epsilon))),  # the shortest number that it stands for
        rotary_base=0.0,
        start_token=pack.manifest.start_token,
        end_tokens=pack.manifest.end_tokens,
    )
