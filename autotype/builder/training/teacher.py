"""The teacher: any Llama or GPT-2 that can be built, run by transformers.

It reads the text in its own tokens. Where one of its tokens begins, a token of the student
begins too (`vocabulary.py`), and the probability of each of the student's tokens is that
of all of the teacher's which begin with it. Inside one of the teacher's tokens there is no
target; the text itself teaches there.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from autotype.builder.reading import read_checkpoint
from autotype.builder.training.config import TeacherConfig
from autotype.builder.training.targets import TargetWriter, run_lengths
from autotype.builder.training.teacher_model import in_type, open_model
from autotype.builder.training.vocabulary import end_token, piece_starts, token_bytes

Indices = npt.NDArray[np.int64]

_DOCUMENTS = 64
_BATCH_TOKENS = 4096
_HEAD_ROWS = 512  # a row of the teacher's logits is large


class Teacher:
    """A model that is asked for its distributions over the student's tokens."""

    def __init__(
        self, config: TeacherConfig, student: Tokenizer, dtype: torch.dtype, seed: int
    ) -> None:
        """Read the checkpoint; raises `BuildError` if it cannot be."""
        path = Path(config.checkpoint)
        checkpoint = read_checkpoint(path)
        self._own = Tokenizer.from_str(checkpoint.tokenizer)
        self._student = student
        self._config = config
        self._seed = seed
        self._own_bytes = _lengths(self._own)
        self._student_bytes = _lengths(student)
        self._end = end_token(self._own)
        self._first = piece_starts(student, self._own, end_token(student))
        model = in_type(open_model(path, checkpoint), dtype)
        self._body = model.base_model
        self._head = model.get_output_embeddings().weight.detach()

    def teach(
        self, texts: Iterator[str], writer: TargetWriter, step: Callable[[int], None]
    ) -> None:
        """Write the targets of texts that are the training text's documents in order.

        Args:
            texts: All documents; those that `writer` has already are skipped.
            writer: For the targets.
            step: Told how many of the student's tokens have been dealt with.
        """
        remaining = islice(texts, writer.documents, None)
        most = self._config.tokens
        while batch := list(islice(remaining, _DOCUMENTS)):
            if most and writer.tokens >= most:
                return
            for lengths, ids, counts in self._targets(batch, writer.documents):
                writer.append(lengths, ids, counts)
            writer.commit(writer.documents + len(batch))
            step(writer.tokens)

    def _targets(
        self, texts: Sequence[str], number: int
    ) -> Iterator[tuple[Indices, Indices, Indices]]:
        """Yield the targets of each document, with the end of text that follows it."""
        own = [e.ids for e in self._own.encode_batch(list(texts), add_special_tokens=False)]
        theirs = [e.ids for e in self._student.encode_batch(list(texts), add_special_tokens=False)]
        aligned = [self._aligned(a, b) for a, b in zip(own, theirs, strict=True)]
        drawn = self._drawn([[*ids, self._end] for ids in own], [a for a, _ in aligned], number)
        for ids, (_, places), draws in zip(theirs, aligned, drawn, strict=True):
            lengths, tokens, counts = run_lengths(draws)
            spread = np.zeros(len(ids) + 1, np.int64)
            spread[places] = lengths
            yield spread, tokens, counts

    def _aligned(self, own: list[int], student: list[int]) -> tuple[Indices, Indices]:
        """Return which tokens of both begin at the same byte, the end of text included."""
        ours = np.concatenate([[0], np.cumsum(self._own_bytes[own])]).astype(np.int64)
        theirs = np.concatenate([[0], np.cumsum(self._student_bytes[student])]).astype(np.int64)
        _, a, b = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
        return a, b

    @torch.inference_mode()
    def _drawn(
        self, sequences: list[list[int]], wanted: list[Indices], number: int
    ) -> list[Indices]:
        """Return the draws for the wanted tokens of each sequence, int64 [n, draws]."""
        size, known = self._config.window, shared(self._config.window)
        starts = [range(0, max(1, len(s) - known), size - known) for s in sequences]
        pieces = [(document, start) for document, each in enumerate(starts) for start in each]
        pieces.sort(key=lambda p: -min(size, len(sequences[p[0]]) - p[1]))
        random = np.random.default_rng([self._seed, number])
        found: dict[tuple[int, int], Indices] = {}
        while pieces:
            width = min(size, len(sequences[pieces[0][0]]) - pieces[0][1])
            count = max(1, _BATCH_TOKENS // width)
            batch, pieces = pieces[:count], pieces[count:]
            inputs = torch.full((len(batch), width), self._end)
            rows: list[Indices] = []
            for row, (document, start) in enumerate(batch):
                before = sequences[document][start : start + width - 1]
                inputs[row, 1 : 1 + len(before)] = torch.tensor(before, dtype=torch.int64)
                least = start + known if start else 0
                inside = (wanted[document] >= least) & (wanted[document] < start + width)
                rows.append(row * width + wanted[document][inside] - start)
            hidden = self._body(inputs, use_cache=False).last_hidden_state
            draws = self._draw(hidden.reshape(-1, hidden.shape[-1]), np.concatenate(rows), random)
            parts = np.split(draws, np.cumsum([len(r) for r in rows])[:-1])
            found |= dict(zip(batch, parts, strict=True))
        return [
            np.concatenate([found[document, start] for start in each])
            for document, each in enumerate(starts)
        ]

    def _draw(self, hidden: torch.Tensor, rows: Indices, random: np.random.Generator) -> Indices:
        count = self._config.draws
        steps = torch.arange(count, dtype=torch.float32)
        found = np.empty((len(rows), count), np.int64)
        for start in range(0, len(rows), _HEAD_ROWS):
            part = rows[start : start + _HEAD_ROWS]
            logits = (hidden[torch.from_numpy(part)] @ self._head.T).float()
            sums = torch.softmax(logits, dim=-1).cumsum(dim=-1)
            offsets = torch.from_numpy(random.random((len(part), 1), np.float32))
            points = (steps + offsets) / count * sums[:, -1:]
            tokens = torch.searchsorted(sums, points).clamp_(max=logits.shape[1] - 1)
            found[start : start + len(part)] = self._first[tokens.numpy()]
        return found


def shared(window: int) -> int:
    """Return how many tokens a window of the teacher has in common with the one before.

    They are read for what follows them: at its very beginning a window knows nothing.
    """
    return window // 6


def _lengths(tokenizer: Tokenizer) -> Indices:
    return np.array([len(raw) for raw in token_bytes(tokenizer)], np.int64)
