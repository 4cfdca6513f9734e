"""What happens when our own code fails: it is logged without text, and nothing typed is lost."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from autotype.logs import describe

_log = logging.getLogger("autotype")


def install_hooks(save_all: Callable[[], object]) -> None:
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
