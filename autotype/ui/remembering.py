"""Writes what was chosen in the window into the settings file, once nothing more is chosen."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from autotype import paths, settings

_PAUSE_MS = 700


class Remembering(QObject):
    """Only what was chosen is written; the rest of the file stays as it is.

    Signals:
        failed(str): It could not be written; a sentence that says why.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._chosen: dict[str, Any] = {}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.write)

    def put(self, chosen: dict[str, Any]) -> None:
        """Note values of settings by their names, to be written in a moment."""
        self._chosen |= chosen
        self._pause.start()

    def write(self) -> None:
        """Write now what has not been written yet."""
        self._pause.stop()
        chosen, self._chosen = self._chosen, {}
        if not chosen:
            return
        file = paths.settings_file()
        try:
            settings.save(file, replace(settings.load(file)[0], **chosen))
        except settings.SettingsError as error:
            self.failed.emit(str(error))
