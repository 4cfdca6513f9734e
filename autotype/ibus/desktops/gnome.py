"""GNOME Shell, which is the client of IBus for every window of Wayland.

It tells no program which window has the focus. What helps is what programs say of themselves
to those who read screens aloud (AT-SPI): programs with GTK always do, others only while a
screen reader runs. They are asked, and told nothing to do, when a field gets the focus.
"""

import asyncio
import contextlib
import logging
from typing import Any

from dbus_fast import BusType, DBusError
from dbus_fast.aio import MessageBus

from autotype.ibus.desktops.calls import call

_log = logging.getLogger(__name__)

GNOME_SHELL = "gnome-shell"
"""The name of GNOME Shell, as a client of IBus and among those that AT-SPI knows."""

_SHELL = ("org.gnome.Shell", "/org/gnome/Shell")
_ACCESSIBILITY = ("org.a11y.Bus", "/org/a11y/bus")
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_CHILDREN = f"{_ACCESSIBLE}.GetChildren"
_STATE = f"{_ACCESSIBLE}.GetState"
_ACTIVE = 1 << 1
_MOST = 64
# Programs say that a window is active, or is not any more, a moment after the Shell says so.
_TRIES, _PAUSE_S = 3, 0.05
# One program that hangs must not hide the others.
_PATIENCE_S = 0.15

_Place = tuple[str, str]


class GnomeShell:
    """Asks GNOME Shell and the programs, on the buses of the session."""

    def __init__(self) -> None:
        """Connect when asked for the first time."""
        self._session: MessageBus | None = None
        self._programs: MessageBus | None = None
        self._connecting = asyncio.Lock()

    async def names(self) -> tuple[str, ...]:
        """Return what the program with the focus is called, `GNOME_SHELL` for its own fields.

        None is returned if it does not tell, and if more than one say that they are it.
        """
        try:
            buses = await self._connect()
            for _ in range(_TRIES):
                await asyncio.sleep(_PAUSE_S)
                found = await _look(*buses)
                if found:
                    return found if len(found) == 1 else ()
        except (OSError, EOFError, ValueError, DBusError) as error:
            _log.info("programs do not say which of them is in front: %s", type(error).__name__)
            await self.close()
        return ()

    async def close(self) -> None:
        """Ask no more until asked again."""
        buses, self._session, self._programs = (self._session, self._programs), None, None
        for bus in filter(None, buses):
            bus.disconnect()
            with contextlib.suppress(OSError, EOFError):
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _connect(self) -> tuple[MessageBus, MessageBus]:
        async with self._connecting:
            if self._session is None or not self._session.connected:
                self._session = await MessageBus(bus_type=BusType.SESSION).connect()
            if self._programs is None or not self._programs.connected:
                method = "org.a11y.Bus.GetAddress"
                address = await call(self._session, _ACCESSIBILITY, method, "s")
                if not address.startswith("unix:"):
                    raise ValueError("the programs' bus is not on this machine")
                self._programs = await MessageBus(bus_address=address).connect()
            return self._session, self._programs


async def _look(session: MessageBus, programs: MessageBus) -> tuple[str, ...]:
    # All keys go to the Shell's search while the overview is shown.
    if await _property(session, _SHELL, "org.gnome.Shell", "OverviewActive") is True:
        return (GNOME_SHELL,)
    found = await call(programs, _REGISTRY, _CHILDREN, "a(so)")
    asked = [_name_if_active(programs, tuple(place)) for place in found[:_MOST]]
    return tuple(filter(None, await asyncio.gather(*asked)))


async def _name_if_active(bus: MessageBus, program: _Place) -> str:
    """Return the name of a program that has the active window, else nothing."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            windows = await call(bus, program, _CHILDREN, "a(so)")
            asked = [call(bus, tuple(place), _STATE, "au") for place in windows[:_MOST]]
            if not any(state and state[0] & _ACTIVE for state in await asyncio.gather(*asked)):
                return ""
            return str(await _property(bus, program, _ACCESSIBLE, "Name"))
    except (DBusError, TimeoutError):
        return ""  # it has gone, or has other things to do


async def _property(bus: MessageBus, place: _Place, interface: str, name: str) -> Any:
    method = "org.freedesktop.DBus.Properties.Get"
    return (await call(bus, place, method, "v", interface, name)).value
