"""The tray and the window with a real service; tests that need a screen bring their own."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from autotype import paths, settings
from autotype.assistant.field import Mode
from autotype.assistant.rules import load_rules
from autotype.service.starting import call
from autotype.tray.autostart import entry_file, set_autostart, starts_with_desktop
from autotype.tray.control import Control
from autotype.tray.icon import TrayIcon
from autotype.tray.input_method import InputMethod
from autotype.tray.link import ServiceLink
from autotype.tray.single import SingleInstance
from autotype.tray.window import AssistantWindow
from autotype.ui.live_settings import LiveSettings


@pytest.fixture(autouse=True)
def places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    return folder


def live() -> LiveSettings:
    return LiveSettings(paths.settings_file(), settings.load(paths.settings_file())[0])


@pytest.fixture
def link(qtbot: QtBot, home: Path, tiny_pack: Path) -> Iterator[ServiceLink]:
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    link = ServiceLink()
    link.open()
    yield link
    link.close()
    if (health := call({"op": "health"})) is not None:
        call({"op": "stop"})
        psutil.wait_procs([psutil.Process(health["pid"])], timeout=10)


@pytest.fixture
def control(qtbot: QtBot, link: ServiceLink) -> Control:
    control = Control(link)
    qtbot.waitUntil(lambda: control.words.startswith("Ready"), timeout=20_000)
    return control


@pytest.fixture
def no_ibus() -> Iterator[InputMethod]:
    method = InputMethod(program="/nonexistent")
    yield method
    method.close()


@pytest.fixture
def ibus(tmp_path: Path) -> Iterator[InputMethod]:
    """Says that our input method is used."""
    program = tmp_path / "ibus"
    program.write_text("#!/bin/sh\necho autotype\n")
    program.chmod(0o755)
    method = InputMethod(program=str(program))
    yield method
    method.close()


@pytest.fixture
def window(qtbot: QtBot, control: Control, ibus: InputMethod) -> AssistantWindow:
    window = AssistantWindow(control, ibus, live(), paths.rules_file())
    qtbot.addWidget(window)
    window.show()
    return window


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_service_is_started_and_its_state_shown(qtbot: QtBot, control: Control) -> None:
    call({"id": 1, "before": "Thank you"})
    qtbot.waitUntil(lambda: control.words == "Suggesting with Tiny gpt2", timeout=20_000)
    assert control.suggesting


def test_what_the_window_says_and_does(qtbot: QtBot, window: AssistantWindow) -> None:
    assert window.pause.text() == "&Pause"
    click(window.pause)
    qtbot.waitUntil(lambda: window.state.text() == "Paused")
    assert window.pause.text() == "&Resume"
    assert not window.snooze.isVisible()
    assert (call({"id": 1, "before": "x"}) or {})["reason"] == "paused"
    click(window.pause)
    qtbot.waitUntil(lambda: window.pause.text() == "&Pause")
    click(window.snooze)
    qtbot.waitUntil(lambda: window.state.text().startswith("Paused until "))
    click(window.pause)
    qtbot.waitUntil(lambda: window.pause.text() == "&Pause")
    window.off.click()
    qtbot.waitUntil(lambda: (call({"op": "state"}) or {})["off_the_record"] is True)


def test_what_others_do_is_shown_too(qtbot: QtBot, window: AssistantWindow) -> None:
    call({"op": "state", "snooze_minutes": 0.01})
    qtbot.waitUntil(lambda: window.state.text().startswith("Paused until "))
    qtbot.waitUntil(lambda: window.pause.text() == "&Pause")


def test_a_service_that_dies_is_started_again(qtbot: QtBot, control: Control) -> None:
    first = (call({"op": "health"}) or {})["pid"]
    psutil.Process(first).kill()
    seen: list[str] = []
    control.changed.connect(lambda: seen.append(control.words))
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert (call({"op": "health"}) or {})["pid"] != first


def test_rules_are_made_changed_and_removed(qtbot: QtBot, window: AssistantWindow) -> None:
    window.rules.name.setText("Slack")
    click(window.rules.add)
    assert load_rules(paths.rules_file()) == {"slack": Mode.OFF}
    box = window.rules.table.cellWidget(0, 1)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("In a pop-up"))
    assert load_rules(paths.rules_file()) == {"slack": Mode.POPUP}
    remove = window.rules.table.cellWidget(0, 2)
    assert isinstance(remove, QPushButton)
    remove.click()
    qtbot.waitUntil(lambda: load_rules(paths.rules_file()) == {})
    assert not isinstance(window.rules.table.cellWidget(0, 1), QComboBox)


def test_applications_that_had_the_focus_are_offered(qtbot: QtBot, window: AssistantWindow) -> None:
    for name in ("slack", "gedit"):
        call({"op": "seen", "application": name})
    window.hide()
    window.rules.name.setText("xte")
    window.show()
    seen = window.rules.seen
    qtbot.waitUntil(lambda: seen.count() == 2)
    assert [seen.itemText(n) for n in range(2)] == ["gedit", "slack"]
    assert window.rules.name.text() == "xte"
    seen.setCurrentIndex(0)
    click(window.rules.add)
    assert load_rules(paths.rules_file()) == {"gedit": Mode.OFF}
    # What has a rule need not be offered.
    qtbot.waitUntil(lambda: [seen.itemText(n) for n in range(seen.count())] == ["slack"])
    assert window.rules.name.text() == ""


@pytest.mark.parametrize("desktop", ["GNOME", "KDE"])
def test_where_names_are_not_told_the_window_says_so(
    qtbot: QtBot,
    control: Control,
    ibus: InputMethod,
    monkeypatch: pytest.MonkeyPatch,
    desktop: str,
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    window = AssistantWindow(control, ibus, live(), paths.rules_file())
    qtbot.addWidget(window)
    window.show()
    assert window.naming.isVisible() is (desktop == "GNOME")


def test_rules_that_cannot_be_read_are_not_written_over(
    qtbot: QtBot, control: Control, ibus: InputMethod
) -> None:
    os.mkfifo(paths.rules_file())
    window = AssistantWindow(control, ibus, live(), paths.rules_file())
    qtbot.addWidget(window)
    window.show()
    assert "cannot be read" in window.trouble.text()
    qtbot.waitUntil(lambda: "Autotype is the input method" in window.method.text())
    assert not window.rules.isEnabled()


def test_a_damaged_rule_is_named_and_the_others_can_be_changed(
    qtbot: QtBot, control: Control, ibus: InputMethod
) -> None:
    paths.rules_file().write_text('[applications]\nslack = "of\ngedit = "popup"\n')
    window = AssistantWindow(control, ibus, live(), paths.rules_file())
    qtbot.addWidget(window)
    window.show()
    assert window.trouble.text().startswith("Line 2 of “applications.toml”")
    assert window.rules.isEnabled()
    boxes = [window.rules.table.cellWidget(row, 1) for row in range(3)]
    assert [isinstance(box, QComboBox) for box in boxes] == [True, True, False]
    window.rules.name.setText("xterm")
    click(window.rules.add)
    assert load_rules(paths.rules_file()) == {
        "slack": Mode.OFF,
        "gedit": Mode.POPUP,
        "xterm": Mode.OFF,
    }


def test_the_mode_of_other_applications_is_saved(window: AssistantWindow) -> None:
    window.otherwise.setCurrentIndex(window.otherwise.findText("Off"))
    window.otherwise.activated.emit(window.otherwise.currentIndex())
    assert settings.load(paths.settings_file())[0].elsewhere == "off"


def test_what_cannot_be_saved_is_said(window: AssistantWindow, home: Path) -> None:
    paths.rules_file().mkdir()
    window.rules.name.setText("slack")
    click(window.rules.add)
    assert "cannot be saved" in window.trouble.text()


def test_without_ibus_the_window_says_what_to_install(
    qtbot: QtBot, control: Control, no_ibus: InputMethod
) -> None:
    window = AssistantWindow(control, no_ibus, live(), paths.rules_file())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "IBus is not installed" in window.method.text())
    assert window.set_up.isEnabled()
    # What would have no effect is not offered.
    assert not window.otherwise.isEnabled()
    assert not window.rules.isEnabled()
    assert window.pause.isEnabled()


def test_everything_is_reached_in_the_order_of_the_window(
    qtbot: QtBot, window: AssistantWindow
) -> None:
    qtbot.waitUntil(lambda: bool(window.method.text()))
    window.activateWindow()
    window.pause.setFocus()
    order = []
    for _ in range(15):
        focused = window.focusWidget()
        assert focused is not None
        order.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    heights = [widget.mapTo(window, widget.rect().topLeft()).y() for widget in order]
    first_again = order.index(window.pause, 1)
    assert heights[:first_again] == sorted(heights[:first_again])
    assert window.leave in order[:first_again]


def test_everything_has_a_key_of_its_own(window: AssistantWindow) -> None:
    texts = [
        widget.text()
        for kind in (QPushButton, QCheckBox, QLabel)
        for widget in window.findChildren(kind)
        if widget.text() not in ("Remove", "")
    ]
    keys = [found[1].lower() for text in texts if (found := re.search("&(.)", text))]
    assert len(keys) == len(set(keys)) == 13


def test_before_there_is_a_service_nothing_is_sent(
    qtbot: QtBot, home: Path, no_ibus: InputMethod
) -> None:
    link = ServiceLink()
    control = Control(link)
    said: list[str] = []
    before = qInstallMessageHandler(lambda *what: said.append(what[2]))
    try:
        window = AssistantWindow(control, no_ibus, live(), paths.rules_file())
        qtbot.addWidget(window)
        window.show()
        for button in (window.pause, window.snooze):
            click(button)
        window.off.click()
    finally:
        qInstallMessageHandler(before)
    assert [text for text in said if "QIODevice" in text] == []
    assert not window.pause.isEnabled()
    link.close()


@pytest.mark.parametrize(
    ("prints", "code", "what"),
    [("autotype", 0, "on"), ("xkb:us::eng", 0, "other"), ("", 0, "stopped"), ("", 1, "stopped")],
)
def test_what_ibus_says(qtbot: QtBot, tmp_path: Path, prints: str, code: int, what: str) -> None:
    program = tmp_path / "ibus"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' '{prints}'\nexit {code}\n")
    program.chmod(0o755)
    method = InputMethod(program=str(program))
    with qtbot.waitSignal(method.changed, timeout=10_000) as caught:
        method.look()
    assert caught.args == [what]
    method.close()


def test_the_menu_of_the_icon(qtbot: QtBot, control: Control) -> None:
    done: list[str] = []
    icon = TrayIcon(
        control,
        lambda: done.append("editor"),
        lambda: done.append("window"),
        lambda: done.append("quit"),
    )
    named = {action.text(): action for action in icon.menu.actions() if action.text()}
    assert not icon.state.isEnabled()
    assert icon.state.text().startswith("Ready")
    for name in ("&New text …", "&Settings …", "&Quit and stop suggesting"):
        named[name].trigger()
    assert done == ["editor", "window", "quit"]
    icon.pause.trigger()
    qtbot.waitUntil(lambda: icon.pause.text() == "&Resume")
    assert icon.state.text() == "Paused"
    assert not icon.restart.isVisible()


def test_starting_with_the_desktop(places: Path) -> None:
    assert not starts_with_desktop()
    set_autostart(True)
    text = entry_file().read_text()
    assert entry_file().is_relative_to(places)
    assert "Type=Application\n" in text
    assert "assistant --hidden\n" in text
    assert f"TryExec={sys.executable}\n" in text
    set_autostart(False)
    set_autostart(False)
    assert not starts_with_desktop()


def test_the_autostart_box(window: AssistantWindow) -> None:
    window.autostart.click()
    assert starts_with_desktop()
    window.autostart.click()
    assert not starts_with_desktop()


def test_there_is_one_assistant(qtbot: QtBot) -> None:
    first = SingleInstance()
    assert first.is_first()
    with qtbot.waitSignal(first.asked, timeout=5000):
        code = (
            "from PySide6.QtCore import QCoreApplication\n"
            "from autotype.tray.single import SingleInstance\n"
            "app = QCoreApplication([])\n"
            "raise SystemExit(3 if SingleInstance().is_first() else 0)\n"
        )
        other = subprocess.Popen([sys.executable, "-c", code])
    assert other.wait(20) == 0
    first.close()


def test_the_whole_assistant_without_a_tray(
    qtbot: QtBot, home: Path, places: Path, tiny_pack: Path
) -> None:
    """Started hidden, shown by a second start, ended by a signal; Xvfb has no tray."""
    process = subprocess.Popen([sys.executable, "-m", "autotype", "assistant", "--hidden"])
    end = time.monotonic() + 30
    while not list(places.glob("*/assistant")) and time.monotonic() < end:
        time.sleep(0.05)
    assert list(places.glob("*/assistant"))
    again = subprocess.run([sys.executable, "-m", "autotype", "assistant"], timeout=60)
    assert again.returncode == 0
    assert process.poll() is None
    process.terminate()
    assert process.wait(20) == 0
    assert call({"op": "stop"}) is not None


def test_without_a_tray_closing_the_window_ends_the_process(
    qtbot: QtBot, home: Path, places: Path
) -> None:
    """And other applications go on getting suggestions: the service is not paused."""
    code = (
        "from PySide6.QtCore import QTimer\n"
        "from autotype.settings import Settings\n"
        "from autotype.tray import running\n"
        "first = running.Assistant.show\n"
        "def show(assistant):\n"
        "    first(assistant)\n"
        "    assistant.control.changed.connect(assistant.window.close)\n"
        "running.Assistant.show = show\n"
        "raise SystemExit(running.run_assistant(Settings(), hidden=False))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
    assert (call({"op": "state"}) or {})["paused"] is False
    call({"op": "stop"})
