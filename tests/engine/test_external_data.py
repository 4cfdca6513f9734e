from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from autotype.engine.external_data import external_locations


def write(path: Path, location: str | None, inside: str = "graph") -> None:
    tensor = numpy_helper.from_array(np.ones(4, np.float32), "w")
    if location is not None:
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="offset", value="0")
        tensor.external_data.add(key="location", value=location)
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, [4])
    if inside == "graph":
        graph = helper.make_graph(
            [helper.make_node("Identity", ["w"], ["y"])], "g", [], [out], [tensor]
        )
    elif inside == "attribute":
        graph = helper.make_graph(
            [helper.make_node("Constant", [], ["y"], value=tensor)], "g", [], [out]
        )
    else:
        inner_out = helper.make_tensor_value_info("w", TensorProto.FLOAT, [4])
        inner = helper.make_graph([], "inner", [], [inner_out], [tensor])
        condition = numpy_helper.from_array(np.array(True), "c")
        branch = helper.make_node("If", ["c"], ["y"], then_branch=inner, else_branch=inner)
        graph = helper.make_graph([branch], "g", [], [out], [condition])
    path.write_bytes(helper.make_model(graph).SerializeToString())


@pytest.mark.parametrize("inside", ["graph", "attribute", "subgraph"])
def test_a_tensor_outside_the_file_is_found_wherever_it_hangs(tmp_path: Path, inside: str) -> None:
    file = tmp_path / "m.onnx"
    write(file, "../../etc/passwd", inside)
    assert external_locations(file) == {"../../etc/passwd"}


def test_a_file_that_holds_everything_names_nothing(tmp_path: Path) -> None:
    file = tmp_path / "m.onnx"
    write(file, None)
    onnx.checker.check_model(str(file))
    assert external_locations(file) == set()


@pytest.mark.parametrize(
    "content", [b"", b"not a model at all \xff\xff", b"\x3a\xff\xff\xff\x7f", b"\x80"]
)
def test_something_else_is_no_onnx_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "m.onnx"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r".+"):
        external_locations(file)
