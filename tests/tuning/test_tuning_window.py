"""A model is tuned from the window: what is real runs, in processes of its own."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype import paths
from autotype.app import App
from autotype.tuning import plan
from autotype.ui.tuning_window import TuningWindow
from tests.tuning.conftest import begin
from tests.ui.conftest import Open, open_app

__all__ = ["open_app"]

RESULT = {"characters": 9_000, "low": 0.01, "high": 0.03}


def opened(qtbot: QtBot, app: App) -> TuningWindow:
    entries = app.window.findChildren(QAction)
    (entry,) = [each for each in entries if each.text() == "&Tune to your writing …"]
    entry.trigger()
    window = app.tuning.window
    assert window is not None
    qtbot.waitUntil(window.isVisible)
    return window


def test_what_would_be_read_and_how_long_it_takes_is_said_first(
    qtbot: QtBot, open_app: Open, own: Path
) -> None:
    window = opened(qtbot, open_app())
    assert not window.resume.isEnabled()
    assert not window.give_up.isEnabled()
    window.texts.add([str(own)])
    window.look.click()
    qtbot.waitUntil(window.work.isEnabled, timeout=120_000)
    first, _, second, *_ = window.found.toPlainText().splitlines()
    assert first.startswith("Tuning takes 2")
    assert first.endswith("minutes or more.")
    assert second.endswith("words of yours")
    assert not paths.tuning().exists()
    assert not window.stop.isEnabled()


@pytest.mark.timeout(900)
def test_what_was_begun_goes_on_waits_for_the_typist_is_paused_and_given_up(
    qtbot: QtBot, open_app: Open, tiny: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(own)
    app = open_app()
    window = opened(qtbot, app)
    qtbot.waitUntil(window.resume.isEnabled, timeout=60_000)
    assert window.status.text().startswith("A tuning on ")
    window._quiet.setInterval(1000)
    window.resume.click()
    assert window.status.text() == "Starting …"
    assert not window.give_up.isEnabled()
    # The window may be closed meanwhile, and what runs goes on.
    window.shut.click()
    assert not window.isVisible()
    # What steps back behind everything else gets little of a machine that others work on.
    qtbot.waitUntil(lambda: window.status.text() == "Training …", timeout=400_000)
    QTest.keyClicks(app.window.editor, "x")
    qtbot.waitUntil(lambda: window.status.text() == "Waiting while you type …", timeout=60_000)
    qtbot.waitUntil(lambda: window.status.text() == "Training …", timeout=60_000)

    window.open()
    window.stop.click()
    assert window.status.text() == "Pausing after this step …"
    qtbot.waitUntil(window.resume.isEnabled, timeout=120_000)
    assert window.status.text() == "Paused; “Go on” takes it up where it was."
    assert plan.current() is not None

    monkeypatch.setattr("autotype.ui.tuning_window.ask", lambda *_: "Give it up")
    window.give_up.click()
    qtbot.waitUntil(lambda: not paths.tuning().exists(), timeout=60_000)
    qtbot.waitUntil(window.texts.isEnabled, timeout=60_000)
    assert not window.resume.isEnabled()


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("own", "It is kept as “own”, and used from now on."),
        (None, "That is no more than chance, so it was not kept."),
    ],
)
def test_what_came_of_it_is_said_and_the_model_is_looked_for(
    qtbot: QtBot, open_app: Open, monkeypatch: pytest.MonkeyPatch, pack: str | None, said: str
) -> None:
    """What the command says at its end, after an hour that no test waits for."""
    app = open_app()
    window = opened(qtbot, app)
    gains = {"before": 0.471, "after": 0.49, **RESULT}
    result = {"pack": pack, "base": "tiny", "words": "5000", "own": gains, "general": gains}
    state = {"begun": None}
    code = f"import sys; print({json.dumps(json.dumps(result))} if '--state' not in sys.argv "
    code += f"else {json.dumps(json.dumps(state))})"
    command = "autotype.ui.tuning_window.own_command"
    monkeypatch.setattr(command, lambda *options: [sys.executable, "-c", code, *options])
    looked: list[bool] = []
    app.tuning.tuned.connect(lambda: looked.append(True))
    window._resume()
    qtbot.waitUntil(window.texts.isEnabled, timeout=60_000)
    assert window.status.text() == (
        "On text of yours that it had not read, 47.1 % of the keys were saved before and 49.0 % "
        f"now. {said}"
    )
    assert looked == [True] * bool(pack)


def test_what_cannot_be_begun_is_said(
    qtbot: QtBot, open_app: Open, tmp_path: Path, tiny: Path
) -> None:
    short = tmp_path / "short.txt"
    short.write_text("This is far too short to learn anything of.\n")
    window = opened(qtbot, open_app())
    window.texts.add([str(short)])
    window.look.click()
    qtbot.waitUntil(window.work.isEnabled, timeout=60_000)
    window.work.click()
    qtbot.waitUntil(lambda: "too little text" in window.status.text(), timeout=60_000)
    assert window.texts.isEnabled()
    assert plan.current() is None
