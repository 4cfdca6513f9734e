"""Weights and shape of a model, whatever file they came from.

Only safetensors and GGUF are read. A pickle can run code when it is opened, so pickled
checkpoints are refused by name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from autotype.builder.errors import BuildError

Array = npt.NDArray[np.float32]

_WHOLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.ckpt")


@dataclass(frozen=True, slots=True)
class Config:
    """The shape of a model and the constants its graph needs.

    Attributes:
        family: "gpt2" or "llama".
        layers: Transformer blocks.
        hidden: Width of the residual stream.
        heads: Attention heads.
        kv_heads: Heads of keys and values; `heads` for GPT-2.
        head_size: Width of one head.
        inner: Width inside the MLP.
        vocabulary: Rows of the embedding.
        positions: Longest text in tokens.
        epsilon: Of the norms.
        rotary_base: Base of the rotary angles; 0 for learned positions.
        start_token: The token in front of a text, if the model was trained with one.
        end_tokens: Tokens that end a text.
    """

    family: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_size: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float
    rotary_base: float
    start_token: int | None
    end_tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model ready to be built.

    Attributes:
        config: Its shape.
        weights: float32 arrays under the builder's own names (see `gpt2` and `llama`);
            matrices are [out, in].
        tokenizer: Text of its `tokenizer.json`.
    """

    config: Config
    weights: Mapping[str, Array]
    tokenizer: str


def refuse_pickles(folder: Path) -> None:
    """Raise `BuildError` if a folder offers nothing but a pickle."""
    if any(folder.glob("*.safetensors")):
        return
    for pattern in _PICKLES:
        for found in sorted(folder.glob(pattern)):
            raise BuildError(
                f"“{found.name}” is a pickle, which can run code when it is opened; "
                "convert the checkpoint to safetensors first."
            )
    raise BuildError(
        f"“{folder}” holds no model.safetensors; a checkpoint folder needs config.json, "
        "model.safetensors and tokenizer.json (or vocab.json and merges.txt)."
    )


def weight_files(folder: Path) -> list[Path]:
    """Return the safetensors files that hold a checkpoint; raises `BuildError`.

    They are `model.safetensors`, or the shards that its index names, or else all there are.
    """
    whole, index = folder / _WHOLE, folder / _INDEX
    if whole.is_file():
        return [whole]
    if not index.is_file():
        return sorted(folder.glob("*.safetensors"))
    try:
        named = {str(name) for name in json.loads(index.read_text("utf-8"))["weight_map"].values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(f"“{index}” cannot be read ({error}).") from error
    for name in sorted(named):
        if Path(name).name != name or not (folder / name).is_file():
            raise BuildError(f"The checkpoint lacks “{name}”, which its index names.")
    return [folder / name for name in sorted(named)]


def read_config(folder: Path) -> dict[str, Any]:
    """Return `config.json` of a checkpoint folder; raises `BuildError`."""
    path = folder / "config.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildError(f"“{folder}” holds no config.json, so it is no checkpoint.") from None
    except (OSError, ValueError) as error:
        raise BuildError(f"“{path}” cannot be read ({error}).") from error
    if not isinstance(data, dict):
        raise BuildError(f"“{path}” is not a JSON object.")
    return data


class Weights(Mapping[str, Array]):
    """The tensors of safetensors files, read one at a time as float32 [as stored]."""

    def __init__(self, folder: Path) -> None:
        """Open all shards of a folder; raises `BuildError` if one is damaged."""
        from safetensors import SafetensorError, safe_open

        self._files: dict[str, Any] = {}
        for path in weight_files(folder):
            try:
                opened: Any = safe_open(str(path), framework="numpy")
                self._files |= dict.fromkeys(opened.keys(), opened)
            except (SafetensorError, OSError) as error:
                raise BuildError(
                    f"“{path.name}” is damaged ({error}); download it again."
                ) from error

    def __getitem__(self, name: str) -> Array:
        stored = self._files[name]
        # numpy has no bfloat16: take the two bytes as the high half of a float32.
        if str(stored.get_slice(name).get_dtype()) == "BF16":
            return self._bfloat16(name)
        return np.asarray(stored.get_tensor(name)).astype(np.float32)

    def __contains__(self, name: object) -> bool:
        return name in self._files  # the inherited one would read the tensor

    def __iter__(self) -> Any:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def _bfloat16(self, name: str) -> Array:
        import ml_dtypes  # noqa: F401 - registers bfloat16 with numpy

        return np.asarray(self._files[name].get_tensor(name)).astype(np.float32)


class Taker:
    """Takes tensors by name, each with the one shape it may have."""

    def __init__(self, source: Mapping[str, Array], prefix: str = "") -> None:
        """Take from `source`; `prefix` is put before names that are not found bare."""
        self._source = source
        self._prefix = prefix
        self._left = set(source)

    def has(self, name: str) -> bool:
        """Whether there is such a tensor."""
        return name in self._source or self._prefix + name in self._source

    def take(self, name: str, *shape: int) -> Array:
        """Return a tensor; raises `BuildError` if it is missing or has another shape."""
        full = name if name in self._source else self._prefix + name
        if full not in self._source:
            raise BuildError(f"The checkpoint has no tensor “{name}”; it is not complete.")
        value = self._source[full]
        if value.shape != shape:
            raise BuildError(
                f"The tensor “{full}” has the shape {list(value.shape)} instead of {list(shape)}."
            )
        if not np.isfinite(value).all():
            raise BuildError(f"The tensor “{full}” holds values that are not finite numbers.")
        self._left.discard(full)
        return value

    def left(self, *ignored: str) -> None:
        """Raise `BuildError` if a tensor was not taken and ends with none of `ignored`."""
        rest = sorted(name for name in self._left if not name.endswith(ignored))
        if rest:
            raise BuildError(
                f"The checkpoint has {len(rest)} tensors that this family does not know, "
                f"the first of them “{rest[0]}”."
            )
