"""The service's socket: clients, their lines, and the answers in order.

Everything runs in one event loop; what takes time happens in the engine's process.
"""

import asyncio
import contextlib
import itertools
import logging
import socket
from collections.abc import Callable
from typing import Any

from autotype import settings
from autotype.logs import describe
from autotype.service.connection import Connection
from autotype.service.messages import (
    error_object,
    parse_object,
    read_id,
    to_line,
)
from autotype.service.operations import Operations, status_object
from autotype.service.place import is_own
from autotype.service.reading import (
    USUAL_LINE,
    ClientLines,
    LineTooLongError,
    read_in_small_pieces,
)
from autotype.service.supervisor import Supervisor
from autotype.service.timing import Timer
from autotype.text.engine_status import EngineStatus

_MOST_CLIENTS = 512
_FAREWELL_S = 0.5
_LINES_AT_ONCE = 8

_log = logging.getLogger(__name__)


class Server:
    """Answers lines; see the README for what they may say."""

    def __init__(self, make_supervisor: Callable[..., Supervisor], linger: float = 600.0) -> None:
        """Prepare.

        Args:
            make_supervisor: Makes the engine's supervisor, given a callable for its reports.
            linger: Seconds after which a service without clients ends.
        """
        self._supervisor = make_supervisor(self._on_status)
        self._linger = linger
        self._clients: set[Connection] = set()
        self._operations = Operations(
            self._supervisor, self._announce, lambda: len(self._clients), self.stop
        )
        self._lines = ClientLines()
        self._most = _most_clients()
        self._ended = asyncio.Event()
        self._listening: asyncio.Server | None = None
        self._alone = Timer(self._ended.set)
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, listening: socket.socket) -> None:
        """Hear new clients there, and no longer where they were heard before.

        Args:
            listening: A socket that listens; it is closed at the end.
        """
        before = self._listening
        self._listening = await asyncio.start_unix_server(
            self._connected, sock=listening, limit=USUAL_LINE
        )
        if before is not None:
            before.close()

    async def run(self) -> None:
        """Serve until told to stop, or until nobody has been there for a while.

        The end takes two seconds at most, whatever the clients and the engine do.
        """
        self._alone.start(self._linger)
        try:
            await self._ended.wait()
        finally:
            if self._listening is not None:
                self._listening.close()
            self._alone.stop()
            self._operations.close()
            await self._supervisor.stop()
            for client in tuple(self._clients):
                client.close()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=_FAREWELL_S)
            # Who has not read everything by now, because it hangs or sleeps, is not waited for.
            for client in tuple(self._clients):
                client.abort()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=_FAREWELL_S)

    def stop(self) -> None:
        """Make `run` return."""
        self._ended.set()

    # Clients.

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # asyncio calls this in a task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        read_in_small_pieces(writer.transport)
        client = Connection(writer)
        try:
            if not is_own(writer.get_extra_info("socket")):
                _log.warning("somebody else tried to connect")
            elif len(self._clients) >= self._most:
                _log.warning("there are too many clients")
                writer.write(to_line(error_object(None, "Too many programs are connected.")))
            else:
                self._clients.add(client)
                self._alone.stop()
                await self._hear(client, reader)
                await client.settled()
        except OSError:
            pass  # the client is gone
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            self._clients.discard(client)
            if not self._clients and not self._ended.is_set():
                self._alone.start(self._linger)

    async def _hear(self, client: Connection, reader: asyncio.StreamReader) -> None:
        for number in itertools.count(1):
            if number % _LINES_AT_ONCE == 0:
                await asyncio.sleep(0)  # what has come already would be read without a pause
            await client.room(self._clients)
            if self._ended.is_set():
                return
            try:
                line = await self._lines.next(reader)
            except LineTooLongError as error:
                client.open(0).fill(error_object(None, str(error)))
                if not error.skipped:
                    return
                continue
            if not line:
                return
            if line.strip():
                self._answer(client, line)

    def _answer(self, client: Connection, line: bytes) -> None:
        slot = client.open(len(line))
        try:
            data = parse_object(line)
            slot.identity = read_id(data)
            if "op" in data:
                slot.fill(self._operations.do(client, data))
            else:
                self._operations.suggest(slot, data)
        except (ValueError, settings.SettingsError) as error:
            slot.fill(error_object(slot.identity, str(error)))
        except Exception as error:
            _log.error("a line failed: %s", describe(error))
            slot.fill(error_object(slot.identity, "The service failed; see its log."))

    # What clients that watch are told.

    def _on_status(self, status: EngineStatus) -> None:
        self._announce({"engine": status_object(status)})

    def _announce(self, news: dict[str, Any]) -> None:
        for client in tuple(self._clients):
            if client.watches:
                client.tell({"event": "changed"} | news)


def _most_clients() -> int:
    """Return how many clients leave enough open files for everything else."""
    import resource  # which only systems with Unix sockets have

    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        return _MOST_CLIENTS
    return max(1, min(_MOST_CLIENTS, (allowed - 32) // 2))
