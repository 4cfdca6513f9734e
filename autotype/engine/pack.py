"""A model pack on disk: its manifest, and the checks before anything in it is opened.

A pack is a folder with `manifest.json`, `tokenizer.json` and one ONNX graph per precision.
Only ONNX is opened here, and only after size and sha256 of every file agree with the
manifest: a flipped bit in a weight loads without a sound otherwise.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autotype.engine.external_data import external_locations
from autotype.engine.gate import GatePoint, Line
from autotype.errors import AutotypeError

FORMAT = 1
MANIFEST = "manifest.json"
TOKENIZER = "tokenizer.json"
GRAPHS = {"q8": "model.onnx", "fp16": "model.fp16.onnx", "fp32": "model.fp32.onnx"}
"""File name of the graph of each precision."""
FAMILIES = ("gpt2", "llama")

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""


class PackError(AutotypeError):
    """A pack that must not be opened, or cannot be."""


class NoPackError(PackError):
    """No pack is installed: not a fault, but something to offer help with."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and sha256 (hex) of one file of a pack."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Architecture:
    """The shape of the model, as the graph was built."""

    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_size: int
    vocabulary: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself (`manifest.json`).

    Attributes:
        name: Short name, also the name of its folder.
        title: Name for people.
        family: "gpt2" or "llama".
        licence: SPDX identifier of the weights' licence, or "unknown".
        source: Where the weights came from: `kind` ("wheel", "hub", "folder"),
            `reference`, and `sha256` of the file or files they were read from.
        architecture: Shape of the model.
        context_length: Positions the model was trained for.
        start_token: Token put before a text's first one; None for none.
        end_tokens: Tokens that end a text.
        start_text: Put before the beginning of every document, for the model's eyes only:
            without it a model does not know that it is people's letters that follow.
        graphs: File name per precision ("q8", "fp16", "fp32").
        files: Record of every file of the pack but the manifest.
        calibration: Intercept and slope per number of letters typed; see `engine/gate`.
        gate: What thresholds of the gate were measured to mean for this pack.
        quality: Measured figures, free form.
        latency: Measured figures, free form.
    """

    name: str
    title: str
    family: str
    licence: str
    source: dict[str, Any]
    architecture: Architecture
    context_length: int
    start_token: int | None
    end_tokens: tuple[int, ...]
    graphs: dict[str, str]
    files: dict[str, FileRecord]
    start_text: str = ""
    calibration: tuple[Line, ...] = ()
    gate: tuple[GatePoint, ...] = ()
    quality: dict[str, Any] = field(default_factory=dict)
    latency: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the text of `manifest.json`."""
        return json.dumps({"format": FORMAT, **dataclasses.asdict(self)}, indent=2) + "\n"

    @staticmethod
    def from_json(text: str) -> "Manifest":
        """Read a manifest; raises `ValueError`, `KeyError` or `TypeError` if it is not one."""
        data = json.loads(text)
        if data.pop("format", None) != FORMAT:
            raise ValueError("an unknown manifest format")
        data["architecture"] = Architecture(**data["architecture"])
        data["end_tokens"] = tuple(int(token) for token in data["end_tokens"])
        if not isinstance(data["graphs"], dict):
            raise TypeError("graphs is not a table")
        texts = (data["name"], data["title"], data["family"], *data["graphs"].values())
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("a name is not a text")
        data["files"] = {name: FileRecord(**record) for name, record in data["files"].items()}
        data["calibration"] = tuple(
            (float(intercept), float(slope)) for intercept, slope in data.get("calibration", ())
        )
        data["gate"] = tuple(
            GatePoint(**{name: float(value) for name, value in point.items()})
            for point in data.get("gate", ())
        )
        return Manifest(**data)

    def size(self) -> int:
        """Return the bytes of all files of the pack but the manifest."""
        return sum(record.size for record in self.files.values())


@dataclass(frozen=True, slots=True)
class Pack:
    """An opened pack: a folder and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def tokenizer_file(self) -> Path:
        """The tokenizer, in the format of the `tokenizers` library."""
        return self.folder / TOKENIZER

    def graph_file(self, precision: str) -> Path | None:
        """Return the graph of `precision`, or None if the pack has none."""
        name = self.manifest.graphs.get(precision)
        return self.folder / name if name else None


def sha256_of(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Return the sha256 (hex) of a file; `progress` gets the size of each part read."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
            if progress:
                progress(len(part))
    return digest.hexdigest()


def record_of(path: Path) -> FileRecord:
    """Return size and sha256 of a file."""
    return FileRecord(path.stat().st_size, sha256_of(path))


def open_pack(folder: Path) -> Pack:
    """Read the manifest of the pack in `folder`; its files are not checked yet.

    Raises:
        PackError: There is no pack there, or its manifest cannot be read.
    """
    path = folder / MANIFEST
    try:
        manifest = Manifest.from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PackError(f"There is no model pack in “{folder}”: {MANIFEST} is missing.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackError(
            f"The model pack in “{folder}” cannot be read ({error}); remove it and pull it again."
        ) from error
    if manifest.family not in FAMILIES:
        raise PackError(
            f"The model pack “{manifest.name}” is of the family “{manifest.family}”, which this "
            f"version does not know; it knows {' and '.join(FAMILIES)}."
        )
    pack = Pack(folder, manifest)
    for name in (*manifest.files, *manifest.graphs.values()):
        # Both separators: a pack made on another system is looked at here, too.
        if Path(name).name != name or "\\" in name or name in (MANIFEST, ".", ".."):
            raise _damaged(pack, f"“{name}” does not lie in the pack's own folder")
    return pack


def check_pack(pack: Pack, only: set[str] | None = None, progress: Progress | None = None) -> None:
    """Check the files of a pack against its manifest, before a session is made on them.

    Args:
        pack: The pack.
        only: Names of the files to check; all of them if None.
        progress: Told how far it is.

    Raises:
        PackError: A file is missing, is not a plain file, has another size or hash, lies
            outside the pack, or a graph points at data outside the pack.
    """
    manifest = pack.manifest
    for name in (TOKENIZER, *manifest.graphs.values()):
        if name not in manifest.files:
            raise _damaged(pack, f"{name} is not listed in its manifest")
    chosen = {n: r for n, r in manifest.files.items() if only is None or n in only}
    total = sum(record.size for record in chosen.values())
    done = 0

    for name, record in chosen.items():
        path = pack.folder / name
        if path.is_symlink():
            raise _damaged(pack, f"{name} does not lie in the pack's own folder")
        if not path.is_file():
            raise _damaged(pack, f"{name} is missing")
        size = path.stat().st_size
        if size != record.size:
            raise _damaged(pack, f"{name} has {size} bytes instead of {record.size}")

    for name, record in chosen.items():

        def step(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress(done, total)

        if sha256_of(pack.folder / name, step) != record.sha256:
            raise _damaged(pack, f"the content of {name} has changed")

    for name in set(manifest.graphs.values()) & set(chosen):
        try:
            locations = external_locations(pack.folder / name)
        except ValueError as error:
            raise _damaged(pack, f"{name} is not an ONNX file ({error})") from error
        for location in sorted(locations):
            if location not in manifest.files:
                raise _damaged(pack, f"{name} points at data outside the pack (“{location}”)")


def _damaged(pack: Pack, what: str) -> PackError:
    return PackError(
        f"The model pack “{pack.manifest.name}” is damaged: {what}; "
        f"remove it and pull it again (autotype models remove {pack.manifest.name})."
    )
