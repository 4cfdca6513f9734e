"""Reading a client's lines, with a bound on what all clients together can make us hold."""

import asyncio

LONGEST_LINE = 1 << 20
USUAL_LINE = 1 << 16
"""Bytes that each client may have unread at any time; longer lines take turns."""

_LONG_LINES = 16
_LONG_LINE_S = 5.0


def read_in_small_pieces(transport: asyncio.BaseTransport) -> None:
    """Let a transport fetch no more at once than usual lines have.

    For the quarter of a megabyte that asyncio takes room for before it knows what has come, the
    system hands out memory and takes it back at each line, and that takes longer than reading one.
    """
    transport.max_size = USUAL_LINE  # type: ignore[attr-defined]  # it belongs to asyncio's own


class LineTooLongError(Exception):
    """A line that is not read to its end; `skipped` says whether the next one can be read."""

    def __init__(self, sentence: str, *, skipped: bool) -> None:
        super().__init__(sentence)
        self.skipped = skipped


class ClientLines:
    """Reads the lines of all clients.

    Those of the usual length are read as they come; of longer ones only a few at a time, and
    each has to come to its end within seconds.
    """

    def __init__(self) -> None:
        """Prepare, in a running event loop."""
        self._turns = asyncio.Semaphore(_LONG_LINES)

    async def next(self, reader: asyncio.StreamReader) -> bytes:
        """Return the next line, its end included if it has one; nothing at the end.

        Args:
            reader: Has to have a limit of `USUAL_LINE`.

        Raises:
            LineTooLongError: The line is longer than `LONGEST_LINE`, or does not go on.
            OSError: The client is gone.
        """
        try:
            return await reader.readuntil()
        except asyncio.IncompleteReadError as error:
            return error.partial
        except asyncio.LimitOverrunError as error:
            there = error.consumed
        line = _LongLine(reader, there)
        async with self._turns:
            try:
                async with asyncio.timeout(_LONG_LINE_S):
                    whole = await line.read()
            except TimeoutError:
                raise LineTooLongError(line.trouble, skipped=False) from None
        if line.too_long:
            raise LineTooLongError(line.trouble, skipped=True)
        return whole


class _LongLine:
    """A line that is read in parts; one that is too long is skipped to its end."""

    def __init__(self, reader: asyncio.StreamReader, there: int) -> None:
        """Read nothing yet; `there` bytes have arrived."""
        self._reader = reader
        self._there = there
        self._size = 0
        self.ended = False

    @property
    def too_long(self) -> bool:
        return self._size > LONGEST_LINE

    @property
    def trouble(self) -> str:
        """What is wrong with it, in one sentence."""
        if self.too_long:
            return f"The line is longer than {LONGEST_LINE >> 20} MB."
        return "The line does not come to its end."

    async def read(self) -> bytes:
        line = bytearray()
        while not self.ended:
            part = await self._part()
            self._size += len(part)
            if self.too_long:
                line.clear()
            else:
                line += part
        return bytes(line)

    async def _part(self) -> bytes:
        there, self._there = self._there, 0
        if there:
            return await self._reader.readexactly(there)
        try:
            part = await self._reader.readuntil()
            self.ended = True
        except asyncio.IncompleteReadError as error:
            self.ended = True
            return error.partial
        except asyncio.LimitOverrunError as error:
            self._there = error.consumed
            return b""
        return part
