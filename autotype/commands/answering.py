"""Answers on standard output, one line each, until the input or a signal ends it."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from autotype.errors import AutotypeError

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class OutputError(AutotypeError):
    """The answers cannot be written."""


class Ended(BaseException):
    """A signal that ends the program; no error that somebody on the way may handle."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def write(line: bytes) -> None:
    """Write bytes: what the terminal's encoding cannot say has to arrive all the same."""
    try:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in the buffer would be written, and fail, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"The answers cannot be written ({error.strerror}).") from error


def end_now(number: int, _: FrameType | None) -> None:
    """End while libraries are being loaded, which make errors of their own of an exception."""
    os._exit(128 + number)


def end(number: int, _: FrameType | None) -> None:
    """End what is being done; a second signal ends the process at once."""
    for other in _SIGNALS:
        if signal.getsignal(other) is end:
            signal.signal(other, signal.SIG_DFL)
    raise Ended(number)


@contextlib.contextmanager
def on_signals(how: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Have signals end us in this way; those that are ignored stay so."""
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    before = {number: was for number, was in handlers.items() if was is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, how)
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is how:
                signal.signal(number, handler)
