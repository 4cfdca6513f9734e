"""The settings for who reads them again and again: from the file only when that has changed."""

from pathlib import Path

from autotype.settings.file import load


class ChangingSettings:
    """What the file says.

    Attributes:
        now: What it said at the last look.
    """

    def __init__(self, path: Path) -> None:
        """Read it; it may be missing."""
        self._path = path
        self._seen = self._stamp()
        self.now, _ = load(path)

    def look(self) -> bool:
        """Read it again if it has changed; return whether it says something else."""
        if (seen := self._stamp()) == self._seen:
            return False
        self._seen, before = seen, self.now
        self.now, _ = load(self._path)
        return self.now != before

    def _stamp(self) -> tuple[int, int]:
        # A file that is replaced within one tick of the clock is another one all the same.
        try:
            found = self._path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_ino
