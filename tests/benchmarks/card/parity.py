"""Whether the graph says on this provider what torch says."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from autotype.builder.reference import _after_crop, _tree, compare_with
from autotype.builder.verify import SAMPLE, open_for_check, sample_tokens
from autotype.engine.providers import CUDA
from autotype.engine.session import HIDDEN, Floats, Session
from tests.benchmarks.card.models import Subject


def parity(subject: Subject, provider: str) -> dict[str, Any]:
    """Compare a graph with torch in float32 on the same device, and trees with separate runs."""
    device = "cuda" if provider == CUDA else "cpu"
    model = subject.model.to(device)

    def logits(tokens: Sequence[int]) -> Floats:
        with torch.inference_mode():
            rows: Floats = model(torch.tensor([list(tokens)], device=device)).logits[0]
            return rows.float().cpu().numpy()

    found = compare_with(subject.pack, subject.precision, logits, SAMPLE, provider)
    session, tokenizer = open_for_check(subject.pack, subject.precision, provider)
    tokens = sample_tokens(subject.pack, tokenizer)
    half = len(tokens) // 2
    read = session.run(tokens, 0, range(len(tokens))).copy()
    # Each way by itself as well: which of them is wrong is what one needs to know then.
    apart = {
        "reading": _difference(read, logits(tokens)),
        "crop": _difference(*_after_crop(session, logits, tokens, half)),
        "tree": _difference(*_tree(session, logits, tokens, half)),
        "tree_against_separate": tree_against_separate(session, tokens),
    }
    return dataclasses.asdict(found) | apart | {"close": found.close}


def _difference(ours: Floats, theirs: Floats) -> float:
    """Return the largest difference, relative to the largest value; infinite if not a number."""
    found = float(np.abs(ours - theirs).max() / np.abs(theirs).max())
    return found if np.isfinite(found) else float("inf")


def tree_against_separate(session: Session, tokens: list[int]) -> float:
    """Return the largest difference of a logit, relative to the largest.

    Eight rows: four branches of two tokens, in one pass and each in passes of its own.
    """
    half = len(tokens) // 2
    paths = [(tokens[branch], tokens[branch + 4]) for branch in range(4)]
    bias = np.full((8, half + 8), HIDDEN, np.float32)
    bias[:, :half] = 0
    bias[range(8), range(half, half + 8)] = 0
    bias[range(1, 8, 2), range(half, half + 8, 2)] = 0
    session.run(tokens[:half], 0, [half - 1])
    flat = [token for path in paths for token in path]
    together = session.run(flat, half, range(8), [half, half + 1] * 4, bias).copy()
    separate = np.concatenate([session.run(path, half, [0, 1]).copy() for path in paths])
    return _difference(together, separate)
