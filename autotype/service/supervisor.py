"""Keeps an engine process: starts it, watches it, kills it when it hangs, lets it go when idle.

Every request gets exactly one final answer, whatever happens to the process. One that
brings the engine down is tried once more in a new process, and then answered as failed.
At most two are open: what the engine may be working on, and the newest.
"""

import asyncio
import errno
import logging
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from autotype.processes import own_command
from autotype.service.asked import Asked, OpenRequests, Reply
from autotype.service.child import Child
from autotype.service.messages import request_object
from autotype.service.timing import Limits, Timer
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request
from autotype.text.suggestion import Silence
from autotype.translation import tr

ENGINE = own_command("serve", "--engine")

_log = logging.getLogger(__name__)

# Starting fails for good where the program is not there or may not be run. Everything else,
# such as too many open files, may pass.
_FOR_GOOD = frozenset(
    (
        *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
        *(errno.EACCES, errno.EPERM, errno.ENOEXEC, errno.EINVAL),
    )
)
_FAREWELL_S = 1.0


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
        self._asked = OpenRequests()
        self._failures: deque[float] = deque(maxlen=self._limits.failures)
        self._patience = Timer(self._lose_patience)
        self._idle = Timer(self._go_idle)
        self._warned = False
        self._stopped = False

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
        refusal = self._refusal()
        if refusal is not None:
            Asked(request, reply).refuse(refusal)
            return
        ready = self.status.state is EngineState.READY
        self._asked.add(request, reply, works=ready and not self._warned)
        self.wake()
        if ready:
            self._send_newest()
        self._be_patient()

    def cancel(self) -> None:
        """Answer everything that is open; nothing of it is wanted any more."""
        self._asked.refuse_all(Silence.OVERTAKEN)
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
        self._asked.refuse_all(Silence.LOADING)
        self._set_status(EngineStatus(EngineState.LOADING))
        self._send({"do": "reopen"})
        self._be_patient()

    def restart(self) -> None:
        """Enable an engine that had failed too often, and start it."""
        if self._stopped:
            return
        self.disabled = False
        self._failures.clear()
        if self._child is None:
            self._set_status(EngineStatus(EngineState.RESTING))
        elif self.status.state is not EngineState.READY:
            self.look_again(settings=True)
        self.wake()

    async def stop(self) -> None:
        """End the process; nothing can be asked any more."""
        self._stopped = self.disabled = True
        self._wanted = False
        self._asked.refuse_all(Silence.NO_MODEL)
        self._idle.stop()
        await self._let_go(min(_FAREWELL_S, self._limits.hard))
        if self._keeper is not None:
            await self._keeper

    # The process.

    async def _keep(self) -> None:
        """Keep a process as long as one is wanted."""
        try:
            while self._wanted and not self.disabled:
                child = self._child = Child(self._command)
                self._set_status(EngineStatus(EngineState.LOADING))
                try:
                    await child.start()
                except (OSError, RuntimeError) as error:
                    self._could_not_start(error)
                    return
                self._started()
                code = await child.run(partial(self._hear, child))
                if self._child is child:
                    self._child = None
                    self._failed(code)
        finally:
            self._keeper = None

    def _started(self) -> None:
        self.starts += 1
        self._be_patient()

    def _could_not_start(self, error: OSError | RuntimeError) -> None:
        """Leave the engine alone where there is no hope; else the next request tries again."""
        why = (error.strerror if isinstance(error, OSError) else "") or str(error)
        _log.error("the engine cannot be started (%s)", why)
        if isinstance(error, OSError) and error.errno in _FOR_GOOD:
            self._disable(tr("The engine cannot be started ({why}).", why=why))
            return
        self._child = None
        self._calm()
        message = tr(
            "The engine could not be started just now ({why}); it is tried again.", why=why
        )
        self._set_status(EngineStatus(EngineState.RESTING, message=message))
        self._asked.refuse_all(Silence.FAILED)

    def _failed(self, code: int) -> None:
        """Deal with a process that ended by itself or was killed."""
        now = asyncio.get_running_loop().time()
        self._failures.append(now)
        self._calm()
        _log.warning("the engine ended unexpectedly (exit code %s)", code)
        often = len(self._failures) == self._limits.failures
        if often and now - self._failures[0] <= self._limits.within:
            self._disable(
                tr(
                    "The model failed several times in a row and was switched off; choose “Start "
                    "again” to try it once more."
                )
            )
            return
        self._asked.try_again()

    def _disable(self, message: str) -> None:
        self.disabled = True
        self._child = None
        self._set_status(EngineStatus(EngineState.FAILED, message=message))
        self._asked.refuse_all(Silence.FAILED)

    async def _let_go(self, patience: float) -> None:
        """End the process in peace, and give its memory back."""
        child, self._child = self._child, None
        self._calm()
        if not self.disabled:
            self._set_status(EngineStatus(EngineState.RESTING))
        if child is not None:
            await child.close(patience)

    # What the process says.

    def _hear(self, child: Child, said: dict[str, Any]) -> None:
        if child is not self._child:
            return  # it is on its way out
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
            self._asked.refuse_all(Silence.FAILED)
        elif status.state is EngineState.MISSING:
            self._asked.refuse_all(Silence.NO_MODEL)

    def _hear_answer(self, said: dict[str, Any]) -> None:
        answer = {name: said[name] for name in said if name not in ("say", "revision")}
        self._asked.hear(int(said["revision"]), answer)

    # Patience.

    def _be_patient(self) -> None:
        """Start to wait for what the engine says next.

        Requests do not move the end of the waiting; only what the engine says does.
        """
        loading = self.status.state is EngineState.LOADING
        if self._child is None or not (self._asked or loading):
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
        self._asked.keep_newest()
        self._send({"do": "give_up"})
        self._send_newest()
        self._patience.start(self._limits.hard)

    def _go_idle(self) -> None:
        if self._child is None:
            return
        if self._asked:  # it is slow, not idle
            self._idle.start(self._limits.idle)
            return
        _log.info("the engine was idle and has been ended")
        self._wanted = False
        ending = asyncio.get_running_loop().create_task(self._let_go(self._limits.hard))
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
        newest = self._asked.newest
        if newest is not None:
            said = {"do": "ask", "revision": newest.request.revision}
            self._send(said | request_object(newest.request))

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _set_status(self, status: EngineStatus) -> None:
        if status != self.status:
            self.status = status
            self._on_status(status)
