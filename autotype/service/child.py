"""A process that is written to and heard line by line."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Any

from autotype.logs import describe
from autotype.service.messages import LONGEST, parse_object, to_line

_log = logging.getLogger(__name__)
_LAST_WORDS_S = 1.0


class Child:
    """One process: `start` it, then `run` is its life."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet; `command` is the command line."""
        self._command = tuple(command)
        self._process: asyncio.subprocess.Process | None = None
        self._closing = False
        # What is still to be written: of each kind the newest line, so that a process that
        # does not read costs no more memory however long it is written to.
        self._unsent: dict[object, dict[str, Any]] = {}
        self._more = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """The number of the process, once it has been started."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the process.

        Raises:
            OSError: It cannot be started.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST,
        )
        if self._closing:  # it was not wanted any more before it was there
            self.kill()

    async def run(self, hear: Callable[[dict[str, Any]], None]) -> int:
        """Hear the process out; return its exit code. It does not outlive this call.

        A line that is no object, or with which `hear` fails, ends the process: it can no
        longer be trusted.
        """
        process = self._process
        assert process is not None  # noqa: S101  # `start` comes first
        assert process.stdout is not None  # noqa: S101  # it was asked for
        writing = asyncio.get_running_loop().create_task(self._write())
        try:
            while line := await process.stdout.readline():
                hear(parse_object(line))
            await asyncio.wait_for(process.wait(), _LAST_WORDS_S)
        except TimeoutError:
            pass  # it says nothing any more and yet is there
        except Exception as error:
            _log.error("what the engine says makes no sense: %s", describe(error))
        finally:
            writing.cancel()
            self.kill()
            code = await process.wait()
        return code

    def send(self, line: dict[str, Any]) -> None:
        """Write a line, now or soon, in place of one with the same `do` that was to be written.

        One to a process that has not been started or has ended goes nowhere.
        """
        if self._process is None:
            return
        stdin = self._process.stdin
        if stdin is None:
            return
        if not self._unsent and not stdin.transport.get_write_buffer_size():
            with contextlib.suppress(OSError, RuntimeError):
                stdin.write(to_line(line))
            return
        self._unsent.pop(line["do"], None)
        self._unsent[line["do"]] = line
        self._more.set()

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def close(self, patience: float) -> None:
        """End the process by closing its input; kill it after so many seconds."""
        self._closing = True
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), patience)
        except TimeoutError:
            self.kill()
            await self._process.wait()

    async def _write(self) -> None:
        assert self._process is not None  # noqa: S101  # `run` starts this
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101  # it was asked for
        with contextlib.suppress(OSError, RuntimeError):
            while True:
                await self._more.wait()
                self._more.clear()
                while self._unsent:
                    first = next(iter(self._unsent))
                    stdin.write(to_line(self._unsent.pop(first)))
                    await stdin.drain()
