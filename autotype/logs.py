"""Logs that say what happened and where, and never what was typed."""

import io
import logging
import os
import stat
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

_log = logging.getLogger("autotype")
# Where it happened is at the end; a recursion has thousands of places before that.
_MOST_PLACES = 12


def start_log(path: Path) -> None:
    """Write the log to a file of at most 1 MB, which only its owner can read.

    Raises:
        OSError: It cannot be written there; `strerror` says why.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _PrivateFileHandler(path, maxBytes=1 << 20, backupCount=1, encoding="utf-8")
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)


def describe(error: BaseException) -> str:
    """Return where an exception happened: files, lines and its type, but not its text.

    The text of an exception may quote what was being typed.
    """
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    listed = places[::-1][:_MOST_PLACES]
    if len(places) > len(listed):
        listed.append(f"{len(places) - len(listed)} more")
    return f"{type(error).__name__} at {' < '.join(listed)}"


class _Formatter(logging.Formatter):
    """Writes an exception as `describe` does, and never the whole stack and its texts."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Return one line."""
        return describe(ei[1])


class _PrivateFileHandler(RotatingFileHandler):
    """Rotates into files of the same rights, and says nothing where the disk is full."""

    def _open(self) -> io.TextIOWrapper:
        opened = open(  # noqa: SIM115  # the handler closes it
            self.baseFilename, self.mode, encoding=self.encoding, opener=_open_private
        )
        assert isinstance(opened, io.TextIOWrapper)  # noqa: S101  # as the mode says
        return opened

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Lose the line: there is nowhere to complain, and a traceback would quote it."""


def _open_private(path: str, flags: int) -> int:
    """Open a file as its owner's alone, whatever its rights were, without waiting for a pipe."""
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(22, "it is not a file", path)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
    except OSError:
        os.close(handle)
        raise
    return handle
