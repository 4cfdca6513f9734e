"""The settings while the program runs: changed in the window or in the file, and kept there."""

import os
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from autotype import settings
from autotype.settings import Settings, SettingsError
from autotype.translation import tr

_SAVE_MS = 400
_READ_MS = 300


class LiveSettings(QObject):
    """What holds now, and the file that it is kept in.

    What was said on the command line holds as well, but is not kept.

    Attributes:
        now: What holds.

    Signals:
        changed(object, object): The `Settings` as they were, and as they are.
        said(str): Something that the user should know of the file, in one sentence; nothing as
            soon as it is so no more.
    """

    changed = Signal(object, object)
    said = Signal(str)

    def __init__(self, path: Path, now: Settings, parent: QObject | None = None) -> None:
        """Start with what holds; the file may be missing."""
        super().__init__(parent)
        self.now = now
        self._path = path
        self._kept, self._wrong = settings.load(path)
        self._fails = False
        self._unsaved: dict[str, Any] = {}
        self._saving = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._saving.timeout.connect(self.save)
        # Editors write in more than one step.
        self._reading = QTimer(self, singleShot=True, interval=_READ_MS)
        self._reading.timeout.connect(self._read)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _: self._reading.start())
        self._watcher.directoryChanged.connect(lambda _: self._reading.start())
        self._watch()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def change(self, **values: Any) -> None:
        """Let settings have other values, now and from now on."""
        new = {name: value for name, value in values.items() if getattr(self.now, name) != value}
        kept = {name: value for name, value in values.items() if name in new or self._keeps(name)}
        self._unsaved |= kept
        if kept:
            self._saving.start()
        self._become(new)

    def put_back(self, before: Settings) -> None:
        """Let all settings have the values that they had, also in the file."""
        self.change(**_differences(self.now, before))

    def save(self) -> bool:
        """Write what has not been written yet; whether that went."""
        self._saving.stop()
        unsaved, self._unsaved = self._unsaved, {}
        if not unsaved:
            return True
        # Somebody may have written to the file since.
        kept, _ = settings.load(self._path)
        self._kept = replace(kept, **unsaved)
        try:
            settings.save(self._path, self._kept)
        except SettingsError as error:
            self.said.emit(
                tr("This holds until Autotype ends, but not the next time. {error}", error=error)
            )
            self._fails = True
            return False
        self._watch()
        if self._fails and not self._wrong:
            self.said.emit("")
        self._fails = False
        return True

    def _keeps(self, name: str) -> bool:
        """Whether the file says something else than what holds."""
        return bool(getattr(self._kept, name) != getattr(self.now, name))

    def _read(self) -> None:
        """Take over what somebody else has changed in the file."""
        self._watch()
        kept, wrong = settings.load(self._path)
        changes = _differences(self._kept, kept)
        self._kept = kept
        # What was just changed here is written in a moment, and holds.
        self._become({name: value for name, value in changes.items() if name not in self._unsaved})
        if wrong != self._wrong:
            self._wrong = wrong
            self.said.emit(wrong)

    def _become(self, values: Mapping[str, Any]) -> None:
        before = self.now
        self.now = replace(before, **values)
        if self.now != before:
            self.changed.emit(before, self.now)

    def _watch(self) -> None:
        """Watch the file, which is a new one after each writing, and its folder."""
        watched = (*self._watcher.files(), *self._watcher.directories())
        for place, rights in ((self._path.parent, os.R_OK | os.X_OK), (self._path, os.R_OK)):
            # Qt prints a line for each place that it may not watch.
            if str(place) not in watched and os.access(place, rights):
                self._watcher.addPath(str(place))


def _differences(one: Settings, other: Settings) -> dict[str, Any]:
    """Return what the second one has of its own."""
    return {
        each.name: getattr(other, each.name)
        for each in fields(Settings)
        if getattr(one, each.name) != getattr(other, each.name)
    }
