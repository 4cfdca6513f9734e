"""`autotype models`: for people and, with --json, for programs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from safetensors.numpy import save_file

from autotype.cli import main
from autotype.engine.pack import check_pack, open_pack, record_of
from autotype.packs.failures import failure
from autotype.packs.installed import find
from tests.make_tiny_pack import tiny_checkpoint

Models = Callable[..., tuple[int, str, str]]

CATALOGUE = ["smollm2-135m", "smollm2-135m-plain", "smollm2-135m-base", "distilgpt2"]


@pytest.fixture
def models(capsys: pytest.CaptureFixture[str]) -> Models:
    """Run `autotype models ...`; return exit code, output and errors.

    What is made is not measured unless a test asks for it, since that takes longer than all else.
    """

    def run(*arguments: str, measured: bool = False) -> tuple[int, str, str]:
        makes = arguments[0] in ("add", "pull") and not measured
        code = main(["models", *arguments, *(["--no-measure"] if makes else [])])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def last(out: str) -> Any:
    return json.loads(out.splitlines()[-1])


def checkpoint_folder(folder: Path) -> Path:
    """Write a seeded GPT-2 as a checkpoint folder, without torch."""
    folder.mkdir(parents=True)
    width, inner, size = 64, 128, 512
    random = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {"wte.weight": (size, width), "wpe.weight": (128, width)}
    norms = ["ln_f"]
    for block in ("h.0.", "h.1."):
        norms += [f"{block}ln_1", f"{block}ln_2"]
        for name, shape in (
            ("attn.c_attn", (width, 3 * width)),
            ("attn.c_proj", (width, width)),
            ("mlp.c_fc", (width, inner)),
            ("mlp.c_proj", (inner, width)),
        ):
            shapes |= {f"{block}{name}.weight": shape, f"{block}{name}.bias": shape[1:]}
    shapes |= {f"{norm}.{part}": (width,) for norm in norms for part in ("weight", "bias")}
    weights = {n: random.normal(0, 0.1, s).astype(np.float32) for n, s in shapes.items()}
    save_file(weights, folder / "model.safetensors")
    shape_of = {"model_type": "gpt2", "n_layer": 2, "n_embd": width, "n_head": 2, "n_inner": inner}
    (folder / "config.json").write_text(
        json.dumps({**shape_of, "vocab_size": size, "n_positions": 128, "eos_token_id": 0})
    )
    (folder / "tokenizer.json").write_text(tiny_checkpoint().tokenizer)
    return folder


# list


def test_list_without_any_pack(models: Models) -> None:
    code, out, err = models("list", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [row["name"] for row in rows] == CATALOGUE
    for row in rows:
        assert row["installed"] is False
        assert row["bytes"] is row["folder"] is None
        assert row["precisions"] == []
        assert row["download_bytes"] > 10_000_000
        assert row["licence"].startswith("Apache-2.0")
        assert row["summary"].endswith(".")


def test_list_with_one_of_the_catalogue_and_an_own_one(
    models: Models, tiny_pack: Path, home: Path
) -> None:
    for name in ("distilgpt2", "own"):
        assert models("add", str(tiny_pack), "--name", name)[0] == 0
    rows = {row["name"]: row for row in json.loads(models("list", "--json")[1])}
    assert set(rows) == {*CATALOGUE, "own"}
    own = rows["own"]
    assert own["installed"] is True
    assert own["precisions"] == ["fp32", "q8"]
    assert own["folder"] == str(home / "packs" / "own")
    assert own["bytes"] == sum(
        f.stat().st_size for f in (home / "packs" / "own").iterdir() if f.name != "manifest.json"
    )
    assert own["download_bytes"] is None
    assert rows["distilgpt2"]["installed"] is True
    _, table, _ = models("list")
    (line,) = [line for line in table.splitlines() if line.startswith("own")]
    assert "installed" in line
    (line,) = [line for line in table.splitlines() if line.startswith("smollm2-135m ")]
    assert "to pull" in line
    assert "93 MB" in line


def test_list_stands_a_damaged_pack(models: Models, home: Path) -> None:
    (home / "packs" / "bad").mkdir(parents=True)
    (home / "packs" / "bad" / "manifest.json").write_text("{")
    code, out, _ = models("list", "--json")
    assert code == 0
    rows = json.loads(out)
    assert not any(row["installed"] for row in rows)
    assert [row["name"] for row in rows if row["problem"]] == ["bad"]
    _, table, _ = models("list")
    (line,) = [line for line in table.splitlines() if line.startswith("bad ")]
    assert "damaged" in line


# info


def test_info_says_all_of_the_manifest(models: Models, tiny_pack: Path) -> None:
    code, out, _ = models("info", str(tiny_pack), "--json")
    assert code == 0
    found = json.loads(out)
    manifest = json.loads((tiny_pack / "manifest.json").read_text())
    assert found.pop("folder") == str(tiny_pack)
    assert found.pop("bytes") == sum(r["size"] for r in manifest["files"].values())
    manifest.pop("format")
    assert found == manifest
    _, text, _ = models("info", str(tiny_pack))
    for expected in ("Tiny gpt2", "Apache-2.0", "context length", str(tiny_pack)):
        assert expected in text


def test_info_of_what_is_used_by_default(models: Models, tiny_pack: Path) -> None:
    code, out, err = models("info")
    assert (code, out) == (1, "")
    assert "autotype models pull smollm2-135m" in err
    assert models("add", str(tiny_pack), "--name", "own")[0] == 0
    assert json.loads(models("info", "--json")[1])["name"] == "own"


# verify


def test_verify_a_whole_pack(models: Models, tiny_pack: Path) -> None:
    code, out, _ = models("verify", str(tiny_pack), "--json")
    assert code == 0
    assert last(out) == {"name": "tiny", "whole": True, "files": 3}
    shares = [json.loads(line)["progress"] for line in out.splitlines()[:-1]]
    assert shares == sorted(shares)
    code, out, _ = models("verify", str(tiny_pack))
    assert (code, out) == (0, "“tiny” is whole and runs (3 files).\n")


def no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def flipped(folder: Path) -> None:
    data = bytearray((folder / "model.fp32.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "model.fp32.onnx").write_bytes(data)


def no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def answers_nothing(folder: Path) -> None:
    """A graph that is as its manifest says, and yet of no use."""
    path = folder / "model.fp32.onnx"
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        if tensor.name == "head.weight":
            bad = np.full(tuple(tensor.dims), np.nan, np.float32)
            tensor.CopyFrom(numpy_helper.from_array(bad, tensor.name))
    path.write_bytes(model.SerializeToString())
    manifest = json.loads((folder / "manifest.json").read_text())
    record = record_of(path)
    manifest["files"][path.name] = {"size": record.size, "sha256": record.sha256}
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (no_tokenizer, "tokenizer.json is missing"),
        (flipped, "model.fp32.onnx has changed"),
        (no_manifest, "manifest.json is missing"),
        (answers_nothing, "not finite numbers"),
    ],
)
def test_verify_finds_what_is_wrong(
    models: Models, tiny_pack: Path, home: Path, damage: Callable[[Path], None], said: str
) -> None:
    assert models("add", str(tiny_pack), "--name", "own")[0] == 0
    damage(home / "packs" / "own")
    code, out, err = models("verify", "own")
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err
    code, out, _ = models("verify", "own", "--json")
    assert code == 1
    assert said in last(out)["error"]
    # And whatever is wrong, it can be removed.
    assert models("remove", "own")[0] == 0
    assert not (home / "packs" / "own").exists()


# add


def test_add_a_checkpoint_folder(models: Models, tmp_path: Path, home: Path) -> None:
    folder = checkpoint_folder(tmp_path / "My Model")
    code, out, err = models("add", str(folder), "--precision", "q8", "--precision", "fp32")
    assert code == 0, err
    assert "“My-Model” is installed" in out
    pack = open_pack(home / "packs" / "My-Model")
    check_pack(pack)
    assert list(pack.manifest.graphs) == ["q8", "fp32"]
    assert pack.manifest.source == {"kind": "folder", "reference": str(folder), "sha256": ""}
    assert pack.manifest.licence == "unknown"
    assert models("verify", "My-Model")[0] == 0
    assert [path.name for path in (home / "packs").iterdir()] == ["My-Model"]


def test_add_says_how_far_it_is(models: Models, tmp_path: Path) -> None:
    folder = checkpoint_folder(tmp_path / "mine")
    code, out, _ = models("add", str(folder), "--json", "--precision", "q8")
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[-1]["name"] == "mine"
    shares = [line["progress"] for line in lines[:-1]]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert list(dict.fromkeys(line["step"] for line in lines[:-1])) == [
        "reading the weights",
        "building q8",
        "checking q8",
        "done",
    ]


def test_add_a_pack_folder_copies_it(models: Models, tiny_llama_pack: Path, home: Path) -> None:
    assert models("add", str(tiny_llama_pack))[0] == 0
    pack = open_pack(home / "packs" / "tiny-llama")
    check_pack(pack)
    assert models("add", str(tiny_llama_pack), "--name", "two")[0] == 0
    assert open_pack(home / "packs" / "two").manifest.name == "two"
    check_pack(open_pack(tiny_llama_pack))


def test_add_a_damaged_pack_folder(
    models: Models, tiny_pack: Path, tmp_path: Path, home: Path
) -> None:
    shutil.copytree(tiny_pack, tmp_path / "bad")
    flipped(tmp_path / "bad")
    code, _, err = models("add", str(tmp_path / "bad"))
    assert code == 1
    assert "has changed" in err
    assert list((home / "packs").iterdir()) == []


def test_add_a_damaged_checkpoint(models: Models, tmp_path: Path, home: Path) -> None:
    folder = checkpoint_folder(tmp_path / "mine")
    data = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(data[: len(data) // 2])
    code, out, _ = models("add", str(folder), "--json")
    assert code == 1
    assert "damaged" in last(out)["error"]
    assert list((home / "packs").iterdir()) == []


def test_a_name_is_given_once(models: Models, tiny_pack: Path, home: Path) -> None:
    assert models("add", str(tiny_pack), "--name", "own")[0] == 0
    before = (home / "packs" / "own" / "manifest.json").read_text()
    code, _, err = models("add", str(tiny_pack), "--name", "own")
    assert code == 1
    assert "“own” already" in err
    assert (home / "packs" / "own" / "manifest.json").read_text() == before


@pytest.mark.parametrize(
    ("name", "becomes"), [("../../x", "x"), (".hidden", "hidden"), ("a b/c", "a-b-c"), ("é", None)]
)
def test_a_name_never_leads_out_of_the_folder(
    models: Models, tiny_pack: Path, home: Path, name: str, becomes: str | None
) -> None:
    code, _, err = models("add", str(tiny_pack), "--name", name)
    assert (code == 0) == (becomes is not None), err
    assert [path.name for path in (home / "packs").glob("*")] == ([becomes] if becomes else [])
    assert not (home / "x").exists()
    assert not (home.parent / "x").exists()


# remove


def test_remove(models: Models, tiny_pack: Path, home: Path) -> None:
    for name in ("one", "two"):
        assert models("add", str(tiny_pack), "--name", name)[0] == 0
    code, out, _ = models("remove", "one", "--json")
    assert code == 0
    assert last(out) == {"name": "one", "removed": str(home / "packs" / "one")}
    assert [path.name for path in (home / "packs").iterdir()] == ["two"]
    assert models("remove", "two")[1] == "“two” is removed.\n"
    code, _, err = models("remove", "two")
    assert code == 1
    assert "no model pack “two”" in err


def test_what_cannot_be_removed_is_said(
    models: Models, tiny_pack: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where somebody else has written into the pack's folder."""
    assert models("add", str(tiny_pack), "--name", "one")[0] == 0
    monkeypatch.setattr("autotype.packs.install.shutil.rmtree", lambda *_, **__: None)
    code, _, err = models("remove", "one")
    assert code == 1
    assert f"left of it in “{home / 'packs' / '.removed-one'}” cannot be removed" in err
    # It is out of use all the same.
    assert models("info", "one")[0] == 1


def test_only_own_packs_are_removed(models: Models, tiny_pack: Path) -> None:
    code, _, err = models("remove", str(tiny_pack))
    assert code == 1
    assert "not one of your own" in err
    check_pack(open_pack(tiny_pack))


@pytest.mark.parametrize("name", ["", ".", "..", "../packs", "/"])
def test_names_that_remove_nothing(models: Models, tiny_pack: Path, home: Path, name: str) -> None:
    assert models("add", str(tiny_pack), "--name", "own")[0] == 0
    code, _, err = models("remove", name)
    assert code == 1
    assert err.strip()
    check_pack(open_pack(home / "packs" / "own"))


# The command line itself


def test_without_an_action(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["models"])
    assert ended.value.code == 2
    assert "ACTION" in capsys.readouterr().err


def test_an_unknown_precision(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["models", "pull", "--precision", "int3"])
    assert ended.value.code == 2
    assert "int3" in capsys.readouterr().err


def test_as_a_program_of_its_own(tiny_pack: Path, home: Path) -> None:
    """Standard output holds the result alone, standard error what is for people."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "autotype", "models", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
        )

    added = run("add", str(tiny_pack), "--name", "own")
    assert (added.returncode, added.stdout[:20]) == (0, "“own” is installed (")
    listed = run("list", "--json")
    assert json.loads(listed.stdout)[0]["name"] == "own"
    assert listed.stderr == ""
    wrong = run("info", "other", "--json")
    assert wrong.returncode == 1
    assert "no model pack “other”" in json.loads(wrong.stdout)["error"]
    wrong = run("info", "other")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert len(wrong.stderr.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_written(models: Models, tiny_pack: Path, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the user folder should be")
    code, _, err = models("add", str(tiny_pack))
    assert code == 1
    assert "Traceback" not in err
    assert str(home) in err


def test_a_full_disk_while_copying(
    models: Models, tiny_pack: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    code, _, err = models("add", str(tiny_pack))
    assert code == 1
    assert "No space left" in err
    assert list((home / "packs").iterdir()) == []


def test_a_full_disk_while_a_pull_starts(
    models: Models, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    code, out, _ = models("pull", "smollm2-135m", "--json")
    assert code == 1
    assert "No space left" in last(out)["error"]


def test_measure_says_what_a_pack_does_here(
    models: Models, home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert models("add", str(tiny_pack), "--name", "mine")[0] == 0
    main(["doctor"])
    assert "mine: not measured here yet" in capsys.readouterr().out
    code, out, _ = models("measure", "--json")
    assert code == 0
    found = last(out)["mine"]
    assert 0 < found["savings"] < 1
    assert found["words_p95_ms"] > 0
    shares = [json.loads(line)["progress"] for line in out.splitlines()[:-1]]
    assert shares == sorted(shares)
    main(["doctor"])
    said = capsys.readouterr().out
    assert f"mine: saves {found['savings']:.0%} of the keys" in said
    main(["doctor", "--json"])
    assert json.loads(capsys.readouterr().out)["packs"][0]["savings"] == found["savings"]
    # What was measured is not measured again unless it is asked for.
    code, out, _ = models("measure", "--missing", "--json")
    assert (code, last(out)) == (0, {})


@pytest.mark.parametrize("name", [(), ("mine",)])
def test_figures_that_cannot_be_kept_are_not_measured(
    models: Models, home: Path, tiny_pack: Path, name: tuple[str, ...]
) -> None:
    """Neither is it taken for the pack's fault."""
    for title in ("mine", "other"):
        assert models("add", str(tiny_pack), "--name", title)[0] == 0
    (home / "measured.json").mkdir()
    code, out, _ = models("measure", *name, "--json")
    assert code == 1
    (line,) = out.splitlines()  # nothing was measured, or there would be its progress
    assert "measured.json” cannot be written (" in json.loads(line)["error"]
    assert failure(find("mine")) == ""


def test_an_added_pack_is_measured_once(models: Models, home: Path, tiny_pack: Path) -> None:
    code, out, _ = models("add", str(tiny_pack), "--name", "mine", measured=True)
    assert code == 0
    assert "it saves" in out
    assert (home / "measured.json").is_file()


def test_a_pack_that_does_not_run_here_is_installed_and_said_not_to_be_measured(
    models: Models, home: Path, tmp_path: Path
) -> None:
    half = checkpoint_folder(tmp_path / "half")
    code, out, _ = models("add", str(half), "--precision", "fp16", measured=True)
    assert code == 0
    assert "“half” is installed" in out
    assert "cannot be measured here" in out
