"""The training itself: steps, checkpoints that a kill cannot harm, and the curve."""

import dataclasses
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from tokenizers import Tokenizer
from torch import Tensor

from autotype.builder.errors import BuildError
from autotype.builder.training.batches import make_batch
from autotype.builder.training.config import StudentConfig
from autotype.builder.training.curve import Curve, CurvePoint
from autotype.builder.training.held_out import HeldOut
from autotype.builder.training.loss import soft_cross_entropy
from autotype.builder.training.optimizers import Optimizers
from autotype.builder.training.precision import computing
from autotype.builder.training.progress import Progress
from autotype.builder.training.student import new_student
from autotype.builder.training.targets import Targets
from autotype.builder.training.tokens import TokenizedText, Windows
from autotype.builder.training.vocabulary import end_token
from autotype.text.replacing import replace_file

CHECKPOINT = "training.safetensors"

Rate = Callable[[Progress], float | None]
"""What the learning rates are multiplied with at some point; None when it is the end."""
Report = Callable[[Progress, float], None]
"""Called after every step with the progress and the loss in nats a token."""


@dataclass(frozen=True, slots=True)
class TrainingText:
    """What is trained on.

    Attributes:
        train: The text.
        held_out: Text for the curve.
        targets: What the teacher says of `train`; may be empty.
        tokenizer: The student's.
    """

    train: TokenizedText
    held_out: TokenizedText
    targets: Targets
    tokenizer: Tokenizer


class Training:
    """A student, its optimisers and where they stand."""

    def __init__(
        self,
        student: StudentConfig,
        text: TrainingText,
        folder: Path,
        dtype: torch.dtype,
        device: str = "cpu",
    ) -> None:
        """Start, or go on from the checkpoint in `folder`.

        Args:
            student: What is trained.
            text: What it is trained on.
            folder: For the checkpoint and the curve.
            dtype: In which products are computed.
            device: Where the student is.

        Raises:
            BuildError: There is a checkpoint, but of another shape, or damaged.
        """
        self._student, self._text = student, text
        self._folder, self._dtype = folder, dtype
        self._end = end_token(text.tokenizer)
        self._windows = Windows(text.train, text.tokenizer, student.shape.positions)
        self._held_out = HeldOut(text.held_out, text.tokenizer, student.shape.positions)
        self.device = device
        self.model = new_student(student.shape, student.schedule.seed, device)
        self._optimizers = Optimizers(self.model, student.schedule, dtype)
        self.progress = self._resume()

    def run(
        self,
        rate: Rate,
        report: Report,
        cooling: Callable[[Progress], bool],
        *,
        keep: bool = True,
    ) -> Curve:
        """Train until `rate` says that it is the end; return the curve.

        Args:
            rate: The learning rates.
            report: Told after every step.
            cooling: Whether the text of the end is to be read.
            keep: Whether checkpoints and curve are written.
        """
        schedule = self._student.schedule
        curve = Curve(self._folder / "curve.csv", self.progress.tokens)
        saved = time.monotonic()
        losses: list[float] = []
        order = self._epoch()
        factor = rate(self.progress)
        while factor is not None:
            begins_to_cool = (
                bool(schedule.cooldown_weights)
                and not self.progress.cooling
                and cooling(self.progress)
            )
            if begins_to_cool or self.progress.window >= len(order):
                self.progress = dataclasses.replace(
                    self.progress,
                    epoch=self.progress.epoch + 1,
                    window=0,
                    cooling=self.progress.cooling or begins_to_cool,
                )
                order = self._epoch()
            losses.append(self._step(order, factor))
            report(self.progress, losses[-1])
            used, factor = factor, rate(self.progress)
            if factor is None:
                break  # The last point and checkpoint are those below, whatever is due.
            last = curve.points[-1].tokens if curve.points else 0
            if self.progress.tokens - last >= schedule.curve_tokens:
                self._add_point(curve, used, losses, keep)
            if keep and time.monotonic() - saved > 60 * schedule.checkpoint_minutes:
                self.save()
                saved = time.monotonic()
        if losses:
            self._add_point(curve, 0.0, losses, keep)
        if keep:
            self.save()
        return curve

    def save(self) -> None:
        """Write the checkpoint; the one before stays whole until the new one is."""
        tensors = {f"model.{name}": p.detach() for name, p in self.model.named_parameters()}
        tensors |= self._optimizers.state()
        shape = json.dumps(dataclasses.asdict(self._student.shape))
        metadata = {"progress": self.progress.to_text(), "shape": shape}
        contiguous = {name: tensor.cpu().contiguous() for name, tensor in tensors.items()}
        replace_file(self._folder / CHECKPOINT, save(contiguous, metadata))

    def _resume(self) -> Progress:
        path = self._folder / CHECKPOINT
        if not path.is_file():
            return Progress()
        try:
            with safe_open(str(path), framework="pt") as opened:
                metadata: dict[str, str] = opened.metadata()
                tensors: dict[str, Tensor] = {n: opened.get_tensor(n) for n in opened.keys()}  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise BuildError(
                f"The checkpoint “{path}” is damaged ({error}); remove it to start over."
            ) from error
        if json.loads(metadata["shape"]) != dataclasses.asdict(self._student.shape):
            raise BuildError(
                f"The checkpoint “{path}” is of a student of another shape; choose another --work."
            )
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                parameter.copy_(tensors[f"model.{name}"])
        self._optimizers.load(tensors)
        return Progress.from_text(metadata["progress"])

    def _epoch(self) -> Any:
        schedule = self._student.schedule
        weights = self._student.text.weights
        if self.progress.cooling:
            weights = schedule.cooldown_weights
        order = self._windows.epoch(weights, schedule.seed, self.progress.epoch)
        if not len(order):
            raise BuildError(
                f"The text is shorter than {self._student.shape.positions} tokens; "
                "give more text or fewer “positions”."
            )
        return order

    def _step(self, order: Any, factor: float) -> float:
        began = time.perf_counter()
        shape, schedule = self._student.shape, self._student.schedule
        first = self.progress.window
        chosen = order[first : first + schedule.batch_tokens // shape.positions]
        loss = self._loss(chosen)
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        self._optimizers.step(factor)
        done = self.progress
        self.progress = dataclasses.replace(
            done,
            steps=done.steps + 1,
            tokens=done.tokens + len(chosen) * shape.positions,
            window=first + len(chosen),
            read=done.read + len(chosen) / len(order),
            seconds=done.seconds + time.perf_counter() - began,
        )
        return float(loss.detach())

    def _loss(self, chosen: Any) -> Tensor:
        """Return the mean loss of some windows, in nats a token."""
        shape = self._student.shape
        own_share = self._student.teacher.own_share
        batch = make_batch(
            self._text.train, self._text.targets, chosen, shape.positions, self._end, own_share
        )
        hidden = self._hidden(batch.inputs.to(self.device))
        ids, weights = batch.ids.to(self.device), batch.weights.to(self.device)
        return soft_cross_entropy(hidden, self.model.transformer.wte.weight, ids, weights)

    def _hidden(self, inputs: Tensor) -> Tensor:
        """Return what the student makes of int64 [B, T], float [B * T, D]."""
        with computing(self._dtype, self.device):
            hidden: Tensor = self.model.transformer(inputs, use_cache=False).last_hidden_state
        return hidden.reshape(-1, hidden.shape[-1]).to(self._dtype)

    def _add_point(self, curve: Curve, factor: float, losses: list[float], keep: bool) -> None:
        nats, bits = self._held_out.measure(self.model, self._dtype)
        mean = sum(losses) / len(losses)
        losses.clear()
        point = CurvePoint(self.progress.tokens, self.progress.seconds, factor, mean, nats, bits)
        curve.add(point, keep=keep)
