"""From a fresh home to a suggestion by one command, and back by another, with all of it real."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autotype.processes import own_command
from autotype.setup import marks
from tests.assistant.front_contract import TYPED, counts, until_shown
from tests.ibus.desktop import Desktop, running
from tests.waiting import until

_OF_THE_SESSION = (
    *("GTK_IM_MODULE", "QT_IM_MODULE", "XMODIFIERS", "IBUS_COMPONENT_PATH", "GSETTINGS_BACKEND"),
    *("XDG_CONFIG_HOME", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "SHELL"),
    "IBUS_ENABLE_SYNC_MODE",
)
# What the desktop's own programs keep for themselves.
_THEIRS = (".cache", ".config/dconf", ".config/ibus", ".dbus", ".local/share/keyrings")


class FreshDesktop(Desktop):
    """A screen and a session bus; nothing is set up, and IBus is not running."""

    def begin(self) -> None:
        self._begin_screen()
        for name in _OF_THE_SESSION:
            self.environment.pop(name, None)
        reading, writing = os.pipe()
        self.start(
            ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"],
            pass_fds=[writing],
        )
        os.close(writing)
        with os.fdopen(reading) as stream:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = stream.readline().strip()

    @property
    def user(self) -> Path:
        return Path(self.environment["HOME"])

    def autotype(self, *words: str) -> dict[str, Any]:
        """Run a command; return the JSON that it prints."""
        done = subprocess.run(
            own_command(*words, "--json"), env=self.environment, capture_output=True, text=True
        )
        assert done.stdout, done.stderr
        return dict(json.loads(done.stdout))

    def ibus(self, *words: str) -> str:
        done = subprocess.run(
            ["ibus", *words], env=self.environment, capture_output=True, text=True
        )
        return done.stdout.strip()

    def runs(self) -> bool:
        return self.ibus("address") not in ("", "(null)")

    def engine(self) -> str:
        return self.ibus("engine")

    def files(self) -> dict[str, bytes]:
        return {
            name: path.read_bytes()
            for path in self.user.rglob("*")
            if path.is_file() and not (name := str(path.relative_to(self.user))).startswith(_THEIRS)
        }

    def log_in(self) -> None:
        """Begin a session as X does in Debian: variables first, then what starts by itself."""
        self.ibus("exit")
        until(lambda: self.engine() == "", "the end of IBus")
        script = '. "$HOME/.xsessionrc" >/dev/null 2>&1; env -0'
        said = subprocess.run(
            ["sh", "-c", script], env=self.environment, capture_output=True, text=True, check=True
        ).stdout
        self.environment = dict(one.split("=", 1) for one in said.split("\0") if "=" in one)
        entry = self.user / ".config" / "autostart" / "autotype-ibus.desktop"
        if entry.exists():
            (line,) = [x for x in entry.read_text().splitlines() if x.startswith("Exec=")]
            self.start(["sh", "-c", f"exec {line.removeprefix('Exec=')}"])

    def end(self) -> None:
        self.ibus("exit")
        super().end()


@pytest.fixture(scope="module", params=["", "XFCE"], ids=["openbox", "xfce"])
def fresh(request: pytest.FixtureRequest, tiny_pack: Path) -> Iterator[FreshDesktop]:
    with running(FreshDesktop, tiny_pack) as desktop:
        if request.param:
            desktop.environment["XDG_CURRENT_DESKTOP"] = request.param
        (desktop.user / ".xsessionrc").write_text("export MINE=1")
        yield desktop


def _suggests(desktop: FreshDesktop) -> None:
    client = desktop.open("gtk")
    try:
        before = counts(desktop)
        desktop.type(TYPED)
        until_shown(desktop, before)
        desktop.key("ctrl+Right")
        client.expect("Thank you very much")
    finally:
        client.close()


def test_one_command_and_back(fresh: FreshDesktop) -> None:
    before = fresh.files()
    looked = fresh.autotype("assistant", "--missing")
    assert looked["can_set_up"] and not looked["ok"] and not looked["can_undo"]
    assert fresh.files() == before

    done = fresh.autotype("assistant", "--set-up")
    assert done["ok"] and done["can_undo"], done
    assert "Log out and in again" in done["lines"][-1]
    assert fresh.engine() == "autotype"
    # Programs that are opened now have it already.
    _suggests(fresh)

    written = fresh.files()
    assert fresh.autotype("assistant", "--set-up")["ok"]
    assert fresh.files() == written

    fresh.log_in()
    until(lambda: fresh.engine() == "autotype", "Autotype in the next session")
    assert fresh.environment["MINE"] == "1"
    assert fresh.environment["GTK_IM_MODULE"] == "ibus"
    assert fresh.autotype("assistant", "--missing")["lines"] == [
        "All is set up: programs get suggestions."
    ]
    _suggests(fresh)

    undone = fresh.autotype("assistant", "--undo-set-up")
    assert undone["lines"] == ["What was set up is taken back."]
    assert fresh.files() == before
    assert fresh.engine() != "autotype"


def test_the_ibus_of_a_shell_knows_it_after_the_login(tiny_pack: Path) -> None:
    """As GNOME's: it is started by nobody of ours, with what systemd's session has."""

    def known_to_the_shells() -> list[str]:
        process = desktop.start(["ibus-daemon", "--panel=disable"])
        until(desktop.runs, "IBus")
        known = desktop.ibus("list-engine", "--name-only").split()
        desktop.ibus("exit")
        process.wait(10)
        return known

    with running(FreshDesktop, tiny_pack) as desktop:
        desktop.environment["XDG_CURRENT_DESKTOP"] = "GNOME"
        # It keeps a cache of what it has found.
        assert "autotype" not in known_to_the_shells()
        assert desktop.autotype("assistant", "--set-up")["ok"]
        file = desktop.user / ".config" / "environment.d" / "60-autotype.conf"
        written = marks.exports(file.read_text())
        assert set(written) == {"IBUS_COMPONENT_PATH", "IBUS_ENABLE_SYNC_MODE"}
        desktop.environment |= written
        assert "autotype" in known_to_the_shells()
        # The shell sets the engine by its input source, which is ours.
        sources = "org.gnome.desktop.input-sources"
        done = subprocess.run(
            ["gsettings", "get", sources, "sources"],
            env=desktop.environment,
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == "[('ibus', 'autotype')]"
        assert desktop.autotype("assistant", "--undo-set-up")["ok"]
        assert not file.exists()
