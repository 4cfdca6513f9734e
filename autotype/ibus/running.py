"""The input method's process: it connects IBus with the service."""

import asyncio
import logging
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol
from weakref import WeakSet

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusObjectPath, DBusStr
from dbus_fast.errors import DBusError
from dbus_fast.service import ServiceInterface, dbus_method

from autotype import paths
from autotype.assistant.field import Field
from autotype.assistant.front import Screen
from autotype.assistant.modes import FieldOptions, Mode
from autotype.assistant.treatment import Treatment
from autotype.errors import AutotypeError
from autotype.ibus import wire
from autotype.ibus.context import NO_CLIENT
from autotype.ibus.counting import Counting
from autotype.ibus.desktops.front import Desktop
from autotype.ibus.engine import Engine
from autotype.ibus.learning import Learning, Wanted, rules_now
from autotype.ibus.popup import CaretPopup, PopupProcess, key_that_takes, may_place_windows
from autotype.ibus.shortcuts import OwnShortcuts
from autotype.ibus.treating import Treating
from autotype.learning.learner import Learner
from autotype.learning.store import Store
from autotype.numbers.keeper import Keeper
from autotype.service.client import Client
from autotype.service.state import State
from autotype.settings import ChangingSettings, Settings
from autotype.text.dialogue.moment import Moment
from autotype.text.suggestion import Silence

_log = logging.getLogger(__name__)
_PATIENCE_S = 10.0
_KEEPS_S = 1.5
# The event loop waits in whole milliseconds, rounded up; so much less, and it is as often early.
_ROUNDED_S = 0.0005


class IBusError(AutotypeError):
    """IBus cannot be reached."""


class TreatedScreen(Screen, Protocol):
    """The screen of a field whose application may turn out to want another treatment."""

    @property
    def treatment(self) -> Treatment:
        """How the application that has the focus is treated."""

    def treat(self, treatment: Treatment) -> None:
        """Treat the application that has the focus otherwise from now on."""


class Assistant:
    """All fields of one session, and the service behind them."""

    def __init__(self) -> None:
        """Connect to the service when the first field gets the focus."""
        self._settings = ChangingSettings(paths.settings_file())
        chosen = self._settings.now
        self._options = _options(chosen)
        self._treating = Treating(Mode(chosen.elsewhere))
        self._client = Client(self._on_news)
        self._desktop = Desktop()
        self._popup = PopupProcess(may_place_windows())
        self._take_key = key_that_takes(chosen.keys)
        self._fields: dict[Field, Counting] = {}
        self._popups: WeakSet[CaretPopup] = WeakSet()
        self._keeper = Keeper(paths.numbers_file())
        # The engine that is asked runs in another process, so nothing is held in memory here.
        self._learner = Learner(Store(paths.learned()), rules_now, None)
        self._shortcuts = OwnShortcuts(self._learner, self._fields)
        self._learns = Wanted()
        self._learning: dict[Field, Learning] = {}
        self._state = State()

    def make_field(self, screen: TreatedScreen) -> Field:
        """Return the field of a new engine."""
        field = Field(
            screen,
            self._client.ask,
            self._toggle_pause,
            lambda event, text: self._client.send("feedback", event=event, text=text),
            _later,
            self._options,
            left_over=lambda: self._left_over(screen),
        )
        field.pause(self._state.silence())
        self._shortcuts.give(field)
        counting = self._fields[field] = Counting(self._keeper, lambda: self._state.off_the_record)
        learning = self._learning[field] = Learning(
            self._learner, lambda: self._state.off_the_record, self._learns
        )

        def note(application: str, moment: Moment) -> None:
            self._learner.glance()
            counting.note(application, moment)
            learning.note(application, moment)

        field.note = note
        return field

    def make_popup(
        self, otherwise: Callable[[str, str], None], pressed: Callable[[], None]
    ) -> CaretPopup:
        """Return the pop-up of a new engine; there is one window for all."""
        loop = asyncio.get_running_loop()
        popup = CaretPopup(self._popup, self._take_key, loop.call_later, otherwise, pressed)
        self._popups.add(popup)
        return popup

    def drop_field(self, field: Field) -> None:
        """Forget the field of an engine that is gone."""
        field.blur()
        counting = self._fields.pop(field, None)
        if counting is not None:
            counting.save()
        learning = self._learning.pop(field, None)
        if learning is not None:
            learning.save()

    async def treatment_of(self, client: str) -> Treatment:
        """Return how the application in front is treated."""
        if client == NO_CLIENT:
            return Treatment(Mode.OFF)
        self._client.send("wake")
        if self._settings.look():
            self._use(self._settings.now)
        front = await self._desktop.in_front(client)
        if not front.is_application:
            return Treatment(Mode.OFF)
        found = self._treating.treatment(front.names)
        if not front.is_known:
            found = replace(found, must_report=True)
        self._client.send("seen", application=found.application)
        return found

    def _left_over(self, engine: TreatedScreen) -> None:
        """Show ghosts elsewhere in an application that has made one a part of its text."""
        changed = self._treating.switch(engine.treatment)
        if changed is not engine.treatment:
            _log.warning("“%s” inserted a ghost; it gets a pop-up", changed.application)
            engine.treat(changed)

    def _use(self, chosen: Settings) -> None:
        """Go on by other settings, in the fields that there are as well."""
        self._options = _options(chosen)
        self._take_key = key_that_takes(chosen.keys)
        self._treating.otherwise = Mode(chosen.elsewhere)
        for field in self._fields:
            field.set_options(self._options)
        for popup in self._popups:
            popup.key = self._take_key

    async def close(self) -> None:
        """Keep what was counted, and end the connection to the service."""
        for counting in self._fields.values():
            counting.save()
        for learning in self._learning.values():
            learning.save()
        await asyncio.to_thread(self._keeper.stop, _KEEPS_S)
        await asyncio.to_thread(self._learner.stop, _KEEPS_S)
        await self._desktop.close()
        await self._popup.close()
        await self._client.close()

    def _toggle_pause(self) -> None:
        self._client.send("state", paused=self._state.silence() is None)

    def _on_news(self, news: dict[str, Any]) -> None:
        if "paused" not in news:
            return
        self._state = State(news["paused"], news["snoozed_until"], news["off_the_record"])
        silence: Silence | None = self._state.silence()
        for field in self._fields:
            field.pause(silence)


def _options(chosen: Settings) -> FieldOptions:
    return FieldOptions(chosen.keys, chosen.take_after_ms / 1000, mid_line=chosen.mid_line)


class _Life(ServiceInterface):
    """How IBus ends an engine."""

    def __init__(self, assistant: Assistant, bus: MessageBus, path: str, engine: Engine) -> None:
        super().__init__("org.freedesktop.IBus.Service")
        self._assistant, self._bus, self._path, self._engine = assistant, bus, path, engine

    @dbus_method()
    def Destroy(self) -> None:
        """End the engine."""
        self._assistant.drop_field(self._engine.field)
        self._bus.unexport(self._path, self._engine)
        self._bus.unexport(self._path, self)


class _Factory(ServiceInterface):
    """What IBus asks for engines."""

    def __init__(self, bus: MessageBus, assistant: Assistant) -> None:
        super().__init__("org.freedesktop.IBus.Factory")
        self._bus, self._assistant = bus, assistant
        self._made = 0

    @dbus_method()
    def CreateEngine(self, engine_name: DBusStr) -> DBusObjectPath:
        """Make an engine; return where it is."""
        if engine_name != wire.ENGINE_NAME:
            raise DBusError("org.freedesktop.IBus.NoEngine", "There is no such engine here.")
        self._made += 1
        path = f"{wire.ENGINE_PATH}/{self._made}"
        assistant = self._assistant
        engine = Engine(assistant.make_field, assistant.treatment_of, assistant.make_popup)
        self._bus.export(path, engine)
        self._bus.export(path, _Life(self._assistant, self._bus, path, engine))
        return path


def run_ibus() -> None:
    """Be an input method until IBus ends.

    Raises:
        IBusError: IBus cannot be reached.
    """
    asyncio.run(_run(_address()))


async def _run(address: str) -> None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            bus = await MessageBus(bus_address=address).connect()
    except (OSError, DBusError, ValueError) as error:  # `TimeoutError` is an `OSError`
        raise IBusError(
            "IBus does not answer; start it with “ibus-daemon --xim --daemonize” and try again."
        ) from error
    assistant = Assistant()
    bus.export(wire.FACTORY_PATH, _Factory(bus, assistant))
    await bus.request_name(wire.BUS_NAME)
    _log.info("the input method is ready")
    try:
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
    except (OSError, EOFError):
        pass  # IBus is gone, which is how this ends
    finally:
        await assistant.close()


def _address() -> str:
    """Return where IBus's own bus is."""
    given = os.environ.get("IBUS_ADDRESS")
    if given:
        return given
    try:
        done = subprocess.run(["ibus", "address"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IBusError("IBus is not installed; install the package “ibus”.") from error
    address = done.stdout.strip()
    if done.returncode != 0 or not address or address == "(null)":
        raise IBusError(
            "IBus is not running; start it with “ibus-daemon --xim --daemonize” and try again."
        )
    return address


def _later(seconds: float, work: Callable[[], None]) -> asyncio.TimerHandle:
    """Do something in so many seconds, give or take half a millisecond."""
    return asyncio.get_running_loop().call_later(max(0.0, seconds - _ROUNDED_S), work)
