"""What was found on a machine, as one frozen picture; nothing here asks anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

SYSTEM_COMPONENTS = Path("/usr/share/ibus/component")
"""The only folder in which IBus looks by itself; there is none in the user's home."""

# Desktops that start what lies in the user's autostart folder.
_AUTOSTARTING = ("KDE", "XFCE", "MATE", "LXDE", "LXQt", "X-Cinnamon", "Budgie", "Unity", "Pantheon")


@dataclass(frozen=True)
class Places:
    """The files in which something may be written for the next login."""

    component: Path
    environment: Path
    xsessionrc: Path
    xprofile: Path
    login: Path
    autostart: Path
    sway: Path
    system_sway: Path = Path("/etc/sway/config")

    def all(self) -> tuple[Path, ...]:
        """Return the files of the user's."""
        return (
            *(self.component, self.environment, self.xsessionrc, self.xprofile),
            *(self.login, self.autostart, self.sway),
        )


@dataclass(frozen=True)
class Machine:
    """One desktop session on one machine.

    Attributes:
        desktop: What `XDG_CURRENT_DESKTOP` says, such as "GNOME" or "ubuntu:GNOME".
        session: "x11", "wayland", or "" where there is no screen.
        command: What starts Autotype.
        component: The description of Autotype that IBus reads, as XML.
        places: Where files are.
        programs: Those of the programs we asked for that are there.
        installer: What installs packages, such as "sudo apt install"; "" if not known.
        version: Of IBus; empty if it is not installed.
        packages: What the toolkits here need to talk to IBus and do not have.
        bus: Whether the session has a D-Bus.
        described: Whether the system's own folder has a description of Autotype.
        engine: The input method that IBus uses now; "" if none, None if IBus is not running.
        known: Whether the IBus that runs knows Autotype.
        environment: The variables of the session that are about input methods.
        sources: GNOME's input sources, (kind, name) each; None if there are no such settings.
        preloaded: The input methods in IBus's own menu; None if there are no such settings.
        kwin: The input method that KWin starts, a path; "" if none.
        panel: IBus's entry for KWin, a path; "" if there is none.
        reads_xsessionrc: Whether X sessions read `~/.xsessionrc`, as Debian's do.
        texts: What is in `places`, of the files that are there and can be read.
        unreadable: Those of `places` that are there and cannot be read as text.
        is_fish: Whether the login shell is fish, which reads none of `places`.
        done_before: Whether a set-up is there that can be undone.
        fcitx: Whether Fcitx 5 runs, so that programs ask it and not IBus.
        fcitx_addon: Whether Autotype's addon for it is installed.
    """

    desktop: str
    session: str
    command: tuple[str, ...]
    component: str
    places: Places
    programs: frozenset[str] = frozenset()
    installer: str = ""
    version: tuple[int, ...] = ()
    packages: tuple[str, ...] = ()
    bus: bool = True
    described: bool = False
    engine: str | None = None
    known: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[tuple[str, str], ...] | None = None
    preloaded: tuple[str, ...] | None = None
    kwin: str = ""
    panel: str = ""
    reads_xsessionrc: bool = False
    texts: Mapping[Path, str] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: frozenset[Path] = frozenset()
    is_fish: bool = False
    done_before: bool = False
    fcitx: bool = False
    fcitx_addon: bool = False

    @property
    def is_gnome(self) -> bool:
        """Whether the shell starts IBus and chooses among input sources."""
        return "GNOME" in self.desktop.split(":")

    @property
    def is_kde(self) -> bool:
        """Whether it is Plasma."""
        return "KDE" in self.desktop.split(":")

    @property
    def is_sway(self) -> bool:
        """Whether it is sway."""
        return "sway" in self.desktop.split(":")

    @property
    def kwin_starts_ibus(self) -> bool:
        """Whether KWin can start IBus by itself; IBus has an entry for it since 1.5.29."""
        return self.is_kde and self.session == "wayland" and bool(self.panel)

    @property
    def starts_entries(self) -> bool:
        """Whether the desktop starts what lies in the autostart folder."""
        return any(name in _AUTOSTARTING for name in self.desktop.split(":"))
