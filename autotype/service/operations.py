"""What a client's line may ask for, and what all clients share."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from autotype import __version__, paths, settings
from autotype.service.changes import Changes
from autotype.service.connection import Connection, Slot
from autotype.service.feedback import Counts
from autotype.service.messages import answer_object, is_text, read_request
from autotype.service.seen import SeenApplications
from autotype.service.state import State
from autotype.service.supervisor import Supervisor
from autotype.service.timing import Timer
from autotype.text.engine_status import EngineStatus
from autotype.text.suggestion import Suggestion


class Operations:
    """Does what lines ask for; see the README for what they may say."""

    def __init__(
        self,
        supervisor: Supervisor,
        announce: Callable[[dict[str, Any]], None],
        clients: Callable[[], int],
        stop: Callable[[], None],
    ) -> None:
        """Start with nothing asked.

        Args:
            supervisor: The engine's.
            announce: Tells the clients that watch.
            clients: Returns how many there are.
            stop: Ends the service.
        """
        self._supervisor = supervisor
        self._announce = announce
        self._clients = clients
        self._stop = stop
        self._state = State()
        self._counts = Counts()
        self._seen = SeenApplications()
        self._changes = Changes()
        self._started = time.monotonic()
        self._wakes_up = Timer(self._end_snooze)

    def close(self) -> None:
        """Do nothing more by itself."""
        self._wakes_up.stop()

    def suggest(self, slot: Slot, data: dict[str, Any]) -> None:
        """Have a request answered, now or later.

        Raises:
            ValueError: It is none.
        """
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

    def do(self, client: Connection, data: dict[str, Any]) -> dict[str, Any]:
        """Do what a line with an `op` asks for; return the answer.

        Raises:
            ValueError: It asks for nothing that can be done.
            SettingsError: Settings cannot be saved.
        """
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
                return self._state.as_object() | {"engine": status_object(self._supervisor.status)}
            case "feedback":
                if not self._state.off_the_record:
                    self._counts.add(data)
            case "settings":
                return {"settings": self._settings(data.get("set", {}))}
            case "restart":
                self._supervisor.restart()
            case "stop":
                self._stop()
            case _:
                raise ValueError("The field “op” names nothing that the service can do.")
        return {"ok": True}

    def _health(self) -> dict[str, Any]:
        return {
            "autotype": __version__,
            "pid": os.getpid(),
            "engine": status_object(self._supervisor.status)
            | {
                "pid": self._supervisor.pid,
                "starts": self._supervisor.starts,
                "disabled": self._supervisor.disabled,
            },
            "clients": self._clients(),
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


def status_object(status: EngineStatus) -> dict[str, Any]:
    """Return what clients are told of the engine."""
    return {
        "state": status.state.value,
        "pack": status.pack,
        "provider": status.provider,
        "message": status.message,
        "gate": status.gate,
    }
