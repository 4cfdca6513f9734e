"""Logs that say what happened and where, and never what was typed."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_log = logging.getLogger("autotype")
# Without a file what is logged goes nowhere; Python would print it.
_log.addHandler(logging.NullHandler())


def start_log(path: Path) -> None:
    """Write the log to a file of at most 1 MB, which only its owner can read.

    Raises:
        OSError: It cannot be written, or is no file: a pipe would be waited for.
    """
    if path.exists() and not path.is_file():
        raise OSError(22, "it is not a file", str(path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=1 << 20, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)


def describe(error: BaseException) -> str:
    """Return where an exception happened: files, lines and its type, but not its text.

    The text of an exception may quote what was being typed.
    """
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"
