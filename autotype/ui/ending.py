"""Ending when the system, a terminal or a person asks for it with a signal."""

import contextlib
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from PySide6.QtCore import QCoreApplication, QSocketNotifier

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class Ending:
    """Hears of signals, from before there is an event loop until after its end.

    The handler only takes a note: it may run in the middle of anything. Python writes a byte to
    a socket at once, also while Qt waits, and the event loop, be it that of a dialog, reads it.
    """

    def __init__(self) -> None:
        """Listen from now on; only the main thread may."""
        self._number = 0
        self._work: Callable[[], object] = lambda: None
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._before: dict[int, Any] = {}
        for number in (getattr(signal, name, None) for name in _NAMES):
            # Who starts us with a signal ignored, as nohup does, means it.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        self._notifier: QSocketNotifier | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        self.close()

    @property
    def asked(self) -> bool:
        """Whether the end was asked for."""
        return bool(self._number)

    @property
    def exit_code(self) -> int:
        """What a command returns that a signal has ended."""
        return 128 + self._number

    def listen(self, work: Callable[[], object]) -> None:
        """Let event loops hear of it; there must be an application.

        Args:
            work: What is done first, in the event loop that runs; then all loops end, those
                of dialogs, too.
        """
        self._work = work
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._hear)

    def run(self, application: QCoreApplication) -> int:
        """Run the event loop, unless the end was asked for already; return the exit code."""
        if not self.asked:
            return application.exec()
        self._work()
        return 0

    def close(self) -> None:
        """Put everything back as it was."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        self._reading.close()
        self._writing.close()

    def _note(self, number: int, _: FrameType | None) -> None:
        self._number = self._number or number

    def _hear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._reading.recv(100):
                pass
        if self.asked:
            try:
                self._work()
            finally:
                QCoreApplication.exit(0)
