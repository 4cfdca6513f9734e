"""Weights in which anything may stand: read, or refused in one sentence, and soon."""

import copy
import json
import os
import random
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from transformers import LlamaForCausalLM

from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack
from autotype.builder.reading import read_checkpoint
from autotype.errors import AutotypeError
from tests.builder.test_gguf import fields_of, tensors_of, write
from tests.commands.test_models import checkpoint_folder
from tests.engine.test_manifest import REMOVED, places, put

HUGE = 10**400
ABSURD = [None, True, -1, 0, 1, 3, 10**9, 2**63, HUGE, -0.5, 1e308, "", "x", [], [[]], ["<"], {}]
ABSURD += [{"a": {}}, REMOVED]
Bytes = Callable[[random.Random, bytes], bytes]


@pytest.fixture(scope="module")
def gpt2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoint_folder(tmp_path_factory.mktemp("gpt2") / "checkpoint")


@pytest.fixture(scope="module")
def gguf(llama_model: LlamaForCausalLM, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gguf") / "m.gguf"
    return write(path, tensors_of(llama_model), fields_of(llama_model))


def copied(folder: Path, tmp_path: Path) -> Path:
    """Return a folder of links, in which files can be replaced."""
    target = tmp_path / "mine"
    target.mkdir()
    for file in folder.iterdir():
        (target / file.name).symlink_to(file)
    return target


def replace(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def refused_or_read(path: Path) -> bool:
    """Read a checkpoint; return whether it could be, and see to the sentence if not."""
    try:
        read_checkpoint(path)
    except AutotypeError as error:
        said = str(error)
        assert isinstance(error, BuildError)
        assert said.isprintable()
        assert said.endswith((".", ")."))
        return False
    return True


def changed_json(chance: random.Random, data: Any) -> bytes:
    """Return JSON with one to three values changed, of which some were left out."""
    value = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        # From above: most values of a tokenizer are numbers of tokens.
        ways = list(places(value))
        top = [way for way in ways if len(way) < 3]
        put(value, chance.choice(top if chance.random() < 0.7 else ways), chance.choice(ABSURD))
    return json.dumps(value).encode()


def changed_bytes(chance: random.Random, data: bytes, within: int) -> bytes:
    """Return bytes with some of the first `within` changed, or cut off."""
    out = bytearray(data)
    if chance.random() < 0.3:
        return bytes(out[: chance.randrange(within)])
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(within)
        new = chance.choice([b"\xff" * 8, b"\x00" * 8, b"\x7f", bytes([chance.randrange(256)])])
        out[at : at + len(new)] = new
    return bytes(out)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_config_json(
    gpt2: Path, llama_folder: Path, tmp_path: Path, family: str, seed: int
) -> None:
    source = gpt2 if family == "gpt2" else llama_folder
    folder = copied(source, tmp_path)
    data = json.loads((source / "config.json").read_text())
    chance, read = random.Random(seed), 0
    for _ in range(40):
        replace(folder / "config.json", changed_json(chance, data))
        read += refused_or_read(folder)
    assert read < 40
    for text in (b"[" * 100_000, b'{"n_head": 1e999}', b"", b"[1]", b"\xff", b" " * (5 << 20)):
        replace(folder / "config.json", text)
        assert not refused_or_read(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"rope_parameters": 5},
        {"rope_scaling": ["linear"]},
        {"rope_theta": -1.0},
        {"rms_norm_eps": 0.0},
        {"eos_token_id": ["<"]},
        {"num_attention_heads": -1},
        {"num_attention_heads": 10**9},
        {"num_hidden_layers": 10**9},
        {"num_key_value_heads": 3},
        {"hidden_size": 0},
        {"vocab_size": HUGE},
        {"max_position_embeddings": 3},
        {"model_type": ["llama"]},
        {"hidden_act": {"x": "y" * 10_000}},
    ],
    ids=str,
)
def test_a_config_that_no_llama_can_have(
    llama_folder: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    folder = copied(llama_folder, tmp_path)
    data = json.loads((llama_folder / "config.json").read_text())
    replace(folder / "config.json", json.dumps(data | change).encode())
    assert not refused_or_read(folder)


@pytest.mark.parametrize("seed", range(2))
def test_tokenizer_json(gpt2: Path, tmp_path: Path, seed: int) -> None:
    folder = copied(gpt2, tmp_path)
    data = json.loads((gpt2 / "tokenizer.json").read_text())
    chance = random.Random(seed)
    for _ in range(40):
        replace(folder / "tokenizer.json", changed_json(chance, data))
        refused_or_read(folder)
    whole = (gpt2 / "tokenizer.json").read_bytes()
    for _ in range(10):
        replace(folder / "tokenizer.json", changed_bytes(chance, whole, len(whole)))
        refused_or_read(folder)


def headers(data: bytes) -> tuple[dict[str, Any], bytes]:
    (size,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + size]), data[8 + size :]


@pytest.mark.parametrize("seed", range(3))
def test_safetensors(gpt2: Path, tmp_path: Path, seed: int) -> None:
    folder = copied(gpt2, tmp_path)
    whole = (gpt2 / "model.safetensors").read_bytes()
    header, rest = headers(whole)
    chance = random.Random(seed)
    for _ in range(40):
        new = changed_json(chance, header)
        replace(folder / "model.safetensors", struct.pack("<Q", len(new)) + new + rest)
        refused_or_read(folder)
    for _ in range(20):
        data = changed_bytes(chance, whole, len(whole) - len(rest))
        replace(folder / "model.safetensors", data)
        refused_or_read(folder)


@pytest.mark.parametrize("kind", ["F8_E4M3", "I64", "U8", "BOOL", "F64", "X"])
def test_kinds_of_numbers_that_numpy_may_lack(gpt2: Path, tmp_path: Path, kind: str) -> None:
    folder = copied(gpt2, tmp_path)
    header, rest = headers((gpt2 / "model.safetensors").read_bytes())
    header["ln_f.bias"] |= {"dtype": kind}
    new = json.dumps(header).encode()
    replace(folder / "model.safetensors", struct.pack("<Q", len(new)) + new + rest)
    refused_or_read(folder)


def test_a_tensor_of_another_shape_is_not_read(
    gpt2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be larger than the machine's memory."""
    folder = copied(gpt2, tmp_path)
    header, rest = headers((gpt2 / "model.safetensors").read_bytes())
    begin, end = header["wte.weight"]["data_offsets"]
    header["wte.weight"]["shape"] = [(end - begin) // 4]
    new = json.dumps(header).encode()
    replace(folder / "model.safetensors", struct.pack("<Q", len(new)) + new + rest)
    monkeypatch.setattr("autotype.builder.checkpoint.Weights.__getitem__", lambda *_: 1 / 0)
    with pytest.raises(BuildError, match="instead of"):
        read_checkpoint(folder)


@pytest.mark.parametrize("seed", range(3))
def test_gguf(gguf: Path, tmp_path: Path, seed: int) -> None:
    whole, path = gguf.read_bytes(), tmp_path / "m.gguf"
    chance = random.Random(seed)
    for _ in range(25):
        within = chance.choice([64, 1000, 20_000])
        path.write_bytes(changed_bytes(chance, whole, within))
        refused_or_read(path)


def counts(data: bytes) -> Iterator[bytes]:
    """Yield a GGUF file with each of its counts as large as it can be."""
    for at in (8, 16):  # tensors, values
        yield data[:at] + b"\xff" * 7 + b"\x0f" + data[at + 8 :]
    # A list of numbers that goes on behind the end of the file.
    name = b"tokenizer.ggml.token_type"
    at = data.index(name) + len(name) + 4 + 4
    yield data[:at] + b"\xff" * 7 + b"\x0f" + data[at + 8 :]


def test_counts_of_a_gguf_file(gguf: Path, tmp_path: Path) -> None:
    for number, data in enumerate(counts(gguf.read_bytes())):
        path = tmp_path / f"{number}.gguf"
        path.write_bytes(data)
        assert not refused_or_read(path)


@pytest.mark.parametrize("seed", range(2))
def test_what_can_be_read_can_be_made_or_is_refused(gpt2: Path, tmp_path: Path, seed: int) -> None:
    folder = copied(gpt2, tmp_path)
    data = json.loads((gpt2 / "config.json").read_text())
    chance = random.Random(seed)
    ways = ["layer_norm_epsilon", "eos_token_id", "bos_token_id", "n_head", "n_positions"]
    for _ in range(4):
        change = {chance.choice(ways): chance.choice([0, 1, 2, 4, 8, 511, 1e-30, 0.5, 1])}
        replace(folder / "config.json", json.dumps(data | change).encode())
        try:
            build_pack(read_checkpoint(folder), tmp_path / "pack", Label("x", "x", "MIT", {}))
        except AutotypeError:
            continue


# Pipes, devices, sockets, folders


SMALL = ("config.json", "tokenizer.json", "model.safetensors")


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "link to a pipe", "loop"])
@pytest.mark.parametrize(
    "name", [*SMALL, "vocab.json", "merges.txt", "model.safetensors.index.json", "a.safetensors"]
)
def test_what_is_no_file_is_not_waited_for(
    gpt2: Path, tmp_path: Path, name: str, kind: str
) -> None:
    folder = Path(shutil.copytree(gpt2, tmp_path / "mine"))
    if name in ("vocab.json", "merges.txt"):
        (folder / "tokenizer.json").unlink()
        (folder / "vocab.json").write_text('{"a": 0}')
    elif name not in SMALL:
        (folder / "model.safetensors").unlink()
    path = folder / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind == "link to a pipe":
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    else:
        path.symlink_to(path)
    assert not refused_or_read(folder)


@pytest.mark.parametrize("name", ["m.gguf", "m"])
def test_a_pipe_that_is_to_be_added(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert not refused_or_read(tmp_path / name)
    (tmp_path / "f.gguf").mkdir()
    assert not refused_or_read(tmp_path / "f.gguf")


def test_a_cache_of_links_is_read(gpt2: Path, tmp_path: Path) -> None:
    """The hub's own cache keeps its files elsewhere."""
    assert refused_or_read(copied(gpt2, tmp_path))
