"""Weights and shape of a model, whatever file they came from.

Only safetensors and GGUF are read. A pickle can run code when it is opened, so pickled
checkpoints are refused by name.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from autotype.builder.errors import BuildError
from autotype.engine import manifest
from autotype.engine.panics import panics_as_errors
from autotype.text.fields import Fields
from autotype.text.untrusted import parse_json, read_regular, require_regular

Array = npt.NDArray[np.float32]

_WHOLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_LARGEST_CONFIG, _LARGEST_INDEX, _MOST_TENSORS = 1 << 22, 1 << 26, 1_000_000
_SMALLEST_EPSILON = 1e-30
LARGEST_BASE = 1e12
"""Of rotary angles."""
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


def _why(error: Exception) -> object:
    return (error.strerror or error) if isinstance(error, OSError) else error


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
    if whole.exists():
        return [whole]
    if not index.exists():
        return sorted(folder.glob("*.safetensors"))
    try:
        found = Fields(parse_json(read_regular(index, _LARGEST_INDEX)))
        named = {str(name) for name in found.table("weight_map", _MOST_TENSORS).values()}
    except (OSError, ValueError) as error:
        raise BuildError(f"“{index}” cannot be read ({_why(error)}).") from error
    for name in sorted(named):
        if Path(name).name != name or "\0" in name or not (folder / name).exists():
            raise BuildError(f"The checkpoint lacks “{name}”, which its index names.")
    return [folder / name for name in sorted(named)]


def read_config(folder: Path) -> dict[str, Any]:
    """Return `config.json` of a checkpoint folder; raises `BuildError`."""
    path = folder / "config.json"
    try:
        data = parse_json(read_regular(path, _LARGEST_CONFIG))
    except FileNotFoundError:
        raise BuildError(f"“{folder}” holds no config.json, so it is not a checkpoint.") from None
    except (OSError, ValueError) as error:
        raise BuildError(f"“{path}” cannot be read ({_why(error)}).") from error
    if not isinstance(data, dict):
        raise BuildError(f"“{path}” is not a JSON object.")
    return data


def read_ends(fields: Fields) -> tuple[int, ...]:
    """Return the `eos_token_id` of a `config.json`, which is one, a list, or missing."""
    try:
        single = fields.whole("eos_token_id", -1, manifest.MOST_TOKENS, None)
        return () if single is None else (single,)
    except ValueError:
        return fields.wholes("eos_token_id", -1, manifest.MOST_TOKENS, 1000)


def check_shape(shape: Config) -> None:
    """Raise `ValueError` for a shape that no model can have that a pack could be made of."""
    for name, value, least, most in (
        ("layers", shape.layers, 1, manifest.MOST_LAYERS),
        ("width", shape.hidden, 1, manifest.WIDEST),
        ("heads", shape.heads, 1, manifest.MOST_HEADS),
        ("heads of keys", shape.kv_heads, 1, manifest.MOST_HEADS),
        ("width of a head", shape.head_size, 1, manifest.WIDEST_HEAD),
        ("inner width", shape.inner, 1, 16 * manifest.WIDEST),
        ("tokens", shape.vocabulary, manifest.LEAST_TOKENS, manifest.MOST_TOKENS),
        ("positions", shape.positions, manifest.LEAST_POSITIONS, manifest.MOST_POSITIONS),
    ):
        if not least <= value <= most:
            raise ValueError(f"{name}: {value} is not from {least} to {most}")
    if not _SMALLEST_EPSILON <= shape.epsilon <= 1:
        raise ValueError(f"the epsilon of its norms is {shape.epsilon:g}")
    if shape.rotary_base and not 1 <= shape.rotary_base <= LARGEST_BASE:
        raise ValueError(f"the base of its rotary angles is {shape.rotary_base:g}")
    if shape.heads % shape.kv_heads:
        raise ValueError(f"{shape.heads} heads cannot share {shape.kv_heads} keys")


class StoredTensors(Mapping[str, Array]):
    """The tensors of a file, which are read when they are taken."""

    @abstractmethod
    def shape_of(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor without reading it."""


class Weights(StoredTensors):
    """The tensors of safetensors files, read one at a time as float32 [as stored]."""

    def __init__(self, folder: Path) -> None:
        """Open all shards of a folder; raises `BuildError` if one is damaged."""
        from safetensors import safe_open

        self._files: dict[str, Any] = {}
        for path in weight_files(folder):
            try:
                # The library would wait for a pipe.
                require_regular(path)
                with panics_as_errors():
                    opened: Any = safe_open(str(path), framework="numpy")
                    self._files |= dict.fromkeys(opened.keys(), opened)
            except Exception as error:  # the library raises several kinds
                raise BuildError(
                    f"“{path.name}” is damaged ({_why(error)}); download it again."
                ) from error

    def shape_of(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor without reading it."""
        return tuple(self._files[name].get_slice(name).get_shape())

    def __getitem__(self, name: str) -> Array:
        stored = self._files[name]
        try:
            with panics_as_errors():
                # numpy has no bfloat16: take the two bytes as the high half of a float32.
                if str(stored.get_slice(name).get_dtype()) == "BF16":
                    return self._bfloat16(name)
                return np.asarray(stored.get_tensor(name)).astype(np.float32)
        except Exception as error:  # whatever the library makes of a kind that numpy lacks
            raise BuildError(f"The tensor “{name}” cannot be read ({_why(error)}).") from error

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
        # Before it is read: one of another shape may be larger than this machine's memory.
        if isinstance(self._source, StoredTensors):
            self._check(full, self._source.shape_of(full), shape)
        value = self._source[full]
        self._check(full, value.shape, shape)
        if not np.isfinite(value).all():
            raise BuildError(f"The tensor “{full}” holds values that are not finite numbers.")
        self._left.discard(full)
        return value

    def _check(self, name: str, found: tuple[int, ...], shape: tuple[int, ...]) -> None:
        if found != shape:
            raise BuildError(
                f"The tensor “{name}” has the shape {list(found)} instead of {list(shape)}."
            )

    def left(self, *ignored: str) -> None:
        """Raise `BuildError` if a tensor was not taken and ends with none of `ignored`."""
        rest = sorted(name for name in self._left if not name.endswith(ignored))
        if rest:
            raise BuildError(
                f"The checkpoint has {len(rest)} tensors that this family does not know, "
                f"the first of them “{rest[0]}”."
            )
