"""The service's socket: clients, their lines, and what is done about each.

Everything runs in one event loop; what takes time happens in the engine's process.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from autotype import __version__, paths, settings
from autotype.logs import describe
from autotype.service.changes import Changes
from autotype.service.connection import Connection, Slot
from autotype.service.feedback import Counts
from autotype.service.messages import (
    answer_object,
    error_object,
    is_text,
    parse_object,
    read_id,
    read_request,
    to_line,
)
from autotype.service.place import is_own
from autotype.service.reading import USUAL_LINE, ClientLines, LineTooLongError
from autotype.service.seen import SeenApplications
from autotype.service.state import State
from autotype.service.supervisor import Supervisor
from autotype.service.timing import Timer
from autotype.text.engine_status import EngineStatus
from autotype.text.suggestion import Suggestion

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
        self._state = State()
        self._counts = Counts()
        self._seen = SeenApplications()
        self._clients: set[Connection] = set()
        self._lines = ClientLines()
        self._most = _most_clients()
        self._changes = Changes()
        self._started = time.monotonic()
        self._ended = asyncio.Event()
        self._listening: asyncio.Server | None = None
        self._alone = Timer(self._ended.set)
        self._wakes_up = Timer(self._end_snooze)
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
            self._wakes_up.stop()
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
                slot.fill(self._do(client, data))
            else:
                self._suggest(slot, data)
        except (ValueError, settings.SettingsError) as error:
            slot.fill(error_object(slot.identity, str(error)))
        except Exception as error:
            _log.error("a line failed: %s", describe(error))
            slot.fill(error_object(slot.identity, "The service failed; see its log."))

    # What lines ask for.

    def _suggest(self, slot: Slot, data: dict[str, Any]) -> None:
        request, partial = read_request(data), data.get("partial") is True
        silence = self._state.silence()
        if silence is not None:
            slot.fill(answer_object(None, Suggestion(request, reason=silence)))
            return
        self._look_for_changes()

        def reply(answer: dict[str, Any]) -> None:
            if partial or answer["final"]:
                slot.fill(answer, final=answer["final"])

        self._supervisor.ask(request, reply)

    def _do(self, client: Connection, data: dict[str, Any]) -> dict[str, Any]:
        match data["op"]:
            case "health":
                return self._health()
            case "wake":
                self._look_for_changes()
                self._supervisor.wake()
            case "seen":
                if not self._state.off_the_record:
                    self._seen.add(data.get("application"))
            case "applications":
                return {"applications": self._seen.newest_first()}
            case "cancel":
                self._supervisor.cancel()
            case "state":
                self._set_state(self._state.changed(data))
                return self._state.as_object()
            case "watch":
                client.watches = True
                return self._state.as_object() | {"engine": _status_object(self._supervisor.status)}
            case "feedback":
                if not self._state.off_the_record:
                    self._counts.add(data)
            case "settings":
                return {"settings": self._settings(data.get("set", {}))}
            case "restart":
                self._supervisor.restart()
            case "stop":
                self.stop()
            case _:
                raise ValueError("The field “op” names nothing that the service can do.")
        return {"ok": True}

    def _health(self) -> dict[str, Any]:
        return {
            "autotype": __version__,
            "pid": os.getpid(),
            "engine": _status_object(self._supervisor.status)
            | {
                "pid": self._supervisor.pid,
                "starts": self._supervisor.starts,
                "disabled": self._supervisor.disabled,
            },
            "clients": len(self._clients),
            "seconds": round(time.monotonic() - self._started, 1),
            "counts": self._counts.as_object(),
            "state": self._state.as_object(),
        }

    def _settings(self, wanted: object) -> dict[str, Any]:
        """Change some settings; return all."""
        path: Path = paths.settings_file()
        now, _ = settings.load(path)
        if not isinstance(wanted, dict):
            raise ValueError("The field “set” is not an object.")
        if not is_text(wanted):
            raise ValueError("The field “set” holds halves of characters.")
        for name, value in wanted.items():
            if name not in settings.OPTIONS or not settings.OPTIONS[name].check(value):
                raise ValueError(f"The setting “{name[:40]}” is unknown or cannot have this value.")
        if wanted:
            now = replace(now, **wanted)
            settings.save(path, now)
            self._supervisor.look_again(settings=True)
        return {name: getattr(now, name) for name in settings.OPTIONS}

    def _set_state(self, state: State) -> None:
        if state == self._state:
            return
        self._state = state
        if state.silence() is not None:
            self._supervisor.cancel()
        self._wakes_up.stop()
        left = state.snoozed_until - time.time()
        if left > 0:
            self._wakes_up.start(left + 0.01)
        self._announce(state.as_object())

    def _end_snooze(self) -> None:
        # By a clock that nobody sets: where that of the day was put back, it would last longer.
        self._set_state(replace(self._state, snoozed_until=0.0))

    def _look_for_changes(self) -> None:
        changed = self._changes.look()
        if changed.packs or changed.settings:
            self._supervisor.look_again(settings=changed.settings)

    # What clients that watch are told.

    def _on_status(self, status: EngineStatus) -> None:
        self._announce({"engine": _status_object(status)})

    def _announce(self, news: dict[str, Any]) -> None:
        for client in tuple(self._clients):
            if client.watches:
                client.tell({"event": "changed"} | news)


def _status_object(status: EngineStatus) -> dict[str, Any]:
    return {
        "state": status.state.value,
        "pack": status.pack,
        "provider": status.provider,
        "message": status.message,
        "gate": status.gate,
    }


def _most_clients() -> int:
    """Return how many clients leave enough open files for everything else."""
    import resource  # which only systems with Unix sockets have

    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        return _MOST_CLIENTS
    return max(1, min(_MOST_CLIENTS, (allowed - 32) // 2))
