"""Everyday text that a model writes itself, to be read along with somebody's own.

A model that reads one person's notes only gets worse at everything else. What it writes itself
holds it where it is (see `rehearsal`), needs no text of others, and stays in one file: it depends
on the model and on the beginnings, so it is written once.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.builder.training.writing import Writer
from autotype.text.sentences import sentences

_LONGEST = 24
"""Tokens of a beginning."""
_WRITTEN = 96
"""Tokens that go on from it: a short message."""
_ROWS = 48
_TEMPERATURE = 0.9
_LEAST = 40  # characters of a text that is worth reading


class _AnyWriter:
    """Writes with a model of any family; slower than `Writer`, which only knows the Llama."""

    def __init__(self, model: Any, end: int, never: Sequence[int]) -> None:
        self._model, self._end, self._never = model, end, [*never]

    @torch.inference_mode()
    def write(self, beginnings: Tensor, length: int, seed: int) -> Tensor:
        """Return rows that begin as told, int64 [B, length]; see `Writer`."""
        random = torch.Generator().manual_seed(seed)
        first = torch.full((len(beginnings), 1), self._end)
        rows, cache = beginnings, None
        given = torch.cat([first, beginnings], dim=1)
        while rows.shape[1] < length:
            found = self._model(given, past_key_values=cache, use_cache=True)
            cache = found.past_key_values
            logits = found.logits[:, -1].float() / _TEMPERATURE
            logits[:, self._never] = -torch.inf
            given = torch.multinomial(torch.softmax(logits, dim=-1), 1, generator=random)
            rows = torch.cat([rows, given], dim=1)
        return rows


def everyday(
    model: Any,
    checkpoint: Checkpoint,
    beginnings: Sequence[str],
    start_text: str,
    tokens: int,
    report: Callable[[float], None],
    first: int = 0,
) -> Iterator[list[str]]:
    """Yield texts that a model writes, batch by batch, until it has written so many tokens.

    Args:
        model: A causal language model of transformers.
        checkpoint: What it was made of.
        beginnings: Of which one after the other is gone on with.
        start_text: What stands before every text, for the model's eyes only.
        tokens: To be written in all.
        report: Told which share is done, before every batch; may raise to end it.
        first: The batch to begin with: those before it were written earlier.

    Raises:
        BuildError: There is no beginning.
    """
    tokenizer = Tokenizer.from_str(checkpoint.tokenizer)
    never = [*tokenizer.get_added_tokens_decoder()]
    start = checkpoint.config.start_token or 0
    writer: Any = _AnyWriter(model, start, never)
    if checkpoint.config.family == "llama":
        writer = Writer(model, checkpoint.config, start, never, _TEMPERATURE)
    before = tokenizer.encode(start_text, add_special_tokens=False).ids
    given = [tokenizer.encode(line, add_special_tokens=False).ids for line in beginnings if line]
    if not given:
        raise BuildError("There is no beginning to go on with; write one into each line.")
    # Rows of one batch begin with as many tokens each.
    alike: dict[int, list[list[int]]] = {}
    for row in given:
        alike.setdefault(min(len(row), _LONGEST), []).append(row[:_LONGEST])
    room = checkpoint.config.positions - len(before) - _LONGEST - 1
    most = min(_WRITTEN, room)
    # Each length as often as it has beginnings, in an order that goes through all of them soon.
    sizes = [size for size, group in sorted(alike.items()) for _ in group]
    random.Random(1).shuffle(sizes)  # noqa: S311 - an order, not a secret
    batches = max(1, round(tokens / (_ROWS * most)))
    for batch in range(first, batches):
        report(batch / batches)
        group = alike[size := sizes[batch % len(sizes)]]
        rows = [group[(batch + number) % len(group)] for number in range(_ROWS)]
        beginning = torch.tensor([[*before, *row] for row in rows], dtype=torch.int64)
        written = writer.write(beginning, len(before) + size + most, batch).tolist()
        texts = (_whole(tokenizer.decode(row[len(before) :])) for row in written)
        yield [text for text in texts if text]


def _whole(text: str) -> str:
    """Return a text up to its last whole sentence; empty if too little is left."""
    spans = [span for span in sentences(text) if text[span[0] : span[1]].strip()]
    last = text[spans[-1][0] : spans[-1][1]].rstrip() if spans else ""
    end = spans[-1][1] if last.endswith((".", "!", "?", "”", '"')) else spans[-1][0] if spans else 0
    found = text[:end].strip()
    return found if len(found) >= _LEAST else ""
