"""Pulling, adding and removing through the command line, against a small hub of our own."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from transformers import GPT2Config, GPT2LMHeadModel

from autotype.cli import main
from autotype.engine.pack import check_pack, open_pack
from tests.make_tiny_pack import tiny_checkpoint
from tests.packs.small_hub import COMMIT, SmallHub

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint in the layout of the real distilgpt2 repository, with fewer weights."""
    folder = tmp_path_factory.mktemp("hub") / "distilgpt2"
    torch.manual_seed(0)
    shape = GPT2Config(n_layer=2, n_embd=192, n_head=3, n_positions=256, vocab_size=512)
    GPT2LMHeadModel(shape).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tiny_checkpoint().tokenizer)
    (folder / "README.md").write_text("a card")
    (folder / "pytorch_model.bin").write_bytes(b"a pickle that nobody must ask for")
    return folder


@pytest.fixture
def hub(repository: Path, tmp_path: Path) -> Iterator[SmallHub]:
    pickles = tmp_path / "pickles"
    pickles.mkdir()
    (pickles / "pytorch_model.bin").write_bytes(b"x")
    (pickles / "config.json").write_text("{}")
    large = tmp_path / "large"
    large.mkdir()
    for file in repository.iterdir():
        (large / file.name).write_bytes(file.read_bytes())
    shape = json.loads((large / "config.json").read_text())
    (large / "config.json").write_text(json.dumps(shape | {"n_embd": 8192, "n_layer": 80}))
    served = SmallHub(
        {
            "distilbert/distilgpt2": repository,
            "someone/pickles": pickles,
            "someone/large": large,
        }
    )
    yield served
    served.close()


@pytest.fixture
def catalogue(repository: Path, tmp_path: Path) -> Path:
    """The catalogue's entry, pinned to the weights of the test."""
    names = ("config.json", "model.safetensors", "tokenizer.json")
    pins = "\n".join(
        f'"{name}" = {{ size = {(repository / name).stat().st_size}, '
        f'sha256 = "{hashlib.sha256((repository / name).read_bytes()).hexdigest()}" }}'
        for name in names
    )
    path = tmp_path / "packs.toml"
    path.write_text(
        f"""
[distilgpt2]
title = "DistilGPT-2"
summary = "x"
family = "gpt2"
licence = "Apache-2.0"
kind = "hub"
repository = "distilbert/distilgpt2"
revision = "{COMMIT}"
download_bytes = 1000
[distilgpt2.files]
{pins}
"""
    )
    return path


@pytest.fixture
def environment(hub: SmallHub, catalogue: Path, home: Path, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "AUTOTYPE_CATALOGUE": str(catalogue),
        "AUTOTYPE_HOME": str(home),
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def models(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        # Measuring takes longer than all else, and has tests of its own.
        quick = ["--no-measure"] if arguments[0] in ("add", "pull") else []
        return subprocess.run(
            [sys.executable, "-m", "autotype", "models", *arguments, *quick],
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return models


def leftovers(home: Path) -> list[str]:
    """Everything below the user folder that is no whole pack."""
    packs = home / "packs"
    found = [p.name for p in packs.iterdir()] if packs.is_dir() else []
    downloads = home / "downloads"
    found += [p.name for p in downloads.iterdir()] if downloads.is_dir() else []
    return [name for name in found if name != "distilgpt2" or (downloads / name).exists()]


def test_pull_from_the_hub(run: Run, home: Path, hub: SmallHub) -> None:
    done = run("pull", "distilgpt2", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[-1]["name"] == "distilgpt2"
    assert lines[-1]["source"]["reference"] == f"distilbert/distilgpt2@{COMMIT}"
    shares = [line["progress"] for line in lines[:-1]]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    check_pack(open_pack(home / "packs" / "distilgpt2"))
    assert leftovers(home) == []
    assert not any("pytorch_model" in path for path in hub.asked)

    hub.asked.clear()
    again = run("pull", "distilgpt2")
    assert again.returncode == 0
    assert "already" in again.stdout
    assert hub.asked == []


@pytest.fixture
def with_adapter(catalogue: Path) -> Path:
    """Let the catalogue's entry have an adapter; returns the adapter's file."""
    random = np.random.default_rng(0)
    name = "h.1.mlp.c_fc.weight"  # [in, out] in the checkpoint, as GPT-2 has it
    parts = {f"{name}.up": (768, 2), f"{name}.down": (2, 192)}
    arrays = {part: random.normal(0, 0.3, size).astype("f2") for part, size in parts.items()}
    file = catalogue.parent / "adapters" / "own.safetensors"
    file.parent.mkdir()
    save_file(arrays, file)
    pin = hashlib.sha256(file.read_bytes()).hexdigest()
    lines = f'adapter = "adapters/own.safetensors"\nadapter_sha256 = "{pin}"\n'
    text = catalogue.read_text()
    catalogue.write_text(text.replace("[distilgpt2.files]", f"{lines}[distilgpt2.files]"))
    return file


def test_what_a_model_has_learnt_besides_is_added(
    run: Run, home: Path, catalogue: Path, request: pytest.FixtureRequest
) -> None:
    assert run("pull", "distilgpt2").returncode == 0
    graph = home / "packs" / "distilgpt2" / "model.onnx"
    plain = graph.read_bytes()
    adapter = request.getfixturevalue("with_adapter")

    # It is installed, but not as the catalogue has it by now.
    (listed,) = json.loads(run("list", "--json").stdout)
    assert (listed["installed"], listed["outdated"]) == (True, True)
    assert "pull it again" in run("list").stdout
    done = run("pull", "distilgpt2", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    source = json.loads(done.stdout.splitlines()[-1])["source"]
    assert source["adapter"] == "adapters/own.safetensors"
    assert source["adapter_sha256"] == hashlib.sha256(adapter.read_bytes()).hexdigest()
    assert graph.read_bytes() != plain
    assert "already" in run("pull", "distilgpt2").stdout
    assert json.loads(run("list", "--json").stdout)[0]["outdated"] is False


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda file: file.unlink(), "cannot be read (No such file"),
        (lambda file: file.write_bytes(b"{}"), "is not the one of “distilgpt2”"),
    ],
)
def test_an_adapter_that_is_not_the_one_meant(
    run: Run,
    home: Path,
    hub: SmallHub,
    with_adapter: Path,
    damage: Callable[[Path], None],
    said: str,
) -> None:
    damage(with_adapter)
    done = run("pull", "distilgpt2")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert hub.asked == []
    assert leftovers(home) == []


def test_add_any_repository(run: Run, home: Path) -> None:
    done = run("add", "distilbert/distilgpt2", "--name", "mine")
    assert done.returncode == 0, done.stderr
    assert (home / "packs" / "mine" / "manifest.json").is_file()
    taken = run("add", "distilbert/distilgpt2", "--name", "mine")
    assert taken.returncode == 1
    assert "already" in taken.stderr


def test_what_cannot_be_used_is_not_fetched(run: Run, home: Path, hub: SmallHub) -> None:
    done = run("add", "someone/large")
    assert done.returncode == 1
    assert "more than one ONNX file can hold" in done.stderr
    assert not any("safetensors" in path for path in hub.asked)
    assert not any((home / "packs").glob("*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "someone/pickles"), "no safetensors"),
        (("add", "someone/nothing"), "cannot be fetched"),
        (("add", "/no/such/folder"), "not a folder"),
        (("add", "x" * 300), "not a folder"),
        (("add", "x" * 300 + "/y"), "cannot be fetched"),
        (("add", "~nobody-here/x"), "not a folder"),
        (("add", "distilbert/distilgpt2", "--name", "///"), "needs a name"),
        (("add", "distilbert/distilgpt2", "--name", "auto"), "the automatic choice"),
        (("pull", "unknown"), "no model pack"),
        (("info", "x" * 300), "no model pack"),
        (("verify", "~nobody-here/x"), "no model pack"),
        (("remove", "unknown"), "no model pack"),
    ],
)
def test_refused_in_one_sentence(
    run: Run, home: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not any((home / "packs").glob("*"))


def test_a_file_that_is_not_what_was_pinned(run: Run, home: Path, catalogue: Path) -> None:
    text = catalogue.read_text()
    pin = text.split('"model.safetensors"')[1].split('sha256 = "')[1][:64]
    catalogue.write_text(text.replace(pin, "0" * 64))
    done = run("pull", "distilgpt2", "--json")
    assert done.returncode == 1
    assert "model.safetensors differs" in json.loads(done.stdout.splitlines()[-1])["error"]
    assert not any((home / "packs").glob("*"))


def test_a_download_that_breaks_off(run: Run, home: Path, hub: SmallHub) -> None:
    hub.truncate.add("model.safetensors")
    done = run("pull", "distilgpt2", HF_HUB_DOWNLOAD_TIMEOUT="2")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not any((home / "packs").glob("*"))
    hub.truncate.clear()
    assert run("pull", "distilgpt2").returncode == 0
    assert leftovers(home) == []


def test_without_a_network(run: Run, home: Path) -> None:
    done = run("pull", "distilgpt2", HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "cannot be fetched" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any((home / "packs").glob("*"))


def test_a_wheel_without_a_network(home: Path, tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")} | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": nowhere,
        "PIP_NO_INDEX": "",
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
        "PIP_RETRIES": "0",
        "AUTOTYPE_HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-m", "autotype", "models", "pull"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "cannot be downloaded" in done.stderr
    assert "Traceback" not in done.stderr
    assert leftovers(home) == []


def start(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "autotype",
            "models",
            "pull",
            "distilgpt2",
            "--json",
            "--no-measure",
        ],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_killed_pull_leaves_nothing_half_made(
    run: Run, environment: dict[str, str], home: Path, hub: SmallHub
) -> None:
    hub.delay = 0.2
    pull = start(environment)
    end = time.monotonic() + 60
    while not any("GET" in p and "safetensors" in p for p in hub.asked):
        assert time.monotonic() < end
        time.sleep(0.02)
    time.sleep(0.3)
    pull.send_signal(signal.SIGKILL)
    pull.communicate()
    assert not list((home / "packs").glob("[!.]*"))
    hub.delay = 0.0
    done = run("pull", "distilgpt2")
    assert done.returncode == 0, done.stderr
    assert leftovers(home) == []


def test_a_pull_killed_while_building(home: Path, run: Run) -> None:
    """What a kill in the middle of a build leaves is swept away by the next one."""
    half = home / "packs" / ".distilgpt2.abc"
    half.mkdir(parents=True)
    (half / "model.onnx").write_bytes(b"half")
    assert run("pull", "distilgpt2").returncode == 0
    assert leftovers(home) == []


def test_two_pulls_at_once(run: Run, environment: dict[str, str], hub: SmallHub) -> None:
    hub.delay = 0.3
    first = start(environment)
    end = time.monotonic() + 60
    while not hub.asked:
        assert time.monotonic() < end
        time.sleep(0.02)
    second = run("pull", "distilgpt2")
    assert second.returncode == 1
    assert "Another Autotype" in second.stderr
    hub.delay = 0.0
    out, err = first.communicate(timeout=60)
    assert first.returncode == 0, out + err


def test_a_full_disk_is_said_in_words(
    home: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(source: Path, target: Path, **_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source), None, str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    assert main(["models", "add", str(tiny_pack), "--name", "copy"]) == 1
    assert "The pack cannot be copied (No space left on device)." in capsys.readouterr().err
    assert not (home / "packs" / "copy").exists()
