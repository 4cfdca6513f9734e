"""A pack against transformers, which reads the same weights in its own way.

The only module that needs torch and transformers; they come with the `builder` extra.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autotype.builder.errors import BuildError
from autotype.builder.verify import SAMPLE, mean_nll, open_for_check, sample_tokens, top3_overlap
from autotype.engine.pack import Pack
from autotype.engine.providers import CPU
from autotype.engine.session import HIDDEN, Floats, Session

Logits = Callable[[Sequence[int]], Floats]
"""From tokens to the logits of every position, float32 [S, V]."""

CLOSE = 2e-4
"""Largest difference of a logit in fp32, relative to the largest logit."""
_TOP3 = 0.85
_NLL = 0.1


@dataclass(frozen=True, slots=True)
class Parity:
    """How far a graph is from transformers.

    Attributes:
        precision: Of the graph.
        difference: Largest difference of a logit, relative to the largest logit, after
            plain reading, after a crop, and for tree rows.
        top3: Mean share of the reference's three likeliest tokens that are also its own.
        nll: Mean negative log-likelihood of the sample, in nats.
        reference_nll: The same of the reference.
    """

    precision: str
    difference: float
    top3: float
    nll: float
    reference_nll: float

    @property
    def close(self) -> bool:
        """Whether the graph may be used: fp32 by its logits, 8 bit by ranks and likelihood."""
        if self.precision == "fp32":
            return self.difference < CLOSE
        return self.top3 >= _TOP3 and abs(self.nll - self.reference_nll) < _NLL


def transformers_logits(folder: Path) -> Logits:
    """Open a checkpoint folder with transformers.

    Raises:
        BuildError: transformers is not installed, or cannot read it.
    """
    if not folder.is_dir():
        raise BuildError(
            f"“{folder}” is not a checkpoint folder, so there is nothing to compare with."
        )
    try:
        import torch
        import transformers
    except ImportError:
        raise BuildError(
            "Comparing with transformers needs the builder extra; "
            "install it with: pip install “autotype[builder]”"
        ) from None
    library: Any = transformers  # half of its functions have no types
    library.logging.set_verbosity_error()
    library.logging.disable_progress_bar()
    try:
        model = library.AutoModelForCausalLM.from_pretrained(
            str(folder),
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float32,
        ).eval()
    except Exception as error:  # it raises whatever its many readers raise
        raise BuildError(f"transformers cannot read “{folder}” ({error}).") from error

    def logits(tokens: Sequence[int]) -> Floats:
        with torch.inference_mode():
            rows: Floats = model(torch.tensor([list(tokens)])).logits[0].float().numpy()
        return rows

    return logits


def compare_with(
    pack: Pack, precision: str, logits: Logits, text: str = SAMPLE, provider: str = CPU
) -> Parity:
    """Compare a graph of a pack with the reference, in every way in which it is used."""
    session, tokenizer = open_for_check(pack, precision, provider)
    tokens = sample_tokens(pack, tokenizer, text)
    ours, theirs = session.run(tokens, 0, range(len(tokens))).copy(), logits(tokens)
    if ours.shape != theirs.shape:
        raise BuildError(
            f"The pack answers for {ours.shape[1]} tokens and the checkpoint for "
            f"{theirs.shape[1]}; they are not of the same model."
        )
    half = len(tokens) // 2
    pairs = [
        (ours, theirs),
        _after_crop(session, logits, tokens, half),
        _tree(session, logits, tokens, half),
    ]
    return Parity(
        precision,
        max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in pairs),
        top3_overlap(ours, theirs),
        mean_nll(ours, tokens),
        mean_nll(theirs, tokens),
    )


def _after_crop(
    session: Session, logits: Logits, tokens: list[int], half: int
) -> tuple[Floats, Floats]:
    """Return what both say when the second half is left and read again, the other way round."""
    other = tokens[:half] + tokens[:half:-1]
    again = session.run(other[half:], half, range(len(other) - half))
    return again.copy(), logits(other)[half:]


def _tree(session: Session, logits: Logits, tokens: list[int], half: int) -> tuple[Floats, Floats]:
    """Return what both say of two siblings and a child of the second, in one pass of ours."""
    first, second, child = tokens[0], tokens[half], tokens[1]
    session.run(tokens[:half], 0, [half - 1])
    bias = np.full((3, half + 3), HIDDEN, np.float32)
    bias[:, :half] = 0
    bias[range(3), range(half, half + 3)] = 0
    bias[2, half + 1] = 0
    tree = session.run([first, second, child], half, range(3), [half, half, half + 1], bias).copy()
    paths = ([first], [second], [second, child])
    return tree, np.stack([logits([*tokens[:half], *path])[-1] for path in paths])
