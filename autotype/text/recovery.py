"""A journal of unsaved text, so that a crash costs a few seconds of typing at most."""

import contextlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

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
    """One file per unsaved document, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        """Keep the journal in `folder`, which is made when it is needed."""
        self._folder = folder

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
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".writing-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as stream:
                json.dump(record, stream)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(self._file(key))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def discard(self, key: str) -> None:
        """Forget a text."""
        self._file(key).unlink(missing_ok=True)

    def pending(self) -> list[Recovered]:
        """Return the texts of Autotypes that are not running any more, the newest first.

        A damaged entry is renamed and left for the user, not an error.
        """
        found = []
        for file in self._folder.glob(f"*{_SUFFIX}"):
            try:
                record = json.loads(file.read_text(encoding="utf-8", errors="surrogatepass"))
                if not _is_running(int(record["pid"]), float(record["started"])):
                    path = record["path"]
                    found.append(
                        Recovered(
                            file.name.removesuffix(_SUFFIX),
                            str(record["text"]),
                            Path(path) if path else None,
                            float(record["saved_at"]),
                        )
                    )
            except (OSError, ValueError, KeyError, TypeError):
                with contextlib.suppress(OSError):
                    file.rename(file.with_suffix(".damaged"))
        return sorted(found, key=lambda text: -text.saved_at)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"


def _is_running(pid: int, started: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - started) < 1
    except psutil.Error:
        return False
