"""Which application has the focus, asked of desktops and programs that answer as they like."""

import asyncio
import os
import struct
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from autotype.ibus.desktops import front, gnome
from autotype.ibus.desktops.front import Desktop, Front
from autotype.ibus.desktops.sway import Sway, names_in
from tests.waiting import until_taken

WINDOW = {"focused": True, "pid": 7, "app_id": "foot", "name": "~"}
OLD_WINDOW = {
    "focused": True,
    "app_id": None,
    "window_properties": {"class": "XTerm", "instance": "xterm", "title": None},
}


def tree(window: object, *, floating: bool = False) -> dict[str, Any]:
    beside = {"focused": False, "app_id": "gedit", "nodes": [], "floating_nodes": []}
    inner = {"nodes": [beside], "floating_nodes": []}
    inner["floating_nodes" if floating else "nodes"].append(window)  # type: ignore[arg-type]
    return {"type": "root", "focused": False, "nodes": [{"nodes": [inner]}]}


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (tree(WINDOW), ("foot",)),
        (tree(WINDOW, floating=True), ("foot",)),
        (tree(OLD_WINDOW), ("XTerm", "xterm")),
        (tree({"focused": True, "type": "workspace"}), ()),
        (tree({"focused": True, "app_id": 7, "window_properties": "no"}), ()),
        (tree({"focused": "yes", "app_id": "foot"}), ()),
        ({"nodes": {"focused": True}, "floating_nodes": [None, 3, [WINDOW]]}, ()),
        ([], ()),
        (None, ()),
    ],
)
def test_the_window_with_the_focus_is_found_in_the_tree(answer: object, names: object) -> None:
    assert names_in(answer) == names


HEAD = struct.Struct("=6sII")
TREE = b'{"nodes":[{"focused":true,"app_id":"foot"}]}'
DEEP = b'{"nodes":[' * 5000 + b"]}" * 5000


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (HEAD.pack(b"i3-ipc", len(TREE), 4) + TREE, ("foot",)),
        (HEAD.pack(b"i3-ipc", len(TREE), 3) + TREE, ()),
        (HEAD.pack(b"HTTP/1", len(TREE), 4) + TREE, ()),
        (HEAD.pack(b"i3-ipc", 1 << 31, 4) + TREE, ()),
        (HEAD.pack(b"i3-ipc", len(DEEP), 4) + DEEP, ()),
        (HEAD.pack(b"i3-ipc", 3, 4) + b"\xff{]", ()),
        (HEAD.pack(b"i3-ipc", len(TREE), 4) + TREE[:9], ()),
        (b"", ()),
    ],
)
def test_answers_of_sway(tmp_path: Path, answer: bytes, names: object) -> None:
    path = tmp_path / "sway"

    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(HEAD.size) == HEAD.pack(b"i3-ipc", 0, 4)
        writer.write(answer)
        writer.close()

    async def ask() -> tuple[str, ...]:
        async with await asyncio.start_unix_server(answering, path):
            return await Sway(str(path)).names()

    assert asyncio.run(ask()) == names


def test_only_the_users_own_sway_is_asked(tmp_path: Path, monkeypatch: Any) -> None:
    asked = []

    async def ask(path: Path) -> tuple[str, ...]:
        async with await asyncio.start_unix_server(lambda *_: asked.append(path), path):
            return await Sway(str(path)).names()

    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    assert asyncio.run(ask(tmp_path / "sway")) == ()
    assert not asked
    assert asyncio.run(Sway(str(tmp_path / "none")).names()) == ()


def test_a_desktop_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def listening(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def ask() -> Front:
        async with await asyncio.start_unix_server(listening, tmp_path / "sway"):
            found = await Desktop().in_front("gtk3-im:gedit")
            await asyncio.sleep(0.05)
            return found

    monkeypatch.setenv("SWAYSOCK", str(tmp_path / "sway"))
    began = time.monotonic()
    assert asyncio.run(ask()) == Front(("gtk3-im:gedit",))
    assert time.monotonic() - began < 5


# GNOME Shell and the programs under it, as far as they are asked.

Answer = Callable[[Message], Message | bool]
ROOT = "/org/a11y/atspi/accessible/root"


class Programs:
    """A bus with GNOME Shell and programs that describe themselves."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.overview = False
        self.told = address
        self.children: list[list[str]] = []
        self._buses: list[MessageBus] = []

    async def begin(self) -> None:
        bus = await self._connect(self._answer)
        for name in ("org.gnome.Shell", "org.a11y.Bus", "org.a11y.atspi.Registry"):
            await bus.request_name(name)

    async def end(self) -> None:
        for bus in self._buses:
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _connect(self, answer: Any) -> MessageBus:
        bus = await MessageBus(bus_address=self.address).connect()
        bus.add_message_handler(answer)
        self._buses.append(bus)
        return bus

    def _answer(self, message: Message) -> Message | None:
        if message.member == "GetAddress":
            return Message.new_method_return(message, "s", [self.told])
        if message.member == "Get" and message.body[1] == "OverviewActive":
            return Message.new_method_return(message, "v", [Variant("b", self.overview)])
        if message.member == "GetChildren":
            return Message.new_method_return(message, "a(so)", [self.children])
        return None

    async def add(self, name: str, *, active: bool, **answers: Answer) -> None:
        """Add a program with one window; `answers` are those that it gives otherwise."""

        def answer(message: Message) -> Message | bool:
            if message.message_type is not MessageType.METHOD_CALL or not message.member:
                return False
            if message.member in answers:
                return answers[message.member](message)
            if message.member == "GetChildren":
                return Message.new_method_return(message, "a(so)", [[[bus.unique_name, "/window"]]])
            if message.member == "GetState":
                return Message.new_method_return(message, "au", [[active << 1, 0]])
            return Message.new_method_return(message, "v", [Variant("s", name)])

        bus = await self._connect(answer)
        assert bus.unique_name
        self.children.append([bus.unique_name, ROOT])


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    path = tmp_path / "bus"
    address = f"unix:path={path}"
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    # All of them share this process, which other tests may slow down.
    monkeypatch.setattr(gnome, "_PATIENCE_S", 1.0)
    monkeypatch.setattr(front, "_PATIENCE_S", 10.0)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as daemon:
        until_taken(path, "the bus")
        yield Programs(address)
        daemon.terminate()


def in_front(programs: Programs, prepare: Callable[[], Coroutine[Any, Any, None]]) -> Front:
    async def ask() -> Front:
        await programs.begin()
        await prepare()
        desktop = Desktop()
        found = await desktop.in_front("gnome-shell")
        await desktop.close()
        await programs.end()
        return found

    return asyncio.run(ask())


def hang(message: Message) -> bool:
    """Take a question and never answer it."""
    return bool(message)


def nonsense(message: Message) -> Message:
    return Message.new_method_return(message, "s", ["nonsense"])


def no(message: Message) -> Message:
    return Message.new_error(message, "org.freedesktop.DBus.Error.Failed", "no")


def test_a_program_under_gnome_says_that_it_is_in_front(programs: Programs) -> None:
    async def prepare() -> None:
        await programs.add("gnome-shell", active=False)
        await programs.add("gedit", active=True)
        for strange in (hang, nonsense, no):
            await programs.add("strange", active=True, GetChildren=strange)
            await programs.add("strange", active=True, GetState=strange)
            await programs.add("strange", active=True, Get=strange)
        programs.children.append([":1.999", ROOT])

    assert in_front(programs, prepare) == Front(("gnome-shell", "gedit"))


@pytest.mark.parametrize("active", [(), ("gedit", "gnome-text-editor")])
def test_where_none_or_two_say_so_none_is_named(
    programs: Programs, active: tuple[str, ...]
) -> None:
    async def prepare() -> None:
        for name in ("gedit", "gnome-text-editor"):
            await programs.add(name, active=name in active)

    assert in_front(programs, prepare) == Front(("gnome-shell",), is_known=False)


@pytest.mark.parametrize("overview", [True, False])
def test_fields_of_the_shell_itself_are_no_application(programs: Programs, overview: bool) -> None:
    async def prepare() -> None:
        programs.overview = overview
        await programs.add("gnome-shell", active=not overview)
        await programs.add("gedit", active=False)

    assert in_front(programs, prepare) == Front(("gnome-shell",), is_application=False)


@pytest.mark.parametrize("told", ["tcp:host=127.0.0.1,port=9", "unix:path=/nowhere", "nonsense"])
def test_a_bus_of_programs_that_is_not_there(programs: Programs, told: str) -> None:
    async def prepare() -> None:
        programs.told = told
        await programs.add("gedit", active=True)

    assert in_front(programs, prepare) == Front(("gnome-shell",), is_known=False)


def test_without_a_bus_the_client_is_all_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert asyncio.run(Desktop().in_front("gnome-shell")) == Front(("gnome-shell",), is_known=False)
