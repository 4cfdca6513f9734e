"""The packs that can be pulled by name (`resources/packs.toml`).

`AUTOTYPE_CATALOGUE` names another file, for organisations that keep their own models.
"""

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from autotype import paths
from autotype.engine.gate import GatePoint, Line
from autotype.engine.pack import PackError

CATALOGUE_VARIABLE = "AUTOTYPE_CATALOGUE"


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file of a hub repository; an empty pin rests on the pinned revision alone."""

    name: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One pack of the catalogue.

    Attributes:
        name: What it is pulled by.
        title: Name for people.
        summary: One sentence for people.
        family: "gpt2" or "llama".
        licence: SPDX identifier.
        kind: "wheel" or "hub".
        download_bytes: About how much is downloaded.
        wheel: Requirement of the wheel, with its version.
        sha256: Of the wheel.
        member: Path of the GGUF file in the wheel.
        member_sha256: Of that file.
        repository: Of the hub.
        revision: Commit of the repository.
        start_text: Put before every document; see `Manifest`, as for the next two.
        calibration: As measured with `autotype evaluate --calibrate`.
        gate: The same.
        files: The files of the repository that are needed.
    """

    name: str
    title: str
    summary: str
    family: str
    licence: str
    kind: str
    download_bytes: int
    wheel: str = ""
    sha256: str = ""
    member: str = ""
    member_sha256: str = ""
    repository: str = ""
    revision: str = ""
    start_text: str = ""
    calibration: tuple[Line, ...] = ()
    gate: tuple[GatePoint, ...] = ()
    files: tuple[PinnedFile, ...] = field(default=())


def read_catalogue(file: Path | None = None) -> dict[str, Entry]:
    """Return the catalogue, the most recommended pack first.

    Raises:
        PackError: The file cannot be read.
    """
    moved = os.environ.get(CATALOGUE_VARIABLE)
    path = file or (Path(moved) if moved else paths.resources() / "packs.toml")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _entry(name, dict(record)) for name, record in data.items()}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PackError(
            f"The catalogue of model packs “{path}” cannot be read ({error}); "
            "install Autotype again."
        ) from error


def _entry(name: str, record: dict[str, object]) -> Entry:
    files = record.pop("files", {})
    if not isinstance(files, dict):
        raise TypeError(f"files of {name} must be a table")
    pinned = tuple(PinnedFile(file, **pins) for file, pins in files.items())
    measured = {
        "calibration": tuple((float(a), float(b)) for a, b in _rows(record, "calibration")),
        "gate": tuple(GatePoint(*map(float, row)) for row in _rows(record, "gate")),
    }
    return Entry(name, files=pinned, **record, **measured)  # type: ignore[arg-type]  # by use


def _rows(record: dict[str, object], name: str) -> list[list[float]]:
    rows = record.pop(name, [])
    if not isinstance(rows, list):
        raise TypeError(f"{name} must be a list of lists")
    return rows


def recommended() -> Entry:
    """Return the pack to offer first."""
    return next(iter(read_catalogue().values()))
