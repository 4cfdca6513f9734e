"""Building a pack: all of it or nothing, and graphs that hold what they should."""

import dataclasses
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnx
import psutil
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from onnx import TensorProto, numpy_helper
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from autotype.builder import export, room
from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack
from autotype.builder.quantize import BLOCK, dequantize, quantize
from autotype.builder.reading import builder_of
from autotype.builder.verify import check_graph, compare, open_for_check
from autotype.engine.pack import Pack, check_pack, open_pack
from tests.make_tiny_pack import tiny_checkpoint

LABEL = Label("tiny", "Tiny", "Apache-2.0", {"kind": "made"})
TOKENS = [int(token) for token in np.random.default_rng(0).integers(1, 400, 40)]


@pytest.fixture(scope="module", params=["gpt2", "llama"])
def checkpoint(request: pytest.FixtureRequest) -> Checkpoint:
    """A model whose answers depend on every token."""
    return tiny_checkpoint(request.param, noise=0.05)


def tied(checkpoint: Checkpoint) -> Checkpoint:
    """Return the same with its embedding as its head, as the real models have it."""
    table = "wte" if checkpoint.config.family == "gpt2" else "embedding"
    weights = {**checkpoint.weights, "head": checkpoint.weights[table]}
    return dataclasses.replace(checkpoint, weights=weights)


def graph_of(checkpoint: Checkpoint, precision: str) -> onnx.ModelProto:
    return builder_of(checkpoint.config.family)(checkpoint.config, checkpoint.weights, precision)


# All or nothing


def test_a_pack_is_whole_and_says_what_it_is(checkpoint: Checkpoint, tmp_path: Path) -> None:
    said: list[tuple[float, str]] = []
    precisions = ("q8", "fp16", "fp32")
    made = build_pack(
        checkpoint, tmp_path / "a" / "tiny", LABEL, precisions, lambda *r: said.append(r)
    )
    pack = open_pack(tmp_path / "a" / "tiny")
    check_pack(pack)
    assert pack == made
    assert tuple(pack.manifest.graphs) == precisions
    assert set(pack.manifest.quality) == {"q8", "fp32"}
    assert pack.manifest.context_length == checkpoint.config.positions
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["tiny"]
    assert pack.folder.stat().st_mode & 0o777 == 0o755


def fail_while_writing(patch: pytest.MonkeyPatch) -> None:
    def broken(_: Path, __: bytes) -> int:
        raise OSError(28, "No space left on device")

    patch.setattr(Path, "write_bytes", broken)


def fail_in_the_check(patch: pytest.MonkeyPatch) -> None:
    def broken(_: Pack, __: str) -> dict[str, float]:
        raise BuildError("The model cannot be run.")

    patch.setattr(export, "check_graph", broken)


def fail_at_the_sync(patch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    patch.setattr(os, "fsync", broken)


def fail_at_the_last_rename(patch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def broken(path: Path, target: Path) -> Path:
        if target.name == "tiny" and (path / "manifest.json").exists() and ".old." not in str(path):
            raise OSError(13, "Permission denied")
        return rename(path, target)

    patch.setattr(Path, "rename", broken)


def interrupt(patch: pytest.MonkeyPatch) -> None:
    def broken(_: Pack, __: str) -> dict[str, float]:
        raise KeyboardInterrupt

    patch.setattr(export, "check_graph", broken)


Fault = Callable[[pytest.MonkeyPatch], None]
FAULTS = [
    fail_while_writing,
    fail_in_the_check,
    fail_at_the_sync,
    fail_at_the_last_rename,
    interrupt,
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_build_that_fails_leaves_nothing(fault: Fault, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        with pytest.raises((BuildError, KeyboardInterrupt)):
            build_pack(tiny_checkpoint(), folder / "tiny", LABEL)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("fault", FAULTS[:-2])
def test_a_pack_that_is_there_survives_a_build_that_fails(fault: Fault, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    before = build_pack(tiny_checkpoint(), folder / "tiny", LABEL)
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        with pytest.raises(BuildError):
            build_pack(tiny_checkpoint("llama"), folder / "tiny", LABEL)
    assert open_pack(folder / "tiny") == before
    check_pack(before)
    assert [path.name for path in folder.iterdir()] == ["tiny"]


def test_the_old_pack_comes_back_when_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packs"
    before = build_pack(tiny_checkpoint(), folder / "tiny", LABEL)
    rename = Path.rename
    moved: list[Path] = []

    def broken(path: Path, target: Path) -> Path:
        moved.append(path)
        if len(moved) == 2:  # the old one has gone, the new one is to come
            raise OSError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(BuildError, match="cannot be written"):
        build_pack(tiny_checkpoint("llama"), folder / "tiny", LABEL)
    assert open_pack(folder / "tiny") == before
    check_pack(before)
    assert [path.name for path in folder.iterdir()] == ["tiny"]


def test_a_pack_that_is_there_is_replaced(tmp_path: Path) -> None:
    build_pack(tiny_checkpoint(), tmp_path / "packs" / "tiny", LABEL)
    build_pack(tiny_checkpoint("llama"), tmp_path / "packs" / "tiny", LABEL)
    pack = open_pack(tmp_path / "packs" / "tiny")
    check_pack(pack)
    assert pack.manifest.family == "llama"
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["tiny"]


# Room


def test_not_enough_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1 << 20))
    with pytest.raises(BuildError, match="GB of memory, more than is free"):
        build_pack(tiny_checkpoint(), tmp_path / "packs" / "tiny", LABEL)
    assert list((tmp_path / "packs").iterdir()) == []


def test_not_enough_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(BuildError, match="more than is free on the disk"):
        build_pack(tiny_checkpoint(), tmp_path / "packs" / "tiny", LABEL)
    assert list((tmp_path / "packs").iterdir()) == []


@pytest.mark.parametrize("precision", ["q8", "fp16", "fp32"])
def test_the_room_that_is_asked_for_is_the_room_that_is_taken(
    precision: str, checkpoint: Checkpoint
) -> None:
    taken = graph_of(tied(checkpoint), precision).ByteSize()
    # The tables of positions are not counted; they weigh something only in a tiny model.
    table = "wpe" if checkpoint.config.family == "gpt2" else "rotary"
    graph = graph_of(tied(checkpoint), precision).graph
    taken -= sum(t.ByteSize() for t in graph.initializer if t.name.startswith(table))
    expected = room.BYTES[precision] * room.parameters(checkpoint.config)
    assert 0.85 * expected < taken < 1.05 * expected


def test_more_than_one_file_can_hold(tmp_path: Path) -> None:
    tiny = tiny_checkpoint()
    huge = dataclasses.replace(tiny.config, hidden=4096, inner=16_384, layers=40)
    with pytest.raises(BuildError, match="more than one ONNX file can hold"):
        build_pack(dataclasses.replace(tiny, config=huge), tmp_path / "tiny", LABEL)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hidden": 500}, "width of 500"),
        ({"inner": 60}, "width of 60"),
        ({"heads": 8, "head_size": 12}, "head size of 12"),
    ],
)
def test_widths_that_the_kernels_do_not_take(
    tmp_path: Path, changes: dict[str, int], said: str
) -> None:
    tiny = tiny_checkpoint()
    shape = dataclasses.replace(tiny.config, **changes)
    with pytest.raises(BuildError, match=said):
        build_pack(dataclasses.replace(tiny, config=shape), tmp_path / "packs" / "tiny", LABEL)
    assert list((tmp_path / "packs").iterdir()) == []


def test_a_precision_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no precision “int3”"):
        build_pack(tiny_checkpoint(), tmp_path / "tiny", LABEL, ("int3",))


# 8 bit

matrices = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 4), st.integers(1, 3).map(lambda n: n * BLOCK)),
    elements=st.floats(-1e4, 1e4, width=32),
)


@given(matrices)
@example(np.full((1, BLOCK), 1e-45, np.float32))
def test_no_weight_moves_by_more_than_half_a_step(weight: np.ndarray) -> None:
    values, scales = quantize(weight)
    assert values.dtype == np.uint8
    assert values.shape == (len(weight), weight.shape[1] // BLOCK, BLOCK)
    assert values.min() >= 1  # symmetric: -128 is not used
    off = np.abs(dequantize(values, scales) - weight).reshape(values.shape)
    assert (off <= 0.5001 * scales[..., None] + 1e-12).all()


def plain_loss(weight: np.ndarray) -> np.ndarray:
    """The squared error of the usual scale, at which the largest weight of a block is 127."""
    blocks = weight.reshape(-1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=-1, keepdims=True), 1e-8) / 127
    return np.square(np.rint(blocks / scales) * scales - blocks).sum(axis=-1)


@given(matrices)
def test_the_chosen_scale_is_never_worse_than_the_usual_one(weight: np.ndarray) -> None:
    off = np.square(dequantize(*quantize(weight)) - weight).reshape(-1, BLOCK).sum(axis=-1)
    assert (off <= plain_loss(weight) * 1.01 + 1e-12).all()


def test_weights_of_four_bits_lose_next_to_nothing() -> None:
    """A file of 4 bits has 16 levels a block; a scale is found that goes into their distance."""
    rng = np.random.default_rng(0)
    levels = rng.integers(0, 16, (256, 4, 2 * BLOCK))
    distance = rng.uniform(0.01, 0.1, (256, 4, 1))
    lowest = distance * rng.uniform(6, 9, (256, 4, 1))
    weight = (levels * distance - lowest).reshape(256, -1).astype(np.float32)
    off = np.square(dequantize(*quantize(weight)) - weight).sum()
    assert off < plain_loss(weight).sum() / 4


def test_a_block_of_zeros_stays_zero() -> None:
    np.testing.assert_array_equal(dequantize(*quantize(np.zeros((2, 64), np.float32))), 0)


# What is in the graphs


def test_the_embedding_is_stored_once(checkpoint: Checkpoint) -> None:
    shape = checkpoint.config
    table = shape.vocabulary * shape.hidden
    for precision in ("q8", "fp16", "fp32"):
        graph = graph_of(tied(checkpoint), precision).graph
        large = [t.name for t in graph.initializer if np.prod(t.dims) == table]
        assert len(large) == 1
        users = [node.op_type for node in graph.node if large[0] in node.input]
        assert len(users) == 2  # the lookup and the head


@pytest.mark.parametrize("precision", ["q8", "fp16", "fp32"])
def test_everything_stored_is_used(checkpoint: Checkpoint, precision: str) -> None:
    graph = graph_of(checkpoint, precision).graph
    used = {name for node in graph.node for name in node.input}
    assert {t.name for t in graph.initializer} <= used
    assert {i.name for i in graph.input} <= used | {"position_ids"}


def test_the_kinds_of_the_fp16_graph(checkpoint: Checkpoint) -> None:
    graph = graph_of(checkpoint, "fp16").graph
    stored = {tensor.name: tensor.data_type for tensor in graph.initializer}
    whole = {name for name, kind in stored.items() if kind != TensorProto.FLOAT16}
    assert whole <= {"gate_up_sizes"}
    kinds = {v.name: v.type.tensor_type.elem_type for v in [*graph.input, *graph.output]}
    cells = {kind for name, kind in kinds.items() if name.startswith(("past.", "present."))}
    assert cells == {TensorProto.FLOAT16}
    assert sum(name.startswith("past.") for name in kinds) == 2 * checkpoint.config.layers
    assert sum(name.startswith("present.") for name in kinds) == 2 * checkpoint.config.layers
    assert kinds["attention_bias"] == TensorProto.FLOAT16
    assert kinds["logits"] == TensorProto.FLOAT
    assert kinds["input_ids"] == kinds["position_ids"] == kinds["rows"] == TensorProto.INT64
    assert kinds["seqlens_k"] == kinds["total_len"] == TensorProto.INT32


@pytest.mark.parametrize("precision", ["q8", "fp16", "fp32"])
def test_the_runtime_and_onnx_know_every_operator(checkpoint: Checkpoint, precision: str) -> None:
    model = graph_of(checkpoint, precision)
    known = {(schema.domain, schema.name) for schema in runtime.get_all_operator_schema()}
    assert {(node.domain, node.op_type) for node in model.graph.node} <= known
    # The runtime keeps one operator of its own in the default domain; set it apart.
    for node in model.graph.node:
        if node.op_type == "SimplifiedLayerNormalization":
            node.domain = "com.microsoft"
    onnx.checker.check_model(model)
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, data_prop=True)
    (logits,) = [value for value in inferred.graph.output if value.name == "logits"]
    sizes = [d.dim_param or d.dim_value for d in logits.type.tensor_type.shape.dim]
    assert sizes == [1, "R", checkpoint.config.vocabulary]


def test_weights_that_half_precision_cannot_hold(checkpoint: Checkpoint) -> None:
    name = "h.0.mlp.c_fc.weight" if checkpoint.config.family == "gpt2" else "0.down"
    weights = {**checkpoint.weights, name: checkpoint.weights[name] * np.float32(1e8)}
    with pytest.raises(BuildError, match="fp16"):
        graph_of(dataclasses.replace(checkpoint, weights=weights), "fp16")


# Running them


def probabilities(pack: Pack, precision: str) -> np.ndarray:
    rows = open_for_check(pack, precision)[0].run(TOKENS, 0, range(len(TOKENS)))
    exponents = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True))


def test_all_precisions_give_about_the_same_answers(checkpoint: Checkpoint, tmp_path: Path) -> None:
    pack = build_pack(checkpoint, tmp_path / "tiny", LABEL, ("q8", "fp16", "fp32"))
    exact = probabilities(pack, "fp32")
    assert np.abs(probabilities(pack, "fp16") - exact).max() < 0.02
    assert np.abs(probabilities(pack, "q8") - exact).mean() < 0.002
    assert compare(pack, "fp32", "fp32").top3 == 1.0
    close = compare(pack, "q8", "fp32")
    assert close.top3 > 0.8
    assert abs(close.nll - close.reference_nll) < 0.2
    # The tree is what the fp16 graph is for as well, and no build runs it.
    check_graph(pack, "fp16")


def test_a_pack_of_one_precision_runs(checkpoint: Checkpoint, tmp_path: Path) -> None:
    pack = build_pack(checkpoint, tmp_path / "tiny", LABEL, ("q8",))
    assert sorted(path.name for path in pack.folder.iterdir()) == [
        "manifest.json",
        "model.onnx",
        "tokenizer.json",
    ]
    assert np.isfinite(probabilities(pack, "q8")).all()
    with pytest.raises(BuildError, match="no fp16 graph"):
        open_for_check(pack, "fp16")


# Graphs that must not become a pack


def edited(pack: Pack, change: Callable[[onnx.GraphProto], None]) -> Pack:
    path = pack.graph_file("fp32")
    assert path is not None
    model = onnx.load(path)
    change(model.graph)
    path.write_bytes(model.SerializeToString())
    return pack


def drop_the_bias(graph: onnx.GraphProto) -> None:
    for node in graph.node:
        if node.op_type == "GroupQueryAttention":
            node.input[node.input[:].index("attention_bias")] = ""


def ignore_the_rows(graph: onnx.GraphProto) -> None:
    """Answer with the first row whatever is asked for."""
    for node in graph.node:
        if "rows" in node.input:
            node.input[node.input[:].index("rows")] = "first_rows"
    zeros = onnx.helper.make_node("Sub", ["rows", "rows"], ["first_rows"])
    graph.node.insert(0, zeros)


def answer_nothing(graph: onnx.GraphProto) -> None:
    for tensor in graph.initializer:
        if tensor.name == "head.weight":
            bad = np.full(tuple(tensor.dims), np.nan, np.float32)
            tensor.CopyFrom(numpy_helper.from_array(bad, tensor.name))


def lose_a_weight(graph: onnx.GraphProto) -> None:
    del graph.initializer[0]


def add_an_unknown_node(graph: onnx.GraphProto) -> None:
    graph.node.append(onnx.helper.make_node("NoSuchThing", ["logits"], ["x"], domain="elsewhere"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop_the_bias, "tree rows see what they must not"),
        (ignore_the_rows, "tree rows see what they must not"),
        (answer_nothing, "not finite"),
        (lose_a_weight, "cannot be opened"),
        (add_an_unknown_node, "cannot be opened"),
    ],
)
def test_a_graph_that_does_not_do_its_work(
    checkpoint: Checkpoint, tmp_path: Path, change: Callable[[onnx.GraphProto], None], said: str
) -> None:
    pack = build_pack(checkpoint, tmp_path / "tiny", LABEL, ("fp32",))
    with pytest.raises(BuildError, match=said):
        check_graph(edited(pack, change), "fp32")
