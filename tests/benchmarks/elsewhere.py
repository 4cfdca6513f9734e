"""The same keys in the editor and, through IBus and the service, in another application.

Measured is the time from a key to the first ghost text for it. The other application is a
client of IBus that does nothing but press keys and listen, so what a toolkit takes to draw
is in neither of the two.
"""

import asyncio
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbus_fast import BusType, Message
from dbus_fast.aio import MessageBus
from PySide6.QtTest import QTest

from autotype import paths
from autotype.app import application_of, build
from autotype.commands.smoke import let_pass
from autotype.ibus.wire import RELEASED, text_of
from autotype.service.client import Client
from autotype.settings import Settings
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Suggestion
from tests.benchmarks.typing_text import TEXT
from tests.ibus.desktop import Desktop

_PACK = "smollm2-135m"
_KEY_S = 0.15  # 80 words a minute
# Who cannot tell its text gets the pop-up, which is drawn by another process.
_CAN_DRAW, _HAS_FOCUS, _CAN_TELL = 1, 8, 32
_SETTLED_S = 1.0
_LOADED_S = 60.0


@dataclass(frozen=True, slots=True)
class Ghosts:
    """Milliseconds from a key to its first ghost, None where there was none until the next."""

    after: tuple[float | None, ...]

    def times(self) -> list[float]:
        """Return those of the keys that had one."""
        return [ms for ms in self.after if ms is not None]


def in_the_editor() -> Ghosts:
    """Type the text into the real window."""
    application_of(Settings())
    app = build(Settings(pack=_PACK))
    seen: list[float] = []
    app.window.controller.shown.connect(lambda ghost: ghost and seen.append(time.perf_counter()))
    app.window.show()
    editor = app.window.editor
    editor.setFocus()
    end = time.monotonic() + _LOADED_S
    while "CPU" not in app.window.status.text and "CUDA" not in app.window.status.text:
        assert time.monotonic() < end, "the recommended pack is not in AUTOTYPE_HOME"
        let_pass(20)
    let_pass(int(_SETTLED_S * 1e3))
    after: list[float | None] = []
    for character in TEXT:
        seen.clear()
        began = time.perf_counter()
        QTest.keyClicks(editor, character)
        let_pass(max(1, int((_KEY_S - time.perf_counter() + began) * 1e3)))
        after.append((seen[0] - began) * 1e3 if seen else None)
    editor.document().setModified(False)
    app.window.close()
    app.stop()
    return Ghosts(tuple(after))


class _Application:
    """An application with one field, as IBus sees it."""

    def __init__(self, bus: MessageBus, path: str) -> None:
        self._bus, self._path = bus, path
        self.seen: list[float] = []
        bus.add_message_handler(self._hear)

    def _hear(self, message: Message) -> None:
        if message.path == self._path and (message.member or "").startswith("UpdatePreeditText"):
            text, _, visible = message.body[:3]
            if visible and text_of(text):
                self.seen.append(time.perf_counter())

    async def call(self, member: str, signature: str = "", *body: Any) -> None:
        await _call(self._bus, self._path, "InputContext", member, signature, *body)

    async def type(self, text: str) -> Ghosts:
        after: list[float | None] = []
        for character in text:
            self.seen.clear()
            began = time.perf_counter()
            for state in (0, RELEASED):
                await self.call("ProcessKeyEvent", "uuu", ord(character), 0, state)
            await asyncio.sleep(max(0.0, _KEY_S - (time.perf_counter() - began)))
            after.append((self.seen[0] - began) * 1e3 if self.seen else None)
        return Ghosts(tuple(after))


async def _call(
    bus: MessageBus, path: str, interface: str, member: str, signature: str, *body: Any
) -> list[Any]:
    whole = "org.freedesktop.IBus" + (f".{interface}" if interface else "")
    reply = await bus.call(
        Message("org.freedesktop.IBus", path, whole, member, signature=signature, body=list(body))
    )
    assert reply is not None and reply.message_type.name == "METHOD_RETURN", reply
    return list(reply.body)


async def through_ibus(address: str) -> Ghosts:
    """Type the text into a field of another application."""
    bus = await MessageBus(bus_address=address, bus_type=BusType.SESSION).connect()
    (path,) = await _call(bus, "/org/freedesktop/IBus", "", "CreateInputContext", "s", "bench")
    application = _Application(bus, path)
    await application.call("SetCapabilities", "u", _CAN_DRAW | _HAS_FOCUS | _CAN_TELL)
    await application.call("FocusIn")
    # The service starts with the first field, and takes the time that a pack takes to load.
    for _ in range(200):
        application.seen.clear()
        await application.type("Thank you very mu")
        if application.seen:
            break
    await application.call("FocusOut")
    await application.call("FocusIn")
    await asyncio.sleep(_SETTLED_S)
    found = await application.type(TEXT)
    bus.disconnect()
    return found


async def over_the_socket(count: int = 300) -> list[float]:
    """Return milliseconds from a question to its answer where no pass is needed."""
    client = Client(lambda _: None)
    client.connect()
    while not client.connected:
        await asyncio.sleep(0.01)
    times: list[float] = []
    for number in range(count + 20):
        answered: asyncio.Future[Suggestion] = asyncio.get_running_loop().create_future()

        def take(answer: Suggestion, future: asyncio.Future[Suggestion] = answered) -> None:
            if answer.final and not future.done():
                future.set_result(answer)

        request = Request(number, "The weather is", "", 0, Trigger.ASKED)
        began = time.perf_counter()
        client.ask(request, take)
        await asyncio.wait_for(answered, 120)
        times.append((time.perf_counter() - began) * 1e3)
        await asyncio.sleep(0.01)
    await client.close()
    return times[20:]


def report() -> str:
    """Return the tables as Markdown."""
    editor = in_the_editor()
    with tempfile.TemporaryDirectory(prefix="at-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "data"
        shutil.copytree(paths.packs() / _PACK, home / "packs" / _PACK)
        (home / "settings.toml").write_text(f'pack = "{_PACK}"\n')
        desktop = Desktop(Path(folder), home)
        try:
            desktop.begin()
            address = subprocess.run(
                ["ibus", "address"], env=desktop.environment, capture_output=True, text=True
            ).stdout.strip()
            elsewhere = asyncio.run(through_ibus(address))
            os.environ |= {n: desktop.environment[n] for n in ("XDG_RUNTIME_DIR", "AUTOTYPE_HOME")}
            socket = asyncio.run(over_the_socket())
        finally:
            desktop.end()
    both = [
        (a, b)
        for a, b in zip(editor.after, elsewhere.after, strict=True)
        if a is not None and b is not None
    ]
    apart = [b - a for a, b in both]
    return "\n".join(
        [
            "## In other applications",
            "",
            f"{len(TEXT)} keys at 80 words a minute, recommended pack. Milliseconds from a key to "
            "the first ghost text for it.",
            "",
            "| where | keys with a ghost | median | p95 | most |",
            "|---|---|---|---|---|",
            f"| in the editor (window, own thread) | {_row(editor)} |",
            f"| through IBus (daemon, input method, service) | {_row(elsewhere)} |",
            "",
            f"Of the {len(both)} keys that had one in both, it came {statistics.median(apart):.1f} "
            f"ms later through IBus at the median, {_p95(apart):.1f} at p95. 12 of them are "
            "meant: no ghost is drawn while the application draws what was typed.",
            "",
            f"A question to the service whose answer is known already is answered in "
            f"{statistics.median(socket):.2f} ms at the median, {_p95(socket):.2f} at p95.",
            "",
        ]
    )


def _row(ghosts: Ghosts) -> str:
    times = ghosts.times()
    return f"{len(times)} | {statistics.median(times):.1f} | {_p95(times):.1f} | {max(times):.1f}"


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]
