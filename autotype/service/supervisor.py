"""Keeps an engine process: starts it, watches it, kills it when it hangs, lets it go when idle.

Every request gets exactly one final answer, whatever happens to the process. One that
brings the engine down is tried once more in a new process, and then answered as failed.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autotype.processes import own_command
from autotype.service.child import Child
from autotype.service.messages import answer_object, request_object
from autotype.service.timing import Limits, Timer
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion

ENGINE = own_command("serve", "--engine")

Reply = Callable[[dict[str, Any]], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Pending:
    request: Request
    reply: Reply
    tries: int = 0


class Supervisor:
    """One engine process at most, and what it has been asked. Lives in one event loop.

    Attributes:
        status: What the engine says of itself; RESTING while there is no process.
        starts: How many processes have been started.
        disabled: Whether it failed too often; `restart` enables it.
    """

    def __init__(
        self,
        on_status: Callable[[EngineStatus], None],
        limits: Limits | None = None,
        command: Sequence[str] = ENGINE,
    ) -> None:
        """Start nothing yet.

        Args:
            on_status: Gets every change of the engine's state.
            limits: When to lose patience; the defaults if None.
            command: The command line of the engine's process.
        """
        self.status = EngineStatus(EngineState.RESTING)
        self.starts = 0
        self.disabled = False
        self._on_status = on_status
        self._limits = limits or Limits()
        self._command = tuple(command)
        self._child: Child | None = None
        self._wanted = False
        self._keeper: asyncio.Task[None] | None = None
        self._endings: set[asyncio.Task[None]] = set()
        self._pending: dict[int, _Pending] = {}
        self._revision = 0
        self._failures: deque[float] = deque(maxlen=self._limits.failures)
        self._patience = Timer(self._lose_patience)
        self._idle = Timer(self._go_idle)
        self._warned = False

    @property
    def pid(self) -> int | None:
        """The engine's process, if there is one."""
        return self._child.pid if self._child is not None else None

    # What others want.

    def ask(self, request: Request, reply: Reply) -> None:
        """Ask for a suggestion; a newer request overtakes those before it.

        Args:
            request: What is asked; its revision is not used.
            reply: Gets the answers as JSON objects, the last of them with `final`.
        """
        self._revision += 1
        pending = _Pending(replace(request, revision=self._revision), reply)
        refusal = self._refusal()
        if refusal is not None:
            _answer(pending, refusal)
            return
        self._pending[self._revision] = pending
        self.wake()
        if self.status.state is EngineState.READY:
            self._send_newest()
        self._be_patient()

    def cancel(self) -> None:
        """Answer everything that is open; nothing of it is wanted any more."""
        self._answer_all(Silence.OVERTAKEN)
        self._send({"do": "cancel"})
        self._be_patient()

    def wake(self) -> None:
        """Have the engine ready soon, since somebody is about to type."""
        if self.disabled:
            return
        self._wanted = True
        self._idle.start(self._limits.idle)
        if self._keeper is None:
            self._keeper = asyncio.get_running_loop().create_task(self._keep())

    def look_again(self, *, settings: bool) -> None:
        """Look for another pack, or open the pack anew if the settings have changed."""
        if self._child is None:
            return
        if self.status.state is EngineState.READY and not settings:
            self._send({"do": "swap"})
            return
        self._answer_all(Silence.LOADING)
        self._set_status(EngineStatus(EngineState.LOADING))
        self._send({"do": "reopen"})
        self._be_patient()

    def restart(self) -> None:
        """Enable an engine that had failed too often, and start it."""
        self.disabled = False
        self._failures.clear()
        if self._child is None:
            self._set_status(EngineStatus(EngineState.RESTING))
        elif self.status.state is not EngineState.READY:
            self.look_again(settings=True)
        self.wake()

    async def stop(self) -> None:
        """End the process; nothing can be asked any more."""
        self.disabled, self._wanted = True, False
        self._answer_all(Silence.NO_MODEL)
        self._idle.stop()
        await self._let_go()
        if self._keeper is not None:
            await self._keeper

    # The process.

    async def _keep(self) -> None:
        """Keep a process as long as one is wanted."""
        try:
            while self._wanted and not self.disabled:
                child = self._child = Child(self._command)
                self._set_status(EngineStatus(EngineState.LOADING))
                code = await child.run(self._started, self._hear)
                if self._child is child:
                    self._child = None
                    self._failed(code)
        except OSError as error:
            self._disable(f"The engine cannot be started ({error.strerror}).")
        finally:
            self._keeper = None

    def _started(self) -> None:
        self.starts += 1
        self._be_patient()

    def _failed(self, code: int) -> None:
        """Deal with a process that ended by itself or was killed."""
        now = asyncio.get_running_loop().time()
        self._failures.append(now)
        self._calm()
        _log.warning("the engine ended unexpectedly (exit code %s)", code)
        often = len(self._failures) == self._limits.failures
        if often and now - self._failures[0] <= self._limits.within:
            self._disable(
                "The model failed several times in a row and was switched off; "
                "choose “Start again” to try it once more."
            )
            return
        newest = self._pending.popitem()[1] if self._pending else None
        self._answer_all(Silence.OVERTAKEN)
        if newest is not None and newest.tries < 1:
            self._pending[newest.request.revision] = replace(newest, tries=newest.tries + 1)
        elif newest is not None:
            _answer(newest, Silence.FAILED)

    def _disable(self, message: str) -> None:
        self.disabled = True
        self._child = None
        self._answer_all(Silence.FAILED)
        self._set_status(EngineStatus(EngineState.FAILED, message=message))

    async def _let_go(self) -> None:
        """End the process in peace, and give its memory back."""
        child, self._child = self._child, None
        self._calm()
        if not self.disabled:
            self._set_status(EngineStatus(EngineState.RESTING))
        if child is not None:
            await child.close(self._limits.hard)

    # What the process says.

    def _hear(self, said: dict[str, Any]) -> None:
        self._calm()
        if said["say"] == "status":
            self._hear_status(said)
        else:
            self._hear_answer(said)
        self._be_patient()

    def _hear_status(self, said: dict[str, Any]) -> None:
        names = ("pack", "provider", "message", "gate")
        status = EngineStatus(EngineState(said["state"]), *(str(said[name]) for name in names))
        was_ready = self.status.state is EngineState.READY
        self._set_status(status)
        if status.state is EngineState.READY and not was_ready:
            self._send_newest()
        elif status.state is EngineState.FAILED and was_ready:
            self._kill()  # a fresh process may do better
        elif status.state is EngineState.FAILED:
            self._answer_all(Silence.FAILED)
        elif status.state is EngineState.MISSING:
            self._answer_all(Silence.NO_MODEL)

    def _hear_answer(self, said: dict[str, Any]) -> None:
        revision = int(said["revision"])
        pending = self._pending.get(revision)
        if pending is None or (said["reason"] == Silence.FAILED and pending.tries < 1):
            return  # of a failure a status follows, and a new process that tries again
        pending.reply({name: said[name] for name in said if name not in ("say", "revision")})
        if said["final"]:
            del self._pending[revision]
            for older in [number for number in self._pending if number < revision]:
                _answer(self._pending.pop(older), Silence.OVERTAKEN)

    # Patience.

    def _be_patient(self) -> None:
        """Start to wait for what the engine says next.

        Requests do not move the end of the waiting; only what the engine says does.
        """
        loading = self.status.state is EngineState.LOADING
        if self._child is None or not (self._pending or loading):
            self._calm()
        elif not self._patience.running:
            self._patience.start(self._limits.loading if loading else self._limits.soft)

    def _calm(self) -> None:
        self._warned = False
        self._patience.stop()

    def _lose_patience(self) -> None:
        if self._warned or self.status.state is EngineState.LOADING:
            _log.warning("the engine hangs and is killed")
            self._kill()
            return
        _log.warning("the engine takes too long")
        self._warned = True
        self._send({"do": "give_up"})
        self._send_newest()
        self._patience.start(self._limits.hard)

    def _go_idle(self) -> None:
        if self._child is None or self._pending:
            return
        _log.info("the engine was idle and has been ended")
        self._wanted = False
        ending = asyncio.get_running_loop().create_task(self._let_go())
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)

    # Small things.

    def _refusal(self) -> Silence | None:
        """Return why a request cannot even be asked now."""
        if self.disabled or self.status.state is EngineState.FAILED:
            return Silence.FAILED
        return Silence.NO_MODEL if self.status.state is EngineState.MISSING else None

    def _send(self, line: dict[str, Any]) -> None:
        if self._child is not None:
            self._child.send(line)

    def _send_newest(self) -> None:
        for pending in tuple(self._pending.values())[-1:]:
            request = pending.request
            self._send({"do": "ask", "revision": request.revision} | request_object(request))

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _answer_all(self, reason: Silence) -> None:
        for pending in self._pending.values():
            _answer(pending, reason)
        self._pending.clear()

    def _set_status(self, status: EngineStatus) -> None:
        if status != self.status:
            self.status = status
            self._on_status(status)


def _answer(pending: _Pending, reason: Silence) -> None:
    pending.reply(answer_object(None, Suggestion(pending.request, reason=reason)))
