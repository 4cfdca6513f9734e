"""One client's connection: its answers in the order of its lines, and never too many unread."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from typing import Any

from autotype.logs import describe
from autotype.service.messages import error_object, to_line

_log = logging.getLogger(__name__)

# Bytes of answers that wait to be read: of one client, and of all. A program that sends all its
# lines before it reads gets all its answers; a fair part is left to each in any case.
_UNREAD = 32 << 20
_UNREAD_OF_ALL = 64 << 20
_ALWAYS = 1 << 16
_UNREAD_NEWS = 4 << 20
# What asyncio may keep around each piece that it has not written yet.
_PIECE = 256
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
        self._pieces = 0
        self._told = 0
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
        line, transport = to_line(news), self._writer.transport
        self._told = len(line) + (self._told if transport.get_write_buffer_size() else 0)
        if self._told > _UNREAD_NEWS:
            _log.warning("a client does not read what it is told and is let go")
            transport.abort()
            return
        self._write(line)

    @property
    def unread(self) -> int:
        """How many bytes of lines and answers are kept for this client."""
        size = self._writer.transport.get_write_buffer_size()
        return self._held + size + (_PIECE * self._pieces if size else 0)

    async def room(self, everybody: Iterable["Connection"]) -> None:
        """Wait until this client has few enough open and unread answers for another line.

        Args:
            everybody: Who shares the memory, this one included.
        """
        if len(self._slots) < _OPEN and self.unread < _ALWAYS:
            return
        others = sum(client.unread for client in everybody if client is not self)
        most = min(_UNREAD, _UNREAD_OF_ALL - others) - _PIECE * self._pieces
        most = max(_ALWAYS, most)
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
        transport = self._writer.transport
        if not transport.is_closing():
            self._writer.write(line)
            self._pieces = self._pieces + 1 if transport.get_write_buffer_size() else 0
