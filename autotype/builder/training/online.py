"""A student that learns from its teacher's whole distributions while both read the same text.

On a card the teacher costs less than reading its answers from a disk would, so nothing is kept
of them: every step both read the same windows, and the student's loss is the
cross-entropy against all that the teacher holds possible (`teacher.py` says how the tokens of
the one belong to those of the other).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autotype.builder.training.batches import Indices
from autotype.builder.training.config import StudentConfig
from autotype.builder.training.loop import Training, TrainingText
from autotype.builder.training.loss import full_cross_entropy
from autotype.builder.training.pairs import PairedText
from autotype.builder.training.student import save_student

Say = Callable[[str], None]
BRING = "bring"
"""Folder, in that of the training, of what is to be kept of it."""


class OnlineTeacher:
    """A model that is asked for its distributions over the student's tokens, step by step."""

    def __init__(self, model: Any, first: Indices, end: int, vocabulary: int) -> None:
        """Teach with a model.

        Args:
            model: A causal language model of transformers, in the type it computes in.
            first: int64 [teacher's tokens]; the student's first piece of each, or -1.
            end: The teacher's end-of-text token.
            vocabulary: V, the student's tokens.
        """
        self.body = model.base_model
        self.end = end
        self._head = model.get_output_embeddings().weight.detach()
        # One column more, for what the student has no token for.
        places = np.where(first < 0, vocabulary, first)
        self._first = torch.from_numpy(places).to(self._head.device)
        self._vocabulary = vocabulary

    @torch.no_grad()
    def targets(
        self, inputs: Tensor, rows: Tensor, following: Tensor, own_share: float
    ) -> Callable[[slice], Tensor]:
        """Read windows; return a function from a part of the student's rows to their targets.

        Args:
            inputs: int64 [B, T]; the teacher's tokens, each window after an end of text.
            rows: int64 [n]; which row of the windows, laid flat, says what follows each of
                the student's; -1 for none, where the text itself teaches.
            following: int64 [n]; what the text has there.
            own_share: Weight of that where there is a row.
        """
        hidden = self.body(inputs, use_cache=False).last_hidden_state
        flat = hidden.reshape(-1, hidden.shape[-1])

        def of(part: slice) -> Tensor:
            chosen, tokens = rows[part], following[part]
            logits = (flat[chosen.clamp_min(0)] @ self._head.T).float()
            shares = torch.softmax(logits, dim=-1)
            wide = shares.new_zeros(len(chosen), self._vocabulary + 1)
            wide.index_add_(1, self._first, shares)
            found = wide[:, : self._vocabulary]
            own = torch.where(chosen >= 0, own_share, 1.0)[:, None]
            found *= (1 - own) / found.sum(dim=1, keepdim=True).clamp_min(1e-9)
            return found.scatter_add_(1, tokens[:, None], own)

        return of


class OnlineTraining(Training):
    """A training whose targets come from a teacher that reads along."""

    def __init__(
        self,
        student: StudentConfig,
        text: TrainingText,
        pairs: PairedText,
        written: Indices,
        teacher: OnlineTeacher,
        folder: Path,
        dtype: torch.dtype,
        device: str = "cpu",
    ) -> None:
        """Start, or go on from the checkpoint in `folder`.

        Args:
            student: What is trained.
            text: As for any training; its targets are not looked at.
            pairs: The same text in both kinds of tokens, with what the teacher wrote behind it.
            written: int64 [R]; where the rows that the teacher wrote begin.
            teacher: Who teaches.
            folder: For the checkpoint, the curve and the student of that moment.
            dtype: In which products are computed.
            device: Where student and text are.
        """
        super().__init__(student, text, folder, dtype, device)
        self._teacher, self._written = teacher, written
        self._starts_token = pairs.begins >= 0
        as_tensor = torch.from_numpy
        self._tokens = as_tensor(pairs.text.tokens.astype(np.int32)).to(device)
        self._begins = as_tensor(pairs.begins).to(device)
        self._theirs = as_tensor(pairs.teacher.astype(np.int32)).to(device)

    def compile(self, say: Say) -> None:
        """Let torch compile student and teacher; without it if that fails on this machine.

        One layer of each is compiled and stands for all of them: whole models take a minute.
        """
        layers = [*self.model.transformer.h, *self._teacher.body.layers]
        for layer in layers:
            layer.compile(dynamic=False)
        schedule, shape = self._student.schedule, self._student.shape
        try:
            chosen = self._epoch()[: schedule.batch_tokens // shape.positions]
            self._loss(chosen).backward()  # type: ignore[no-untyped-call]
        except Exception as error:  # a compiler fails in more ways than can be named
            say(f"torch cannot compile here ({type(error).__name__}); it goes on without")
            for layer in layers:
                layer._compiled_call_impl = None
        self.model.zero_grad(set_to_none=True)

    def save(self) -> None:
        """Write the checkpoint, and the student as it is now."""
        super().save()
        words = self._text.tokenizer.to_str()
        save_student(self.model, words, self._folder / BRING / "student", half=True)

    def _epoch(self) -> Any:
        order = super()._epoch()
        # A window inside one of the teacher's tokens would be another text for the teacher.
        order = order[self._starts_token[order]]
        chosen = np.concatenate([order, self._written])
        random = np.random.default_rng([self._student.schedule.seed, self.progress.epoch, 1])
        random.shuffle(chosen)
        # Steps of one size only: what was compiled is for one shape.
        rows = self._student.schedule.batch_tokens // self._student.shape.positions
        return chosen[: max(1, len(chosen) // rows) * rows]

    def _loss(self, chosen: Any) -> Tensor:
        length = self._student.shape.positions
        steps = torch.arange(length, device=self.device)
        places = torch.from_numpy(chosen).to(self.device)[:, None] + steps
        following = self._tokens[places].long()
        inputs = _after(self._end, following)
        begins = self._begins[places].long()
        first = begins[:, :1]
        theirs = self._theirs[(first + steps).clamp_max(len(self._theirs) - 1)].long()
        windows = torch.arange(len(chosen), device=self.device)[:, None] * length
        rows = torch.where(begins >= 0, windows + begins - first, -1).ravel()
        own_share = self._student.teacher.own_share
        targets = self._teacher.targets(
            _after(self._teacher.end, theirs), rows, following.ravel(), own_share
        )
        hidden = self._hidden(inputs)
        return full_cross_entropy(hidden, self.model.transformer.wte.weight, targets)


def _after(end: int, tokens: Tensor) -> Tensor:
    """Return what is read before each token: an end of text, then the tokens before it."""
    return torch.cat([torch.full_like(tokens[:, :1], end), tokens[:, :-1]], dim=1)
