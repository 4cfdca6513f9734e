"""From a checkpoint to a pack: graphs, tokenizer, manifest, checked and moved into place."""

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.counted import Counted
from autotype.builder.errors import BuildError
from autotype.builder.graph_file import write_graph
from autotype.builder.reading import builder_of
from autotype.builder.room import check_building
from autotype.builder.verify import check_completions, check_graph
from autotype.engine.gate import GatePoint, Line
from autotype.engine.manifest import GRAPHS, MANIFEST, TOKENIZER, Architecture, Manifest
from autotype.engine.pack import Pack, record_of

Report = Callable[[float, str], None]
"""Called with the share that is done (0 to 1) and the name of the step."""


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """What a manifest says of a pack beyond its files."""

    name: str
    title: str
    licence: str
    source: dict[str, Any]
    start_text: str = ""
    calibration: tuple[Line, ...] = ()
    gate: tuple[GatePoint, ...] = ()


def label_of(pack: Pack, name: str) -> Label:
    """Return what a pack says of itself, for another one of the same model."""
    own = pack.manifest
    return Label(
        name, own.title, own.licence, own.source, own.start_text, own.calibration, own.gate
    )


def _silent(_: float, __: str) -> None:
    pass


def build_pack(
    checkpoint: Checkpoint,
    destination: Path,
    label: Label,
    precisions: Sequence[str] = ("q8",),
    report: Report = _silent,
) -> Pack:
    """Build a pack and put it in place, all of it or nothing.

    Args:
        checkpoint: The model.
        destination: The pack's folder; one that is there is replaced at the very end.
        label: For the manifest.
        precisions: "q8", "fp16", "fp32"; the first one is built first.
        report: Told how far it is.

    Raises:
        BuildError: The model cannot be built, does not pass its checks, or there is not
            enough memory or disk for it.
    """
    shape = checkpoint.config
    destination.parent.mkdir(parents=True, exist_ok=True)
    check_building(shape, destination.parent, precisions)
    work = Path(tempfile.mkdtemp(prefix=f".{destination.name}.", dir=destination.parent))
    try:
        manifest = _write_files(checkpoint, work, label, precisions, report)
        pack = Pack(work, manifest)
        quality: dict[str, Any] = {}
        for precision in precisions:
            if precision != "fp16":
                report(0.9, f"checking {precision}")
                quality[precision] = check_graph(pack, precision)
        manifest = dataclasses.replace(manifest, quality=quality)
        (work / MANIFEST).write_text(_checked(manifest), encoding="utf-8")
        check_completions(pack)
        _sync(work)
        _replace(work, destination)
    except OSError as error:
        raise BuildError(f"The pack cannot be written ({error}).") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    report(1.0, "done")
    return Pack(destination, manifest)


def _write_files(
    checkpoint: Checkpoint, work: Path, label: Label, precisions: Sequence[str], report: Report
) -> Manifest:
    shape = checkpoint.config
    (work / TOKENIZER).write_text(checkpoint.tokenizer, encoding="utf-8")
    build = builder_of(shape.family)
    for index, precision in enumerate(precisions):

        def read(share: float, done: int = index, step: str = precision) -> None:
            report(0.9 * (done + share) / len(precisions), f"building {step}")

        model = build(shape, Counted(checkpoint.weights, read), precision)
        write_graph(model, work / GRAPHS[precision])
    files = {path.name: record_of(path) for path in sorted(work.iterdir())}
    return Manifest(
        name=label.name,
        title=label.title,
        family=shape.family,
        licence=label.licence,
        source=label.source,
        architecture=Architecture(
            shape.layers,
            shape.hidden,
            shape.heads,
            shape.kv_heads,
            shape.head_size,
            shape.vocabulary,
        ),
        context_length=shape.positions,
        start_token=shape.start_token,
        end_tokens=shape.end_tokens,
        graphs={precision: GRAPHS[precision] for precision in precisions},
        files=files,
        start_text=label.start_text,
        calibration=label.calibration,
        gate=label.gate,
    )


def _checked(manifest: Manifest) -> str:
    """Return the text of a manifest that can be read again; raises `BuildError`."""
    text = manifest.to_json()
    try:
        Manifest.from_json(text)
    except ValueError as error:
        raise BuildError(f"No pack can be made of that: {error}.") from error
    return text


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def _replace(work: Path, destination: Path) -> None:
    """Put `work` where `destination` is, with no moment at which half a pack is there."""
    work.chmod(0o755)
    if not destination.exists():
        work.rename(destination)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{destination.name}.old.", dir=destination.parent))
    destination.rename(old / destination.name)
    try:
        work.rename(destination)
    except OSError:
        (old / destination.name).rename(destination)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
