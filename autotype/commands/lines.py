"""Lines of a stream, read on a thread of their own, so that pauses can be used."""

import queue
import threading
from collections.abc import Callable
from typing import BinaryIO

from autotype.service.messages import LONGEST

_WAITING = 16
# Who sends the next line at once gets the whole machine; a person needs longer than this.
_PAUSE_S = 0.004


class LineReader:
    """Hands out the lines of a stream, in order."""

    def __init__(
        self, stream: BinaryIO, work: Callable[[Callable[[], bool]], bool], stop: Callable[[], None]
    ) -> None:
        """Start reading.

        Args:
            stream: What to read.
            work: Does one piece of work while no line is waiting, and returns whether
                there is more; it is given a callable that says whether to give up.
            stop: Makes a piece of work that is running end soon. Called on the reading
                thread.
        """
        self._stream = stream
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
        return self._lines.get()

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
        while True:
            line = _read_line(self._stream)
            self._lines.put(line)
            with self._lock:
                if self._working:
                    self._stop()
            if not line:
                return


def _read_line(stream: BinaryIO) -> bytes:
    """Return the next line, with at most one byte more than is allowed of it."""
    try:
        line = stream.readline(LONGEST + 1)
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST + 1)
    except (OSError, ValueError):  # the stream was closed under our hands
        return b""
    return line
