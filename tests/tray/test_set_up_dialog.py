"""The button “Set up …” and its dialog, with the command line behind them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype.tray.set_up import SetUpButton, SetUpDialog
from autotype.tray.set_up_process import Said, SettingUp


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home in an X session with a window manager only; IBus is a script."""
    folder = tmp_path / "user"
    programs = tmp_path / "programs"
    for path in (folder, programs):
        path.mkdir()
    for name in ("XDG_CURRENT_DESKTOP", "XDG_CONFIG_HOME", "WAYLAND_DISPLAY", "SWAYSOCK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    # As long as the file is there, Autotype is not chosen.
    (tmp_path / "other").touch()
    script = f"""#!/bin/sh
    case "$1 $2" in
    "engine ") [ -e {tmp_path}/other ] && echo xkb:us::eng || echo autotype ;;
    "engine autotype") rm -f {tmp_path}/other ;;
    "engine "*) touch {tmp_path}/other ;;
    address*) echo unix:path=/nowhere ;;
    version*) echo "IBus 1.5.27" ;;
    list-engine*) echo autotype ;;
    esac
    """
    for name in ("ibus", "ibus-daemon", "gsettings"):
        program = programs / name
        program.write_text(script if name == "ibus" else "#!/bin/sh\nexit 1\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def dialog(qtbot: QtBot, user: Path) -> Iterator[SetUpDialog]:
    dialog = SetUpDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    qtbot.waitUntil(dialog.leave.isEnabled, timeout=30_000)


def test_it_says_what_it_will_do_does_it_and_takes_it_back(
    qtbot: QtBot, dialog: SetUpDialog, user: Path
) -> None:
    assert dialog.heading.text() == "Looking …"
    assert not dialog.set_up.isEnabled()
    qtbot.waitUntil(dialog.set_up.isEnabled, timeout=30_000)
    assert "can be undone here" in dialog.heading.text()
    assert "Tell programs to ask IBus, in “~/.xsessionrc”." in dialog.lines.text()
    assert not dialog.undo.isEnabled()
    assert list(user.iterdir()) == []
    # All of it can be read.
    assert dialog.lines.height() >= dialog.lines.heightForWidth(dialog.lines.width())

    with qtbot.waitSignal(dialog.changed, timeout=30_000):
        QTest.mouseClick(dialog.set_up, Qt.MouseButton.LeftButton)
        # What is being written is not to be ended in the middle.
        assert not dialog.leave.isEnabled()
        dialog.close()
        assert dialog.isVisible()
    assert (user / ".xsessionrc").exists()
    assert "Log out and in again" in dialog.lines.text()
    assert not dialog.set_up.isEnabled()

    with qtbot.waitSignal(dialog.changed, timeout=30_000):
        QTest.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    assert "taken back" in dialog.lines.text()
    assert not (user / ".xsessionrc").exists()
    assert dialog.set_up.isEnabled()
    assert not dialog.undo.isEnabled()


def test_a_command_is_shown_as_one_and_can_be_copied(qtbot: QtBot, user: Path) -> None:
    shutil.rmtree(user.parent / "programs")
    dialog = SetUpDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    said = Said(False, ("IBus is <not> there.", "    sudo apt install ibus"))
    dialog._work.close()
    dialog._show(said)
    assert "<code>sudo apt install ibus</code>" in dialog.lines.text()
    assert "&lt;not&gt;" in dialog.lines.text()
    flags = dialog.lines.textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByMouse
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert not dialog.set_up.isEnabled()


def test_a_record_that_cannot_be_read_is_said(qtbot: QtBot, user: Path, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "set-up.json").write_text("{")
    work = SettingUp()
    with qtbot.waitSignal(work.said, timeout=30_000) as caught:
        work.set_up()
    assert caught.args is not None
    assert "cannot be read" in caught.args[0].lines[0]
    assert not caught.args[0].ok
    assert (home / "set-up.json").read_text() == "{"


def test_the_button_looks_when_it_is_seen_and_opens_one_dialog(qtbot: QtBot, user: Path) -> None:
    button = SetUpButton()
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.looked, timeout=30_000) as caught:
        button.show()
    assert caught.args == [True]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    first = button.dialog
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert first is not None
    assert button.dialog is first
    # Looking is given up at once.
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not first.isVisible()
    assert button.dialog is None
