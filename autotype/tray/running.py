"""The assistant's process: icon, window, and the connection to the service."""

import signal
import sys

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from autotype import paths
from autotype.processes import own_command
from autotype.settings import Settings
from autotype.tray.control import Control
from autotype.tray.icon import TrayIcon, app_icon
from autotype.tray.input_method import InputMethod
from autotype.tray.link import ServiceLink
from autotype.tray.single import SingleInstance
from autotype.tray.window import AssistantWindow
from autotype.ui.theme import apply_theme


class Assistant:
    """Everything of one session; a tray is nice to have and never the only way."""

    def __init__(self, application: QApplication, *, hidden: bool) -> None:
        """Start; with `hidden` the window stays closed until somebody asks for it."""
        self._application = application
        self.link = ServiceLink(application)
        self.control = Control(self.link, application)
        self._input_method = InputMethod(application)
        self.window = AssistantWindow(
            self.control,
            self._input_method,
            paths.settings_file(),
            paths.rules_file(),
        )
        self.has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        if self.has_tray:
            self.icon = TrayIcon(self.control, self.open_editor, self.show, self.leave, application)
        self.window.editor_wanted.connect(self.open_editor)
        self.window.leaving.connect(self.leave)
        self.link.open()
        # Started once more after “Quit”, it suggests again.
        self.link.changed.connect(self._resume_once)
        self._resumed = False
        if not hidden:
            self.show()

    def show(self) -> None:
        """Show the window in front of the others."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def open_editor(self) -> None:
        """Open the editor, in a process of its own."""
        program, *arguments = own_command("edit")
        QProcess.startDetached(program, arguments)

    def leave(self) -> None:
        """End, and suggest nothing more until the next start."""
        self.link.send("state", lambda _: self._end(), paused=True)
        # A service that does not answer is no reason to stay.
        QTimer.singleShot(1500, self._end)

    def close(self) -> None:
        """Let go of what runs beside."""
        self._input_method.close()
        self.link.close()

    def _end(self) -> None:
        self.close()
        self._application.quit()

    def _resume_once(self) -> None:
        if not self._resumed:
            self._resumed = True
            if self.control.state.paused:
                self.control.pause(False)


def run_assistant(chosen: Settings, *, hidden: bool) -> int:
    """Run the assistant until it is left; return the exit code.

    Raises:
        ServiceError: There is no place for its sockets.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("autotype")
    application.setApplicationDisplayName("Autotype")
    application.setDesktopFileName("autotype")
    application.setWindowIcon(app_icon())
    application.setQuitOnLastWindowClosed(False)
    apply_theme(application, chosen)
    single = SingleInstance(application)
    if not single.is_first():
        return 0
    assistant = Assistant(application, hidden=hidden)
    single.asked.connect(assistant.show)
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: application.quit())
    # Python runs signal handlers only between its own instructions; Qt's loop has none.
    timer = QTimer(application, interval=500)
    timer.timeout.connect(lambda: None)
    timer.start()
    code = application.exec()
    assistant.close()
    single.close()
    return code
