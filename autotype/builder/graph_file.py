"""Writing a graph, its weights beside it where they are large.

Weights in a file of their own are mapped by the runtime rather than read: opening needs no second
copy of them, and what kernels have stored in a way of their own is let go again.
"""

from pathlib import Path

import onnx
from onnx.external_data_helper import convert_model_to_external_data

_IN_ONE_FILE = 64_000_000
"""Bytes; a smaller graph stays whole, which is easier to look at and costs nobody anything."""
_TENSOR = 4096
"""Bytes of a weight that is worth a place of its own; what shapes are made of stays inside."""


def write_graph(model: onnx.ModelProto, path: Path) -> None:
    """Write a graph; large weights go to `<path>.data`. `model` is used up by that.

    Raises:
        OSError: It cannot be written.
    """
    if model.ByteSize() <= _IN_ONE_FILE:
        path.write_bytes(model.SerializeToString())
        return
    data = path.with_name(f"{path.name}.data")
    data.unlink(missing_ok=True)  # what is there would be written on
    convert_model_to_external_data(model, location=data.name, size_threshold=_TENSOR)
    onnx.save_model(model, path)
    # The library makes it readable by its owner only; a pack may be for everybody.
    data.chmod(path.stat().st_mode & 0o777)
