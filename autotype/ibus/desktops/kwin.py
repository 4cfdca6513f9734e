"""KWin, the compositor of Plasma on Wayland, by a script that it runs for each question.

It has no other way to ask which window is active. The script only calls back, and is taken out
again at once.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from dbus_fast import BusType, DBusError, Message, MessageType
from dbus_fast.aio import MessageBus

from autotype.ibus.desktops.calls import call

_log = logging.getLogger(__name__)
_KWIN = "org.kde.KWin"
_SCRIPTING = (_KWIN, "/Scripting")
_SCRIPTS = "org.kde.kwin.Scripting"
_NAME = "autotype-front"
_PATH, _INTERFACE, _METHOD = "/org/autotype/Front", "org.autotype.Front", "Names"
# KWin 6 says “window” where KWin 5 said “client”.
_SCRIPT = """
const front = workspace.activeWindow || workspace.activeClient;
const names = front ? [front.resourceName, front.desktopFileName, front.resourceClass] : [];
callDBus("{bus}", "{path}", "{interface}", "{method}", names.map(String).join("\\n"));
"""


def is_plasma_on_wayland(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether KWin is the compositor of this session."""
    desktops = environment.get("XDG_CURRENT_DESKTOP", "").split(":")
    return "KDE" in desktops and bool(environment.get("WAYLAND_DISPLAY"))


class KWin:
    """Asks KWin, on the bus of the session."""

    def __init__(self) -> None:
        """Connect when asked for the first time."""
        self.usable = is_plasma_on_wayland()
        self._bus: MessageBus | None = None
        self._asking = asyncio.Lock()

    async def names(self) -> tuple[str, ...]:
        """Return what the active window is called; none if KWin does not tell."""
        async with self._asking:
            try:
                if self._bus is None or not self._bus.connected:
                    self._bus = await MessageBus(bus_type=BusType.SESSION).connect()
                return await _ask(self._bus)
            except (OSError, EOFError, ValueError, DBusError) as error:
                _log.info("KWin does not say which window is active: %s", type(error).__name__)
                return ()

    async def close(self) -> None:
        """Ask no more."""
        if self._bus is not None:
            self._bus.disconnect()
            with contextlib.suppress(OSError, EOFError):
                await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def _ask(bus: MessageBus) -> tuple[str, ...]:
    method = "org.freedesktop.DBus.GetNameOwner"
    kwin = await call(bus, ("org.freedesktop.DBus", "/org/freedesktop/DBus"), method, "s", _KWIN)
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL or message.path != _PATH:
            return False
        # Anybody may call; only KWin is believed.
        if message.sender == kwin and message.signature == "s" and not answer.done():
            answer.set_result(message.body[0])
        return Message.new_method_return(message)

    bus.add_message_handler(hear)
    try:
        with _script(bus) as file:
            # One that was left behind keeps its name.
            await call(bus, _SCRIPTING, f"{_SCRIPTS}.unloadScript", "b", _NAME)
            await call(bus, _SCRIPTING, f"{_SCRIPTS}.loadScript", "i", file, _NAME)
            await call(bus, _SCRIPTING, f"{_SCRIPTS}.start", "")
            found = await answer
        await call(bus, _SCRIPTING, f"{_SCRIPTS}.unloadScript", "b", _NAME)
    finally:
        bus.remove_message_handler(hear)
    return tuple(dict.fromkeys(name for name in found.split("\n") if name))


@contextlib.contextmanager
def _script(bus: MessageBus) -> Iterator[str]:
    """Write what KWin is to run into a file, and remove that."""
    folder = os.environ.get("XDG_RUNTIME_DIR")
    text = _SCRIPT.format(bus=bus.unique_name, path=_PATH, interface=_INTERFACE, method=_METHOD)
    with NamedTemporaryFile("w", suffix=".js", prefix="autotype-", dir=folder) as file:
        file.write(text)
        file.flush()
        yield str(Path(file.name))
