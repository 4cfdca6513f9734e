"""One client's connection: its answers in the order of its lines, and never too many unread."""

import asyncio
import logging
from collections import deque
from typing import Any

from autotype.logs import describe
from autotype.service.messages import error_object, to_line

_log = logging.getLogger(__name__)

_UNREAD = 4 << 20
_UNREAD_OF_ALL = 32 << 20
_OPEN = 256


class Slot:
    """The place of one line's answer, which may come later than those to lines after it."""

    def __init__(self, connection: "Connection", size: int) -> None:
        self._connection = connection
        self.size = size
        self.ready = b""
        self.identity: object = None
        self.done = False

    def fill(self, answer: dict[str, Any], *, final: bool = True) -> None:
        """Give the answer. One that is not final is sent only if it is this line's turn.

        Whatever is wrong with the answer stays here; who gives it has nothing to do with that.
        """
        if self.done:
            return
        try:
            line = to_line({"id": self.identity} | answer | {"id": self.identity})
        except (ValueError, TypeError, RecursionError) as error:
            _log.error("an answer cannot be written: %s", describe(error))
            line, final = to_line(error_object(None, "The service failed; see its log.")), True
        self._connection.answer(self, line, final=final)


class Connection:
    """One connection; sending to one that has ended does nothing.

    Attributes:
        watches: Whether this client wants to be told of changes.
    """

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        """Send nothing yet."""
        self._writer = writer
        self._slots: deque[Slot] = deque()
        self._held = 0
        self._progress = asyncio.Event()
        self.watches = False

    def open(self, size: int) -> Slot:
        """Return the place of the answer to a line of so many bytes."""
        slot = Slot(self, size)
        self._slots.append(slot)
        self._held += size
        return slot

    def answer(self, slot: Slot, line: bytes, *, final: bool) -> None:
        """Send an answer when it is its turn."""
        if not final:
            if self._slots and self._slots[0] is slot:
                self._write(line)
            return
        slot.done, slot.ready = True, line
        self._held += len(line) - slot.size
        slot.size = len(line)
        while self._slots and self._slots[0].done:
            first = self._slots.popleft()
            self._held -= first.size
            self._write(first.ready)
        self._progress.set()

    def tell(self, news: dict[str, Any]) -> None:
        """Send something that answers no line; a client that does not listen is let go."""
        transport = self._writer.transport
        if transport.get_write_buffer_size() > 2 * _UNREAD:
            _log.warning("a client does not read what it is told and is let go")
            transport.abort()
            return
        self._write(to_line(news))

    async def room(self, clients: int) -> None:
        """Wait until this client has few enough open and unread answers for another line.

        Args:
            clients: How many share the memory.
        """
        most = min(_UNREAD, _UNREAD_OF_ALL // max(1, clients))
        while len(self._slots) >= _OPEN or self._held > most:
            if not await self._progressed():
                return
        self._writer.transport.set_write_buffer_limits(high=most)
        await self._writer.drain()

    async def settled(self) -> None:
        """Wait until every line has got its answer."""
        while self._slots and await self._progressed():
            pass

    def close(self) -> None:
        """End the connection when everything has been sent."""
        self._writer.close()

    def abort(self) -> None:
        """End the connection at once."""
        self._writer.transport.abort()

    async def _progressed(self) -> bool:
        """Wait until an answer came; return whether anybody is left to get more."""
        self._progress.clear()
        await self._progress.wait()
        return not self._writer.transport.is_closing()

    def _write(self, line: bytes) -> None:
        if not self._writer.transport.is_closing():
            self._writer.write(line)
