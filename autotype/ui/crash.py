"""What happens when our own code fails: a log without text, and nothing typed is lost."""

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_log = logging.getLogger("autotype")


def start_log(path: Path) -> None:
    """Write the log to a file of at most 1 MB."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def install_hooks(save_all: Callable[[], None]) -> None:
    """Log what nobody catches, and write unsaved text down first.

    Qt swallows exceptions in slots, so without this they would go unseen.
    """

    def on_exception(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        try:
            save_all()
        finally:
            _log.error("uncaught: %s", describe(error))

    def on_thread_exception(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            _log.error("uncaught in %s: %s", args.thread, describe(args.exc_value))

    sys.excepthook = on_exception
    threading.excepthook = on_thread_exception
