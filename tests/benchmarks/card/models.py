"""The models that are measured, each as a pack and as torch has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.export import Label, build_pack, label_of
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.config import ShapeConfig
from autotype.builder.training.start import load_start
from autotype.builder.training.student import new_student, save_student
from autotype.builder.training.teacher_model import open_model
from autotype.builder.unpack import unpack
from autotype.engine.pack import Pack, open_pack
from autotype.engine.providers import CUDA
from autotype.packs.installed import shipped_folder
from tests.make_tiny_pack import tiny_checkpoint


@dataclass(frozen=True, slots=True)
class Subject:
    """A model.

    Attributes:
        title: Its name in the tables.
        pack: With a graph for the provider and a q8 one for the processor.
        precision: Of the graph for the provider.
        model: The same weights as torch has them, float32.
    """

    title: str
    pack: Pack
    precision: str
    model: Any


def real_subjects(folder: Path, teacher: Path | None, provider: str) -> Iterator[Subject]:
    """Yield the built-in pack, and the recommended one where its weights are at hand."""
    shipped = open_pack(shipped_folder())
    precision = _precision(provider)
    label = label_of(shipped, "gpt2")
    pack = build_pack(unpack(shipped), folder / "gpt2", label, ("q8", precision))
    yield Subject("everyday-gpt2", pack, precision, _gpt2(shipped))
    if teacher is not None:
        checkpoint = read_checkpoint(teacher)
        yield _llama(checkpoint, folder / "llama", "smollm2-135m", provider)


def toy_subjects(folder: Path, _: Path | None, provider: str) -> Iterator[Subject]:
    """Yield toy models of both families."""
    tiny = tiny_checkpoint("llama", noise=0.02)
    shape = ShapeConfig(tiny.config.vocabulary, layers=2, hidden=64, heads=2, positions=256)
    model = new_student(shape, 1).eval()
    save_student(model, tiny.tokenizer, folder / "toy")
    label = Label("gpt2", "toy", "x", {})
    precision = _precision(provider)
    pack = build_pack(read_checkpoint(folder / "toy"), folder / "gpt2", label, ("q8", precision))
    yield Subject("toy GPT-2", pack, precision, model)
    yield _llama(tiny, folder / "llama", "toy Llama", provider)


def _llama(checkpoint: Checkpoint, folder: Path, title: str, provider: str) -> Subject:
    precision = _precision(provider)
    pack = build_pack(checkpoint, folder, Label(title, title, "x", {}), ("q8", precision))
    return Subject(title, pack, precision, open_model(folder / "none", checkpoint))


def _gpt2(pack: Pack) -> Any:
    found = pack.manifest.architecture
    shape = ShapeConfig(
        found.vocabulary, found.layers, found.hidden, found.heads, pack.manifest.context_length
    )
    model = new_student(shape, 0)
    load_start(model, pack.folder, pack.tokenizer_file.read_text(encoding="utf-8"))
    return model.eval()


def _precision(provider: str) -> str:
    # The fp16 graph is never run on a processor.
    return "fp16" if provider == CUDA else "fp32"
