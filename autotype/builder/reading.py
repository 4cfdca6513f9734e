"""From a path to a checkpoint: the one place that knows which kinds there are."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import onnx

from autotype.builder import gpt2, llama
from autotype.builder.byte_level import folder_tokenizer, special_tokens
from autotype.builder.checkpoint import (
    Checkpoint,
    Config,
    Weights,
    read_config,
    refuse_pickles,
)
from autotype.builder.errors import BuildError
from autotype.builder.gguf_file import read_gguf

_ENDS = ("<|endoftext|>", "<|im_end|>", "</s>")
_FAMILIES: dict[str, ModuleType] = {"gpt2": gpt2, "llama": llama}

Build = Callable[[Config, Any, str], onnx.ModelProto]


def read_checkpoint(path: Path) -> Checkpoint:
    """Return the model in a checkpoint folder or a GGUF file.

    Raises:
        BuildError: It is something else, is not complete, or is of an unknown kind.
    """
    if path.suffix == ".gguf":
        return read_gguf(path)
    if not path.is_dir():
        raise BuildError(f"“{path}” is neither a checkpoint folder nor a GGUF file.")
    data = read_config(path)
    family = str(data.get("model_type", "unknown"))
    if family not in _FAMILIES:
        raise BuildError(
            f"The checkpoint is of the family “{family}”; "
            f"only {' and '.join(_FAMILIES)} can be used."
        )
    refuse_pickles(path)
    module = _FAMILIES[family]
    shape = module.read_shape(data)
    tokenizer = folder_tokenizer(path)
    special = special_tokens(tokenizer)
    ends = {special[name] for name in _ENDS if name in special}
    ends |= {token for token in shape.end_tokens if 0 <= token < shape.vocabulary}
    start = special.get("<|endoftext|>", shape.start_token)
    if start is not None and start >= shape.vocabulary:
        start = None
    shape = dataclasses.replace(shape, start_token=start, end_tokens=tuple(sorted(ends)))
    return Checkpoint(shape, module.read_weights(Weights(path), shape), tokenizer)


def builder_of(family: str) -> Build:
    """Return the graph builder of a family."""
    build: Build = _FAMILIES[family].build
    return build
