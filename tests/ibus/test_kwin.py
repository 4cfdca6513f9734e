"""Which window is active, asked of KWin; it is forced here to answer badly, or not at all.

`python -m tests.programs.names` asks the real one.
"""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message
from dbus_fast.aio import MessageBus

from autotype.ibus.desktops.front import Desktop, Front
from tests.waiting import until_taken

WHOM = re.compile(r'callDBus\("([^"]+)", "([^"]+)", "([^"]+)", "([^"]+)"')


class FakeKWin:
    """Runs no script, but calls whom the script would call."""

    def __init__(self, address: str, **habits: bool) -> None:
        self._address, self._habits = address, habits
        self.scripts: dict[str, str] = {}
        self._calls: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> "FakeKWin":
        self._bus = await MessageBus(bus_address=self._address).connect()
        self._stranger = await MessageBus(bus_address=self._address).connect()
        await self._bus.request_name("org.kde.KWin")
        self._bus.add_message_handler(self._answer)
        return self

    async def __aexit__(self, *_: object) -> None:
        for bus in (self._bus, self._stranger):
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _answer(self, message: Message) -> Message | None:
        if message.member == "unloadScript":
            there = self.scripts.pop(message.body[0], None) is not None
            return Message.new_method_return(message, "b", [there])
        if message.member == "loadScript":
            file, name = message.body
            assert name not in self.scripts
            self.scripts[name] = Path(file).read_text()
            return Message.new_method_return(message, "i", [0])
        if message.member == "start":
            self._calls.add(asyncio.get_running_loop().create_task(self._run()))
            return Message.new_method_return(message)
        return None

    async def _run(self) -> None:
        (script,) = self.scripts.values()
        found = WHOM.search(script)
        assert found
        if self._habits.get("stranger"):
            await self._stranger.call(Message(*found.groups(), signature="s", body=["xterm"]))
        if self._habits.get("nonsense"):
            await self._bus.call(Message(*found.groups(), signature="i", body=[7]))
        if not self._habits.get("silent"):
            names = "kate\norg.kde.kate\n\nkate"
            await self._bus.call(Message(*found.groups(), signature="s", body=[names]))


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    path = tmp_path / "bus"
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={path}"]
    for name, value in (
        ("DBUS_SESSION_BUS_ADDRESS", f"unix:path={path}"),
        ("XDG_CURRENT_DESKTOP", "KDE"),
        ("WAYLAND_DISPLAY", "wayland-0"),
        ("XDG_RUNTIME_DIR", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SWAYSOCK", raising=False)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as daemon:
        until_taken(path, "the bus")
        yield f"unix:path={path}"
        daemon.terminate()


@pytest.mark.parametrize(
    ("habit", "names"),
    [
        ("none", ("kate", "org.kde.kate")),
        ("stranger", ("kate", "org.kde.kate")),
        ("nonsense", ("kate", "org.kde.kate")),
        ("silent", ()),
    ],
)
def test_the_active_window(
    address: str, tmp_path: Path, habit: str, names: tuple[str, ...]
) -> None:
    async def ask() -> None:
        async with FakeKWin(address, **{habit: True}) as kwin:
            desktop = Desktop()
            for _ in range(2):
                assert await desktop.in_front("client") == Front(("client", *names))
            await desktop.close()
            assert not kwin.scripts or habit == "silent"

    asyncio.run(ask())
    assert not list(tmp_path.glob("*.js"))


def test_without_kwin_the_client_is_all_that_is_known(address: str) -> None:
    assert asyncio.run(_ask()) == Front(("client",))


async def _ask() -> Front:
    desktop = Desktop()
    found = await desktop.in_front("client")
    await desktop.close()
    return found
