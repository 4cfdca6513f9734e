"""From a path to a checkpoint: the one place that knows which kinds there are."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import onnx

from autotype.builder import gpt2, llama
from autotype.builder.byte_level import check_tokenizer, folder_tokenizer, special_tokens
from autotype.builder.checkpoint import (
    Checkpoint,
    Config,
    Weights,
    read_config,
    refuse_pickles,
)
from autotype.builder.counted import Counted, Progress, unseen
from autotype.builder.errors import BuildError
from autotype.builder.gguf_file import read_gguf
from autotype.builder.room import check_reading
from autotype.builder.unpack import unpack
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import check_pack, open_pack
from autotype.text.untrusted import require_regular

_ENDS = ("<|endoftext|>", "<|im_end|>", "</s>")
_FAMILIES: dict[str, ModuleType] = {"gpt2": gpt2, "llama": llama}

Build = Callable[[Config, Any, str], onnx.ModelProto]


def read_checkpoint(path: Path, progress: Progress = unseen) -> Checkpoint:
    """Return the model in a checkpoint folder or a GGUF file.

    Args:
        path: Where it is.
        progress: Told which share of the weights has been read.

    Raises:
        BuildError: It is something else, is not complete, or is of an unknown kind.
    """
    try:
        if path.suffix == ".gguf":
            # The reader would wait for a pipe.
            require_regular(path)
            return read_gguf(path, progress)
        if not path.is_dir():
            raise BuildError(f"“{path}” is neither a checkpoint folder nor a GGUF file.")
        refuse_pickles(path)
    except (OSError, ValueError) as error:
        why = error.strerror or error if isinstance(error, OSError) else error
        raise BuildError(f"“{path}” cannot be read ({why}).") from error
    shape, tokenizer = read_frame(path)
    weights = _FAMILIES[shape.family].read_weights(Counted(Weights(path), progress), shape)
    return Checkpoint(shape, weights, tokenizer)


def read_base(path: Path) -> Checkpoint:
    """Return the model in a pack's folder, a checkpoint folder or a GGUF file.

    Raises:
        BuildError: As `read_checkpoint`.
        PackError: A pack is damaged.
    """
    if not (path / MANIFEST).is_file():
        return read_checkpoint(path)
    pack = open_pack(path)
    check_pack(pack)
    return unpack(pack)


def read_frame(folder: Path) -> tuple[Config, str]:
    """Return the shape and the tokenizer of a folder; the weights need not be there yet.

    Raises:
        BuildError: The model is of an unknown kind, or too large for this machine.
    """
    data = read_config(folder)
    family = str(data.get("model_type", "unknown"))
    if family not in _FAMILIES:
        raise BuildError(
            f"The checkpoint is of the family “{family[:60]}”; "
            f"only {' and '.join(_FAMILIES)} can be used."
        )
    shape: Config = _FAMILIES[family].read_shape(data)
    check_reading(shape)
    tokenizer = folder_tokenizer(folder)
    check_tokenizer(tokenizer, shape.vocabulary)
    special = special_tokens(tokenizer)
    ends = {special[name] for name in _ENDS if name in special}
    ends |= {token for token in shape.end_tokens if 0 <= token < shape.vocabulary}
    start = special.get("<|endoftext|>", shape.start_token)
    if start is not None and not 0 <= start < shape.vocabulary:
        start = None
    ends = {token for token in ends if token < shape.vocabulary}
    if start is None and not ends:
        raise BuildError("The checkpoint names no token that ends a text, which Autotype needs.")
    shape = dataclasses.replace(shape, start_token=start, end_tokens=tuple(sorted(ends)))
    return shape, tokenizer


def builder_of(family: str) -> Build:
    """Return the graph builder of a family."""
    build: Build = _FAMILIES[family].build
    return build
