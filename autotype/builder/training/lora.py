"""The low-rank adapter while it learns: small matrices beside frozen ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor, nn

from autotype.builder.adapter import ADAPTED, GPT2_ADAPTED, read_adapter
from autotype.builder.errors import BuildError
from autotype.builder.training.teacher_model import LLAMA
from autotype.text.replacing import replace_file

_FAMILIES = ("llama", "gpt2")


class _Adapted(nn.Module):
    """A frozen linear layer with two small matrices beside it."""

    def __init__(self, base: Any, rank: int) -> None:
        super().__init__()
        self.base = base
        rows, columns = _turned(base).shape
        place = base.weight.device
        self.down = nn.Parameter(torch.randn(rank, columns).to(place) / columns**0.5)
        # Zeros, so that the model begins as it was.
        self.up = nn.Parameter(torch.zeros(rows, rank, device=place))

    def forward(self, x: Tensor) -> Tensor:
        beside: Tensor = nn.functional.linear(nn.functional.linear(x, self.down), self.up)
        plain: Tensor = self.base(x)
        return plain + beside


class Adapter:
    """Adapters for all matrices of a model's blocks, put into it while this is open."""

    def __init__(self, model: Any, rank: int, seed: int) -> None:
        """Freeze the model and put the adapters in; raises `BuildError` for other families.

        Args:
            model: A `LlamaForCausalLM` or a `GPT2LMHeadModel`.
            rank: Of the added matrices.
            seed: Of their beginnings.
        """
        if getattr(model.config, "model_type", "") not in _FAMILIES:
            raise BuildError("Only a Llama or a GPT-2 can be tuned with an adapter.")
        self._model = model
        model.requires_grad_(False)
        torch.manual_seed(seed)
        self._layers: dict[str, _Adapted] = {}
        for name, parent, part in _places(model):
            self._layers[name] = _Adapted(getattr(parent, part), rank)
            setattr(parent, part, self._layers[name])

    def parameters(self) -> dict[str, Tensor]:
        """Return what is trained, by the names in the file."""
        return {
            f"{name}.{kind}": getattr(layer, kind)
            for name, layer in self._layers.items()
            for kind in ("down", "up")
        }

    def save(self, file: Path) -> None:
        """Write the adapter, in half precision."""
        found = {n: p.detach().half().cpu().contiguous() for n, p in self.parameters().items()}
        replace_file(file, save(found))

    def remove(self) -> None:
        """Take the adapters out of the model, which is what it was before."""
        for name, parent, part in _places(self._model):
            setattr(parent, part, self._layers[name].base)


@torch.no_grad()
def add_adapter(model: Any, file: Path) -> None:
    """Add an adapter's file to the matrices of a model of transformers; raises `BuildError`."""
    found = read_adapter(file)
    for name, parent, part in _places(model):
        weight = _turned(getattr(parent, part))
        up, down = (torch.from_numpy(found[f"{name}.{kind}"]) for kind in ("up", "down"))
        weight += (up @ down).to(weight.device)


def _turned(layer: Any) -> Tensor:
    """Return the weight of a linear layer as [out, in]; a view, also of GPT-2's [in, out]."""
    weight: Tensor = layer.weight
    return weight if isinstance(layer, nn.Linear) else weight.T


def _places(model: Any) -> Iterator[tuple[str, nn.Module, str]]:
    """Yield (name, module that holds it, its name there) of every matrix with an adapter."""
    gpt2 = model.config.model_type == "gpt2"
    layers = model.transformer.h if gpt2 else model.model.layers
    for number, layer in enumerate(layers):
        for name in GPT2_ADAPTED if gpt2 else ADAPTED:
            inside, part = (name if gpt2 else LLAMA[name]).split(".")
            # The builder's names; those of GPT-2 are nearly the checkpoint's own.
            full = f"h.{number}.{name}.weight" if gpt2 else f"{number}.{name}"
            yield full, getattr(layer, inside), part
