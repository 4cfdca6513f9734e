"""Whether the installed runtime's CUDA library has a kernel for every node of the fp16 graphs.

Such a library cannot be loaded without the CUDA libraries, but it holds the names of its
kernel classes, as every C++ library holds those of its types. That is no proof that a
graph runs on a card; it is proof that it cannot fail for want of a kernel.
"""

import re
from importlib.util import find_spec
from pathlib import Path

import onnx
import pytest

from autotype.builder.reading import builder_of
from tests.make_tiny_pack import tiny_checkpoint

_CORE, _CONTRIB = r"N11onnxruntime4cuda", r"N11onnxruntime7contrib4cuda"
_HALF = "INS_9MLFloat16"
# The class that computes each operator. Simplified norms are the same class with its last
# switch on; a fused product is the plain one.
KERNELS = {
    "Add": rf"{_CORE}3Add{_HALF}E",
    "Cast": rf"{_CORE}4Cast{_HALF}E",
    "FastGelu": rf"{_CONTRIB}8FastGelu{_HALF}E",
    "FusedMatMul": rf"{_CORE}6MatMul{_HALF}E",
    "Gather": rf"{_CORE}6GatherE",
    "GroupQueryAttention": rf"{_CONTRIB}19GroupQueryAttention{_HALF}ES",
    "LayerNormalization": rf"{_CORE}9LayerNorm{_HALF}EfS._Lb0E",
    "Mul": rf"{_CORE}3Mul{_HALF}E",
    "Sigmoid": rf"{_CORE}7Sigmoid{_HALF}E",
    "SimplifiedLayerNormalization": rf"{_CORE}9LayerNorm{_HALF}EfS._Lb1E",
    "SkipLayerNormalization": rf"{_CONTRIB}13SkipLayerNorm{_HALF}ELb0E",
    "SkipSimplifiedLayerNormalization": rf"{_CONTRIB}13SkipLayerNorm{_HALF}ELb1E",
    "Split": rf"{_CORE}8Split_18E",
}


@pytest.fixture(scope="module")
def library() -> bytes:
    """The runtime's CUDA library; the CPU edition of the runtime has none."""
    found = find_spec("onnxruntime")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "capi"
    files = [*folder.glob("libonnxruntime_providers_cuda.so")]
    files += folder.glob("onnxruntime_providers_cuda.dll")
    if not files:
        pytest.skip("the installed onnxruntime is its CPU edition")
    return files[0].read_bytes()


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_every_node_of_the_fp16_graph_has_a_kernel(family: str, library: bytes) -> None:
    checkpoint = tiny_checkpoint(family)
    graph = builder_of(family)(checkpoint.config, checkpoint.weights, "fp16").graph
    used = {node.op_type for node in graph.node}
    assert used <= KERNELS.keys()
    missing = [name for name in sorted(used) if not re.search(KERNELS[name].encode(), library)]
    assert not missing


def test_a_kernel_that_is_not_there_is_noticed(library: bytes) -> None:
    assert not re.search(rf"{_CONTRIB}19GroupQueryAttentionIdE".encode(), library)


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_only_the_runtimes_own_domains_are_used(family: str) -> None:
    checkpoint = tiny_checkpoint(family)
    model = builder_of(family)(checkpoint.config, checkpoint.weights, "fp16")
    assert {o.domain for o in model.opset_import} == {"", "com.microsoft"}
    onnx.checker.check_model(
        onnx.helper.make_model(
            onnx.helper.make_graph([], "inputs", model.graph.input, []),
            opset_imports=model.opset_import,
            ir_version=model.ir_version,
        )
    )
