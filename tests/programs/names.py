"""Whether each desktop of Wayland says which program is in front: real ones are asked.

    python -m tests.programs.names

Under GNOME it is looked at too that the Shell's own search is nobody's text.
"""

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from autotype.ibus.desktops.front import Desktop as Asking
from autotype.ibus.desktops.front import Front
from tests.heeding import heed_signals
from tests.ibus.desktop import SYSTEM_PYTHON, Desktop, running
from tests.make_tiny_pack import make_tiny_pack
from tests.programs.gnome import GnomeDesktop
from tests.waiting import until, until_taken

_CLIENT = Path(__file__).resolve().parent.parent / "ibus" / "gtk_client.py"
TYPED = "Thank you very mu"


class KWinDesktop(Desktop):
    """Windows under KWin; nothing is typed, so there is no IBus."""

    programs = ("kwin_wayland", "dbus-daemon", SYSTEM_PYTHON)

    def begin(self) -> None:
        bus = self._folder / "bus"
        address = f"unix:path={bus}"
        self.start(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"])
        until_taken(bus, "the bus")
        for name in ("DISPLAY", "SWAYSOCK"):
            self.environment.pop(name, None)
        self.environment |= {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XDG_CURRENT_DESKTOP": "KDE",
            "XDG_SESSION_TYPE": "wayland",
            "KWIN_COMPOSE": "Q",
            "GDK_BACKEND": "wayland",
        }
        # Without the rights that the installed file has, which not every machine can give it.
        plain = shutil.copyfile(shutil.which("kwin_wayland") or "", self._folder / "kwin_wayland")
        plain.chmod(0o700)
        self.start([str(plain), "--virtual", "--no-lockscreen"])
        run = self._folder / "run"
        until(lambda: list(run.glob("wayland-*")), "KWin", 30)
        self.environment["WAYLAND_DISPLAY"] = "wayland-0"


def main() -> int:
    """Ask; 1 if one does not say what it should."""
    heed_signals()
    with tempfile.TemporaryDirectory() as folder:
        pack = make_tiny_pack(Path(folder) / "tiny")
        with running(KWinDesktop, pack) as desktop:
            desktop.start([SYSTEM_PYTHON, str(_CLIENT), str(desktop.home / "text")])
            _expect(desktop, "KWin, a program with GTK", "gtk_client.py", "client")
        with running(GnomeDesktop, pack) as desktop:
            _under_gnome(desktop)
    return 0


def _under_gnome(desktop: GnomeDesktop) -> None:
    for command, name in (
        (["gnome-text-editor", "--standalone"], "gnome-text-editor"),
        (["gedit", "--standalone"], "gedit"),
    ):
        before = len(desktop.windows())
        desktop.start(command)
        until(lambda before=before: len(desktop.windows()) > before, name, 30)  # type: ignore[misc]
        _expect(desktop, f"GNOME, {name}", name, "gnome-shell")
    # A terminal that says neither who it is nor what its field is for.
    desktop.start(["alacritty"])
    until(lambda: desktop.find("Alacritty"), "a terminal", 30)
    time.sleep(2)
    before = desktop.counts
    desktop.type(TYPED)
    time.sleep(1)
    assert desktop.counts == before, "a terminal without a name was listened to"
    print(f"{'GNOME, a nameless terminal':32} not listened to")
    for what, keys in (("its search", "super"), ("its command line", "alt+F2")):
        desktop.key(keys)
        time.sleep(1.5)
        desktop.type(TYPED)
        time.sleep(1)
        found = _ask(desktop, "gnome-shell")
        assert not found.is_application, f"{found} in GNOME's {what}"
        assert desktop.counts == before, f"GNOME listened to in {what}"
        print(f"{f'GNOME, {what}':32} nobody's")
        desktop.key("Escape", "Escape")
        time.sleep(1)


def _expect(desktop: Desktop, what: str, name: str, client: str) -> None:
    with contextlib.suppress(AssertionError):
        until(lambda: name in _ask(desktop, client).names, what, 15)
    found = _ask(desktop, client)
    assert found.is_application and name in found.names, f"{found} in place of “{name}”"
    print(f"{what:32} {', '.join(found.names)}")


def _ask(desktop: Desktop, client: str) -> Front:
    async def ask() -> Front:
        asking = Asking()
        try:
            return await asking.in_front(client)
        finally:
            await asking.close()

    with _environment(desktop):
        return asyncio.run(ask())


@contextlib.contextmanager
def _environment(desktop: Desktop) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(desktop.environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    sys.exit(main())
