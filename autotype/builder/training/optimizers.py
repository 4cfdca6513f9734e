"""Muon for the matrices of the blocks, AdamW for all the rest, and their state by name."""

from typing import Any

import torch
from torch import Tensor

from autotype.builder.training.config import ScheduleConfig
from autotype.builder.training.muon import Muon

_BETAS = (0.9, 0.98)
_CLIP = 1.0


class Optimizers:
    """Both optimisers of a GPT-2."""

    def __init__(self, model: Any, schedule: ScheduleConfig, dtype: torch.dtype) -> None:
        """Divide the parameters of a `GPT2LMHeadModel` between the two."""
        self._schedule = schedule
        named = dict(model.named_parameters())
        matrices = {n: p for n, p in named.items() if ".h." in n and p.ndim == 2}
        self._muon = Muon(matrices, {n: 3 for n in matrices if n.endswith("c_attn.weight")}, dtype)
        self._rest = {n: p for n, p in named.items() if n not in matrices}
        self._parameters = list(named.values())
        flat = [p for p in self._rest.values() if p.ndim < 2]
        tables = [p for p in self._rest.values() if p.ndim == 2]
        self._adamw = torch.optim.AdamW(
            [
                {"params": flat, "weight_decay": 0.0},
                {"params": tables, "weight_decay": schedule.weight_decay},
            ],
            lr=schedule.other_rate,
            betas=_BETAS,
        )

    def step(self, factor: float) -> None:
        """Apply the gradients with both learning rates times `factor`, and drop them."""
        torch.nn.utils.clip_grad_norm_(self._parameters, _CLIP)
        self._muon.step(self._schedule.matrix_rate * factor, self._schedule.weight_decay)
        for group in self._adamw.param_groups:
            group["lr"] = self._schedule.other_rate * factor
        self._adamw.step()
        for parameter in self._parameters:
            parameter.grad = None

    def state(self) -> dict[str, Tensor]:
        """Return the state of both, tensors by name."""
        found = {f"muon.{name}": value for name, value in self._muon.state.items()}
        for name, parameter in self._rest.items():
            for key, value in self._adamw.state.get(parameter, {}).items():
                found[f"adamw.{name}.{key}"] = value
        return found

    def load(self, state: dict[str, Tensor]) -> None:
        """Take over what `state` returned."""
        for name, value in self._muon.state.items():
            value.copy_(state[f"muon.{name}"])
        for name, parameter in self._rest.items():
            keys = ("step", "exp_avg", "exp_avg_sq")
            if f"adamw.{name}.step" in state:
                held = {key: state[f"adamw.{name}.{key}"] for key in keys}
                # AdamW counts its steps on the processor, wherever its averages are.
                self._adamw.state[parameter] = {
                    key: value.clone() if key == "step" else value.to(parameter.device, copy=True)
                    for key, value in held.items()
                }
