"""The low-rank adapter while it learns: small matrices beside frozen ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor, nn

from autotype.builder.adapter import ADAPTED, read_adapter
from autotype.builder.errors import BuildError
from autotype.builder.training.teacher_model import LLAMA
from autotype.text.replacing import replace_file


class _Adapted(nn.Module):
    """A frozen linear layer with two small matrices beside it."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        place, columns = base.weight.device, base.in_features
        self.down = nn.Parameter(torch.randn(rank, columns).to(place) / columns**0.5)
        # Zeros, so that the model begins as it was.
        self.up = nn.Parameter(torch.zeros(base.out_features, rank, device=place))

    def forward(self, x: Tensor) -> Tensor:
        beside: Tensor = nn.functional.linear(nn.functional.linear(x, self.down), self.up)
        plain: Tensor = self.base(x)
        return plain + beside


class Adapter:
    """Adapters for all matrices of a Llama, put into the model while this is open."""

    def __init__(self, model: Any, rank: int, seed: int) -> None:
        """Freeze the model and put the adapters in; raises `BuildError` if it is no Llama.

        Args:
            model: A `LlamaForCausalLM`.
            rank: Of the added matrices.
            seed: Of their beginnings.
        """
        if getattr(model.config, "model_type", "") != "llama":
            raise BuildError("Only a Llama can be tuned with an adapter; set the tuning to 0.")
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
    """Add an adapter's file to the matrices of a `LlamaForCausalLM`; raises `BuildError`."""
    found = read_adapter(file)
    for name, parent, part in _places(model):
        weight = getattr(parent, part).weight
        up, down = (torch.from_numpy(found[f"{name}.{kind}"]) for kind in ("up", "down"))
        weight += (up @ down).to(weight.device)


def _places(model: Any) -> Iterator[tuple[str, nn.Module, str]]:
    """Yield (name, module that holds it, its name there) of every matrix with an adapter."""
    for number, layer in enumerate(model.model.layers):
        for name in ADAPTED:
            inside, part = LLAMA[name].split(".")
            yield f"{number}.{name}", getattr(layer, inside), part
