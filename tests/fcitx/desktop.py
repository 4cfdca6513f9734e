"""The same desktop with Fcitx 5 in place of IBus, and our addon in it."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from autotype.processes import own_command
from tests.ibus import desktop
from tests.ibus.desktop import SYSTEM_PYTHON, Client, Desktop
from tests.waiting import until

ADDON = Path(__file__).resolve().parent.parent.parent / "packaging" / "fcitx5"
# One layout and no input method, as Fcitx is on a fresh system.
_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=keyboard-us

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[GroupOrder]
0=Default
"""


class FcitxDesktop(Desktop):
    """Programs that talk to Fcitx in four ways.

    "gtk" and "qt5" do so by Fcitx's own modules, "qt" as if it were IBus, "xterm" by XIM.
    """

    programs = ("Xvfb", "openbox", "xdotool", "fcitx5", "dbus-daemon", "cmake", "c++", "xterm")

    def begin(self) -> None:
        """Build the addon, and start everything."""
        self._begin_screen()
        self._begin_bus()
        self.environment |= {"GTK_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}
        self._install()
        self.begin_fcitx()

    def begin_fcitx(self) -> None:
        """Start Fcitx; one that runs is replaced."""
        self.fcitx = self.start(["fcitx5", "--replace"])
        until(self.chosen, "Fcitx")

    def chosen(self) -> bool:
        """Return whether Fcitx answers; our addon needs not be chosen."""
        done = subprocess.run(["fcitx5-remote"], env=self.environment, capture_output=True)
        return done.returncode == 0

    def front(self) -> psutil.Process:
        """Return the process that the addon has started."""
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = psutil.Process(self.fcitx.pid).children()
            return len(found) == 1 and found[0].status() != psutil.STATUS_ZOMBIE

        until(look, "the addon's process")
        return found[0]

    @contextlib.contextmanager
    def served_by(self, command: list[str]) -> Iterator[None]:
        """Let the addon be told what to do by another process."""
        file = Path(self.environment["HOME"]) / ".local/share/fcitx5/autotype/command"
        kept = file.read_text()
        file.write_text("\n".join(command) + "\n")
        self._next_front()
        try:
            yield
        finally:
            file.write_text(kept)
            self._next_front()

    def _next_front(self) -> None:
        # The addon waits a little before it starts another one, for the next focus or key.
        self.front().kill()
        time.sleep(3.5)
        self.key("Left")
        time.sleep(1.5)

    def open(self, kind: str) -> Client:
        """Open an application: "gtk", "qt", "qt5" or "xterm"."""
        if kind != "qt5":
            return super().open(kind)
        file = self._folder / f"text-{len(self._processes)}"
        client = Path(desktop.__file__).with_name("qt_client.py")
        words = ["env", "QT_IM_MODULE=fcitx", SYSTEM_PYTHON, str(client), str(file)]
        return Client(self, words, "qt", file)

    def _begin_bus(self) -> None:
        reading, writing = os.pipe()
        self.start(
            ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"],
            pass_fds=[writing],
        )
        os.close(writing)
        with os.fdopen(reading) as stream:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = stream.readline().strip()

    def _install(self) -> None:
        """Install the addon into the user's own folder, as `make fcitx5` does."""
        done = subprocess.run(
            [str(ADDON / "install.sh"), *own_command("fcitx")],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        profile = Path(self.environment["HOME"]) / ".config" / "fcitx5" / "profile"
        profile.parent.mkdir(parents=True)
        profile.write_text(_PROFILE)
