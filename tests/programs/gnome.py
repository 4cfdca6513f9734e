"""GNOME Shell without a screen: real programs under Wayland, and keys by its remote desktop.

The session is as a user's: private buses, a throw-away home folder, no unsafe mode. What a test
must see and a program may not (windows, pictures) comes through a small extension of the Shell
that is only here.
"""

import asyncio
import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.ibus.desktop import SYSTEM_PYTHON, Desktop
from tests.programs.keyboard import keys_for, keys_named
from tests.waiting import until

Anything = TypeVar("Anything")

_EXTENSION = "bed@autotype.tests"
_SCRIPT = """
const { Gio } = imports.gi;
const INTERFACE = `<node><interface name="org.autotype.Bed">
<method name="Eval"><arg type="s" direction="in"/><arg type="s" direction="out"/></method>
</interface></node>`;
class Bed {
    enable() {
        this._object = Gio.DBusExportedObject.wrapJSObject(INTERFACE, this);
        this._object.export(Gio.DBus.session, '/org/autotype/Bed');
    }
    disable() { this._object.unexport(); }
    async EvalAsync([code], invocation) {
        let answer;
        try { answer = [true, await eval(code)]; } catch (e) { answer = [false, `${e}`]; }
        invocation.return_value(new imports.gi.GLib.Variant('(s)', [JSON.stringify(answer)]));
    }
}
function init() { return new Bed(); }
"""
_SETTINGS = """
[org/gnome/desktop/input-sources]
sources=[('ibus', 'autotype')]
[org/gnome/desktop/interface]
enable-hot-corners=false
enable-animations=false
[org/gnome/desktop/background]
picture-options='none'
[org/gnome/desktop/screensaver]
lock-enabled=false
[org/gnome/desktop/session]
idle-delay=uint32 0
[org/gnome/shell]
welcome-dialog-last-shown-version='999'
enabled-extensions=[@EXTENSIONS@]
"""
_SIZE = (1280, 800)
_LEFT_BUTTON = 0x110
_HELD_S = 0.035
# Where the Shell has its windows: those that have a title and a program behind them.
_WINDOWS = "global.get_window_actors().map(a => a.meta_window)"


class GnomeDesktop(Desktop):
    """Programs under GNOME Shell; there is no X server."""

    programs = ("gnome-shell", "dbus-daemon", "ibus-daemon", SYSTEM_PYTHON)
    extensions: tuple[Path, ...] = ()
    """Folders of extensions that the session has besides the bed's own."""

    def begin(self) -> None:
        """Start everything; the Shell starts IBus itself."""
        (self._folder / "component" / "autotype.xml").write_text(self._component())
        self._begin_screen()
        until(self.chosen, "the input method", 30)
        # The Shell begins with its overview, which has the keys.
        self.evaluate("imports.ui.main.overview.hide()")
        self.key("shift")

    def chosen(self) -> bool:
        """Return whether our input method is the chosen one, which the input source says."""
        done = subprocess.run(
            ["ibus", "engine"], env=self.environment, capture_output=True, text=True
        )
        return done.stdout.strip() == "autotype"

    def _begin_screen(self) -> None:
        # As under GNOME: programs speak with the compositor, not with IBus.
        for name in ("DISPLAY", "GTK_IM_MODULE", "QT_IM_MODULE", "XMODIFIERS", "NO_AT_BRIDGE"):
            self.environment.pop(name, None)
        self.environment |= {
            "GSETTINGS_BACKEND": "keyfile",
            "XDG_CONFIG_HOME": str(self._folder / "home" / ".config"),
            "XDG_DATA_HOME": str(self._folder / "home" / ".local" / "share"),
            "XDG_CACHE_HOME": str(self._folder / "home" / ".cache"),
            "XDG_CURRENT_DESKTOP": "GNOME",
            "XDG_SESSION_TYPE": "wayland",
            "MOZ_ENABLE_WAYLAND": "1",
            "QT_QPA_PLATFORM": "wayland",
            "DBUS_SESSION_BUS_ADDRESS": self._bus("session-bus"),
        }
        # There is no login manager behind it, and the Shell does without one.
        self.environment["DBUS_SYSTEM_BUS_ADDRESS"] = self._bus("system-bus")
        self._configure()
        size = "x".join(map(str, _SIZE))
        self.start(
            ["gnome-shell", "--headless", "--virtual-monitor", size, "--wayland", "--no-x11"]
        )
        run = self._folder / "run"

        def display() -> str:
            found = [f.name for f in run.glob("wayland-*") if f.suffix != ".lock"]
            return found[0] if found else ""

        until(display, "GNOME Shell", 30)
        self.environment["WAYLAND_DISPLAY"] = display()
        self._keys = _Remote(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        until(self._ready, "the Shell's own extension", 30)
        self._keys.begin()

    def _bus(self, name: str) -> str:
        address = f"unix:path={self._folder / name}"
        self.start(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"])
        until((self._folder / name).exists, name)
        return address

    def _configure(self) -> None:
        own = self._folder / _EXTENSION
        own.mkdir()
        (own / "extension.js").write_text(_SCRIPT)
        version = subprocess.run(["gnome-shell", "--version"], capture_output=True, text=True)
        (major,) = re.findall(r"(\d+)\.", version.stdout)[:1]
        about = {"uuid": _EXTENSION, "name": "Bed", "description": "For tests."}
        (own / "metadata.json").write_text(json.dumps(about | {"shell-version": [major]}))
        there = Path(self.environment["XDG_DATA_HOME"]) / "gnome-shell" / "extensions"
        folders = (own, *self.extensions)
        for folder in folders:
            shutil.copytree(folder, there / folder.name)
        names = ", ".join(f"'{folder.name}'" for folder in folders)
        file = Path(self.environment["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings" / "keyfile"
        file.parent.mkdir(parents=True)
        file.write_text(_SETTINGS.replace("@EXTENSIONS@", names))

    def _ready(self) -> bool:
        try:
            return bool(self.evaluate("!imports.ui.main.layoutManager._startingUp"))
        except BedError:
            return False

    def evaluate(self, code: str) -> Any:
        """Return what a script of the Shell comes to."""
        return self._keys.evaluate(code)

    def windows(self) -> list[dict[str, Any]]:
        """Return what the Shell knows of its windows."""
        fields = "id: w.get_id(), title: w.get_title(), name: w.get_wm_class(), pid: w.get_pid()"
        return list(self.evaluate(f"{_WINDOWS}.map(w => ({{{fields}, focus: w.has_focus()}}))"))

    def find(self, title: str) -> str:
        """Return the window whose title has some words in it, empty if there is none."""
        found = [w for w in self.windows() if title in (w["title"] or "")]
        return str(found[0]["id"]) if found else ""

    def activate(self, window: str) -> None:
        self.evaluate(f"{_WINDOWS}.find(w => w.get_id() == {window}).activate(0)")

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """Return where a window is: left, top, width and height in pixels."""
        found = self.evaluate(
            f"(r => [r.x, r.y, r.width, r.height])"
            f"({_WINDOWS}.find(w => w.get_id() == {window}).get_frame_rect())"
        )
        return tuple(found)

    def type(self, text: str, delay_ms: int = 60) -> None:
        for character in text:
            self._keys.tap(keys_for(character))
            time.sleep(max(delay_ms / 1000 - _HELD_S, 0))

    def key(self, *names: str) -> None:
        for name in names:
            self._keys.tap(keys_named(name))
            time.sleep(0.03)

    def click(self, x: int, y: int) -> None:
        """Click somewhere on the screen; in pixels from its top left corner."""
        # Only moves are free of a stream of pictures, so it goes by way of the corner.
        self._keys.move(-2 * _SIZE[0], -2 * _SIZE[1])
        self._keys.move(x, y)
        time.sleep(0.05)
        self._keys.click()

    def clipboard(self) -> str:
        """Return the text on the clipboard."""
        return str(
            self.evaluate(
                "new Promise(done => imports.gi.St.Clipboard.get_default().get_text("
                "imports.gi.St.ClipboardType.CLIPBOARD, (_, text) => done(text ?? '')))"
            )
        )

    def screenshot(self, path: Path) -> None:
        """Save a picture of the screen."""
        file = json.dumps(str(path))
        self.evaluate(
            "new Promise((done, fail) => {"
            f"const stream = imports.gi.Gio.File.new_for_path({file})"
            ".replace(null, false, 0, null);"
            "new imports.gi.Shell.Screenshot().screenshot(false, stream).then("
            "() => { stream.close(null); done(true); }, fail); })"
        )

    def end(self) -> None:
        if hasattr(self, "_keys"):
            self._keys.end()
        super().end()


class BedError(Exception):
    """The Shell did not do what it was asked for."""


class _Remote:
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
            raise BedError(f"{method}: {answer.body}")
        return answer.body[0] if answer.body else None

    def evaluate(self, code: str) -> Any:
        answer = self._call(
            "org.gnome.Shell", "/org/autotype/Bed", "org.autotype.Bed.Eval", "s", code
        )
        well, value = json.loads(answer)
        if not well:
            raise BedError(f"{code}: {value}")
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
        # key to the program when the input method has answered, with the modifiers of then.
        for key in keys:
            self._tell("NotifyKeyboardKeycode", "ub", key, True)
        time.sleep(_HELD_S)
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
