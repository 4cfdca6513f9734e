"""`autotype tune` from text to a pack that is preferred, ended in all ways, and removed."""

import argparse
import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from autotype import cli
from autotype.commands.packs_table import packs_table
from autotype.commands.tune import _go
from autotype.packs.choice import default_pack
from autotype.tuning import plan, training
from tests.make_tiny_pack import make_tiny_pack, sentences
from tests.tuning.conftest import MARK, NOISE, begin
from tests.waiting import until

pytestmark = pytest.mark.timeout(900)
RESUME = [sys.executable, "-m", "autotype", "tune", "--resume", "--json"]


def tune(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(["tune", *arguments])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def last_line(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text.strip().splitlines()[-1])
    return found


def holding(folder: Path, word: str) -> list[Path]:
    """Return the files below a folder that hold a word, as text or as a name."""
    data = word.encode()
    return [
        file
        for file in folder.rglob("*")
        if word in file.name or (file.is_file() and data in file.read_bytes())
    ]


def test_a_preview_says_what_is_read_and_does_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = tmp_path / "box.mbox"
    box.write_text(
        "From a\nFrom: me@example.org\n\nI like the yellow boat.\n\n> quoted words here\n\n"
        "From b\nFrom: you@example.org\n\nNot mine at all.\n"
    )
    code, said = tune(capsys, str(box), "--from", "me@example.org", "--preview")
    assert code == 0
    assert "I like the yellow boat." in said
    assert "Not mine" not in said
    assert "written by somebody else" in said
    assert "quoted" in said
    assert not (home / "tuning").exists()
    code, said = tune(capsys, str(box), "--from", "me@example.org", "--preview", "--json")
    assert last_line(said)["words"] == 5
    assert "boat" not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "no text of yours"), ("Only a few words. " * 20, "5,000 are the least")],
)
def test_without_enough_text_nothing_begins(
    home: Path,
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str,
    said: str,
) -> None:
    (tmp_path / "a.txt").write_text(content)
    code, printed = tune(capsys, str(tmp_path / "a.txt"), "--yes")
    assert code == 1
    assert said in printed
    assert not (home / "tuning").exists()


def test_what_is_not_there_is_one_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read" in tune(capsys, "nowhere.txt")[1]
    assert "Name what you have written" in tune(capsys)[1]
    assert "no tuning to go on with" in tune(capsys, "--resume")[1]
    assert "nothing" in tune(capsys, "--remove")[1]


def test_nobody_is_tuned_without_a_yes(
    home: Path, tiny: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = tune(capsys, str(own), "--json")
    assert code == 1
    assert "--yes" in last_line(printed)["error"]  # type: ignore[operator]
    assert not (home / "tuning").exists()


@pytest.fixture(scope="module")
def done_once(
    own: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, object]]]:
    """A home in which a tuning has been gone through, and what the command said."""
    folder = tmp_path_factory.mktemp("done") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOTYPE_HOME", str(folder))
        patch.setattr("autotype.commands.tune.step_back", lambda _: None)
        stepped_back: list[int] = []
        patch.setattr("autotype.tuning.training.step_back", stepped_back.append)
        for module in ("judging", "keeping"):
            patch.setattr(f"autotype.tuning.{module}.general_texts", lambda: sentences()[:6])
        make_tiny_pack(folder / "packs" / "tiny", "llama", ("q8",), NOISE)
        begin(own)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = cli.main(["tune", "--resume", "--json"])
    assert code == 0, printed.getvalue()
    assert len(stepped_back) == 1, "the training comes behind everything else"
    yield folder, last_line(printed.getvalue())


@pytest.fixture
def kept(home: Path, done_once: tuple[Path, dict[str, object]]) -> dict[str, object]:
    """What the command said; its home is the test's."""
    folder, said = done_once
    shutil.copytree(folder, home)
    return said


def test_what_is_better_is_kept_preferred_and_removed_without_a_trace(
    home: Path, kept: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    gain = kept["own"]
    assert isinstance(gain, dict)
    assert kept["pack"] == "own"
    assert gain["after"] > gain["before"]
    assert gain["low"] > 0
    assert kept["general"]
    # The text is gone as soon as it has been read.
    assert not (home / "tuning").exists()
    assert holding(home, MARK) == []
    chosen = default_pack()
    assert chosen.folder == home / "packs" / "own"
    assert chosen.manifest.source["reference"] == "tiny"
    rows, _ = packs_table()
    (row,) = [row for row in rows if row["name"] == "own"]
    assert row["base"] == "tiny"
    assert not row["outdated"]
    assert tune(capsys, "--remove")[0] == 0
    assert default_pack().folder == home / "packs" / "tiny"
    left = {path.relative_to(home).parts[0] for path in home.rglob("*")}
    assert left <= {"packs", "packs.lock", "tuning.lock"}


def test_a_base_that_has_changed_is_said(home: Path, kept: dict[str, object]) -> None:
    shutil.rmtree(home / "packs" / "tiny")
    make_tiny_pack(home / "packs" / "tiny", "llama", ("q8",), 2 * NOISE)
    rows, table = packs_table()
    (row,) = [row for row in rows if row["name"] == "own"]
    assert row["outdated"]
    assert "tiny has changed since" in "".join(str(cell) for cell in table.columns[1].cells)


def test_models_remove_takes_a_tuning_along(home: Path, kept: dict[str, object], own: Path) -> None:
    begin(own)
    assert holding(home, MARK)
    assert cli.main(["models", "remove", "own"]) == 0
    assert holding(home, MARK) == []


def test_what_has_learnt_nothing_leaves_nothing(
    home: Path, tiny: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(own)
    write_adapter(home / "tuning", np.zeros((512, 4), np.float32))
    code, printed = tune(capsys, "--resume", "--json")
    assert code == 0, printed
    assert last_line(printed)["pack"] is None
    assert [path.name for path in (home / "packs").iterdir() if path.name[0] != "."] == ["tiny"]
    assert holding(home, MARK) == []


def write_adapter(folder: Path, up: np.ndarray) -> None:
    """Put what a training has made into the folder of a tuning."""
    (folder / "work").mkdir()
    arrays = {"1.o.up": up, "1.o.down": np.zeros((4, 64), np.float32)}
    save_file(arrays, folder / "work" / "adapter.safetensors")
    (folder / "trained").write_bytes(b"")


def test_a_base_that_changes_meanwhile_is_said(
    home: Path, tiny: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(own)
    write_adapter(home / "tuning", np.zeros((512, 4), np.float32))
    shutil.rmtree(tiny)
    make_tiny_pack(tiny, "llama", ("q8",), 2 * NOISE)
    code, printed = tune(capsys, "--resume")
    assert code == 1
    assert "has changed since this tuning began" in printed


def work(home: Path) -> Path:
    return home / "tuning" / "work"


def trainer(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "autotype.builder.own", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )


def test_killed_and_gone_on_with_it_ends_the_same(
    home: Path, tiny: Path, own: Path, tmp_path: Path
) -> None:
    begin(own)
    once = tmp_path / "once"
    shutil.copytree(home / "tuning", once)
    with trainer(once) as whole:
        assert whole.wait(400) == 0
    process = subprocess.Popen(RESUME, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: (work(home) / "curve.csv").is_file(), "a first look", 400)
    process.send_signal(signal.SIGKILL)
    process.wait()
    # Whoever trains notices, and ends; nothing half made is to be seen.
    until(lambda: not trains(home), "the end of the training")
    assert default_pack().folder == tiny
    with trainer(home / "tuning") as rest:
        assert rest.wait(400) == 0
    again = load_file(work(home) / "adapter.safetensors")
    first = load_file(once / "work" / "adapter.safetensors")
    assert again.keys() == first.keys()
    assert all(np.array_equal(again[name], first[name]) for name in first)


def test_ctrl_c_pauses_and_keeps_what_is_done(home: Path, tiny: Path, own: Path) -> None:
    begin(own)
    process = subprocess.Popen(RESUME, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line).get("step") == "training":
            break
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[0]
    # At once, and before the step is done for which one has to wait.
    assert '"step": "pausing after this step"' in said
    assert "--resume" in last_line(said)["error"]  # type: ignore[operator]
    assert process.returncode == 1
    assert not trains(home)
    with safe_open(work(home) / "tuning.safetensors", framework="np") as kept:
        assert json.loads(kept.metadata()["progress"])["steps"] > 0


def test_people_are_told_to_wait_for_the_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without a terminal, too, where no bar is shown."""

    def run(_: Path, report: Callable[[str, float], None], __: object) -> object:
        report(training.PAUSING, 0.0)
        return None

    monkeypatch.setattr("autotype.tuning.running.run", run)
    _go(argparse.Namespace(json=False, on_battery=False, steered=False), tmp_path)
    assert "Pausing after this step …\n" in capsys.readouterr().err


def test_two_at_once_are_one(
    home: Path, tiny: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(own)
    with plan.locked():
        assert "Another tuning is running" in tune(capsys, "--resume")[1]
    assert "is not done" in tune(capsys, str(own), "--yes")[1]


def trains(home: Path) -> bool:
    return any(
        "autotype.builder.own" in " ".join(command) and str(home) in " ".join(command)
        for process in psutil.process_iter(["cmdline"])
        if (command := process.info["cmdline"])
    )
