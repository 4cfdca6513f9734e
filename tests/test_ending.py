"""Signals end every program of ours cleanly, whatever it is doing: real processes."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

# What the platform without a screen says of itself.
PLATFORM = "This plugin does not support"
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
# The process does something to itself at a moment of its life, then runs as it always does.
EDITOR = """
import os, signal, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from autotype import app, cli
from autotype.ui.main_window import MainWindow

def hit():
    os.kill(os.getpid(), signal.{signal})

{moment}
sys.exit(cli.main(["edit"]))
"""
WHILE_BUILDING = """
build = app.build
def hit_first(*arguments):
    hit()
    return build(*arguments)
app.build = hit_first
"""
BEFORE_THE_LOOP = """
show = MainWindow.show
def hit_first(window):
    window.editor.insertPlainText("precious words")
    hit()
    show(window)
MainWindow.show = hit_first
"""
WHILE_TYPING = """
shown = MainWindow.showEvent
def show_event(window, event):
    shown(window, event)
    QTimer.singleShot(50, lambda: (QTest.keyClicks(window.editor, "precious words"), hit()))
MainWindow.showEvent = show_event
"""
IN_A_DIALOG = """
shown = MainWindow.showEvent
def show_event(window, event):
    shown(window, event)
    QTimer.singleShot(50, lambda: (QTest.keyClicks(window.editor, "precious words"), wait(window)))
def wait(window):
    # Nobody runs Python while a dialog waits: the signal comes from another thread.
    QTimer.singleShot(100, lambda: threading.Timer(0.2, hit).start())
    window.close()
MainWindow.showEvent = show_event
"""
MOMENTS = {
    "while building": (WHILE_BUILDING, ""),
    "before the loop": (BEFORE_THE_LOOP, "precious words"),
    "while typing": (WHILE_TYPING, "precious words"),
    "in a dialog": (IN_A_DIALOG, "precious words"),
}


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_editor_ends_and_keeps_the_text(
    home: Path, moment: str, number: signal.Signals
) -> None:
    code, text = MOMENTS[moment]
    home.mkdir()
    (home / "settings.toml").write_text("reopen = false\n")  # else closing asks nothing
    done = subprocess.run(
        [sys.executable, "-c", EDITOR.format(signal=number.name, moment=code)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith(PLATFORM)]
    assert (done.returncode, said) == (0, [])
    journals = list((home / "recovery").glob("*.journal"))
    assert [json.loads(file.read_text())["text"] for file in journals] == ([text] if text else [])


FAILS = """
def fail(*_):
    raise RuntimeError("secret words")
MainWindow.show = fail
"""


def test_what_fails_before_the_loop_ends_with_a_sentence(home: Path) -> None:
    """The engine's thread is ended, too; it would keep a process without a window alive."""
    done = subprocess.run(
        [sys.executable, "-c", EDITOR.format(signal="SIGTERM", moment=FAILS)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("autotype: Something failed that should not (RuntimeError in ")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr + (home / "autotype.log").read_text()


STUCK = (
    """
from autotype.engine.worker import Worker
run = Worker._run
def never(worker):
    threading.Event().wait(300)
Worker._run = never
"""
    + BEFORE_THE_LOOP
)


def test_a_thread_that_is_stuck_keeps_nothing_alive_and_no_temporary_home(tmp_path: Path) -> None:
    code = EDITOR.format(signal="SIGTERM", moment=STUCK).replace(
        '["edit"]', '["--temp-home", "edit"]'
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(tmp_path.glob("autotype-*"))


ASSISTANT = """
import os, signal, sys
from PySide6.QtCore import QTimer
from autotype import cli
from autotype.tray import link, running

link.start_service = lambda: None

def hit():
    os.kill(os.getpid(), signal.{signal})

{moment}
sys.exit(cli.main(["assistant"]))
"""
ASSISTANT_MOMENTS = {
    "before the loop": "show = running.Assistant.show\n"
    "running.Assistant.show = lambda assistant: (hit(), show(assistant))\n",
    "in the loop": "show = running.Assistant.show\n"
    "running.Assistant.show = lambda assistant: (QTimer.singleShot(200, hit), show(assistant))\n",
}


@pytest.mark.parametrize(("moment", "number"), [*zip(ASSISTANT_MOMENTS, SIGNALS, strict=False)])
def test_the_assistant_ends(
    home: Path, tmp_path: Path, moment: str, number: signal.Signals
) -> None:
    code = ASSISTANT.format(signal=number.name, moment=ASSISTANT_MOMENTS[moment])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith(PLATFORM)]
    assert (done.returncode, said) == (0, [])


COMMANDS = {
    "doctor": ["doctor"],
    "smoke": ["smoke"],
    "evaluate": ["evaluate", "TEXT"],
    "evaluate in real time": ["evaluate", "TEXT", "--speeds", "40"],
}


@pytest.mark.pack
@pytest.mark.parametrize("name", COMMANDS)
def test_commands_end_where_they_are(tmp_path: Path, name: str) -> None:
    """From the interpreter's first imports to the middle of the work."""
    text = tmp_path / "text.txt"
    text.write_text("I will get back to you as soon as I can, thank you very much. " * 100)
    arguments = [str(text) if word == "TEXT" else word for word in COMMANDS[name]]

    def end(seconds: float, number: signal.Signals) -> tuple[int, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "autotype", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        _, said = process.communicate(timeout=60)
        return process.returncode, said

    moments = [(0.7, signal.SIGINT), (0.8, signal.SIGTERM), (0.9, signal.SIGINT)]
    moments += [(1.2, signal.SIGHUP), (1.5, signal.SIGINT), (2.5, signal.SIGTERM)]
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(lambda moment: end(*moment), moments))
    for (_, number), (code, said) in zip(moments, outcomes, strict=True):
        # One that had come to its end already may say so.
        assert (code in (-number, 128 + number, 0), said) == (True, "")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_command_that_is_ended_removes_its_temporary_home(
    tmp_path: Path, number: signal.Signals
) -> None:
    code = (
        "import os, signal, sys\n"
        "from autotype import cli\n"
        "from autotype.commands import doctor\n"
        f"doctor._findings = lambda *_: os.kill(os.getpid(), {int(number)})\n"
        "sys.exit(cli.main(['--temp-home', 'doctor']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == -number
    assert done.stderr == ""
    assert not list(tmp_path.glob("autotype-*"))


def test_who_ignores_a_signal_means_it(home: Path) -> None:
    """As `nohup` does: the window stays."""
    code = EDITOR.format(signal="SIGHUP", moment=WHILE_TYPING + LATER_TERM)
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "still here\n", "")


LATER_TERM = """
def term():
    print("still here", flush=True)
    os.kill(os.getpid(), signal.SIGTERM)
import atexit
timer = threading.Timer(2, term)
timer.start()
"""
