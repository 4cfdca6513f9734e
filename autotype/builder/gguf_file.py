"""Reads a Llama from a GGUF file: weights, shape and tokenizer are all in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autotype.builder import llama
from autotype.builder.byte_level import tokenizer_text
from autotype.builder.checkpoint import Array, Checkpoint, Config, StoredTensors, check_shape
from autotype.builder.counted import Counted, Progress, unseen
from autotype.builder.errors import BuildError
from autotype.builder.room import check_reading
from autotype.engine.panics import panics_as_errors

_NAMES = {
    "token_embd.weight": "embed_tokens.weight",
    "output.weight": "lm_head.weight",
    "output_norm.weight": "norm.weight",
    "attn_norm.weight": "input_layernorm.weight",
    "ffn_norm.weight": "post_attention_layernorm.weight",
    "attn_q.weight": "self_attn.q_proj.weight",
    "attn_k.weight": "self_attn.k_proj.weight",
    "attn_v.weight": "self_attn.v_proj.weight",
    "attn_output.weight": "self_attn.o_proj.weight",
    "ffn_gate.weight": "mlp.gate_proj.weight",
    "ffn_up.weight": "mlp.up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
}
_SPLITS_DIGITS = {"smollm": True, "gpt-2": False, "default": False}
_CONTROL = 3
_LONGEST_LIST, _MOST_VALUES = 1_000_000, 4_000_000
"""Numbers and texts that are read before the weights; the largest vocabularies take 2 million."""
_END_TEXTS = ("<|endoftext|>", "<|im_end|>", "</s>")


def read_gguf(path: Path, progress: Progress = unseen) -> Checkpoint:
    """Return the model in a GGUF file; raises `BuildError`."""
    try:
        with panics_as_errors():
            return _read(path, _open(path), progress)
    except BuildError:
        raise
    except Exception as error:  # reader and tokenizer raise whatever a damaged file leads to
        raise BuildError(f"“{path.name}” is damaged or not a GGUF file ({error}).") from error


def _open(path: Path) -> Any:
    """Return the library's reader, made to stop at the end of the file.

    By itself it reads nothing over and over there, as often as a damaged count says.
    """
    from gguf import GGUFReader, GGUFValueType

    class BoundedReader(GGUFReader):
        _values = 0

        def _get(self, offset: int, dtype: Any, count: int = 1, *more: Any, **named: Any) -> Any:
            found = super()._get(offset, dtype, count, *more, **named)
            self._values += 1
            if len(found) != count:
                raise ValueError("it ends too early")
            if self._values > _MOST_VALUES:
                raise ValueError("it describes itself at too great a length")
            return found

        def _get_field_parts(self, orig_offs: int, raw_type: int) -> Any:
            if raw_type == GGUFValueType.ARRAY:
                count = int(self._get(orig_offs + 4, np.uint64)[0])
                if count > min(_LONGEST_LIST, len(self.data) - orig_offs):
                    raise ValueError("it has a list that is too long")
            return super()._get_field_parts(orig_offs, raw_type)

    return BoundedReader(str(path))


def _read(path: Path, reader: Any, progress: Progress) -> Checkpoint:
    fields = _Fields(reader)
    family = fields.get("general.architecture")
    if family != "llama":
        raise BuildError(
            f"“{path.name}” holds a model of the family “{str(family)[:60]}”, which is not "
            "supported; GGUF files of the Llama family are."
        )
    shape = _shape(fields)
    check_shape(shape)
    check_reading(shape)
    weights = llama.read_weights(Counted(_Tensors(reader, shape), progress), shape)
    return Checkpoint(shape, weights, _tokenizer(fields))


class _Fields:
    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def get(self, name: str, default: Any = None) -> Any:
        field = self._reader.fields.get(name)
        return default if field is None else field.contents()

    def need(self, name: str) -> Any:
        value = self.get(name)
        if value is None:
            raise BuildError(f"The GGUF file lacks “{name}”; it is not complete.")
        return value


def _shape(fields: _Fields) -> Config:
    if fields.get("llama.rope.scaling.type", "none") != "none":
        raise BuildError("The GGUF file scales its rotary positions, which is not supported.")
    hidden = int(fields.need("llama.embedding_length"))
    heads = int(fields.need("llama.attention.head_count"))
    tokens = fields.need("tokenizer.ggml.tokens")
    ends = {token: index for index, token in enumerate(tokens) if token in _END_TEXTS}
    if not ends:
        raise BuildError("The GGUF file names no token that ends a text, which Autotype needs.")
    return Config(
        family="llama",
        layers=int(fields.need("llama.block_count")),
        hidden=hidden,
        heads=heads,
        kv_heads=int(fields.get("llama.attention.head_count_kv", heads)),
        head_size=int(fields.get("llama.rope.dimension_count", hidden // heads)),
        inner=int(fields.need("llama.feed_forward_length")),
        vocabulary=len(tokens),
        positions=min(llama.LONGEST, int(fields.need("llama.context_length"))),
        epsilon=float(fields.need("llama.attention.layer_norm_rms_epsilon")),
        rotary_base=float(fields.get("llama.rope.freq_base", 10_000.0)),
        start_token=ends.get("<|endoftext|>"),
        end_tokens=tuple(sorted(ends.values())),
    )


class _Tensors(StoredTensors):
    """The tensors under their Hugging Face names, dequantised when they are taken."""

    def __init__(self, reader: Any, shape: Config) -> None:
        self._shape = shape
        self._stored = {_hugging_face_name(tensor.name): tensor for tensor in reader.tensors}

    def shape_of(self, name: str) -> tuple[int, ...]:
        """Return the shape of a tensor without reading it."""
        return tuple(int(size) for size in reversed(self._stored[name].shape))

    def __getitem__(self, name: str) -> Array:
        from gguf.quants import dequantize

        stored = self._stored[name]
        try:
            value: Array = dequantize(stored.data, stored.tensor_type).astype(np.float32)
        except NotImplementedError:
            raise BuildError(
                f"The tensor “{name}” is stored as {stored.tensor_type.name}, "
                "which cannot be read; Q4_1, Q8_0, F16 and F32 can."
            ) from None
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            return _unpermuted(value, self._shape.head_size)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._stored  # the inherited one would dequantise the tensor

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def _hugging_face_name(name: str) -> str:
    if not name.startswith("blk."):
        return _NAMES.get(name, name)
    _, layer, part = name.split(".", 2)
    return f"layers.{layer}.{_NAMES.get(part, part)}"


def _unpermuted(weight: Array, head_size: int) -> Array:
    """Put the rows of queries or keys back in order.

    llama.cpp interleaves the two halves of every head, for its own rotary layout.
    """
    rows, columns = weight.shape
    pairs = weight.reshape(rows // head_size, head_size // 2, 2, columns)
    return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(rows, columns)


def _tokenizer(fields: _Fields) -> str:
    splitter = str(fields.need("tokenizer.ggml.pre"))
    if fields.need("tokenizer.ggml.model") != "gpt2" or splitter not in _SPLITS_DIGITS:
        raise BuildError(
            f"The GGUF file's tokenizer (“{splitter}”) is not supported; "
            "byte-level BPE of GPT-2 and of SmolLM is."
        )
    tokens = fields.need("tokenizer.ggml.tokens")
    kinds = fields.get("tokenizer.ggml.token_type", [])
    special = [token for token, kind in zip(tokens, kinds, strict=False) if kind == _CONTROL]
    merges = [tuple(merge.split(" ", 1)) for merge in fields.need("tokenizer.ggml.merges")]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    return tokenizer_text(vocabulary, merges, special, _SPLITS_DIGITS[splitter])
