"""Lines of a stream, read on a thread of their own, so that pauses can be used."""

import codecs
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

from autotype.service.messages import LONGEST

_WAITING = 16
_PART = 1 << 16
# Who sends the next line at once gets the whole machine; a person needs longer than this.
_PAUSE_S = 0.004
# Windows does not interrupt a wait that has no end, so Ctrl+C would be heard with the next line.
_LOOK_UP_S = 0.5 if sys.platform == "win32" else None


class LineReader:
    """Hands out the lines of a stream, in order."""

    def __init__(
        self, stream: BinaryIO, work: Callable[[Callable[[], bool]], bool], stop: Callable[[], None]
    ) -> None:
        """Start reading.

        Args:
            stream: What to read; nothing else may read it.
            work: Does one piece of work while no line is waiting, and returns whether
                there is more; it is given a callable that says whether to give up.
            stop: Makes a piece of work that is running end soon. Called on the reading
                thread.
        """
        self._file = stream.fileno()
        self._work = work
        self._stop = stop
        self._lines: queue.Queue[bytes] = queue.Queue(_WAITING)
        self._lock = threading.Lock()
        self._working = False
        # A daemon: it may hang in a read for ever, and holds nothing that has to be closed.
        threading.Thread(target=self._read, name="autotype-lines", daemon=True).start()

    def next(self) -> bytes:
        """Return the next line; nothing at the end of the stream."""
        more = True
        while more:
            try:
                return self._lines.get(timeout=_PAUSE_S)
            except queue.Empty:
                more = self._work_once()
        while True:
            try:
                return self._lines.get(timeout=_LOOK_UP_S)
            except queue.Empty:
                continue

    def _work_once(self) -> bool:
        with self._lock:
            if not self._lines.empty():
                return True
            self._working = True
        try:
            return self._work(lambda: not self._lines.empty())
        finally:
            with self._lock:
                self._working = False

    def _read(self) -> None:
        for line in _lines(self._file):
            self._lines.put(line)
            with self._lock:
                if self._working:
                    self._stop()


def _lines(file: int) -> Iterator[bytes]:
    """Yield the lines of a file, each with at most one byte more than is allowed of it.

    The last one yielded is empty. Python's own streams are not used: this thread would hold
    the lock of one when the interpreter goes down, which aborts it.
    """
    line = bytearray()
    skipped = False
    while True:
        try:
            part = os.read(file, _PART)
        except OSError:  # the stream was closed under our hands
            part = b""
        if not part:
            break
        if not skipped:
            # Some editors and shells put a mark for the order of bytes before a text.
            part, skipped = part.removeprefix(codecs.BOM_UTF8), True
        *ends, rest = part.split(b"\n")
        for end in ends:
            line += end[: LONGEST + 1 - len(line)]
            yield bytes(line) + b"\n" if len(line) <= LONGEST else bytes(line)
            line.clear()
        line += rest[: max(0, LONGEST + 1 - len(line))]
    if line:
        yield bytes(line)
    yield b""
