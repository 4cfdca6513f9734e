"""One pack that cannot be used is one pack: the next one is used, and it is said why."""

import contextlib
import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.engine.completer import Completer
from autotype.engine.pack import PackError
from autotype.engine.worker import Worker
from autotype.errors import AutotypeError
from autotype.packs import failures
from autotype.packs.choice import default_pack, unmeasured
from autotype.packs.installed import find
from autotype.packs.measured import Measured, store_measured
from autotype.packs.opening import open_completer
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request
from tests.packs.damages import UNUSABLE, Damage, edit, flipped, install, pipe

NAME = "smollm2-135m"  # the first of the catalogue


@pytest.fixture
def built_in(tiny_llama_pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOTYPE_BUILT_IN", str(tiny_llama_pack))
    return tiny_llama_pack


def words(completer: Completer) -> list[str]:
    answer = completer.complete(Request(0, "Thank you very m"), gate=False)
    return [word.text for word in answer.words]


@pytest.mark.parametrize("damage", UNUSABLE.values(), ids=UNUSABLE)
def test_auto_goes_on_to_the_next(
    home: Path, tiny_pack: Path, built_in: Path, damage: Damage
) -> None:
    damage(install(home, tiny_pack, NAME))
    completer = open_completer()
    assert completer.model.pack.folder == built_in
    assert words(completer)
    (said,) = completer.left_out
    assert NAME in said
    assert len(said.splitlines()) == 1
    assert said.endswith((".", ")."))
    with pytest.raises(AutotypeError):
        open_completer(NAME)


def test_a_whole_one_is_used_and_nothing_said(home: Path, tiny_pack: Path, built_in: Path) -> None:
    install(home, tiny_pack, NAME)
    completer = open_completer()
    assert completer.model.pack.manifest.name == NAME
    assert completer.left_out == ()


def test_several_that_cannot_be_used(home: Path, tiny_pack: Path, built_in: Path) -> None:
    flipped(install(home, tiny_pack, NAME))
    UNUSABLE["no graph"](install(home, tiny_pack, "other"))
    UNUSABLE["a manifest that is nested"](install(home, tiny_pack, "third"))
    completer = open_completer()
    assert completer.model.pack.folder == built_in
    assert sorted(n for n in (NAME, "other", "third") for s in completer.left_out if n in s) == [
        "other",
        NAME,
        "third",
    ]


def test_the_best_of_those_that_fail_is_named_when_all_do(home: Path, tiny_pack: Path) -> None:
    flipped(install(home, tiny_pack, "other"))
    UNUSABLE["no tokenizer"](install(home, tiny_pack, NAME))
    with pytest.raises(PackError, match=NAME):
        open_completer()


def test_a_damaged_one_of_the_user_hides_no_shared_one(
    tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOTYPE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "share"))
    shared = install(tmp_path / "share" / "autotype", tiny_pack, NAME)
    own = install(tmp_path / "mine" / "autotype", tiny_pack, NAME)
    (own / "manifest.json").write_text("{")
    completer = open_completer()
    assert completer.model.pack.folder == shared
    assert [str(own) in said for said in completer.left_out] == [True]


@pytest.mark.skipif(os.name == "nt", reason="modes of folders are of Unix")
def test_a_folder_of_packs_that_cannot_be_read(
    home: Path, tiny_pack: Path, built_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = install(home, tiny_pack, NAME).parent

    def denied(self: Path) -> object:
        # Root may read everything, so the refusal is made here.
        if self == packs:
            raise PermissionError(13, "Permission denied", str(self))
        return listed(self)

    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", denied)
    completer = open_completer()
    assert completer.model.pack.folder == built_in
    assert "Permission denied" in completer.left_out[0]


def test_the_editor_and_the_service_are_told(
    home: Path, tiny_pack: Path, built_in: Path, caplog: pytest.LogCaptureFixture
) -> None:
    flipped(install(home, tiny_pack, NAME))
    statuses: list[EngineStatus] = []
    done = threading.Event()

    def on_status(status: EngineStatus) -> None:
        statuses.append(status)
        if status.state is not EngineState.LOADING:
            done.set()

    caplog.set_level(logging.WARNING)
    worker = Worker(open_completer, lambda _: None, on_status)
    worker.start()
    try:
        assert done.wait(60)
    finally:
        worker.stop()
    assert [status.state for status in statuses] == [EngineState.LOADING, EngineState.READY]
    assert f"“{NAME}” is damaged" in statuses[-1].message
    assert statuses[-1].message.endswith("“Tiny llama” is in use.")
    assert f"“{NAME}” is damaged" in caplog.text


def test_complete_says_it_beside_its_answers(home: Path, tiny_pack: Path, built_in: Path) -> None:
    flipped(install(home, tiny_pack, NAME))
    done = subprocess.run(
        [sys.executable, "-m", "autotype", "complete", "--jsonl"],
        input=json.dumps({"id": 1, "before": "Thank you very m"}) + "\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["words"]
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"autotype: The model pack “{NAME}” is damaged")


@pytest.mark.parametrize("damage", UNUSABLE.values(), ids=UNUSABLE)
def test_the_commands_stand_a_pack_that_cannot_be_used(
    home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str], damage: Damage
) -> None:
    damage(install(home, tiny_pack, "bad"))
    install(home, tiny_pack, "good")
    assert main(["models", "list", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["good"]["installed"] is True
    assert rows["good"]["problem"] is None
    assert "bad" in rows
    assert main(["models", "list"]) == 0
    capsys.readouterr()
    for action in ("info", "verify"):
        code = main(["models", action, "bad", "--json"])
        answer = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert code == (1 if "error" in answer else 0)
        assert action == "info" or code == 1, "it is called whole"
    assert main(["models", "remove", "bad"]) == 0
    assert not (home / "packs" / "bad").exists()
    assert (home / "packs" / "good").exists()


@pytest.mark.parametrize(
    "damage",
    [
        pipe("model.onnx"),
        lambda folder: (folder / "tokenizer.json").unlink(),
        lambda folder: (folder / "model.onnx").write_bytes(b"half"),
        lambda folder: (folder / "manifest.json").write_text("{"),
    ],
    ids=["pipe", "missing", "half", "manifest"],
)
def test_what_can_be_seen_is_listed_as_damaged(
    home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str], damage: Damage
) -> None:
    damage(install(home, tiny_pack, "bad"))
    assert main(["models", "list", "--json"]) == 0
    (row,) = [row for row in json.loads(capsys.readouterr().out) if row["name"] == "bad"]
    assert row["installed"] is False
    assert row["problem"].endswith(".")
    main(["models", "list"])
    (line,) = [x for x in capsys.readouterr().out.splitlines() if x.startswith("bad ")]
    assert line.split()[1] == "damaged"


@pytest.mark.parametrize("damage", UNUSABLE.values(), ids=UNUSABLE)
def test_nothing_unusable_is_installed(
    home: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Damage
) -> None:
    source = tmp_path / "elsewhere" / "tiny"
    shutil.copytree(tiny_pack, source)
    damage(source)
    assert main(["models", "add", str(source), "--name", "own", "--no-measure"]) == 1
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert list((home / "packs").iterdir()) == []


# Measuring


def test_a_pack_that_cannot_be_measured_is_tried_once(
    home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = install(home, tiny_pack, "good"), install(home, tiny_pack, NAME)
    flipped(bad)
    store_measured(find("good"), Measured(0.3, 5.0, "2026-11-25"))
    assert [pack.folder for pack in unmeasured()] == [bad]
    assert main(["models", "measure", "--missing", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[-1]) == {}
    assert f"“{NAME}” is damaged" in err
    # Neither again, nor does it keep the figures of the others from deciding.
    assert unmeasured() == []
    assert default_pack().folder == good
    completer = open_completer()
    assert completer.model.pack.folder == good
    assert NAME in completer.left_out[0]
    # One that was mended is another one.
    shutil.copyfile(tiny_pack / "model.onnx", bad / "model.onnx")
    assert [pack.folder for pack in unmeasured()] == [bad]
    assert open_completer().model.pack.folder == bad


def test_tomorrow_it_is_tried_again(
    home: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(home, tiny_pack, "good")
    bad = install(home, tiny_pack, NAME)
    failures.remember_failure(find(NAME), "It fails.")
    assert NAME not in [pack.manifest.name for pack in unmeasured()]
    monkeypatch.setattr(failures, "_today", lambda: "2999-01-01")
    assert [pack.folder for pack in unmeasured() if pack.manifest.name == NAME] == [bad]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"failed": []}', '{"failed": {"x": 5}}', "[" * 9999]
)
def test_a_damaged_file_of_failures_is_as_good_as_none(
    home: Path, tiny_pack: Path, content: str
) -> None:
    folder = install(home, tiny_pack, "own")
    (home / "failed.json").write_text(content)
    assert failures.failure(find("own")) == ""
    failures.remember_failure(find("own"), "It fails.")
    assert failures.failure(find("own")) == "It fails."
    edit(folder, lambda data: data.update(title="Another"))
    assert failures.failure(find("own")) == ""


FIGURES: dict[str, Callable[[dict[str, object]], object]] = {
    "texts": lambda record: record.update(savings="x", words_p95_ms="y"),
    "none": lambda record: record.update(words_p95_ms=None),
    "too large": lambda record: record.update(words_p95_ms=10**400),
    "below nothing": lambda record: record.update(savings=-1),
    "truth": lambda record: record.update(savings=True),
    "a day to move a cursor": lambda record: record.update(day="\x1b[2J"),
    "missing": lambda record: record.pop("savings"),
    "more": lambda record: record.update(surprise=1),
}


@pytest.mark.parametrize("change", FIGURES.values(), ids=FIGURES)
def test_figures_that_cannot_be(
    home: Path, tiny_pack: Path, change: Callable[[dict[str, object]], object]
) -> None:
    for name in ("one", "two"):
        install(home, tiny_pack, name)
        store_measured(find(name), Measured(0.3, 5.0, "2026-11-25"))
    assert unmeasured() == []
    path = home / "measured.json"
    data = json.loads(path.read_text())
    (machine,) = data["machines"].values()
    change(machine[next(key for key in machine if key.startswith("two "))])
    path.write_text(json.dumps(data))
    assert [pack.manifest.name for pack in unmeasured()] == ["two"]
    assert default_pack().manifest.name in ("one", "two")


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"format": 1, "machines": {"x": [1]}}'])
def test_a_file_of_figures_that_is_none(home: Path, tiny_pack: Path, content: bytes) -> None:
    for name in ("one", "two"):
        install(home, tiny_pack, name)
    (home / "measured.json").write_bytes(content)
    assert len(unmeasured()) == 2
    with contextlib.suppress(FileNotFoundError):
        (home / "measured.json").unlink()
    os.mkfifo(home / "measured.json")
    assert len(unmeasured()) == 2
    assert default_pack().manifest.name == "one"
