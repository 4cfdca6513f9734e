"""Talking to GNOME Shell: scripts through the test's own extension, keys by its remote desktop."""

import asyncio
import json
import threading
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

Anything = TypeVar("Anything")

_LEFT_BUTTON = 0x110
_HELD_S = 0.035
_HELD_TOGETHER_S = 0.1


class ShellError(Exception):
    """The Shell did not do what it was asked for."""


class Shell:
    """A connection to the Shell, on a thread of its own: a remote desktop ends with it."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._session = ""
        self._bus = self._wait(self._connect(address))

    async def _connect(self, address: str) -> MessageBus:
        return await MessageBus(bus_address=address).connect()

    def _wait(self, work: Coroutine[Any, Any, Anything]) -> Anything:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def _call(self, name: str, path: str, method: str, signature: str = "", *values: Any) -> Any:
        interface, _, member = method.rpartition(".")
        message = Message(name, path, interface, member, signature=signature, body=list(values))
        answer = self._wait(self._bus.call(message))
        assert answer is not None
        if answer.message_type is MessageType.ERROR:
            raise ShellError(f"{method}: {answer.body}")
        return answer.body[0] if answer.body else None

    def evaluate(self, code: str) -> Any:
        answer = self._call(
            "org.gnome.Shell", "/org/autotype/Bed", "org.autotype.Bed.Eval", "s", code
        )
        well, value = json.loads(answer)
        if not well:
            raise ShellError(f"{code}: {value}")
        return value

    def begin(self) -> None:
        name, path = "org.gnome.Mutter.RemoteDesktop", "/org/gnome/Mutter/RemoteDesktop"
        self._session = self._call(name, path, f"{name}.CreateSession")
        self._tell("Start")

    def _tell(self, method: str, signature: str = "", *values: Any) -> None:
        name = "org.gnome.Mutter.RemoteDesktop"
        self._call(name, self._session, f"{name}.Session.{method}", signature, *values)

    def tap(self, keys: list[int]) -> None:
        """Press keys one after another, and let them go as late as a person does."""
        # By their codes: the Shell presses no Shift for a keysym that needs one. And it gives a
        # key to the program when the input method has answered, with the modifiers of then; so
        # the keys before get the time to arrive.
        together = len(keys) > 1
        if together:
            time.sleep(_HELD_TOGETHER_S)
        for key in keys:
            self._tell("NotifyKeyboardKeycode", "ub", key, True)
        time.sleep(_HELD_TOGETHER_S if together else _HELD_S)
        for key in reversed(keys):
            self._tell("NotifyKeyboardKeycode", "ub", key, False)

    def move(self, x: int, y: int) -> None:
        self._tell("NotifyPointerMotionRelative", "dd", float(x), float(y))

    def click(self) -> None:
        for down in (True, False):
            self._tell("NotifyPointerButton", "ib", _LEFT_BUTTON, down)
            time.sleep(0.03)

    def end(self) -> None:
        self._bus.disconnect()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()
