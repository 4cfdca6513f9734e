"""Packs that come and go while the editor runs: real folders, a real process."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype import paths, settings
from autotype.packs.installed import BUILT_IN_VARIABLE, find
from autotype.packs.measured import Measured, measured, store_measured
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
    assert said == ["READY"]  # it was never without an engine
    QTest.keyClicks(app.window.editor, " much for your")
    qtbot.waitUntil(lambda: bool(app.window.controller.ghost), timeout=20_000)
    assert app.window.editor.text() == "Thank you very much for your"
    # And back, when it turns out to be too slow for this machine.
    store_measured(find("smollm2-135m"), Measured(0.5, 500.0, "2026-11-25"))
    qtbot.waitUntil(lambda: "Mine · CPU" in app.window.status.text, timeout=20_000)


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
    assert not app.window.notice.isVisible()


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


def test_what_was_never_measured_is_measured_later(
    qtbot: QtBot, home: Path, tiny_pack: Path
) -> None:
    (home / "packs").mkdir(parents=True)
    install(home, tiny_pack, "mine", "Mine")
    install(home, tiny_pack, "smollm2-135m", "Better")
    watch = PackWatch([home], lambda: "", lambda: True, measure_after_ms=10)
    try:
        qtbot.waitUntil(lambda: measured(find("mine")) is not None, timeout=60_000)
        qtbot.waitUntil(lambda: measured(find("smollm2-135m")) is not None, timeout=60_000)
    finally:
        watch.stop()


@pytest.mark.parametrize("wanted", [True, False])
def test_measuring_waits_and_ends_with_the_window(
    qtbot: QtBot, tmp_path: Path, wanted: bool
) -> None:
    mark = tmp_path / "started"
    code = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(60)"
    watch = PackWatch(
        [tmp_path],
        lambda: "",
        lambda: wanted,
        command=(sys.executable, "-c", code),
        measure_after_ms=300,
    )
    QTest.qWait(100)
    assert not mark.exists()
    if wanted:
        qtbot.waitUntil(mark.exists, timeout=20_000)
    else:
        QTest.qWait(800)
        assert not mark.exists()
    watch.stop()


def test_with_the_built_in_pack_alone_the_better_one_is_offered_until_declined(
    qtbot: QtBot, home: Path, open_app: Open, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
    app = open_app()
    until_ready(qtbot, app)
    assert "small built-in model" in app.window.notice.text
    app.window.notice.act(1)
    assert not app.window.notice.text
    chosen, notice = settings.load(paths.settings_file())
    assert not notice
    assert not chosen.offer_model
    again = open_app(offer_model=chosen.offer_model)
    until_ready(qtbot, again)
    assert not again.window.notice.text


def test_nothing_is_offered_to_those_who_have_a_pack_or_chose_one(
    qtbot: QtBot, home: Path, open_app: Open, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
    (home / "packs").mkdir(parents=True)
    install(home, tiny_pack, "mine", "Mine")
    for chosen in ("auto", "tiny"):
        app = open_app(pack=chosen)
        until_ready(qtbot, app)
        assert not app.window.notice.text
