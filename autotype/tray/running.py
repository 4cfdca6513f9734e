"""The assistant's process: icon, window, and the connection to the service."""

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from autotype import paths
from autotype.processes import own_command
from autotype.settings import Settings
from autotype.tray.control import Control
from autotype.tray.icon import TrayIcon
from autotype.tray.input_method import InputMethod
from autotype.tray.link import ServiceLink
from autotype.tray.single import SingleInstance
from autotype.tray.window import AssistantWindow
from autotype.tray.windows import EditorWindows
from autotype.ui.application import application_of
from autotype.ui.ending import Ending
from autotype.ui.live_settings import LiveSettings


class Assistant:
    """Everything of one session; a tray is nice to have and never the only way."""

    def __init__(
        self, application: QApplication, chosen: Settings, *, hidden: bool, trouble: str = ""
    ) -> None:
        """Start; with `hidden` the window stays closed until somebody asks for it."""
        self._application = application
        self.link = ServiceLink(application)
        self.control = Control(self.link, application)
        self._input_method = InputMethod(application)
        self.live = LiveSettings(paths.settings_file(), chosen, application)
        self.window = AssistantWindow(
            self.control,
            self._input_method,
            self.live,
            paths.rules_file(),
            trouble,
        )
        self.windows = EditorWindows(self.live, self.link, self.window.say, self.window)
        self.has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        if self.has_tray:
            self.icon = TrayIcon(self.control, self.open_editor, self.show, self.leave, application)
        else:
            self.window.say_what_stays()
        self.window.editor_wanted.connect(self.open_editor)
        self.window.leaving.connect(self.leave)
        self.window.settings_wanted.connect(self.windows.open_settings)
        self.window.numbers_wanted.connect(self.windows.open_numbers)
        self.window.closed.connect(self._closed)
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
        if not self.control.connected:
            self._end()
            return
        self.link.send("state", lambda _: self._end(), paused=True)
        # A service that does not answer is no reason to stay.
        QTimer.singleShot(1500, self._end)

    def _closed(self) -> None:
        # Without an icon nobody would know that we are there. Other applications go on getting
        # suggestions, as they do without us.
        if not self.has_tray:
            self._end()

    def close(self) -> None:
        """Let go of what runs beside."""
        self.windows.close()
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


def run_assistant(chosen: Settings, *, hidden: bool, trouble: str = "") -> int:
    """Run the assistant until it is left; return the exit code.

    Args:
        chosen: The settings.
        hidden: Whether the window stays closed at first.
        trouble: What the window says about the start; may be empty.

    Raises:
        ServiceError: There is no place for its sockets.
    """
    with Ending() as ending:
        application = application_of(chosen)
        application.setQuitOnLastWindowClosed(False)
        single = SingleInstance(application)
        if not single.is_first():
            return 0
        assistant = Assistant(application, chosen, hidden=hidden, trouble=trouble)
        single.asked.connect(assistant.show)
        ending.listen(lambda: None)
        code = ending.run(application)
        assistant.close()
        single.close()
    return code
