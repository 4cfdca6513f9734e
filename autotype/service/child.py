"""A process that is written to and heard line by line."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from autotype.service.messages import LONGEST, parse_object, to_line


class Child:
    """One process; `run` is its life."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet; `command` is the command line."""
        self._command = tuple(command)
        self._process: asyncio.subprocess.Process | None = None
        self._closing = False

    @property
    def pid(self) -> int | None:
        """The number of the process, once it has been started."""
        return self._process.pid if self._process is not None else None

    async def run(self, started: Callable[[], None], hear: Callable[[dict[str, Any]], None]) -> int:
        """Start the process and hear it out; return its exit code.

        A line that is no object, or for which `hear` raises `ValueError` or `KeyError`, ends
        the process: it can no longer be trusted.

        Raises:
            OSError: It cannot be started.
        """
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST,
        )
        if self._closing:  # it was not wanted any more before it was there
            process.kill()
        started()
        try:
            assert process.stdout is not None  # noqa: S101  # it was asked for
            while line := await process.stdout.readline():
                hear(parse_object(line))
        except (ValueError, KeyError):
            self.kill()
        except asyncio.CancelledError:
            self.kill()
            await process.wait()
            raise
        return await process.wait()

    def send(self, line: dict[str, Any]) -> None:
        """Write a line; one to a process that has ended goes nowhere."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError, RuntimeError):
                self._process.stdin.write(to_line(line))

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
