"""Packs and checkpoints damaged in one way each: the first ones known, later ones by chance."""

import hashlib
import json
import random
import shutil
from pathlib import Path
from typing import Any

from tests.attack import odd
from tests.attack.world import World


def damaged(world: World, folder: Path, chance: random.Random, number: int) -> str:
    """Make a copy of the small pack that is damaged in one way; return in which."""
    shutil.copytree(world.tiny, folder)
    if number < len(_FIELDS):
        place, value = _FIELDS[number]
        return _with_field(folder, place, value)
    match chance.randrange(5):
        case 0:
            place, _ = chance.choice(_FIELDS)
            return _with_field(folder, place, odd.value(chance))
        case 1:
            path = folder / "manifest.json"
            path.write_bytes(odd.mangled(chance, path.read_bytes()))
            return "manifest.json mangled"
        case kind:
            name = ("tokenizer.json", "model.onnx", "tokenizer.json")[kind - 2]
            path = folder / name
            path.write_bytes(odd.mangled(chance, path.read_bytes()))
            if chance.random() < 0.8:
                _agree(folder)
                return f"{name} mangled, with its hash"
            return f"{name} mangled"


def _with_field(folder: Path, place: str, value: Any) -> str:
    path = folder / "manifest.json"
    if not place:
        path.write_text(value)
        return f"manifest {value[:20]}"
    manifest = json.loads(path.read_text())
    *outer, last = place.split(">")
    table = manifest
    for name in outer:
        table = table[name]
    if value is _GONE:
        del table[last]
    else:
        table[last] = value
    text = json.dumps(manifest)
    path.write_text(text.replace('"ENDLESS"', "1e999").replace('"LONG"', "9" * 5000))
    return f"{place} = {str(value)[:40]}"


def _agree(folder: Path) -> None:
    """Put the sizes and hashes of the files into the manifest, as who makes a pack can."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for name, record in manifest["files"].items():
        data = (folder / name).read_bytes()
        record |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    path.write_text(json.dumps(manifest))


_GONE = object()
_FIELDS: tuple[tuple[str, Any], ...] = (
    ("", "[" * odd.DEEP),
    ("end_tokens", ["ENDLESS"]),
    ("graphs>q8", "nowhere.onnx"),
    ("start_text", None),
    ("context_length", "x"),
    ("start_token", "x"),
    ("architecture>vocabulary", -1),
    ("files>tokenizer.json>size", None),
    ("context_length", 0),
    ("end_tokens", [10**30]),
    ("gate", "LONG"),
    ("calibration", [[1]]),
    ("start_text", 5),
    ("name", "[/red]\x1b[31m"),
    ("licence", "\x1b]0;title\x07"),
    ("context_length", -1),
    ("architecture>layers", 10**9),
    ("architecture>heads", 0),
    ("architecture>hidden", 1.5),
    ("gate", [{"threshold": "ENDLESS", "right": "LONG", "shown": 1}]),
    ("start_token", 10**9),
    ("end_tokens", {}),
    ("files", []),
    ("graphs", {"q8": ["model.onnx"]}),
    ("graphs", {}),
    ("quality", []),
    ("source", 1),
    ("family", "\ud800"),
    ("format", "ENDLESS"),
    ("architecture", _GONE),
    ("unknown", {"a": 1}),
    ("title", "x" * 1_000_000),
    ("start_text", "x " * 100_000),
    ("files>../x", {"size": 1, "sha256": "0"}),
)


_CONFIG: tuple[tuple[str, str], ...] = (
    ("layer_norm_epsilon", "1e999"),
    ("eos_token_id", '["<"]'),
    ("n_head", "-1"),
    ("n_layer", "1000000000"),
    ("rope_scaling", "[1]"),
    ("n_embd", '"x"'),
    ("vocab_size", "1" * 5000),
    ("model_type", "[]"),
    ("deep", "[" * 100_000 + "]" * 100_000),
)


def bad_folder(folder: Path, chance: random.Random, number: int) -> str:
    """Damage a checkpoint in one way; return in which."""
    name = "config.json"
    if number < len(_CONFIG):
        field, value = _CONFIG[number]
        config = json.loads((folder / name).read_text())
        config.pop(field, None)
        text = json.dumps(config)[:-1] + f', "{field}": {value}}}'
        (folder / name).write_text(text)
        return f"{field} = {value[:20]}"
    if chance.random() < 0.3:
        field = chance.choice(list(json.loads((folder / name).read_text())))
        config = json.loads((folder / name).read_text()) | {field: odd.value(chance)}
        (folder / name).write_text(json.dumps(config))
        return f"{field} is odd"
    name = chance.choice(("config.json", "tokenizer.json", "model.safetensors"))
    data = (folder / name).read_bytes()
    # What says how to read the rest comes first.
    head = min(len(data), 4096) if chance.random() < 0.7 else len(data)
    (folder / name).write_bytes(odd.mangled(chance, data[:head]) + data[head:])
    return f"{name} mangled"


def bad_gguf(folder: Path, file: Path, chance: random.Random) -> tuple[Path, str]:
    """Write a damaged copy of a GGUF file; return where it is and how it was damaged."""
    data, path = file.read_bytes(), folder / "x.gguf"
    head = chance.choice((32, 1024, 8192, len(data)))
    path.write_bytes(odd.mangled(chance, data[:head]) + data[head:])
    return path, f"the first {head} bytes of a GGUF file mangled"
