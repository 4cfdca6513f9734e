"""What the assistant's window opens, and what is changed there: it counts at once."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication, QSlider
from pytestqt.qtbot import QtBot

from autotype import paths, settings
from autotype.assistant.modes import Mode
from autotype.ibus.treating import Treating
from autotype.service.starting import call
from autotype.settings import ChangingSettings, Settings
from autotype.tray.running import Assistant
from autotype.ui.numbers_window import NumbersWindow


@pytest.fixture
def assistant(
    qapp: QApplication,
    qtbot: QtBot,
    home: Path,
    tiny_pack: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    assistant = Assistant(qapp, Settings(), hidden=False)
    qtbot.waitUntil(lambda: assistant.control.connected, timeout=20_000)
    yield assistant
    assistant.window.closed.disconnect()
    assistant.window.close()
    assistant.close()
    assistant.window.deleteLater()
    if (health := call({"op": "health"})) is not None:
        call({"op": "stop"})
        psutil.wait_procs([psutil.Process(health["pid"])], timeout=10)


def kept() -> Settings:
    return settings.load(paths.settings_file())[0]


def test_the_settings_are_those_of_the_editor_and_count_at_once(
    qtbot: QtBot, assistant: Assistant
) -> None:
    assistant.window.settings.click()
    opener = assistant.windows._opener
    assert opener is not None and opener.window is not None
    window = opener.window
    assert window.isVisible() and window.parent() is assistant.window
    (slider,) = window.confidence.widget.findChildren(QSlider)
    slider.setValue(round(slider.maximum() / 4))
    # The service was told, and need not look at the file.
    qtbot.waitUntil(lambda: kept().show_at_least == 0.25)
    told = call({"op": "settings"})
    assert told is not None and told["settings"]["show_at_least"] == 0.25
    window.reject()
    assert kept().show_at_least == Settings().show_at_least


def test_what_the_editor_changes_is_seen_in_the_window(qtbot: QtBot, assistant: Assistant) -> None:
    assert assistant.window.otherwise.currentData() == Mode.INLINE
    settings.save(paths.settings_file(), Settings(elsewhere="popup"))
    qtbot.waitUntil(lambda: assistant.window.otherwise.currentData() == Mode.POPUP)
    # And nothing of what else stands there is lost.
    settings.save(paths.settings_file(), Settings(elsewhere="popup", font_size=17))
    qtbot.waitUntil(lambda: assistant.live.now.font_size == 17)
    box = assistant.window.otherwise
    box.setCurrentIndex(box.findData(Mode.OFF))
    box.activated.emit(box.currentIndex())
    assert (kept().elsewhere, kept().font_size) == ("off", 17)


def test_the_numbers_are_those_that_are_kept(qtbot: QtBot, assistant: Assistant) -> None:
    assistant.window.numbers.click()
    (window,) = assistant.window.findChildren(NumbersWindow)
    assert window.isVisible()
    # There is no text and no session here whose numbers could be shown.
    names = [
        window.tabs.tabText(at) for at in range(window.tabs.count()) if window.tabs.isTabVisible(at)
    ]
    assert names == ["30 days", "All"]
    qtbot.waitUntil(lambda: "Nothing has been counted yet." in window.said)


def test_without_a_tray_the_window_says_what_closing_it_means(assistant: Assistant) -> None:
    assert not assistant.has_tray  # the tests' screen has none
    assert assistant.window.stays.isVisible()
    assert "leaves suggestions on" in assistant.window.stays.text()


def test_the_input_method_goes_by_what_the_file_says_now(home: Path) -> None:
    changing = ChangingSettings(paths.settings_file())
    assert not changing.look()
    paths.make_private(home)
    settings.save(paths.settings_file(), Settings(elsewhere="popup"))
    assert changing.look() and changing.now.elsewhere == "popup"
    assert not changing.look()
    treating = Treating(Mode.INLINE)
    assert treating.treatment(["unheard-of"]).mode is Mode.INLINE
    treating.otherwise = Mode(changing.now.elsewhere)
    assert treating.treatment(["unheard-of"]).mode is Mode.POPUP
    paths.settings_file().unlink()
    assert changing.look() and changing.now == Settings()


def test_the_window_imports_no_engine(home: Path) -> None:
    code = (
        "import sys, autotype.tray.running\n"
        "print([m for m in ('numpy', 'onnxruntime', 'torch', 'onnx') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
