"""A pack that is not as its manifest says is refused before anything of it is opened."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import onnx
import onnxruntime
import pytest
from onnx.external_data_helper import convert_model_to_external_data

from autotype.engine.model import Model
from autotype.engine.pack import PackError, open_pack

Damage = Callable[[Path], None]


@pytest.fixture
def pack(tiny_pack: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_pack, tmp_path / "tiny"))


def edit(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = folder / "manifest.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def flip(folder: Path) -> None:
    data = bytearray((folder / "model.onnx").read_bytes())
    data[-1000] ^= 4
    (folder / "model.onnx").write_bytes(data)


def truncate(folder: Path) -> None:
    path = folder / "model.onnx"
    path.write_bytes(path.read_bytes()[:-1])


def link(folder: Path) -> None:
    target = folder.parent / "elsewhere.onnx"
    shutil.move(folder / "model.onnx", target)
    (folder / "model.onnx").symlink_to(target)


def accept_as_it_is(folder: Path) -> None:
    """Make the manifest agree with the files, as somebody who forges a pack would."""

    def change(data: dict[str, object]) -> None:
        data["files"] = {
            path.name: {
                "size": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in folder.iterdir()
            if path.name != "manifest.json"
        }

    edit(folder, change)


def outside_data(folder: Path) -> None:
    model = onnx.load(folder / "model.onnx")
    convert_model_to_external_data(model, location="x.data", size_threshold=1024)
    for tensor in model.graph.initializer:
        for entry in tensor.external_data:
            if entry.key == "location":
                entry.value = "../../secrets"
                tensor.ClearField("raw_data")
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    accept_as_it_is(folder)


def a_pickle(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00.")
    accept_as_it_is(folder)


def path_outside(folder: Path) -> None:
    def change(data: dict[str, object]) -> None:
        record = data["files"].pop("model.onnx")  # type: ignore[attr-defined]
        data["files"]["../model.onnx"] = record  # type: ignore[index]
        data["graphs"]["q8"] = "../model.onnx"  # type: ignore[index]

    shutil.copy(folder / "model.onnx", folder.parent / "model.onnx")
    edit(folder, change)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flip, "model.onnx has changed"),
        (truncate, "bytes instead of"),
        (lambda f: (f / "model.onnx").unlink(), "model.onnx is missing"),
        (lambda f: (f / "tokenizer.json").unlink(), "tokenizer.json is missing"),
        (link, "own folder"),
        (path_outside, "own folder"),
        (outside_data, "points at data outside"),
        (a_pickle, "not an ONNX file"),
        (lambda f: edit(f, lambda d: d.update(family="bert")), "family “bert”"),
        (lambda f: edit(f, lambda d: d.update(format=99)), "cannot be read"),
        (lambda f: edit(f, lambda d: d.pop("files")), "cannot be read"),
        (lambda f: edit(f, lambda d: d["files"].pop("model.onnx")), "not listed"),
        (lambda f: (f / "manifest.json").write_text("{"), "cannot be read"),
        (lambda f: (f / "manifest.json").unlink(), "no model pack"),
    ],
)
def test_refused_before_a_session_is_made(
    pack: Path, damage: Damage, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *a, **_: opened.append(a))
    damage(pack)
    with pytest.raises(PackError, match=said) as caught:
        Model(open_pack(pack), "cpu")
    assert opened == []
    assert str(caught.value).endswith((".", ")."))
