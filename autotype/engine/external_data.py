"""Where an ONNX file keeps tensors outside itself, read without the onnx package.

An ONNX file is a protobuf message. Only three fields matter here, so the walk skips
everything else by its length and never loads a weight: ModelProto.graph (7) ->
GraphProto.initializer (5) -> TensorProto.external_data (13), whose entries have a key (1)
and a value (2). Subgraphs hang off GraphProto.node (1) -> NodeProto.attribute (5) ->
AttributeProto.g (6), .graphs (11) and .t (5), .tensors (10), and are walked too.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path

from autotype.text.untrusted import open_regular

_Message = memoryview
_DEEPEST = 100
"""Messages inside each other; readers of protobuf refuse more, too."""
_MOST_FIELDS = 5_000_000


def external_locations(path: Path) -> set[str]:
    """Return the `location` of every tensor that is stored outside `path`.

    Raises:
        OSError: It is no regular file, or cannot be read.
        ValueError: The file is not a protobuf message, or one made to take for ever.
    """
    with open_regular(path) as stream:
        try:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise ValueError("it is empty") from None
    # Closed with its last view, not here: the traceback of an error still holds some.
    return _Walk().locations(memoryview(mapped))


_TENSOR: dict[int, object] = {13: "entry"}
_ATTRIBUTE: dict[int, object] = {5: _TENSOR, 10: _TENSOR}
_NODE: dict[int, object] = {5: _ATTRIBUTE}
_SPARSE: dict[int, object] = {1: _TENSOR, 2: _TENSOR}
_GRAPH: dict[int, object] = {1: _NODE, 5: _TENSOR, 15: _SPARSE}
_ATTRIBUTE |= {6: _GRAPH, 11: _GRAPH, 22: _SPARSE, 23: _SPARSE}
_FUNCTION: dict[int, object] = {7: _NODE}
_MODEL: dict[int, object] = {7: _GRAPH, 25: _FUNCTION}


class _Walk:
    """One look through a message, with all that it may take."""

    def __init__(self) -> None:
        self._found: set[str] = set()
        self._left = _MOST_FIELDS

    def locations(self, message: _Message) -> set[str]:
        self._walk(message, _MODEL, _DEEPEST)
        return self._found

    def _walk(self, message: _Message, wanted: dict[int, object], deeper: int) -> None:
        if not deeper:
            raise ValueError("it is nested too deep")
        for number, value in _fields(message):
            self._left -= 1
            if not self._left:
                raise ValueError("it has too many parts")
            kind = wanted.get(number)
            if kind is None or value is None:
                continue
            if kind == "entry":
                self._entry(value)
            elif isinstance(kind, dict):
                self._walk(value, kind, deeper - 1)

    def _entry(self, message: _Message) -> None:
        pair = {number: bytes(value) for number, value in _fields(message) if value is not None}
        if pair.get(1) == b"location":
            self._found.add(pair.get(2, b"").decode("utf-8", "replace"))


def _fields(message: _Message) -> Iterator[tuple[int, _Message | None]]:
    """Yield (field number, content) of a message; content is None unless it has a length."""
    at, end = 0, len(message)
    while at < end:
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise ValueError("a field without a number")
        if wire == 0:
            _, at = _varint(message, at)
            yield number, None
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
            yield number, None
        elif wire == 2:
            length, at = _varint(message, at)
            if at + length > end:
                raise ValueError("a field longer than the file")
            yield number, message[at : at + length]
            at += length
        else:
            raise ValueError(f"wire type {wire}")
    if at != end:
        raise ValueError("it ends inside a field")


def _varint(message: _Message, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise ValueError("it ends inside a number")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
