"""What a pack says of itself, and the one place where that is believed or not.

A manifest may have been damaged, or written to do damage. Every field is checked here, when it
is read, so that nothing behind it has to ask again.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autotype.engine.gate import LIFTED, GatePoint, Line
from autotype.text.fields import Fields, as_number
from autotype.text.untrusted import parse_json
from autotype.text.visible import visible

FORMAT = 1
MANIFEST = "manifest.json"
TOKENIZER = "tokenizer.json"
GRAPHS = {"q8": "model.onnx", "fp16": "model.fp16.onnx", "fp32": "model.fp32.onnx"}
"""File name of the graph of each precision."""
FAMILIES = ("gpt2", "llama")

LARGEST_BYTES = 1 << 20
LEAST_POSITIONS = 96
"""Fewer leave no room for a text beside the rows of one pass."""
MOST_POSITIONS = 10_000_000
MOST_LAYERS = 512
MOST_HEADS = 1024
WIDEST_HEAD = 1 << 13
WIDEST = 1 << 16
LEAST_TOKENS, MOST_TOKENS = 16, 1 << 20

_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_TEXT = 100, 200, 10_000
_MOST_FILES, _MOST_LINES, _MOST_POINTS, _MOST_ENDS = 200, 100, 1000, 1000
_LARGEST_FILE = 1 << 42
_STEEPEST = 1e6
_SHA256 = re.compile(r"[0-9a-f]{64}")


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
        lifted: Intercept and slope by the order of evidence, for words that the writer's own
            text lifts; none means the usual ones.
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
    lifted: tuple[Line, ...] = ()
    gate: tuple[GatePoint, ...] = ()
    quality: dict[str, Any] = field(default_factory=dict)
    latency: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the text of `manifest.json`."""
        found = {"format": FORMAT, **dataclasses.asdict(self)}
        if not self.lifted:
            del found["lifted"]  # versions that do not know the field refuse it
        return json.dumps(found, indent=2) + "\n"

    @staticmethod
    def from_json(text: str | bytes) -> "Manifest":
        """Read a manifest; raises `ValueError` if there is anything in it that cannot be."""
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        return _read(Fields(parse_json(data)))

    def size(self) -> int:
        """Return the bytes of all files of the pack but the manifest."""
        return sum(record.size for record in self.files.values())


def _read(fields: Fields) -> Manifest:
    if fields.whole("format", 0, 1 << 30) != FORMAT:
        raise ValueError("an unknown manifest format")
    family = fields.text("family", _LONGEST_NAME, shown=True)
    if family not in FAMILIES:
        raise ValueError(
            f"it is of the family “{family}”, which this version does not know; "
            f"it knows {' and '.join(FAMILIES)}"
        )
    architecture = _architecture(Fields(fields.table("architecture", 20), "architecture"))
    last = architecture.vocabulary - 1
    files = _files(fields.table("files", _MOST_FILES))
    free = {name: fields.table(name, 1000, {}) for name in ("quality", "latency")}
    found = Manifest(
        name=fields.text("name", _LONGEST_NAME, shown=True),
        title=fields.text("title", _LONGEST_TITLE, shown=True),
        family=family,
        licence=fields.text("licence", _LONGEST_TITLE, shown=True),
        source=_texts(fields.table("source", 20), "source"),
        architecture=architecture,
        context_length=fields.whole("context_length", LEAST_POSITIONS, MOST_POSITIONS),
        start_token=fields.whole("start_token", 0, last, None),
        end_tokens=fields.wholes("end_tokens", 0, last, _MOST_ENDS),
        graphs=_graphs(fields.table("graphs", len(GRAPHS)), files),
        files=files,
        start_text=_whole(fields.text("start_text", _LONGEST_TEXT, "")),
        calibration=tuple(_line(row) for row in fields.rows("calibration", _MOST_LINES, ())),
        lifted=tuple(_line(row) for row in fields.rows("lifted", len(LIFTED), ())),
        gate=tuple(_point(row) for row in fields.rows("gate", _MOST_POINTS, ())),
        **free,
    )
    fields.done()
    if found.start_token is None and not found.end_tokens:
        raise ValueError("it names no token to start a text with")
    return found


def _architecture(fields: Fields) -> Architecture:
    found = Architecture(
        layers=fields.whole("layers", 1, MOST_LAYERS),
        hidden=fields.whole("hidden", 1, WIDEST),
        heads=fields.whole("heads", 1, MOST_HEADS),
        kv_heads=fields.whole("kv_heads", 1, MOST_HEADS),
        head_size=fields.whole("head_size", 1, WIDEST_HEAD),
        vocabulary=fields.whole("vocabulary", LEAST_TOKENS, MOST_TOKENS),
    )
    fields.done()
    if found.heads % found.kv_heads:
        raise ValueError(f"{found.heads} heads cannot share {found.kv_heads} keys")
    return found


def _files(table: Mapping[str, Any]) -> dict[str, FileRecord]:
    files = {}
    for name, record in table.items():
        # Both separators: a pack made on another system is looked at here, too.
        if Path(name).name != name or "\\" in name or name in (MANIFEST, ".", ".."):
            raise ValueError(f"“{visible(name, 60)}” does not lie in the pack's own folder")
        if "\0" in name:
            raise ValueError("the name of a file holds a character that cannot be in one")
        fields = Fields(record, f"files.{visible(name, 60)}")
        size, digest = fields.whole("size", 0, _LARGEST_FILE), fields.text("sha256", 64)
        fields.done()
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"the sha256 of “{visible(name, 60)}” is none")
        files[name] = FileRecord(size, digest)
    if TOKENIZER not in files:
        raise ValueError(f"{TOKENIZER} is not listed")
    return files


def _graphs(table: Mapping[str, Any], files: Mapping[str, FileRecord]) -> dict[str, str]:
    graphs = _texts(table, "graphs")
    if not graphs:
        raise ValueError("it names no graph")
    for precision, name in graphs.items():
        if precision not in GRAPHS:
            raise ValueError(f"there is no precision “{visible(precision, 60)}”")
        if name not in files:
            raise ValueError(f"{visible(name, 60)} is not listed")
    return graphs


def _texts(table: Mapping[str, Any], where: str) -> dict[str, str]:
    fields = Fields(table, where)
    return {name: fields.text(name, _LONGEST_TEXT) for name in table}


def _whole(text: str) -> str:
    """Return a text that a tokenizer takes: one without half a character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("“start_text” holds half a character") from None
    return text


def _line(row: object) -> Line:
    if not isinstance(row, list) or len(row) != 2:
        raise ValueError("“calibration” is not a list of pairs")
    intercept, slope = (as_number(v, -_STEEPEST, _STEEPEST, "“calibration”") for v in row)
    return intercept, slope


def _point(row: object) -> GatePoint:
    fields = Fields(row, "gate")
    found = GatePoint(
        threshold=fields.number("threshold", 0, 1),
        precision=fields.number("precision", 0, 1),
        shows=fields.number("shows", 0, _STEEPEST),
    )
    fields.done()
    return found
