"""The desktop of the tests with real programs on it, under X11."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from tests.ibus.desktop import Desktop
from tests.ibus.pictures import PANEL
from tests.programs.pixels import Box
from tests.waiting import until

SCREEN = Box(0, 0, 1280, 900)
# Where programs stand, beside a window to which the focus goes.
PLACE = Box(0, 24, 960, 880)
# GTK's caret may blink between two pictures that are compared.
GTK_SETTINGS = "[Settings]\ngtk-cursor-blink=false\ngtk-enable-animations=false\n"


# Services that a bus starts by itself: of all that there are only what programs cannot do
# without. Portals would mount a file system in the folder that is removed afterwards.
_SERVICES = ("org.xfce.Xfconf.service",)
_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
# From here on IBus keeps the order of keys by itself.
_IN_ORDER = (1, 5, 29)


class ProgramsDesktop(Desktop):
    """A screen on which programs are opened, clicked and looked at."""

    programs = (*Desktop.programs, "dbus-daemon", "xclip")
    screen = f"{SCREEN.right}x{SCREEN.bottom}x24"

    def begin(self) -> None:
        """Start everything, with a bus of the session and IBus's own windows as people have."""
        for name in ("gtk-3.0", "gtk-4.0"):
            folder = Path(self.environment["HOME"]) / ".config" / name
            folder.mkdir(parents=True)
            (folder / "settings.ini").write_text(GTK_SETTINGS)
        # Programs refuse root where it comes by sudo, and some look for a session to join.
        for name in ("SUDO_USER", "SUDO_UID", "PKEXEC_UID", "SESSION_MANAGER"):
            self.environment.pop(name, None)
        self.environment |= {"NO_AT_BRIDGE": "1", "GDK_BACKEND": "x11", "LC_ALL": "C.UTF-8"}
        if _ibus_version() < _IN_ORDER:
            # As `autotype assistant` sets sessions up: keys change their order otherwise.
            self.environment["IBUS_ENABLE_SYNC_MODE"] = "1"
        self._display: Any = None
        self._begin_bus()
        super().begin()
        self.tell(op="wake")
        until(lambda: self.engine.get("state") == "ready", "the engine", 60)
        until(self.chosen, "the input method")

    def _begin_bus(self) -> None:
        services = self._folder / "services"
        services.mkdir()
        for name in _SERVICES:
            for file in Path("/usr/share/dbus-1/services").glob(name):
                shutil.copy(file, services)
        config = self._folder / "bus.conf"
        config.write_text(_BUS.format(services=services))
        process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._processes.append(process)  # type: ignore[arg-type]
        assert process.stdout
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = process.stdout.readline().strip()

    @property
    def engine(self) -> dict[str, Any]:
        """What the service says of its engine; empty while there is no service."""
        found: Any = self.health().get("engine", {})
        return dict(found)

    @property
    def counts(self) -> dict[str, int]:
        """What the service counted of suggestions since it began."""
        found: Any = self.health().get("counts", {})
        return {name: found.get(name, 0) for name in ("shown", "taken", "dismissed", "typed")}

    # Programs and their windows.

    def open_program(self, command: list[str], log: Path, **environment: str) -> "Running":
        """Start a program; what it says goes to a file."""
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running = Running(process)
        self._processes.append(process)
        return running

    def find_class(self, name: str) -> str:
        """Return the largest window of a class that can be seen, empty if there is none."""
        found = self.xdotool("search", "--onlyvisible", "--class", name, fails=True).split()
        sizes = {window: self.place_of(window) for window in found}
        large = [window for window in found if sizes[window].width > 300]
        return max(large, key=lambda w: sizes[w].width * sizes[w].height, default="")

    def place_of(self, window: str) -> Box:
        """Return where a window is, without its frame; empty if it is gone."""
        from Xlib.error import XError

        shown = self._connection()
        it = shown.create_resource_object("window", int(window or 0))
        try:
            size, at = it.get_geometry(), it.translate_coords(shown.screen().root, 0, 0)
        except XError:
            return Box(0, 0, 0, 0)
        # Xlib names what is on the root window by how far it must go there.
        left, top = -at.x, -at.y
        return Box(left, top, left + size.width, top + size.height)

    def put(self, window: str, where: Box) -> None:
        """Move a window to a place of the screen, also one that covers all of it."""
        from Xlib import X
        from Xlib.protocol import event

        shown = self._connection()
        names = ("_NET_WM_STATE", "_NET_WM_STATE_MAXIMIZED_HORZ", "_NET_WM_STATE_MAXIMIZED_VERT")
        kind, wide, high = map(shown.intern_atom, names)
        it = shown.create_resource_object("window", int(window))
        message = event.ClientMessage(window=it, client_type=kind, data=(32, [0, wide, high, 1, 0]))
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        shown.screen().root.send_event(message, event_mask=mask)
        shown.sync()
        self.xdotool("windowsize", window, str(where.width), str(where.height), fails=True)
        self.xdotool("windowmove", window, str(where.left), str(where.top), fails=True)

    def activate(self, window: str) -> None:
        """Bring a window to the front with the focus, by the window manager as people do."""
        self.xdotool("windowactivate", "--sync", window)

    def type(self, text: str, delay_ms: int = 60) -> None:
        """Type characters of a US keyboard, one each `delay_ms`, whatever the machine does."""
        from Xlib import X
        from Xlib.ext.xtest import fake_input

        shown = self._connection()
        (shift,) = {code for code, _ in shown.keysym_to_keycodes(0xFFE1)}
        began = time.monotonic()
        for number, character in enumerate(text):
            code, level = min(shown.keysym_to_keycodes(ord(character)), key=lambda pair: pair[1])
            held = (shift, code) if level else (code,)
            for key in held:
                fake_input(shown, X.KeyPress, key)
            shown.sync()
            time.sleep(0.4 * delay_ms / 1000)
            for key in reversed(held):
                fake_input(shown, X.KeyRelease, key)
            shown.sync()
            next_at = began + (number + 1) * delay_ms / 1000
            time.sleep(max(0, next_at - time.monotonic()))

    def click(self, x: int, y: int) -> None:
        """Click with the left button."""
        self.xdotool("mousemove", str(x), str(y))
        # Two clicks in one place are a double click, which selects a word.
        time.sleep(0.05)
        self.xdotool("click", "1")

    def popups(self) -> dict[str, Box]:
        """Return the windows on the screen that no window manager has placed, by number."""
        root = self._connection().screen().root
        found = {}
        for window in root.query_tree().children:
            with contextlib.suppress(Exception):  # it may be gone by now
                attributes, at = window.get_attributes(), window.get_geometry()
                if attributes.override_redirect and attributes.map_state == 2:
                    box = Box(at.x, at.y, at.x + at.width, at.y + at.height)
                    found[str(window.id)] = box
        return found

    def screenshot(self, path: Path) -> None:
        """Save a picture of the whole screen."""
        from Xlib import X

        root = self._connection().screen().root
        size = (SCREEN.width, SCREEN.height)
        raw = root.get_image(0, 0, *size, X.ZPixmap, 0xFFFFFFFF).data
        image = QImage(raw, *size, 4 * size[0], QImage.Format.Format_RGB32)
        assert image.save(str(path)), f"“{path}” cannot be written"

    def clipboard(self) -> str:
        """Return the text in the clipboard."""
        done = subprocess.run(
            ["xclip", "-selection", "clipboard", "-out"],
            env=self.environment,
            capture_output=True,
            timeout=10,
        )
        return done.stdout.decode("utf-8", "replace")

    def set_clipboard(self, text: str) -> None:
        """Put a text into the clipboard."""
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-in"],
            env=self.environment,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    def _connection(self) -> Any:
        from Xlib import display

        if self._display is None:
            self._display = display.Display(self.environment["DISPLAY"])
        return self._display

    # Bad weather.

    def kill_engine(self) -> None:
        """Kill the process that computes suggestions."""
        until(lambda: self.engine.get("pid"), "the engine")
        os.kill(self.engine["pid"], signal.SIGKILL)

    def kill_service(self) -> None:
        """Kill the service, and the engine with it."""
        pid = self.health()["pid"]
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGKILL)

    def kill_ibus(self) -> None:
        """Kill IBus, and with it all that it carries."""
        for process in self._daemons():
            process.kill()
            process.wait()

    def begin_ibus(self) -> None:
        """Start IBus with our input method and IBus's own windows."""
        super().begin_ibus()
        self.start([PANEL])

    def _daemons(self) -> list["subprocess.Popen[bytes]"]:
        return [
            process
            for process in self._processes
            if isinstance(process.args, list)
            and process.args[0] == "ibus-daemon"
            and process.poll() is None
        ]


class Running:
    """A program and all the processes that it has started."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self, sign: int = signal.SIGTERM, patience_s: float = 8) -> None:
        """End it; what does not heed is killed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _ibus_version() -> tuple[int, ...]:
    said = subprocess.run(["ibus", "version"], capture_output=True, text=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said))
