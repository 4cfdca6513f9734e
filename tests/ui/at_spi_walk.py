"""Looks at every window as a screen reader does, through AT-SPI, and writes down what is there.

    dbus-run-session -- python -m tests.ui.at_spi_walk REPORT

The report is JSON: for each scene a list of what is shown, each with its role, name, states and
the place of its parent in the list, and the announcements that came.
"""

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
STATES = {"enabled": 8, "focusable": 11, "focused": 12, "showing": 25}
_MOST = 3000


@dataclass(slots=True)
class Seen:
    """Something that a screen reader sees."""

    role: str
    name: str
    states: list[str]
    actions: list[str]
    parent: int


@dataclass(slots=True)
class Report:
    scenes: dict[str, list[Seen]] = field(default_factory=dict)
    announced: list[str] = field(default_factory=list)


async def call(
    bus: MessageBus, to: tuple[str, str], method: str, body: str = "", *args: Any
) -> Any:
    interface, _, member = method.rpartition(".")
    message = Message(
        destination=to[0],
        path=to[1],
        interface=interface,
        member=member,
        signature=body,
        body=list(args),
    )
    reply = await asyncio.wait_for(bus.call(message), 20)
    if reply is None or reply.message_type is MessageType.ERROR:
        raise OSError(f"{method}: {reply and reply.body}")
    return reply.body[0] if reply.body else None


async def get(bus: MessageBus, to: tuple[str, str], interface: str, name: str) -> Any:
    found = await call(bus, to, "org.freedesktop.DBus.Properties.Get", "ss", interface, name)
    return found.value


async def look(bus: MessageBus, place: tuple[str, str], parent: int, seen: list[Seen]) -> None:
    states = await call(bus, place, f"{ACCESSIBLE}.GetState")
    named = [name for name, bit in STATES.items() if states[0] & (1 << bit)]
    actions: list[str] = []
    interfaces = await call(bus, place, f"{ACCESSIBLE}.GetInterfaces")
    if "org.a11y.atspi.Action" in interfaces:
        found = await call(bus, place, "org.a11y.atspi.Action.GetActions")
        actions = [action[0] for action in found]
    role = await call(bus, place, f"{ACCESSIBLE}.GetRoleName")
    name = await get(bus, place, ACCESSIBLE, "Name")
    at = len(seen)
    seen.append(Seen(role, name, named, actions, parent))
    assert at < _MOST
    if "showing" in named or parent < 0 or role in ("application", "menu bar"):
        for child in await call(bus, place, f"{ACCESSIBLE}.GetChildren"):
            await look(bus, tuple(child), at, seen)


async def main(report: Path) -> None:
    session = await MessageBus(bus_type=BusType.SESSION).connect()
    address = await call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus.GetAddress")
    bus = await MessageBus(bus_address=address).connect()
    found = Report()

    def hear(message: Message) -> None:
        if message.member == "Announcement":
            found.announced.append(str(message.body[3].value))

    bus.add_message_handler(hear)
    daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
    rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='Announcement'"
    await call(bus, daemon, "org.freedesktop.DBus.AddMatch", "s", rule)
    events = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
    what = ("object:announcement", [], "")
    await call(bus, events, "org.a11y.atspi.Registry.RegisterEvent", "sass", *what)
    stage = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.ui.at_spi_stage"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"},
    )
    assert stage.stdin is not None and stage.stdout is not None
    while line := (await stage.stdout.readline()).decode():
        word, _, name = line.strip().partition(" ")
        if word != "scene":
            continue
        programs = await call(bus, REGISTRY, f"{ACCESSIBLE}.GetChildren")
        seen: list[Seen] = []
        for program in programs:
            await look(bus, tuple(program), -1, seen)
        found.scenes[name] = seen
        stage.stdin.write(b"next\n")
        await stage.stdin.drain()
    assert await stage.wait() == 0, "the stage failed"
    report.write_text(json.dumps(asdict(found)), encoding="utf-8")
    for each in (bus, session):
        each.disconnect()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
