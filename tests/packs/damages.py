"""Packs that look whole and cannot be used: whoever made them wrote their hashes, too."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

Damage = Callable[[Path], None]


def install(home: Path, pack: Path, name: str) -> Path:
    """Copy a pack to where a user's packs are."""
    folder = home / "packs" / name
    shutil.copytree(pack, folder)
    edit(folder, lambda data: data.update(name=name))
    return folder


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest."""
    path = folder / "manifest.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def accept(folder: Path) -> None:
    """Make the manifest agree with the files."""

    def change(data: dict[str, Any]) -> None:
        for name, record in data["files"].items():
            content = (folder / name).read_bytes()
            record |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    edit(folder, change)


def rewritten(name: str, make: Callable[[bytes], bytes]) -> Damage:
    """Return a damage: a file with other content, all hashes agreeing."""

    def damage(folder: Path) -> None:
        (folder / name).write_bytes(make((folder / name).read_bytes()))
        accept(folder)

    return damage


def stated(**changes: object) -> Damage:
    """Return a damage: an architecture that is not the graph's."""
    return lambda folder: edit(folder, lambda data: data["architecture"].update(changes))


def no_numbers(data: bytes) -> bytes:
    """Return a graph that answers with NaN."""
    model = onnx.load_from_string(data)
    for tensor in model.graph.initializer:
        if tensor.name == "ln_f.weight":
            bad = np.full(tuple(tensor.dims), np.nan, np.float32)
            tensor.CopyFrom(numpy_helper.from_array(bad, tensor.name))
    return model.SerializeToString()


def renamed_input(data: bytes) -> bytes:
    """Return a graph that wants something that nobody gives it."""
    model = onnx.load_from_string(data)
    model.graph.input.append(
        onnx.helper.make_tensor_value_info("more", onnx.TensorProto.FLOAT, [1])
    )
    return model.SerializeToString()


def nested(depth: int) -> Callable[[bytes], bytes]:
    """Return what makes a graph with subgraphs in each other."""

    def make(data: bytes) -> bytes:
        def field(number: int, content: bytes) -> bytes:
            return varint(number << 3 | 2) + varint(len(content)) + content

        def varint(value: int) -> bytes:
            out = bytearray()
            while value > 127:
                out.append(value & 127 | 128)
                value >>= 7
            return bytes([*out, value])

        inner = b""
        for _ in range(depth):
            inner = field(1, field(5, field(6, inner)))
        return data + field(7, inner)

    return make


def panicking_tokenizer(data: bytes) -> bytes:
    """Return a tokenizer on which the library panics, which is no `Exception`."""
    found = json.loads(data)
    found["model"] |= {"vocab": {"a": 0, "b": 1}, "merges": [["a", "b"]]}
    return json.dumps(found).encode()


def tokenizer_of_another(data: bytes) -> bytes:
    """Return a tokenizer whose tokens the model does not have."""
    found = json.loads(data)
    vocabulary = found["model"]["vocab"]
    found["model"]["vocab"] = {t: i + 100_000 for t, i in vocabulary.items()}
    return json.dumps(found).encode()


def pipe(name: str) -> Damage:
    """Return a damage: a pipe that nobody writes into where a file belongs."""

    def damage(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return damage


def flipped(folder: Path) -> None:
    """Flip one bit of the weights."""
    data = bytearray((folder / "model.onnx").read_bytes())
    data[-1000] ^= 4
    (folder / "model.onnx").write_bytes(data)


UNUSABLE: dict[str, Damage] = {
    "a manifest that is nested": lambda f: (f / "manifest.json").write_bytes(b"[" * 100_000),
    "a manifest that is a pipe": pipe("manifest.json"),
    "a manifest that is a link": lambda f: (
        (f / "manifest.json").rename(f.parent.parent / "m.json"),
        (f / "manifest.json").symlink_to(f.parent.parent / "m.json"),
    )[1],
    "a tokenizer that is a pipe": pipe("tokenizer.json"),
    "a graph that is a pipe": pipe("model.onnx"),
    "a flipped bit": flipped,
    "no tokenizer": rewritten("tokenizer.json", lambda _: b"{}"),
    "a tokenizer that panics": rewritten("tokenizer.json", panicking_tokenizer),
    "a tokenizer of another model": rewritten("tokenizer.json", tokenizer_of_another),
    "no graph": rewritten("model.onnx", lambda _: b""),
    "an empty graph": rewritten("model.onnx", lambda _: b"\x08\x0a"),
    "a nested graph": rewritten("model.onnx", nested(3000)),
    "a graph without numbers": rewritten("model.onnx", no_numbers),
    "a graph that wants more": rewritten("model.onnx", renamed_input),
    "another number of layers": stated(layers=3),
    "fewer layers": stated(layers=1),
    "other heads": stated(kv_heads=2),
    "a smaller vocabulary": stated(vocabulary=400),
    "a larger vocabulary": stated(vocabulary=1 << 20),
    "a wider head": stated(head_size=4096),
}
