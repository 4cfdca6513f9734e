"""What a screen reader is told at a real screen, through AT-SPI: all parts of all windows."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.scenes import SCENES

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "openbox", "dbus-run-session")
# What people are told that they can do something with.
ROLES = {
    *(
        "push button",
        "button",
        "check box",
        "toggle button",
        "combo box",
        "text",
        "entry",
        *("slider", "spin box", "cell"),
    ),
    *("tree", "tree item", "column header"),
    *("spin button", "list", "list item", "table", "table cell", "page tab", "page tab list"),
    *("menu", "menu item", "check menu item", "radio menu item", "label", "scroll pane"),
    *("check box menu item", "static", "tool bar", "separator", "editbar", "document text"),
}
BESIDE = ("assistant", "set up")


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, Any]]:
    """What was seen; the walk through all windows is made once."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    assert not missing, f"{', '.join(missing)} must be there; `make test` installs it"
    with tempfile.TemporaryDirectory(prefix="at-spi-") as place:
        folder = Path(place)
        (folder / "run").mkdir(mode=0o700)
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        screen = subprocess.Popen(command, pass_fds=[writing], **quiet)  # type: ignore[call-overload]
        os.close(writing)
        with os.fdopen(reading) as stream:
            display = f":{stream.readline().strip()}"
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM")
        } | {
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "AUTOTYPE_HOME": str(folder / "home"),
            "AUTOTYPE_BUILT_IN": str(folder / "no-model"),
            "HOME": str(folder),
            "LANGUAGE": "en",
            "PYTHONPATH": str(ROOT),
        }
        (folder / "home").mkdir()
        manager = subprocess.Popen(["openbox"], env=environment, **quiet)  # type: ignore[call-overload]
        file = folder / "report.json"
        walk = [sys.executable, "-m", "tests.ui.at_spi_walk", str(file)]
        try:
            done = subprocess.run(
                ["dbus-run-session", "--", *walk],
                env=environment,
                cwd=ROOT,
                timeout=240,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr[-3000:]
            yield json.loads(file.read_text(encoding="utf-8"))
        finally:
            for process in (manager, screen):
                process.terminate()
                process.wait(10)


@pytest.mark.parametrize("scene", [*(scene.name for scene in SCENES), *BESIDE])
def test_whatever_takes_the_focus_has_a_name_and_a_role(report: dict[str, Any], scene: str) -> None:
    seen = report["scenes"][scene]
    stops = [each for each in seen if {"focusable", "showing"} <= set(each["states"])]
    assert stops
    for each in stops:
        assert each["role"] in ROLES, each
        assert each["name"].strip() or is_named_by_what_is_around(seen, each), each


def is_named_by_what_is_around(seen: list[dict[str, Any]], each: dict[str, Any]) -> bool:
    """Whether it is a part of something with a name, as the field of a combo box is."""
    around = seen[each["parent"]]
    return around["role"] in ("combo box", "spin button", "table") and bool(around["name"].strip())


@pytest.mark.parametrize("scene", [*(scene.name for scene in SCENES), *BESIDE])
def test_something_has_the_focus_and_it_is_shown(report: dict[str, Any], scene: str) -> None:
    seen = report["scenes"][scene]
    focused = [each for each in seen if "focused" in each["states"]]
    assert focused
    assert all("showing" in each["states"] for each in focused), focused


def test_tabs_say_what_they_are_and_which_one_came_in_front(report: dict[str, Any]) -> None:
    seen = report["scenes"]["tabs"]
    rows = [at for at, each in enumerate(seen) if each["role"] == "page tab list"]
    assert [seen[at]["name"] for at in rows] == ["Untitled 3"]  # Qt tells which one is in front
    tabs = [each["name"] for each in seen if each["parent"] == rows[0] and "tab" in each["role"]]
    assert tabs == ["Untitled, not saved", "Untitled 2", "Untitled 3"]
    assert "Untitled 3" in report["announced"]


def test_what_was_learned_can_be_read(report: dict[str, Any]) -> None:
    seen = report["scenes"]["learned, never suggested"]
    assert {"Zyxxo", "Quorvale", "This editor, never suggested"} <= {each["name"] for each in seen}
    assert "Suggest again" in [each["name"] for each in seen if "button" in each["role"]]


def test_notices_are_announced(report: dict[str, Any]) -> None:
    assert "Two." in report["announced"]
    assert any(
        "Nothing keeps suggestions back" in said or "model" in said for said in report["announced"]
    )
