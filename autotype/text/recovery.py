"""A journal of unsaved text, so that a crash costs a few seconds of typing at most."""

import contextlib
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from autotype.text.replacing import replace_file

_SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Recovered:
    """An unsaved text of an Autotype that did not end as it should.

    Attributes:
        key: Its name in the journal.
        text: The text.
        path: The file it belongs to; None for a new document.
        saved_at: When it was written down, in seconds since 1970.
    """

    key: str
    text: str
    path: Path | None
    saved_at: float


class Journal:
    """One file per unsaved document, readable by its owner only.

    The names of files end with a mark of this run of the program: the key and even the
    process id of an Autotype that crashed may come back, and its text must outlive that.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the journal in `folder`, which is made when it is needed."""
        self._folder = folder
        self._run = secrets.token_hex(6)

    def save(self, key: str, text: str, path: Path | None) -> None:
        """Write a text down, replacing what was there; raises `OSError`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        record = {
            "text": text,
            "path": None if path is None else str(path),
            "saved_at": time.time(),
            "pid": os.getpid(),
            "started": psutil.Process().create_time(),
        }
        data = json.dumps(record).encode("ascii")
        replace_file(self._file(key), data, private=True)

    def discard(self, key: str) -> None:
        """Forget a text: one of this run's, or one that `pending` returned."""
        self._file(key).unlink(missing_ok=True)
        (self._folder / f"{key}{_SUFFIX}").unlink(missing_ok=True)

    def pending(self) -> list[Recovered]:
        """Return the texts of Autotypes that are not running any more, the newest first.

        A damaged entry is renamed and left for the user, not an error.
        """
        found = []
        for file in self._folder.glob(f"*{_SUFFIX}"):
            try:
                record = json.loads(file.read_bytes())
                if not self._is_in_use(file, record["pid"], record["started"]):
                    path = record["path"]
                    found.append(
                        Recovered(
                            file.name.removesuffix(_SUFFIX),
                            str(record["text"]),
                            Path(path) if path else None,
                            float(record["saved_at"]),
                        )
                    )
            except (OSError, ValueError, KeyError, TypeError, ArithmeticError):
                with contextlib.suppress(OSError):
                    file.rename(file.with_suffix(".damaged"))
        return sorted(found, key=lambda text: -text.saved_at)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.{self._run}{_SUFFIX}"

    def _is_in_use(self, file: Path, pid: int, started: float) -> bool:
        if pid == os.getpid():
            return file.name.endswith(f".{self._run}{_SUFFIX}")
        try:
            # Setting the clock moves the time at which a process seems to have started.
            return abs(psutil.Process(pid).create_time() - started) < 60
        except psutil.Error:
            return False
