"""Nothing that runs while somebody types opens a socket that could leave the machine."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ibus.desktop import Desktop
from tests.sockets import families, offline, traced
from tests.waiting import until

AUTOTYPE = [sys.executable, "-m", "autotype"]
LOCAL = {"AF_UNIX"}
PLAIN_RUNTIME = """
import sys
import onnxruntime
onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
sys.stdin.read()
"""
REPORTS_AFTER_S = 15
TYPED = "Marmalade"


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="at-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run(command: list[str], report: Path, given: str = "") -> str:
    done = subprocess.run(
        traced(offline(command), report), input=given, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_program_that_uses_the_internet_is_noticed(tmp_path: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET).close(); socket.socketpair()"
    run([sys.executable, "-c", code], tmp_path / "report")
    assert families(tmp_path / "report") == {"AF_INET", "AF_UNIX"}


@pytest.mark.pack
def test_the_editor(tmp_path: Path) -> None:
    seen = json.loads(run([*AUTOTYPE, "smoke"], tmp_path / "report"))
    assert seen["ok"]
    assert families(tmp_path / "report") <= LOCAL


def test_the_command_line(tmp_path: Path, home: Path, tiny_pack: Path) -> None:
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    given = json.dumps({"id": 1, "before": "Thank you very mu"}) + "\n"
    answer = json.loads(run([*AUTOTYPE, "complete", "--jsonl"], tmp_path / "a", given))
    assert answer["words"][0]["text"] == "ch"
    run([*AUTOTYPE, "doctor"], tmp_path / "b")
    assert families(tmp_path / "a") <= LOCAL
    assert families(tmp_path / "b") <= LOCAL


def test_the_runtime_does_not_report_to_its_makers(tmp_path: Path, tiny_pack: Path) -> None:
    """Its builds do after some seconds, unless told not to; on servers for tests they hold back."""
    built_in = str(tmp_path / "no-model")
    runs = {}
    for name, command in (
        ("plain", [sys.executable, "-c", PLAIN_RUNTIME, str(next(tiny_pack.glob("*.onnx")))]),
        ("autotype", [*AUTOTYPE, "complete", "--jsonl", "--pack", str(tiny_pack)]),
    ):
        folder = tmp_path / name
        folder.mkdir()
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        surroundings |= {"AUTOTYPE_HOME": str(folder), "AUTOTYPE_BUILT_IN": built_in}
        runs[name] = subprocess.Popen(
            traced(offline(command), tmp_path / f"{name}.report"),
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    own = runs["autotype"]
    assert own.stdin and own.stdout
    own.stdin.write(json.dumps({"id": 1, "before": "Thank you very mu"}) + "\n")
    own.stdin.flush()
    assert json.loads(own.stdout.readline())["words"]
    time.sleep(REPORTS_AFTER_S)
    for run_ in runs.values():
        run_.communicate(timeout=60)
        assert run_.returncode == 0
    # Otherwise this test would tell nothing.
    assert list((tmp_path / "plain").rglob("deviceid"))
    assert "AF_INET" in families(tmp_path / "plain.report")
    assert not list((tmp_path / "autotype").rglob("*icrosoft*"))
    assert families(tmp_path / "autotype.report") <= LOCAL


def test_the_input_method_and_its_service(short_folder: Path, tiny_pack: Path) -> None:
    home = short_folder / "data"
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    (home / "settings.toml").write_text("show_at_least = 0.2\n")
    report = short_folder / "report"
    desktop = Desktop(short_folder, home, lambda command: traced(command, report))
    try:
        desktop.begin()
        client = desktop.open("gtk")
        desktop.type(f"{TYPED} is good. Thank you very mu")
        until(lambda: desktop.health()["counts"]["shown"], "a ghost")  # type: ignore[index]
        desktop.key("ctrl+Right")
        client.expect(f"{TYPED} is good. Thank you very much")
    finally:
        desktop.end()
    assert families(report) == LOCAL
    # Neither the logs nor anything else that is kept holds what was typed.
    kept = [f for f in home.rglob("*") if f.is_file() and "packs" not in f.parts]
    assert any(f.suffix == ".log" for f in kept)
    for file in kept:
        assert TYPED.encode() not in file.read_bytes(), file
