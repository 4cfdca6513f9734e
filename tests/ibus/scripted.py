"""Programs that exist only on IBus's bus, and do there what real ones were seen to do.

A `Script` speaks with the real daemon as GTK's and Qt's modules do: it hands every key to the
input method first, inserts what comes back, shows the preedit, and reports its text. What sets
it apart are its habits. No screen is needed, and every state that a user would have seen is kept.
"""

import asyncio
import contextlib
import subprocess
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from autotype.ibus import wire
from tests.ibus.desktop import Desktop
from tests.waiting import until

T = TypeVar("T")

HABITS = {
    "plain": "",
    # Firefox and Thunderbird reset their input method after every character.
    "firefox": "resets",
    # LibreOffice reports before every key, with the ghost behind the caret.
    "libreoffice": "reports-first",
    # KTextEditor has the ghost in its document, and inserts it at a click.
    "kate": "echoes commits-at-click",
    # Chromium tells nothing of its fields, and inserts the ghost at a click and at a farewell.
    "chromium": "mute commits-at-click commits",
    # A program that reports, and inserts the ghost when the focus goes.
    "inserting": "commits",
    # GTK 4 keeps Tab for itself and reports with the next key only.
    "gtk4": "keeps-tab reports-first-plain",
    "late": "late",
    "bytes": "bytes",
    # Nothing is known of its fields.
    "mute": "mute",
    # Another field of the program gets the focus while a key is handled.
    "jumping": "jumps",
}
_KEYS = {
    "BackSpace": 0xFF08, "Tab": 0xFF09, "Return": 0xFF0D, "Escape": 0xFF1B, "Home": 0xFF50,
    "Left": 0xFF51, "Right": 0xFF53, "End": 0xFF57, "space": 0x20, "Alt_L": 0xFFE9,
    "dead_acute": 0xFE51, "Multi_key": 0xFF20,
}  # fmt: skip
_MODIFIERS = {"shift": 1 << 0, "ctrl": 1 << 2, "alt": 1 << 3}
_PREEDIT, _FOCUS, _SURROUNDING = 1 << 0, 1 << 3, 1 << 5
_CONTEXT = "org.freedesktop.IBus.InputContext"
_PASSWORD = 8


class ScriptedDesktop(Desktop):
    """IBus and the service alone; programs are scripts."""

    programs = ("ibus-daemon",)
    ibus_options = ()

    def _begin_screen(self) -> None:
        self.environment.pop("DISPLAY", None)
        self.focused: Script | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def end(self) -> None:
        super().end()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something among the scripts, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    @property
    def address(self) -> str:
        done = subprocess.run(
            ["ibus", "address"], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def open(self, kind: str, name: str = "") -> "Script":  # type: ignore[override]
        """Open a program with the habits of a kind; `name` is what IBus is told."""
        script = Script(self, HABITS[kind])
        self.wait(script.connect(name or f"script:like-{kind}"))
        script.focus()
        return script

    def type(self, text: str, delay_ms: int = 20) -> None:
        assert self.focused is not None
        self.wait(self.focused.typed(text, min(delay_ms, 20) / 1000))

    def key(self, *names: str) -> None:
        assert self.focused is not None
        for name in names:
            self.wait(self.focused.pressed(name))


class Script:
    """One program with a text and a password field.

    Attributes:
        before: The text before the caret.
        after: The text after it.
        preedit: What is shown at the caret.
        seen: Every state of the screen, `before[preedit]after`.
    """

    def __init__(self, desktop: ScriptedDesktop, habits: str) -> None:
        self.before = self.after = self.preedit = self.password = ""
        self.seen = [""]
        self._desktop = desktop
        self._habits = frozenset(habits.split())
        self._in_password = self._reported_once = False
        self._tasks: set[asyncio.Task[None]] = set()

    # What the tests want to know and do; from their own thread.

    @property
    def text(self) -> str:
        return self.before + self.after

    @property
    def ghosts(self) -> list[str]:
        """Every ghost that was shown."""
        return [s.partition("[")[2].partition("]")[0] for s in self.seen if "[" in s]

    def expect(self, text: str) -> None:
        with contextlib.suppress(AssertionError):
            until(lambda: self.text == text and not self._tasks, "the text", 5)
        if self.text != text:
            pytest.fail(f"“{self.text[-80:]}” in place of “{text[-80:]}”", pytrace=False)

    def expect_ghost(self, ghost: str) -> None:
        """Wait for a ghost that begins so, or for none."""

        def is_there() -> bool:
            return self.preedit.startswith(ghost) if ghost else not self.preedit

        with contextlib.suppress(AssertionError):
            until(is_there, "the ghost", 10)
        assert is_there(), f"“{self.preedit}” in place of “{ghost}”"

    def focus(self) -> None:
        self._desktop.wait(self._focus_in())

    def click(self, at: int) -> None:
        self._desktop.wait(self._click(at))

    def to_password(self) -> None:
        self._desktop.wait(self._to_password())

    def close(self) -> None:
        """Go as a program that is killed does: without a word."""
        if self._desktop.focused is self:
            self._desktop.focused = None
        self._desktop.wait(self._disconnect())

    def freeze(self) -> None:
        """Answer nothing and hear nothing any more."""

        async def work() -> None:
            asyncio.get_running_loop().remove_reader(self._bus._fd)

        self._desktop.wait(work())

    # What it does on the bus.

    async def connect(self, name: str) -> None:
        self._bus = await MessageBus(bus_address=self._desktop.address).connect()
        self._bus.add_message_handler(self._hear)
        path = await self._call(
            "CreateInputContext", "s", name, path="/org/freedesktop/IBus", interface="IBus"
        )
        self._path = path
        caps = _PREEDIT | _FOCUS | (0 if "mute" in self._habits else _SURROUNDING)
        await self._call("SetCapabilities", "u", caps)

    async def _disconnect(self) -> None:
        # Of a connection that IBus has ended already nothing else closes the socket.
        self._bus.disconnect()
        await asyncio.sleep(0)
        self._bus._stream.close()
        self._bus._sock.close()

    async def _call(
        self, member: str, signature: str = "", *body: Any, path: str = "", interface: str = ""
    ) -> Any:
        whole = f"org.freedesktop.{interface}" if interface else _CONTEXT
        reply = await self._bus.call(
            Message(
                destination="org.freedesktop.IBus",
                path=path or self._path,
                interface=whole,
                member=member,
                signature=signature,
                body=list(body),
            )
        )
        assert reply is not None
        assert reply.message_type is not MessageType.ERROR, (member, reply.body)
        return reply.body[0] if reply.body else None

    def _hear(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL or message.interface != _CONTEXT:
            return
        match message.member:
            case "CommitText":
                self._insert(wire.text_of(message.body[0]))
                self._after_change()
            case "DeleteSurroundingText":
                assert message.body[0] == -message.body[1]
                self.before = self.before[: message.body[0]]
            case "UpdatePreeditText" | "UpdatePreeditTextWithMode":
                self._show(wire.text_of(message.body[0]) if message.body[2] else "")
            case "HidePreeditText":
                self._show("")

    def _show(self, preedit: str) -> None:
        if preedit == self.preedit:
            return
        self.preedit = preedit
        self._see()
        if "echoes" in self._habits:
            self._report_later(0.0, behind_ghost=True)
            self._report_later(0.0)

    def _see(self) -> None:
        state = f"{self.before}[{self.preedit}]{self.after}" if self.preedit else self.text
        if self.seen[-1] != state:
            self.seen.append(state)

    def _insert(self, text: str) -> None:
        if self._in_password:
            self.password += text
        else:
            self.before += text
        self._see()

    # Keys.

    async def typed(self, text: str, pause_s: float) -> None:
        for character in text:
            await self.pressed(character)
            await asyncio.sleep(pause_s)

    async def pressed(self, name: str) -> None:
        *modifiers, key = name.split("+") if len(name) > 1 else [name]
        state = sum(_MODIFIERS[modifier] for modifier in modifiers)
        code = ord(key) if len(key) == 1 else _KEYS[key]
        if code > 0xFF and len(key) == 1:
            code |= 0x01000000
        if key == "Tab" and "keeps-tab" in self._habits:
            self._insert("\t")
            return
        if self._habits & {"reports-first", "reports-first-plain"}:
            await self._report()
        if "jumps" in self._habits and key == "J":
            kept, _ = await asyncio.gather(
                self._call("ProcessKeyEvent", "uuu", code, 0, state), self._jump()
            )
        else:
            kept = await self._call("ProcessKeyEvent", "uuu", code, 0, state)
        if not kept:
            self._handle(key, state)
        await self._call("ProcessKeyEvent", "uuu", code, 0, state | wire.RELEASED)

    async def hold(self, name: str) -> None:
        """Press a key and do not let it go."""
        await self._call("ProcessKeyEvent", "uuu", _KEYS[name], 0, 0)

    async def release(self, name: str) -> None:
        """Let a key go."""
        await self._call("ProcessKeyEvent", "uuu", _KEYS[name], 0, wire.RELEASED)

    def _handle(self, key: str, state: int) -> None:
        if state & ~_MODIFIERS["shift"]:
            return
        typed = {"Tab": "\t", "Return": "\n", "space": " "}.get(key, key if len(key) == 1 else "")
        if typed:
            self._insert(typed)
            if "resets" in self._habits:
                self._soon(0.004, self._call("Reset"))
        elif key == "BackSpace":
            self.before = self.before[:-1]
        elif key in ("Home", "End"):
            self._move(0 if key == "Home" else len(self.text))
        elif key in ("Left", "Right"):
            self._move(len(self.before) + (1 if key == "Right" else -1))
        self._see()
        self._after_change()

    def _move(self, at: int) -> None:
        self.before, self.after = self.text[: max(0, at)], self.text[max(0, at) :]

    async def _jump(self) -> None:
        """Give another field of the program the focus, and get it back."""
        await self._call("FocusOut")
        await self._call("FocusIn")

    async def _click(self, at: int) -> None:
        if "commits-at-click" in self._habits:
            self._finish_composing()
        await self._call("Reset")
        self._move(at)
        self._see()
        self._after_change()

    # The focus.

    async def _focus_in(self) -> None:
        before = self._desktop.focused
        if before is not None and before is not self:
            await before.leave()
        self._desktop.focused = self
        await self._call("FocusIn")
        purpose = _PASSWORD if self._in_password else 0
        if "mute" not in self._habits:
            await self._set("ContentType", Variant("(uu)", [purpose, 0]))
        await self._set("ClientCommitPreedit", Variant("(b)", [True]))
        await asyncio.sleep(0.1)
        self._after_change()

    async def leave(self) -> None:
        if "commits" in self._habits:
            self._finish_composing()
        # The modules of GTK and Qt drop it themselves.
        self.preedit = ""
        self._see()
        # It may have been killed, or IBus may.
        with contextlib.suppress(OSError, EOFError):
            await self._call("FocusOut")

    async def _set(self, name: str, value: Variant) -> None:
        body = (_CONTEXT, name, value)
        await self._call("Set", "ssv", *body, interface="DBus.Properties")

    async def _to_password(self) -> None:
        await self.leave()
        self._in_password = True
        await self._focus_in()

    def _finish_composing(self) -> None:
        self.before, self.preedit = self.before + self.preedit, ""
        self._see()

    # Reports.

    def _after_change(self) -> None:
        if "reports-first-plain" in self._habits:
            return
        self._report_later(0.2 if "late" in self._habits else 0.015)

    def _report_later(self, seconds: float, *, behind_ghost: bool = False) -> None:
        if "mute" in self._habits or self._in_password:
            return
        self._soon(seconds, self._report(*self._snapshot(behind_ghost=behind_ghost)))

    def _snapshot(self, *, behind_ghost: bool = False) -> tuple[str, int]:
        inside = self._habits & {"echoes", "reports-first"}
        ghost = self.preedit if inside else ""
        caret = len(self.before) + (len(ghost) if behind_ghost else 0)
        text = self.before + ghost + self.after
        return text, len(text[:caret].encode()) if "bytes" in self._habits else caret

    async def _report(self, text: str | None = None, caret: int = 0) -> None:
        if text is None:
            text, caret = self._snapshot()
        said = wire.plain_text(text)
        await self._call("SetSurroundingText", "vuu", said, caret, caret)

    def _soon(self, seconds: float, work: Coroutine[Any, Any, Any]) -> None:
        async def then() -> None:
            if seconds:
                await asyncio.sleep(seconds)
            if self._bus.connected:
                await work
            else:
                work.close()

        task = asyncio.get_running_loop().create_task(then())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
