"""The icon in the tray, where the desktop has one, and its menu."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from autotype.translation import tr
from autotype.tray.control import SNOOZE_MINUTES, Control
from autotype.ui.application import app_icon


class TrayIcon(QObject):
    """Shows whether suggestions are on, and lets the user say otherwise."""

    def __init__(
        self,
        control: Control,
        open_editor: Callable[[], None],
        open_window: Callable[[], None],
        leave: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """Show the icon."""
        super().__init__(parent)
        self._control = control
        self.menu = QMenu()
        self.state = QAction(self.menu, enabled=False)
        self.pause = QAction(self.menu)
        self.snooze = QAction(tr("Pause for {minutes} &minutes", minutes=SNOOZE_MINUTES), self.menu)
        self.off = QAction(tr("Off the re&cord"), self.menu, checkable=True)
        self.restart = QAction(tr("Start &again"), self.menu)
        editor = QAction(tr("&New text …"), self.menu)
        window = QAction(tr("&Settings …"), self.menu)
        quitting = QAction(tr("&Quit and stop suggesting"), self.menu)
        for group in (
            (self.state, self.restart),
            (self.pause, self.snooze, self.off),
            (editor, window),
            (quitting,),
        ):
            self.menu.addActions(group)
            self.menu.addSeparator()
        self.pause.triggered.connect(lambda: control.pause(control.state.silence() is None))
        self.snooze.triggered.connect(control.snooze)
        self.off.triggered.connect(control.off_the_record)
        self.restart.triggered.connect(control.restart)
        editor.triggered.connect(open_editor)
        window.triggered.connect(open_window)
        quitting.triggered.connect(leave)
        self._icons = {True: app_icon(), False: app_icon("autotype-paused")}
        self._tray = QSystemTrayIcon(self._icons[True], self)
        self._tray.setContextMenu(self.menu)
        self._tray.activated.connect(
            lambda reason: (
                open_window() if reason == QSystemTrayIcon.ActivationReason.Trigger else None
            )
        )
        control.changed.connect(self._show)
        self._show()
        self._tray.show()

    def _show(self) -> None:
        control = self._control
        silent = control.state.silence() is not None
        self.state.setText(control.words)
        self.pause.setText(tr("&Resume") if silent else tr("&Pause"))
        self.snooze.setVisible(not silent)
        for action in (self.pause, self.snooze, self.off):
            action.setEnabled(control.connected)
        self.off.setChecked(control.state.off_the_record)
        self.restart.setVisible(control.can_restart)
        self._tray.setIcon(self._icons[not silent])
        self._tray.setToolTip(f"Autotype: {control.words}")
