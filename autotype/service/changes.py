"""Whether packs or settings on disk have changed since the last look."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autotype import paths

_LOOK_EVERY_S = 3.0


@dataclass(frozen=True, slots=True)
class Changed:
    """What has changed."""

    packs: bool
    settings: bool


class Changes:
    """Compares a few time stamps, at most every few seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what is there now for known."""
        self._clock = clock
        self._looked = clock()
        self._packs, self._settings = _packs(), _stamp(paths.settings_file())

    def look(self) -> Changed:
        """Return what has changed since the last look."""
        now = self._clock()
        if now - self._looked < _LOOK_EVERY_S:
            return Changed(packs=False, settings=False)
        self._looked = now
        before = (self._packs, self._settings)
        self._packs, self._settings = _packs(), _stamp(paths.settings_file())
        return Changed(packs=self._packs != before[0], settings=self._settings != before[1])


def _packs() -> tuple[int, int]:
    return _stamp(paths.packs()), _stamp(paths.measured_file())


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
