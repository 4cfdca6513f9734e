"""Packs that come and go while the editor runs: real folders, a real process."""

import json
import shutil
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype.choosing import Choosing
from autotype.packs.installed import find
from autotype.packs.measured import Measured, measured, store_measured
from autotype.settings import Settings
from autotype.ui import pack_watch
from autotype.ui.pack_watch import PackWatch
from tests.ui.conftest import Open, until_ready


def install(home: Path, pack: Path, name: str, title: str) -> None:
    """Put a pack into place as an installation does: all at once."""
    work = home / "packs" / f".{name}"
    shutil.copytree(pack, work)
    manifest = json.loads((work / "manifest.json").read_text())
    (work / "manifest.json").write_text(json.dumps(manifest | {"name": name, "title": title}))
    work.rename(home / "packs" / name)


def test_a_better_pack_takes_over_while_words_go_on(
    qtbot: QtBot,
    home: Path,
    open_app: Open,
    tiny_pack: Path,
    tiny_llama_pack: Path,
) -> None:
    install(home, tiny_pack, "mine", "Mine")
    app = open_app(show_at_least=0.0)
    until_ready(qtbot, app)
    assert "Mine" in app.window.status.text
    said: list[str] = []
    app.bridge.status.connect(lambda status: said.append(status.state.name))
    QTest.keyClicks(app.window.editor, "Thank you very")
    qtbot.waitUntil(lambda: bool(app.window.controller.ghost), timeout=20_000)
    install(home, tiny_llama_pack, "smollm2-135m", "Better")
    qtbot.waitUntil(lambda: "Better · CPU" in app.window.status.text, timeout=20_000)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)  # the window may hear it first
    assert said == ["READY"]  # it was never without an engine
    QTest.keyClicks(app.window.editor, " much for your")
    qtbot.waitUntil(lambda: bool(app.window.controller.ghost), timeout=20_000)
    assert app.window.editor.text() == "Thank you very much for your"
    now = "The better model, Better, is in use now."
    qtbot.waitUntil(lambda: app.window.notice.text == now, timeout=20_000)
    # And back, when it turns out to be too slow for this machine, but not without a word.
    store_measured(find("smollm2-135m"), Measured(0.5, 500.0, "2026-11-25"))
    qtbot.waitUntil(lambda: "Mine · CPU" in app.window.status.text, timeout=20_000)
    why = "too slow here when it was measured (500 ms"
    qtbot.waitUntil(lambda: why in app.window.notice.text, timeout=20_000)
    assert app.window.editor.text() == "Thank you very much for your"


def test_the_first_pack_that_appears_is_used(
    qtbot: QtBot,
    home: Path,
    open_app: Open,
    tiny_pack: Path,
) -> None:
    app = open_app()
    qtbot.waitUntil(lambda: app.window.notice.isVisible(), timeout=20_000)
    (home / "packs").mkdir()
    QTest.qWait(50)
    install(home, tiny_pack, "mine", "Mine")
    qtbot.waitUntil(lambda: "Mine · CPU" in app.window.status.text, timeout=20_000)
    qtbot.waitUntil(lambda: app.window.notice.text == "Mine is in use now.", timeout=20_000)


def test_a_pack_named_in_the_settings_stays(
    qtbot: QtBot,
    home: Path,
    open_app: Open,
    tiny_pack: Path,
) -> None:
    install(home, tiny_pack, "mine", "Mine")
    app = open_app(pack="mine")
    until_ready(qtbot, app)
    with qtbot.assertNotEmitted(app.watch.changed, wait=1500):
        install(home, tiny_pack, "smollm2-135m", "Better")
    assert "Mine" in app.window.status.text


def test_what_is_kept_beside_the_packs_asks_for_no_choice(qtbot: QtBot, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    choices: list[str] = []

    def choose() -> str:
        choices.append("one")
        return "one"

    watch = PackWatch([tmp_path, packs], choose, lambda: (), None, ("true",), 60_000)
    for kept in (tmp_path / "numbers.sqlite-wal", tmp_path / "hints.json", packs / "note.txt"):
        kept.write_text("x")
        QTest.qWait(1200)
    (tmp_path / "sessions").mkdir()
    QTest.qWait(1200)
    assert len(choices) == 1
    for change in (
        lambda: (packs / "two").mkdir(),
        lambda: (tmp_path / "measured.json").write_text("{}"),
        lambda: (packs / "two").rmdir(),
    ):
        before = len(choices)
        change()
        qtbot.waitUntil(lambda before=before: len(choices) == before + 1, timeout=20_000)
    watch.stop()


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else runs, whatever runs on the machine of the test."""
    monkeypatch.setattr(pack_watch, "others_share", lambda *_: 0.0)


@pytest.mark.usefixtures("quiet")
def test_what_was_never_measured_is_measured_later(
    qtbot: QtBot, home: Path, tiny_pack: Path
) -> None:
    (home / "packs").mkdir(parents=True)
    install(home, tiny_pack, "mine", "Mine")
    install(home, tiny_pack, "smollm2-135m", "Better")
    watch = PackWatch([home], lambda: "", Choosing(Settings()).to_measure, measure_after_ms=10)
    try:
        qtbot.waitUntil(lambda: measured(find("mine")) is not None, timeout=60_000)
        qtbot.waitUntil(lambda: measured(find("smollm2-135m")) is not None, timeout=60_000)
    finally:
        watch.stop()


class Marks:
    """A measurement that notes when it starts, and with what, and takes its time."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.file = folder / "started"
        code = (
            f"import sys, time\nopen({str(self.file)!r}, 'a').write(sys.argv[1] + chr(10))\n"
            f"time.sleep({seconds})"
        )
        self.command = (sys.executable, "-c", code)

    def seen(self) -> list[str]:
        return self.file.read_text().split() if self.file.exists() else []


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("wanted", [True, False])
def test_measuring_waits_and_ends_with_the_window(
    qtbot: QtBot, tmp_path: Path, wanted: bool
) -> None:
    marks = Marks(tmp_path, 60)
    due = ("today", "one") if wanted else ()
    watch = PackWatch([tmp_path], lambda: "", lambda: due, None, marks.command, 300)
    QTest.qWait(100)
    assert not marks.seen()
    if wanted:
        qtbot.waitUntil(lambda: marks.seen() == ["--missing"], timeout=20_000)
    else:
        QTest.qWait(1000)
        assert not marks.seen()
    watch.stop()


@pytest.mark.usefixtures("quiet")
def test_measuring_ends_with_the_next_key_and_is_done_again_in_the_next_pause(
    qtbot: QtBot, tmp_path: Path
) -> None:
    marks = Marks(tmp_path, 60)
    watch = PackWatch([tmp_path], lambda: "", lambda: ("today", "one"), None, marks.command, 200)
    qtbot.waitUntil(lambda: len(marks.seen()) == 1, timeout=20_000)
    process = watch._process.processId()
    watch.rest()
    assert not Path(f"/proc/{process}").exists()
    qtbot.waitUntil(lambda: len(marks.seen()) == 2, timeout=20_000)
    watch.stop()


@pytest.mark.usefixtures("quiet")
def test_nothing_is_measured_before_nobody_has_typed_for_long_enough(
    qtbot: QtBot, tmp_path: Path
) -> None:
    marks = Marks(tmp_path, 0)
    watch = PackWatch([tmp_path], lambda: "", lambda: ("today", "one"), None, marks.command, 1500)
    for _ in range(20):
        QTest.qWait(150)
        watch.rest()
    last = time.monotonic()
    assert not marks.seen()
    qtbot.waitUntil(lambda: marks.seen() == ["--missing"], timeout=20_000)
    assert time.monotonic() - last > 1.4
    watch.stop()


@pytest.mark.usefixtures("quiet")
def test_what_cannot_be_measured_is_tried_once_a_day(qtbot: QtBot, tmp_path: Path) -> None:
    marks = Marks(tmp_path, 0)
    due = [("monday", "one")]
    watch = PackWatch([tmp_path], lambda: "", lambda: due[0], None, marks.command, 50)
    qtbot.waitUntil(lambda: len(marks.seen()) == 1, timeout=20_000)
    for _ in range(4):
        QTest.qWait(200)
        watch.rest()
    QTest.qWait(300)
    assert len(marks.seen()) == 1
    due[0] = ("tuesday", "one")
    watch.rest()
    qtbot.waitUntil(lambda: len(marks.seen()) == 2, timeout=20_000)
    watch.stop()


def test_nothing_is_measured_while_something_else_runs(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = [0.5]
    monkeypatch.setattr(pack_watch, "others_share", lambda *_: share[0])
    marks = Marks(tmp_path, 0)
    watch = PackWatch([tmp_path], lambda: "", lambda: ("today", "one"), None, marks.command, 50)
    QTest.qWait(1000)
    assert not marks.seen()
    share[0] = 0.0
    qtbot.waitUntil(lambda: marks.seen() == ["--missing"], timeout=20_000)
    watch.stop()


def test_who_asks_for_it_gets_it_whatever_runs_and_may_type_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_watch, "others_share", lambda *_: 0.9)
    marks = Marks(tmp_path, 0.5)
    watch = PackWatch([tmp_path], lambda: "", lambda: (), None, marks.command, 50)
    with qtbot.waitSignal(watch.measured, timeout=20_000):
        watch.measure("mine")
        qtbot.waitUntil(lambda: marks.seen() == ["mine"], timeout=20_000)
        watch.rest()
    watch.stop()
