"""One assistant for each user, also where several start in the same moment."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from autotype.tray import single
from autotype.tray.single import SingleInstance

# Says whether it is the first, and stays.
STARTED = """
import sys, time
from PySide6.QtCore import QCoreApplication
from autotype.tray.single import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(app)
time.sleep(max(0.0, float(sys.argv[1]) - time.time()))
print(int(instance.is_first()), flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def test_of_many_that_start_at_once_one_is_the_first() -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", STARTED, str(time.time() + 3)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [process.stdout.readline().strip() for process in started if process.stdout]
    for process in started:
        process.communicate(timeout=60)
    assert sorted(said) == ["0", "0", "0", "1"]


def test_one_that_looked_too_early_is_not_the_first(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It still shows the window of the first one, and can be the first after its end."""
    first, second = SingleInstance(), SingleInstance()
    look, looks = single.reach, []

    def too_early(path: Path, patience: float) -> socket.socket | None:
        looks.append(path)
        return None if len(looks) <= 2 else look(path, patience)

    monkeypatch.setattr(single, "reach", too_early)
    assert first.is_first()
    with qtbot.waitSignal(first.asked, timeout=5000):
        assert not second.is_first()
    first.close()
    assert second.is_first()
    second.close()


def test_what_a_killed_one_left_is_no_obstacle(places: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", STARTED, "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with killed:
        assert killed.stdout and killed.stdout.readline().strip() == "1"
        killed.kill()
    assert list(places.glob("*/assistant"))
    first = SingleInstance()
    assert first.is_first()
    first.close()
