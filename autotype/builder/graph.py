"""The parts that the graphs of all families are made of, in one precision at a time.

Exporters were weighed and left: the graph needs the cache bound in place, tree rows by an
attention bias, and logits of chosen rows only, and it is short enough to be written.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from autotype.builder.checkpoint import Array, Config
from autotype.builder.errors import BuildError
from autotype.builder.quantize import BITS, BLOCK, TABLE_BLOCK, quantize

PRECISIONS = ("q8", "fp16", "fp32")
_RUNTIME = "com.microsoft"
_OPSET = 21
_IR = 10


class GraphBuilder:
    """Collects nodes and weights; every method returns the name of its result."""

    def __init__(self, config: Config, precision: str) -> None:
        """Start the graph of a model in "q8", "fp16" or "fp32"; raises `BuildError`."""
        if precision not in PRECISIONS:
            raise BuildError(
                f"There is no precision “{precision}”; choose one of {', '.join(PRECISIONS)}."
            )
        for width in (config.hidden, config.inner, config.heads * config.head_size):
            if width % TABLE_BLOCK:
                raise BuildError(f"A width of {width} is not a multiple of {TABLE_BLOCK}.")
        step = 16 if config.rotary_base else 8
        if config.head_size % step:
            raise BuildError(f"A head size of {config.head_size} is not a multiple of {step}.")
        self.config = config
        self._half = precision == "fp16"
        self._quantized = precision == "q8"
        self._nodes: list[onnx.NodeProto] = []
        self._weights: dict[str, onnx.TensorProto] = {}
        self._kind = TensorProto.FLOAT16 if self._half else TensorProto.FLOAT
        self._inputs = [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "S"]),
            helper.make_tensor_value_info("position_ids", TensorProto.INT64, [1, "S"]),
            helper.make_tensor_value_info("attention_bias", self._kind, [1, 1, "S", "total"]),
            helper.make_tensor_value_info("rows", TensorProto.INT64, ["R"]),
            helper.make_tensor_value_info("seqlens_k", TensorProto.INT32, [1]),
            helper.make_tensor_value_info("total_len", TensorProto.INT32, []),
        ]
        shape: list[Any] = [1, "R", config.vocabulary]
        self._outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)]

    def node(
        self, kind: str, inputs: Sequence[str], name: str, domain: str = "", **attributes: Any
    ) -> str:
        """Add a node with one output called `name`."""
        self._add(kind, inputs, [name], domain, **attributes)
        return name

    def _add(
        self, kind: str, inputs: Sequence[str], outputs: Sequence[str], domain: str, **more: Any
    ) -> None:
        node = helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **more)
        self._nodes.append(node)

    def split(self, x: str, sizes: str) -> tuple[str, str]:
        """Cut x in two along its last axis; `sizes` names an int64 [2] constant."""
        first, second = f"{x}.first", f"{x}.second"
        self._add("Split", [x, sizes], [first, second], "", axis=-1)
        return first, second

    def constant(self, name: str, value: np.ndarray[Any, Any]) -> str:
        """Store an array as it is; a second one of the same name is not stored again."""
        if name not in self._weights:
            self._weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str, value: Array) -> str:
        """Store an array in the graph's floating-point kind."""
        if not self._half:
            return self.constant(name, value.astype(np.float32))
        if value.size and float(np.abs(value).max()) > float(np.finfo(np.float16).max):
            raise BuildError(f"The weights “{name}” are too large for fp16; build q8 instead.")
        return self.constant(name, value.astype(np.float16))

    def linear(
        self, x: str, weight: Array, name: str, bias: Array | None = None, block: int = BLOCK
    ) -> str:
        """Multiply x [.., K] by weight [N, K], transposed, and add bias [N]."""
        result = name if bias is None else f"{name}.product"
        if self._quantized:
            self._product8(x, weight, name, result, block)
        else:
            matrix = self.weight(f"{name}.weight", weight)
            self.node("FusedMatMul", [x, matrix], result, _RUNTIME, transB=1)
        if bias is None:
            return result
        return self.node("Add", [result, self.weight(f"{name}.bias", bias)], name)

    def _product8(self, x: str, weight: Array, name: str, result: str, block: int) -> None:
        rows, columns = weight.shape
        values, scales = f"{name}.weight_q8", f"{name}.scales"
        if values not in self._weights:
            quantized, steps = quantize(weight, block)
            self.constant(values, quantized)
            self.constant(scales, steps)
        self.node(
            "MatMulNBits",
            [x, values, scales],
            result,
            _RUNTIME,
            K=columns,
            N=rows,
            bits=BITS,
            block_size=block,
            accuracy_level=4,
        )

    def embedding(self, table: Array, name: str) -> str:
        """Look `input_ids` up in table [V, D]; `head` can use the same bytes again."""
        if not self._quantized:
            matrix = self.weight(f"{name}.weight", table)
            return self.node("Gather", [matrix, "input_ids"], "embedded")
        values, scales = quantize(table, TABLE_BLOCK)
        self.constant(f"{name}.weight_q8", values)
        self.constant(f"{name}.scales", scales)
        # The head wants [V, D / 32, 32]; looked up in that shape the bytes are stored once.
        self.constant(f"{name}.scales_3d", scales[..., None])
        blocks = self.node(
            "GatherBlockQuantized",
            [f"{name}.weight_q8", "input_ids", f"{name}.scales_3d"],
            "embedded_blocks",
            _RUNTIME,
            bits=BITS,
            block_size=TABLE_BLOCK,
            gather_axis=0,
            quantize_axis=2,
        )
        shape = self.constant("embedded_shape", np.array([1, -1, table.shape[1]], np.int64))
        return self.node("Reshape", [blocks, shape], "embedded")

    def attention(self, layer: int, qkv: str, tables: tuple[str, str] | None) -> str:
        """Attend from packed queries, keys and values [1, S, ..] to the cache of a layer.

        The cache comes in as `past.N.k/v` and goes out as `present.N.k/v`, which are
        bound to the same memory. `tables` are the rotary cosines and sines, if any.
        """
        config = self.config
        cells: list[Any] = [1, config.kv_heads, "T_max", config.head_size]
        past = [f"past.{layer}.{part}" for part in "kv"]
        present = [f"present.{layer}.{part}" for part in "kv"]
        self._inputs += [helper.make_tensor_value_info(n, self._kind, cells) for n in past]
        self._outputs += [helper.make_tensor_value_info(n, self._kind, cells) for n in present]
        cosines, sines = tables or ("", "")
        inputs = [qkv, "", "", *past, "seqlens_k", "total_len", cosines, sines]
        self._add(
            "GroupQueryAttention",
            [*inputs, "position_ids", "attention_bias"],
            [f"attention.{layer}", *present],
            _RUNTIME,
            num_heads=config.heads,
            kv_num_heads=config.kv_heads,
            do_rotary=int(tables is not None),
            scale=config.head_size**-0.5,
        )
        return f"attention.{layer}"

    def norm(
        self, x: str, skip: str | None, weight: Array, bias: Array | None, name: str
    ) -> tuple[str, str]:
        """Add `skip` to the residual stream and normalise it; return (normed, stream).

        With a bias it is a LayerNorm, without one an RMSNorm.
        """
        weights = [self.weight(f"{name}.weight", weight)]
        if bias is not None:
            weights.append(self.weight(f"{name}.bias", bias))
        kind = "LayerNormalization" if bias is not None else "SimplifiedLayerNormalization"
        epsilon = self.config.epsilon
        if skip is None:
            return self.node(kind, [x, *weights], name, axis=-1, epsilon=epsilon), x
        stream = f"{name}.stream"
        outputs = [name, "", "", stream]
        self._add(f"Skip{kind}", [x, skip, *weights], outputs, _RUNTIME, epsilon=epsilon)
        return name, stream

    def chosen_rows(self, *values: str) -> list[str]:
        """Keep only the rows that are asked for, so that the head works on no others."""
        return [self.node("Gather", [v, "rows"], f"{v}.rows", axis=1) for v in values]

    def head(self, x: str, table: Array, name: str) -> None:
        """Make the logits from x [1, R, D] and a table [V, D]."""
        if not self._half:
            product = self.linear(x, table, name, block=TABLE_BLOCK)
            self.node("Identity", [product], "logits")
            return
        half = self.linear(x, table, name)
        self.node("Cast", [half], "logits", to=TensorProto.FLOAT)

    def finish(self) -> onnx.ModelProto:
        """Return the model, with the weights that it uses."""
        used = {name for node in self._nodes for name in node.input}
        graph = helper.make_graph(
            self._nodes,
            f"autotype {self.config.family}",
            self._inputs,
            self._outputs,
            # The flat scales of an embedding are for a head that shares its bytes.
            [weight for name, weight in self._weights.items() if name in used],
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=_IR, producer_name="autotype"
        )
