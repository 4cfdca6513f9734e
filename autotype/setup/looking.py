"""Looking at the machine; every question has a deadline, and nothing is changed."""

import os
import re
import shlex
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from autotype import paths
from autotype.ibus.component import component_xml
from autotype.processes import own_command
from autotype.setup import asking
from autotype.setup.doing import LARGEST
from autotype.setup.machine import SYSTEM_COMPONENTS, Machine, Places
from autotype.setup.starting import knows, runs
from autotype.setup.variables import VARIABLES, component_path
from autotype.text.untrusted import read_regular

_PROGRAMS = ("ibus", "ibus-daemon", "gsettings", "kwriteconfig5", "kwriteconfig6")
_INSTALLERS = {
    "apt-get": "sudo apt install",
    "dnf": "sudo dnf install",
    "zypper": "sudo zypper install",
    "pacman": "sudo pacman -S",
}
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/lib/*-linux-gnu*")
# A toolkit, the part of it that talks to IBus, and the package of that in the distributions that
# have it apart.
_TOOLKITS = (
    ("libgtk-3.so.0", "gtk-3.0/3.*/immodules/im-ibus.so", "ibus-gtk3"),
    ("libgtk-4.so.1", "gtk-4.0/4.*/immodules/libim-ibus.so", "ibus-gtk4"),
)
_FCITX = "org.fcitx.Fcitx5"
_PANEL = "org.freedesktop.IBus.Panel.Wayland.Gtk3.desktop"


def record_file() -> Path:
    """Return the file that says what setting up has written."""
    return paths.home() / "set-up.json"


def places() -> Places:
    """Return where the files of this user's session are."""
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return Places(
        component=paths.home() / "ibus" / "component" / "autotype.xml",
        environment=config / "environment.d" / "60-autotype.conf",
        xsessionrc=home / ".xsessionrc",
        xprofile=home / ".xprofile",
        login=_login_file(home),
        autostart=config / "autostart" / "autotype-ibus.desktop",
        sway=_first(
            [config / "sway" / "config", home / ".sway" / "config"], config / "sway" / "config"
        ),
    )


def look() -> Machine:
    """Return what is there now; takes a second or two where programs answer."""
    where = places()
    texts, unreadable = _texts(where.all())
    command = tuple(own_command())
    seen = Machine(
        desktop=_desktop(),
        session=_session(),
        command=command,
        component=component_xml([*command, "ibus"]),
        places=where,
        programs=frozenset(name for name in _PROGRAMS if shutil.which(name)),
        installer=next((how for name, how in _INSTALLERS.items() if shutil.which(name)), ""),
        bus=_has_bus(),
        described=_described(),
        environment=_variables(),
        panel=_panel(),
        reads_xsessionrc=Path("/etc/X11/Xsession.d/40x11-common_xsessionrc").is_file(),
        texts=MappingProxyType(texts),
        unreadable=frozenset(unreadable),
        is_fish=Path(os.environ.get("SHELL", "")).name == "fish",
        done_before=record_file().exists(),
        fcitx=_fcitx_runs(),
        fcitx_addon=_fcitx_addon().is_file(),
    )
    if not seen.session or "ibus" not in seen.programs or "ibus-daemon" not in seen.programs:
        return seen
    # One slow answer is not to wait for another one.
    with ThreadPoolExecutor(5) as pool:
        version = pool.submit(_version)
        engine = pool.submit(_engine)
        known = pool.submit(knows)
        kwin = pool.submit(asking.read_kwin if seen.kwin_starts_ibus else str)
        listed = pool.submit(_lists, seen.is_gnome)
    sources, preloaded = listed.result()
    return replace(
        seen,
        version=version.result(),
        packages=() if _through_shell(seen) else tuple(_lacking()),
        engine=engine.result(),
        known=known.result(),
        sources=sources,
        preloaded=preloaded,
        kwin=kwin.result(),
    )


def path_for_ibus() -> str:
    """Return the folders in which IBus has to look for input methods, "" for its own."""
    machine = Machine(*("", "", (), "", places()), described=_described(), environment=_variables())
    return component_path(machine)


def _variables() -> Mapping[str, str]:
    return MappingProxyType({name: os.environ[name] for name in VARIABLES if name in os.environ})


def _through_shell(machine: Machine) -> bool:
    """Return whether the compositor brings IBus to programs, so that toolkits need nothing."""
    return machine.session == "wayland" and (machine.is_gnome or machine.kwin_starts_ibus)


def _desktop() -> str:
    found = os.environ.get("XDG_CURRENT_DESKTOP", "")
    return found or ("sway" if os.environ.get("SWAYSOCK") else "")


def _session() -> str:
    screens = {"wayland": "WAYLAND_DISPLAY", "x11": "DISPLAY"}
    said = os.environ.get("XDG_SESSION_TYPE", "")
    if os.environ.get(screens.get(said, "")):
        return said
    return next((kind for kind, name in screens.items() if os.environ.get(name)), "")


def _first(candidates: Iterable[Path], otherwise: Path) -> Path:
    return next((path for path in candidates if path.is_file()), otherwise)


def _login_file(home: Path) -> Path:
    """Return what the user's shell reads when it is the login shell."""
    shell = Path(os.environ.get("SHELL", "")).name
    if shell == "zsh":
        return Path(os.environ.get("ZDOTDIR") or home) / ".zprofile"
    profile = home / ".profile"
    if shell == "bash":
        # It reads the first of these and none of the others.
        return _first([home / ".bash_profile", home / ".bash_login"], profile)
    return profile


def _texts(files: Iterable[Path]) -> tuple[dict[Path, str], list[Path]]:
    texts, unreadable = {}, []
    for path in files:
        try:
            texts[path] = read_regular(path, LARGEST).decode("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            unreadable.append(path)
    return texts, unreadable


def _described() -> bool:
    """Return whether the system has a description of Autotype whose program is there."""
    try:
        text = read_regular(SYSTEM_COMPONENTS / "autotype.xml", LARGEST).decode("utf-8")
    except (OSError, ValueError):
        return False
    match = re.search(r"<exec>(.*?)</exec>", text, re.DOTALL)
    try:
        words = shlex.split(match[1]) if match else []
    except ValueError:
        return False
    return bool(words) and shutil.which(words[0]) is not None


def _lacking() -> Iterable[str]:
    for library, module, package in _TOOLKITS:
        if _there(library) and not _there(module):
            yield package


def _there(pattern: str) -> bool:
    return any(next(Path("/").glob(f"{folder[1:]}/{pattern}"), None) for folder in _LIBRARIES)


def _panel() -> str:
    listed = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(folder) / "applications" / _PANEL for folder in listed.split(":") if folder]
    return str(next((path for path in folders if path.is_file()), ""))


def _has_bus() -> bool:
    # systemd's session has one at this place, whether or not the variable is set.
    place = os.environ.get("XDG_RUNTIME_DIR")
    there = bool(place) and Path(str(place), "bus").is_socket()
    return there or bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))


def _fcitx_runs() -> bool:
    bus = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if not (bus and shutil.which("fcitx5-remote")):
        return False
    # Fcitx's own program would start it.
    whether = "org.freedesktop.DBus.NameHasOwner"
    place = ("--session", "--dest", "org.freedesktop.DBus", "--object-path", "/")
    return asking.ask(["gdbus", "call", *place, "--method", whether, _FCITX]) == "(true,)"


def _fcitx_addon() -> Path:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "fcitx5" / "addon" / "autotype.conf"


def _version() -> tuple[int, ...]:
    said = asking.ask(["ibus", "version"]) or ""
    numbers = re.findall(r"\d{1,6}", said)
    # It is there, whatever it says.
    return tuple(int(number) for number in numbers[:3]) or (0,)


def _engine() -> str | None:
    if not runs():
        return None
    return asking.ask(["ibus", "engine"]) or ""


def _lists(
    is_gnome: bool,
) -> tuple[tuple[tuple[str, str], ...] | None, tuple[str, ...] | None]:
    if is_gnome:
        sources = asking.read_list("org.gnome.desktop.input-sources", "sources")
        if sources is None:
            return None, None
        return tuple(one for one in sources if isinstance(one, tuple)), None
    preloaded = asking.read_list("org.freedesktop.ibus.general", "preload-engines")
    if preloaded is None:
        return None, None
    return None, tuple(one for one in preloaded if isinstance(one, str))
