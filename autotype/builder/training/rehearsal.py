"""Text of a model's own, so that tuning it for something else does not make it forget.

A model that reads only English while it is tuned expects English everywhere, also in the middle of
a German letter. What it writes itself before that, from beginnings of all that is to be kept, is
read along with the rest (pseudo-rehearsal: Robins, "Catastrophic Forgetting, Rehearsal and
Pseudorehearsal", Connection Science 7, 1995).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.corpus import SEPARATOR
from autotype.builder.training.teacher_model import open_model
from autotype.builder.training.writing import Writer

_LONGEST = 24
"""Tokens of a beginning."""


def rehearsal(
    checkpoint: Path,
    beginnings: Sequence[str],
    rows: int,
    length: int,
    temperature: float,
    seed: int,
) -> Iterator[str]:
    """Yield what a Llama writes, document by document, with the separators of a training text.

    Args:
        checkpoint: A GGUF file or a checkpoint folder.
        beginnings: Of which each is gone on with.
        rows: Documents from each beginning.
        length: Tokens of a document, its beginning included.
        temperature: Of the draws. At 1 they are what the model expects, and small models lose the
            thread; below that they stay with language and matter.
        seed: Of the draws.

    Raises:
        BuildError: The model cannot be read or is no Llama, or there is no beginning.
    """
    read = read_checkpoint(checkpoint)
    if read.config.family != "llama":
        raise BuildError("Only a Llama can write a rehearsal; give a checkpoint of one.")
    beginnings = [beginning for beginning in beginnings if beginning.strip()]
    if not beginnings:
        raise BuildError("There is no beginning to go on with; write one into each line.")
    tokenizer = Tokenizer.from_str(read.tokenizer)
    never = [*tokenizer.get_added_tokens_decoder()]
    start = read.config.start_token or 0
    writer = Writer(open_model(checkpoint, read), read.config, start, never, temperature)
    # Rows of one batch begin with as many tokens each.
    alike: dict[int, list[list[int]]] = defaultdict(list)
    for beginning in beginnings:
        tokens = tokenizer.encode(beginning, add_special_tokens=False).ids[:_LONGEST]
        alike[len(tokens)].append(tokens)
    for size, group in sorted(alike.items()):
        given = torch.tensor(group, dtype=torch.int64).repeat_interleave(rows, dim=0)
        for row in writer.write(given, max(length, size + 1), seed + size).tolist():
            yield f"{tokenizer.decode(row)}\n{SEPARATOR}\n"
