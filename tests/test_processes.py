"""Processes of ours run our code, whatever lies in the folder that somebody is in."""

import os
import subprocess
from pathlib import Path

import pytest

from autotype import __version__
from autotype.processes import own_command, own_module, step_back

TRAP = "from pathlib import Path\nPath('trapped').touch()\n"


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder with files that are called like modules of Python's and ours."""
    for name in ("json", "argparse", "signal", "ctypes", "threading"):
        (tmp_path / f"{name}.py").write_text(TRAP)
    (tmp_path / "autotype").mkdir()
    (tmp_path / "autotype" / "__init__.py").write_text(TRAP)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (own_command("--version"), __version__),
        (own_module("autotype.packs.watched_pip", "--version"), "pip "),
        (own_module("autotype.engine.card"), ""),
    ],
)
def test_files_in_the_current_folder_are_no_modules(
    trap: Path, command: list[str], said: str
) -> None:
    # The input stays open meanwhile: some of them end with it.
    with subprocess.Popen(
        command, cwd=trap, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert said in process.stdout.read()
    assert not (trap / "trapped").exists()


@pytest.mark.parametrize("alone", [True, False])
def test_what_steps_back_does_so_beside_every_other_session(alone: bool) -> None:
    """Linux heeds `nice` only within a session, so one that leads its own steps back with it."""
    ours = Path("/proc/self/autogroup")
    before = ours.read_text() if ours.exists() else ""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, start_new_session=alone) as process:
        step_back(process.pid)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == 19
        if before:
            group = Path(f"/proc/{process.pid}/autogroup").read_text()
            assert group.endswith("nice 19\n") if alone else group == before
    assert not before or ours.read_text() == before
