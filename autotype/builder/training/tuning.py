"""Tuning a model on a kind of text: a teacher on what its student is for, or a pack's own."""

import dataclasses
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save
from tokenizers import Tokenizer
from torch import Tensor

from autotype.builder.errors import BuildError
from autotype.builder.training.batches import Indices, window_tokens
from autotype.builder.training.config import TuningConfig
from autotype.builder.training.lora import Adapter
from autotype.builder.training.loss import soft_cross_entropy, token_losses
from autotype.builder.training.precision import computing
from autotype.builder.training.progress import Progress
from autotype.builder.training.tokens import TokenizedText, Windows
from autotype.builder.training.vocabulary import end_token
from autotype.text.replacing import replace_file

CHECKPOINT = "tuning.safetensors"
_WARMUP = 0.03
_EACH = 6  # windows of a source for the loss before and after
_STATE = ("step", "exp_avg", "exp_avg_sq")

Report = Callable[[Progress, float], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model is tuned on.

    Attributes:
        text: In the model's own tokens.
        tokenizer: The model's own.
        weights: How often each source is read.
        length: Tokens of a window.
        seed: Of the order.
    """

    text: TokenizedText
    tokenizer: Tokenizer
    weights: Mapping[str, float]
    length: int
    seed: int


class Tuning:
    """A model with its adapter, and how far it is."""

    def __init__(
        self, model: Any, adapter: Adapter, reading: Reading, config: TuningConfig, folder: Path
    ) -> None:
        """Start, or go on from the checkpoint in `folder`.

        Args:
            model: A causal language model with the adapter in it.
            adapter: What is trained.
            reading: The text.
            config: How.
            folder: For the checkpoint.
        """
        self._model, self._adapter, self._reading = model, adapter, reading
        self._config, self._folder = config, folder
        self._end = end_token(reading.tokenizer)
        self._windows = Windows(reading.text, reading.tokenizer, reading.length)
        self._parameters = adapter.parameters()
        self._adamw = torch.optim.AdamW(
            [*self._parameters.values()], lr=config.rate, betas=(0.9, 0.99), weight_decay=0.0
        )
        self.progress = self._resume()

    def share(self) -> float:
        """Return how much of the tuning is done, 0 to 1."""
        limits = (
            (self.progress.tokens, self._config.tokens),
            (self.progress.seconds, self._config.seconds),
        )
        return min(1.0, max((done / most for done, most in limits if most), default=1.0))

    def run(
        self,
        dtype: torch.dtype,
        every: float,
        report: Report,
        enough: Callable[[Progress, float], bool] = lambda _progress, _loss: False,
    ) -> None:
        """Tune to the end.

        Args:
            dtype: In which products are computed.
            every: Seconds between checkpoints.
            report: Told after every step.
            enough: Asked after every step whether to end early.
        """
        saved = time.monotonic()
        order = self._epoch()
        while (share := self.share()) < 1:
            began = time.perf_counter()
            done = self.progress
            if done.window >= len(order):
                done = dataclasses.replace(done, epoch=done.epoch + 1, window=0)
                self.progress = done
                order = self._epoch()
            rows = self._config.batch_tokens // self._reading.length
            chosen = order[done.window : done.window + rows]
            for group in self._adamw.param_groups:
                rising = min(1.0, (share + 1e-3) / _WARMUP)
                group["lr"] = self._config.rate * rising * (1 - share)
            loss = self._step(chosen, dtype)
            self.progress = dataclasses.replace(
                done,
                steps=done.steps + 1,
                tokens=done.tokens + len(chosen) * self._reading.length,
                window=done.window + len(chosen),
                seconds=done.seconds + time.perf_counter() - began,
            )
            report(self.progress, loss)
            if enough(self.progress, loss):
                break
            if time.monotonic() - saved > every:
                self.save()
                saved = time.monotonic()
        self.save()

    def save(self) -> None:
        """Write the checkpoint."""
        tensors: dict[str, Tensor] = {n: p.detach() for n, p in self._parameters.items()}
        for name, parameter in self._parameters.items():
            for key, value in self._adamw.state.get(parameter, {}).items():
                tensors[f"{name}.{key}"] = value
        held = {name: tensor.cpu().contiguous() for name, tensor in tensors.items()}
        replace_file(self._folder / CHECKPOINT, save(held, {"progress": self.progress.to_text()}))

    def _epoch(self) -> Indices:
        order = self._windows.epoch(self._reading.weights, self._reading.seed, self.progress.epoch)
        if not len(order):
            raise BuildError("The text is too short for a model to be tuned on it; give more.")
        return order

    def _step(self, chosen: Indices, dtype: torch.dtype) -> float:
        hidden, following = _hidden(self._model, self._reading, chosen, self._end, dtype)
        # The table is frozen, so no gradient is made for it.
        table = self._model.get_output_embeddings().weight
        weights = torch.ones(len(following), 1, device=hidden.device)
        loss = soft_cross_entropy(hidden, table, following[:, None], weights)
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        torch.nn.utils.clip_grad_norm_([*self._parameters.values()], 1.0)
        self._adamw.step()
        self._adamw.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _resume(self) -> Progress:
        path = self._folder / CHECKPOINT
        if not path.is_file():
            return Progress()
        with safe_open(str(path), framework="pt") as opened:
            metadata: dict[str, str] = opened.metadata()
            tensors: dict[str, Tensor] = {n: opened.get_tensor(n) for n in opened.keys()}  # noqa: SIM118
        for name, parameter in self._parameters.items():
            with torch.no_grad():
                parameter.copy_(tensors[name])
            if f"{name}.step" in tensors:
                held = {key: tensors[f"{name}.{key}"] for key in _STATE}
                self._adamw.state[parameter] = {
                    key: value if key == "step" else value.to(parameter.device)
                    for key, value in held.items()
                }
        return Progress.from_text(metadata["progress"])


@torch.inference_mode()
def text_loss(model: Any, reading: Reading, dtype: torch.dtype) -> float:
    """Return the mean loss of some windows of each source, in nats a token."""
    end = end_token(reading.tokenizer)
    windows = Windows(reading.text, reading.tokenizer, reading.length).evenly(_EACH)
    table = model.get_output_embeddings().weight
    total, count = 0.0, 0
    for start in range(0, len(windows), 8):
        hidden, following = _hidden(model, reading, windows[start : start + 8], end, dtype)
        total += float(token_losses(hidden, table, following).sum())
        count += len(following)
    return total / max(1, count)


def _hidden(
    model: Any, reading: Reading, windows: Indices, end: int, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    """Return what a model makes of windows, float [n, D], and what follows, int64 [n]."""
    _, inputs, following = window_tokens(reading.text, windows, reading.length, end)
    device = model.device
    with computing(dtype, device.type):
        body = model.base_model(torch.from_numpy(inputs).to(device), use_cache=False)
    hidden: Tensor = body.last_hidden_state
    flat = hidden.reshape(-1, hidden.shape[-1]).to(dtype)
    return flat, torch.from_numpy(np.ascontiguousarray(following.ravel())).to(device)
