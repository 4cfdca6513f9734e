"""Shows every window to whoever asks for the next one: a line on standard input each.

Run by `at_spi_walk`, at a screen. It says `scene NAME` when a window is there.
"""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSocketNotifier, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from autotype import paths, settings
from autotype.app import application_of, build
from autotype.settings import Settings
from autotype.text.recovery import Journal
from autotype.tray.control import Control
from autotype.tray.input_method import InputMethod
from autotype.tray.link import ServiceLink
from autotype.tray.set_up import SetUpDialog
from autotype.tray.window import AssistantWindow
from autotype.ui.live_settings import LiveSettings
from tests.ui.scenes import SCENES, visit


def wait_for_a_line() -> None:
    """Let Qt go on until the other one has seen enough."""
    loop = QEventLoop()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(loop.quit)
    loop.exec()
    notifier.setEnabled(False)
    os.read(sys.stdin.fileno(), 1 << 10)


def show(name: str) -> None:
    for _ in range(5):
        QApplication.processEvents()
        QTest.qWait(20)
    print(f"scene {name}", flush=True)
    wait_for_a_line()


def main() -> None:
    application = application_of(Settings())
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(pack="none", announce="auto"), Journal(Path(folder)))
        app.window.show()
        app.window.editor.setFocus()
        QTest.qWait(300)
        for scene in SCENES:
            visit(app, scene, lambda _, name=scene.name: show(name))
        app.window.editor.document().setModified(False)
        link = ServiceLink()
        live = LiveSettings(paths.settings_file(), settings.load(paths.settings_file())[0])
        paths.rules_file().write_text('[applications]\ngedit = "popup"\n')
        own = InputMethod(program="true")
        assistant = AssistantWindow(Control(link), own, live, paths.rules_file())
        for name, window in (("assistant", assistant), ("set up", SetUpDialog())):
            look_at(window, name)
        own.close()
        app.window.close()
        app.stop()
    application.quit()


def look_at(window: QWidget, name: str) -> None:
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.show()
    QTest.qWait(500)
    show(name)
    window.close()


if __name__ == "__main__":
    main()
