"""How large a student's pack will be, so that a shape can be chosen by its bytes."""

import dataclasses

from autotype.builder.quantize import BITS, BLOCK, TABLE_BLOCK
from autotype.builder.training.config import ShapeConfig

_SCALE = 4  # bytes
_FLOAT = 4
_NODES = 24_000  # bytes of the graph without its weights


def graph_bytes(shape: ShapeConfig) -> int:
    """Return about how many bytes the 8-bit graph of a student has."""
    width, layers = shape.hidden, shape.layers
    # Scales of the table are stored twice, once for the embedding and once for the head.
    table = shape.vocabulary * width * (BITS / 8 + 2 * _SCALE / TABLE_BLOCK)
    blocks = 12 * width * width * layers * (BITS / 8 + _SCALE / BLOCK)
    plain = (shape.positions + 13 * layers + 2) * width * _FLOAT
    return int(table + blocks + plain + _NODES)


def deepest(shape: ShapeConfig, limit: int) -> ShapeConfig:
    """Return a shape with as many layers as fit into `limit` bytes of graph."""
    layers = 1
    while graph_bytes(dataclasses.replace(shape, layers=layers + 1)) <= limit:
        layers += 1
    return dataclasses.replace(shape, layers=layers)
