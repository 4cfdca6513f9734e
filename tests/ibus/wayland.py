"""The same desktop under Wayland: sway without a screen, keys from wtype."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.ibus.desktop import SYSTEM_PYTHON, Desktop
from tests.waiting import until

_NOBODY = 65534
# The compositor has to take the new keyboard in before its first key.
_PLUGGED_IN_MS = "150"
_MODIFIERS = {"ctrl", "shift", "alt"}


class WaylandDesktop(Desktop):
    """Programs under sway; there is no X server."""

    programs = ("sway", "swaymsg", "wtype", "ibus-daemon", SYSTEM_PYTHON)
    ibus_options = ()

    def _begin_screen(self) -> None:
        for name in ("DISPLAY", "SWAYSOCK"):
            self.environment.pop(name, None)
        config = self._folder / "sway"
        config.write_text("output * resolution 980x720\nfocus_follows_mouse no\n")
        self.environment |= {
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
            "GDK_BACKEND": "wayland",
            "QT_QPA_PLATFORM": "wayland",
        }
        run = self._folder / "sway-run"
        run.mkdir(mode=0o700)
        self.start(["env", f"XDG_RUNTIME_DIR={run}", *self._nobody(run), "sway", "-c", str(config)])

        def sockets(pattern: str) -> list[str]:
            return sorted(str(f) for f in run.glob(pattern) if f.suffix != ".lock")

        until(lambda: sockets("wayland-*") and sockets("sway-ipc.*"), "sway")
        # Clients may be told the whole path of the socket.
        self.environment["WAYLAND_DISPLAY"] = sockets("wayland-*")[0]
        self.environment["SWAYSOCK"] = sockets("sway-ipc.*")[0]
        # As in a session, where sway and the input method are the same user's.
        os.chown(self.environment["SWAYSOCK"], os.geteuid(), -1)

    def _nobody(self, run: Path) -> list[str]:
        """Return what goes before sway: as root it refuses to start."""
        if os.geteuid() != 0:
            return []
        self._folder.chmod(0o711)
        os.chown(run, _NOBODY, _NOBODY)
        return ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout

    def find(self, title: str) -> str:
        def search(node: dict[str, Any]) -> str:
            if node.get("name") == title and node.get("pid"):
                return str(node["id"])
            below = [*node.get("nodes", ()), *node.get("floating_nodes", ())]
            return next(filter(None, map(search, below)), "")

        return search(json.loads(self._run("swaymsg", "-t", "get_tree")))

    def activate(self, window: str) -> None:
        self._run("swaymsg", f"[con_id={window}]", "focus")

    def type(self, text: str, delay_ms: int = 60) -> None:
        self._run("wtype", "-s", _PLUGGED_IN_MS, "-d", str(delay_ms), text)

    def type_and_press(self, text: str, pause_s: float, *names: str) -> None:
        """Type, wait, and press keys, all on one keyboard."""
        words = ["-s", _PLUGGED_IN_MS, "-d", "60", text, "-s", str(int(pause_s * 1000))]
        for name in names:
            words += [*_pressing(name), "-s", "100"]
        self._run("wtype", *words)

    def key(self, *names: str) -> None:
        for name in names:
            self._run("wtype", "-s", _PLUGGED_IN_MS, *_pressing(name))


def _pressing(name: str) -> list[str]:
    *modifiers, key = name.split("+")
    assert _MODIFIERS.issuperset(modifiers)
    down = [word for m in modifiers for word in ("-M", m)]
    up = [word for m in modifiers for word in ("-m", m)]
    return [*down, "-k", key, *up]
