"""The service as an object in an event loop: for fronts that ask at every key."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

from autotype.service.messages import (
    LONGEST,
    parse_object,
    read_answer,
    request_object,
    to_line,
)
from autotype.service.place import ServiceError, reach, socket_path
from autotype.service.reading import read_in_small_pieces
from autotype.service.starting import start_service
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion

_log = logging.getLogger(__name__)
_RETRY_S = 0.05
_RETRIES = 200
# What a service that does not read is sent at most: several texts of the usual length.
_UNREAD = 1 << 20


class Client:
    """One connection, made when it is needed and made again when it was lost.

    What is sent while there is none is lost; whoever types sends the next thing soon.
    """

    def __init__(self, on_news: Callable[[dict[str, Any]], None], *, start: bool = True) -> None:
        """Connect to nothing yet.

        Args:
            on_news: Gets the service's state, and each of its changes, as JSON objects.
            start: Whether to start a service if there is none.
        """
        self._on_news = on_news
        self._start = start
        self._writer: asyncio.StreamWriter | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._number = 0
        self._asked: dict[int, tuple[Request, Callable[[Suggestion], None]]] = {}
        self._trouble = ""

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._writer is not None

    def connect(self) -> None:
        """Connect in the background, if that has not been done."""
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.get_running_loop().create_task(self._keep())

    def ask(self, request: Request, on_answer: Callable[[Suggestion], None]) -> None:
        """Ask for a suggestion; `on_answer` gets it as it grows."""
        self.connect()
        if self._writer is None or self._is_stuck():
            return
        self._number += 1
        self._asked[self._number] = (request, on_answer)
        self._send({"id": self._number, "partial": True} | request_object(request))

    def send(self, operation: str, **fields: object) -> None:
        """Send an operation whose answer is of no interest."""
        self.connect()
        self._send({"op": operation} | fields)

    async def close(self) -> None:
        """End the connection."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)

    def _send(self, line: dict[str, Any]) -> None:
        if self._writer is not None and not self._is_stuck():
            with contextlib.suppress(OSError, RuntimeError):
                self._writer.write(to_line(line))

    def _is_stuck(self) -> bool:
        return self._writer is not None and self._writer.transport.get_write_buffer_size() > _UNREAD

    async def _keep(self) -> None:
        """Connect, and hear the service out."""
        try:
            found = await self._connected()
            self._say("" if found else "the service cannot be reached")
        except (ServiceError, OSError) as error:
            found = None
            self._say(str(error))
        if found is None:
            return
        reader, writer = found
        read_in_small_pieces(writer.transport)
        self._writer = writer
        self._send({"op": "watch"})
        try:
            while line := await reader.readline():
                self._hear(parse_object(line))
        except (OSError, ValueError):
            _log.warning("the service went away")
        finally:
            self._writer = None
            self._asked.clear()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        path = socket_path()
        for attempt in range(_RETRIES):
            peer = reach(path)
            if peer is not None:
                peer.setblocking(False)
                return await asyncio.open_unix_connection(sock=peer, limit=LONGEST)
            if not self._start:
                return None
            if attempt == 0:
                start_service()
            await asyncio.sleep(_RETRY_S)
        return None

    def _say(self, trouble: str) -> None:
        """Log why there is no service, once and not at every key."""
        if trouble and trouble != self._trouble:
            _log.error("%s", trouble)
        self._trouble = trouble

    def _hear(self, said: dict[str, Any]) -> None:
        asked = self._asked.get(said.get("id") or 0)
        if asked is None:
            if "engine" in said or "paused" in said:
                self._on_news(said)
            return
        if said.get("final", True):
            del self._asked[said["id"]]
        request, on_answer = asked
        if "error" not in said:
            on_answer(read_answer(said, request))
