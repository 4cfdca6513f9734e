"""GNOME Shell without a screen: real programs under Wayland, and keys by its remote desktop.

The session is as a user's: private buses, a throw-away home folder, no unsafe mode. What a test
must see and a program may not (windows, pictures) comes through a small extension of the Shell
that is only here.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.ibus.desktop import SYSTEM_PYTHON
from tests.programs.desktop import GTK_SETTINGS, SCREEN, ProgramsDesktop
from tests.programs.keyboard import keys_for, keys_named
from tests.programs.pixels import Box
from tests.programs.shell import Shell, ShellError
from tests.waiting import until, until_taken

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
[org/gnome/desktop/peripherals/keyboard]
repeat=false
[org/gnome/shell]
welcome-dialog-last-shown-version='999'
enabled-extensions=['@EXTENSION@']
"""
# The Shell's own bar at the top, in pixels.
_PANEL = 32
# Where the Shell has its windows: those that have a title and a program behind them.
_WINDOWS = "global.get_window_actors().map(a => a.meta_window)"


class GnomeDesktop(ProgramsDesktop):
    """Programs under GNOME Shell; there is no X server."""

    programs = ("gnome-shell", "dbus-daemon", "ibus-daemon", SYSTEM_PYTHON)

    def begin(self) -> None:
        """Start everything; the Shell starts IBus itself."""
        (self._folder / "component" / "autotype.xml").write_text(self._component())
        self._begin_screen()
        until(self.chosen, "the input method", 30)
        # The Shell begins with its overview, which has the keys, and loses the first one.
        self.evaluate("imports.ui.main.overview.hide()")
        self.key("shift")
        self.tell(op="wake")
        until(lambda: self.engine.get("state") == "ready", "the engine", 60)

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
        size = f"{SCREEN.width}x{SCREEN.height}"
        self.start(
            ["gnome-shell", "--headless", "--virtual-monitor", size, "--wayland", "--no-x11"]
        )
        run = self._folder / "run"

        def display() -> str:
            found = [f.name for f in run.glob("wayland-*") if f.suffix != ".lock"]
            return found[0] if found else ""

        until(display, "GNOME Shell", 30)
        self.environment["WAYLAND_DISPLAY"] = display()
        self._shell = Shell(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        until(self._ready, "the Shell's own extension", 30)
        self._shell.begin()

    def _bus(self, name: str) -> str:
        address = f"unix:path={self._folder / name}"
        self.start(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"])
        until_taken(self._folder / name, name)
        return address

    def _configure(self) -> None:
        own = self._folder / _EXTENSION
        own.mkdir()
        (own / "extension.js").write_text(_SCRIPT)
        said = subprocess.run(["gnome-shell", "--version"], capture_output=True, text=True)
        (major,) = re.findall(r"(\d+)\.", said.stdout)[:1]
        about = {"uuid": _EXTENSION, "name": "Bed", "description": "For tests."}
        (own / "metadata.json").write_text(json.dumps(about | {"shell-version": [major]}))
        for version in ("gtk-3.0", "gtk-4.0"):
            settings = Path(self.environment["XDG_CONFIG_HOME"]) / version / "settings.ini"
            settings.parent.mkdir(parents=True)
            settings.write_text(GTK_SETTINGS)
        there = Path(self.environment["XDG_DATA_HOME"]) / "gnome-shell" / "extensions"
        shutil.copytree(own, there / own.name)
        file = Path(self.environment["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings" / "keyfile"
        file.parent.mkdir(parents=True)
        file.write_text(_SETTINGS.replace("@EXTENSION@", _EXTENSION))

    def _ready(self) -> bool:
        try:
            return bool(self.evaluate("!imports.ui.main.layoutManager._startingUp"))
        except ShellError:
            return False

    def evaluate(self, code: str) -> Any:
        """Return what a script of the Shell comes to."""
        return self._shell.evaluate(code)

    def windows(self) -> list[dict[str, Any]]:
        """Return what the Shell knows of its windows."""
        fields = "id: w.get_id(), title: w.get_title(), name: w.get_wm_class(), pid: w.get_pid()"
        return list(self.evaluate(f"{_WINDOWS}.map(w => ({{{fields}, focus: w.has_focus()}}))"))

    def find(self, title: str) -> str:
        """Return the window whose title has some words in it, empty if there is none."""
        found = [w for w in self.windows() if title in (w["title"] or "")]
        return str(found[0]["id"]) if found else ""

    def activate(self, window: str) -> None:
        self.evaluate(f"{_one(window)}.activate(0)")

    def find_class(self, name: str) -> str:
        found = [w for w in self.windows() if name.lower() in (w["name"] or "").lower()]
        sizes = {str(w["id"]): self.place_of(str(w["id"])) for w in found}
        large = [window for window, box in sizes.items() if box.width > 300]
        return max(large, key=lambda w: sizes[w].width * sizes[w].height, default="")

    def place_of(self, window: str) -> Box:
        found = self.evaluate(
            f"(w => w ? (r => [r.x, r.y, r.x + r.width, r.y + r.height])(w.get_frame_rect())"
            f" : [0, 0, 0, 0])({_one(window)})"
        )
        return Box(*found)

    def put(self, window: str, where: Box) -> None:
        top = max(where.top, _PANEL)
        place = f"{where.left}, {top}, {where.width}, {where.bottom - top}"
        self.evaluate(
            f"(w => {{ w.unmaximize(3); w.move_resize_frame(true, {place}); }})({_one(window)})"
        )
        time.sleep(0.3)

    def popups(self) -> dict[str, Box]:
        """Return the Shell's bubble at the caret, if it is shown."""
        found = self.evaluate(
            "(p => p.visible && p.opacity > 0 ? [...p.get_transformed_position(), "
            "...p.get_transformed_size()] : null)"
            "(imports.misc.ibusManager.getIBusManager()._candidatePopup)"
        )
        if not found:
            return {}
        left, top, width, height = map(round, found)
        return {"bubble": Box(left, top, left + width, top + height)}

    def type(self, text: str, delay_ms: int = 60) -> None:
        began = time.monotonic()
        for number, character in enumerate(text, 1):
            self._shell.tap(keys_for(character))
            time.sleep(max(began + number * delay_ms / 1000 - time.monotonic(), 0))

    def key(self, *names: str) -> None:
        for name in names:
            self._shell.tap(keys_named(name))
            time.sleep(0.03)

    def click(self, x: int, y: int) -> None:
        """Click somewhere on the screen; in pixels from its top left corner."""
        # Only moves are free of a stream of pictures, so it goes by way of the corner.
        self._shell.move(-2 * SCREEN.width, -2 * SCREEN.height)
        self._shell.move(x, y)
        time.sleep(0.05)
        self._shell.click()

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

    def set_clipboard(self, text: str) -> None:
        self.evaluate(
            "imports.gi.St.Clipboard.get_default().set_text("
            f"imports.gi.St.ClipboardType.CLIPBOARD, {json.dumps(text)})"
        )

    def kill_ibus(self) -> None:
        bus = Path(self.environment["XDG_CONFIG_HOME"]) / "ibus" / "bus"
        # One file for each way to the same daemon.
        found = " ".join(file.read_text() for file in bus.iterdir())
        for number in set(re.findall(r"IBUS_DAEMON_PID=(\d+)", found)):
            os.kill(int(number), signal.SIGKILL)

    def begin_ibus(self) -> None:
        """Start it as the Shell does."""
        self.start(["ibus-daemon", "--panel", "disable"])

    def end(self) -> None:
        if hasattr(self, "_shell"):
            self._shell.end()
        super().end()


def _one(window: str) -> str:
    return f"{_WINDOWS}.find(w => w.get_id() == {window or 0})"
