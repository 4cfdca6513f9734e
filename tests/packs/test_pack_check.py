"""A pack that is not as its manifest says is refused before anything of it is opened."""

import errno
import hashlib
import json
import os
import re
import shutil
import types
from collections.abc import Callable
from pathlib import Path

import onnx
import onnxruntime
import psutil
import pytest
from onnx.external_data_helper import convert_model_to_external_data

from autotype.engine import external_data
from autotype.engine import pack as pack_module
from autotype.engine.model import Model
from autotype.engine.pack import PackError, check_pack, open_pack

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


def point_at(location: str, where: str = "weight") -> Damage:
    """Return a damage: a graph that takes one tensor from elsewhere, all hashes agreeing."""

    def damage(folder: Path) -> None:
        (folder.parent / "secrets").write_bytes(bytes(4096))
        model = onnx.load(folder / "model.onnx")
        tensor = onnx.TensorProto(name="stray", data_type=onnx.TensorProto.FLOAT, dims=[1024])
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=location.format(folder.parent))
        if where == "weight":
            model.graph.initializer.append(tensor)
        elif where == "constant":
            model.graph.node.append(onnx.helper.make_node("Constant", [], ["x"], value=tensor))
        else:
            inner = onnx.helper.make_graph([], "inner", [], [], [tensor])
            node = onnx.helper.make_node("If", ["x"], ["y"], then_branch=inner, else_branch=inner)
            model.graph.node.append(node)
        (folder / "model.onnx").write_bytes(model.SerializeToString())
        accept_as_it_is(folder)

    return damage


def link_the_tokenizer(folder: Path) -> None:
    target = folder.parent / "elsewhere.json"
    shutil.move(folder / "tokenizer.json", target)
    (folder / "tokenizer.json").symlink_to(target)


def a_folder_instead(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").mkdir()


def rename_in_the_manifest(name: str) -> Damage:
    def change(data: dict[str, object]) -> None:
        record = data["files"].pop("model.onnx")  # type: ignore[attr-defined]
        data["files"][name] = record  # type: ignore[index]
        data["graphs"]["q8"] = name  # type: ignore[index]

    return lambda folder: edit(folder, change)


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


def test_a_flipped_bit_in_data_beside_the_graph(pack: Path) -> None:
    model = onnx.load(pack / "model.onnx")
    convert_model_to_external_data(model, location="w.bin", size_threshold=1024)
    onnx.save(model, pack / "model.onnx")
    accept_as_it_is(pack)
    assert Model(open_pack(pack), "cpu").choice.provider == "CPU"
    data = bytearray((pack / "w.bin").read_bytes())
    data[100] ^= 1
    (pack / "w.bin").write_bytes(data)
    with pytest.raises(PackError, match=r"w\.bin has changed"):
        Model(open_pack(pack), "cpu")


@pytest.mark.parametrize("graphs", [[], {"q8": 5}, None, "model.onnx"])
def test_graphs_that_are_no_table_of_names(pack: Path, graphs: object) -> None:
    edit(pack, lambda data: data.update(graphs=graphs))
    with pytest.raises(PackError, match="cannot be read"):
        open_pack(pack)


def test_a_pack_that_does_not_fit_into_memory(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *a, **_: opened.append(a))
    little = types.SimpleNamespace(available=1_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    with pytest.raises(PackError, match="MB of memory and 1 MB are free"):
        Model(open_pack(pack), "cpu")
    assert opened == []


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
        (point_at("../secrets"), "points at data outside the pack (“../secrets”)"),
        (point_at("{}/secrets"), "points at data outside"),
        (point_at("./../tiny/../secrets"), "points at data outside"),
        (point_at("../secrets", "constant"), "points at data outside"),
        (point_at("../secrets", "branch"), "points at data outside"),
        (point_at("model.onnx.data"), "points at data outside"),
        (link_the_tokenizer, "tokenizer.json does not lie"),
        (a_folder_instead, "model.onnx is missing"),
        (rename_in_the_manifest("/etc/passwd"), "own folder"),
        (rename_in_the_manifest("sub/model.onnx"), "own folder"),
        (rename_in_the_manifest("..\\model.onnx"), "own folder"),
        (rename_in_the_manifest(".."), "own folder"),
        (rename_in_the_manifest("manifest.json"), "own folder"),
        (lambda f: edit(f, lambda d: d["files"].pop("tokenizer.json")), "not listed"),
        (lambda f: edit(f, lambda d: d.update(files=[])), "cannot be read"),
        (lambda f: edit(f, lambda d: d.update(end_tokens=None)), "cannot be read"),
        (lambda f: edit(f, lambda d: d.update(architecture={})), "cannot be read"),
        (lambda f: edit(f, lambda d: d.update(surprise=1)), "cannot be read"),
        (lambda f: edit(f, lambda d: d.pop("name")), "cannot be read"),
        (lambda f: (f / "manifest.json").write_text("[]"), "cannot be read"),
        (lambda f: (f / "manifest.json").write_bytes(b"\xff\xfe"), "cannot be read"),
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
    with pytest.raises(PackError, match=re.escape(said)) as caught:
        Model(open_pack(pack), "cpu")
    assert opened == []
    assert str(caught.value).endswith((".", ")."))
    assert "tiny" in str(caught.value)


def test_a_whole_pack_opens(pack: Path) -> None:
    model = Model(open_pack(pack), "cpu")
    assert model.choice.precision == "q8"


def test_a_damaged_graph_that_is_not_used_does_no_harm(pack: Path) -> None:
    """Only what is opened is checked when the app starts; `verify` checks it all."""
    (pack / "model.fp32.onnx").write_bytes(b"")
    Model(open_pack(pack), "cpu")
    with pytest.raises(PackError, match=r"model\.fp32\.onnx has 0 bytes"):
        check_pack(open_pack(pack))


def test_data_beside_a_graph_is_checked_too(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "model.onnx.data"
    model = onnx.load(pack / "model.onnx")
    onnx.save(
        model, pack / "model.onnx", save_as_external_data=True, location=name, size_threshold=1024
    )
    accept_as_it_is(pack)
    Model(open_pack(pack), "cpu")
    data = bytearray((pack / name).read_bytes())
    data[len(data) // 2] ^= 1
    (pack / name).write_bytes(data)
    opened: list[object] = []
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *a, **_: opened.append(a))
    with pytest.raises(PackError, match=r"model\.onnx\.data has changed"):
        Model(open_pack(pack), "cpu")
    assert opened == []


@pytest.mark.parametrize("number", [errno.ENOMEM, errno.EMFILE, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("where", ["manifest", "content", "graph"])
def test_a_file_that_cannot_be_read_now_is_no_damage(
    pack: Path, monkeypatch: pytest.MonkeyPatch, where: str, number: int
) -> None:
    """Who is told to remove their own model because memory was short has lost it."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    module, name = {
        "manifest": (pack_module, "read_regular"),
        "content": (pack_module, "open_regular"),
        "graph": (external_data.mmap, "mmap"),
    }[where]
    monkeypatch.setattr(module, name, fail)
    with pytest.raises(PackError) as refused:
        check_pack(open_pack(pack))
    said = str(refused.value)
    assert os.strerror(number) in said
    assert "damaged" not in said
    assert "remove" not in said
