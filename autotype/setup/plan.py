"""What is missing on a machine for suggestions in other applications, and what helps.

Pure: a picture of the machine in, steps out.
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autotype.ibus.wire import ENGINE_NAME
from autotype.setup import marks
from autotype.setup.deeds import Begin, Block, Deed, KwinKey, ListEntry, OwnFile, RenewCache
from autotype.setup.machine import SYSTEM_COMPONENTS, Machine

# Programs that do not wait for IBus's answer mix up quick letters on a busy machine: those of
# GTK 4 with IBus 1.5.27, those of Qt 6 with 1.5.32. With this they wait.
_SYNC = "IBUS_ENABLE_SYNC_MODE"
COMPONENT_PATH = "IBUS_COMPONENT_PATH"
VARIABLES = ("GTK_IM_MODULE", "QT_IM_MODULE", "XMODIFIERS", _SYNC, COMPONENT_PATH)
"""The variables of a session that are about input methods."""


@dataclass(frozen=True)
class Step:
    """One thing that is missing.

    Attributes:
        name: A word for programs.
        missing: What is missing, one sentence.
        does: What setting up does about it, one sentence; "" if it is for the user to do.
        deeds: How that is done.
        command: What the user runs where we cannot do it; may be "".
        later: Whether it takes effect with the next login only.
    """

    name: str
    missing: str
    does: str = ""
    deeds: tuple[Deed, ...] = ()
    command: str = ""
    later: bool = False


def missing(machine: Machine) -> tuple[Step, ...]:
    """Return what is missing, in the order in which it is to be done; empty if nothing is."""
    if not machine.session:
        return (
            Step(
                "session",
                "There is no desktop session here; run this in a terminal of the desktop.",
            ),
        )
    if not machine.version:
        # All the rest is asked of IBus.
        return (_packages(machine),)
    steps = [_packages(machine)] if machine.packages else []
    for part in (_component, _environment, _at_login, _choice, _now):
        steps += part(machine)
    return tuple(steps)


def _shown(machine: Machine, path: Path) -> str:
    """Return a path as people write it."""
    home = machine.places.xsessionrc.parent
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def waits_for_login(machine: Machine) -> bool:
    """Return whether something that is written takes effect with the next login only."""
    return bool(machine.session and machine.version and _differing(machine))


def _packages(machine: Machine) -> Step:
    wanted = machine.packages if machine.version else ("ibus", *machine.packages)
    if machine.version:
        what = f"Some programs cannot talk to IBus, since {_named(wanted)} not installed."
    else:
        what = "IBus, through which other programs get suggestions, is not installed."
    if machine.installer:
        return Step("packages", what, command=f"{machine.installer} {' '.join(wanted)}")
    return Step("packages", f"{what[:-1]}; install {' and '.join(f'“{name}”' for name in wanted)}.")


def _named(packages: tuple[str, ...]) -> str:
    listed = " and ".join(f"“{name}”" for name in packages)
    return f"the package {listed} is" if len(packages) == 1 else f"the packages {listed} are"


def _component(machine: Machine) -> Iterator[Step]:
    place = machine.places.component
    if machine.described or machine.texts.get(place) == machine.component:
        return
    yield Step(
        "component",
        "IBus cannot find Autotype.",
        f"Describe Autotype to IBus, in “{_shown(machine, place)}”.",
        (OwnFile(place, machine.component), RenewCache(component_path(machine))),
    )


def component_path(machine: Machine) -> str:
    """Return the folders in which IBus has to look, "" if its own are enough."""
    if machine.described:
        return ""
    folder = str(machine.places.component.parent)
    given = [part for part in machine.environment.get(COMPONENT_PATH, "").split(":") if part]
    others = [part for part in given if part != folder] or [str(SYSTEM_COMPONENTS)]
    return ":".join((folder, *others))


def _wanted(machine: Machine) -> dict[str, str]:
    """Return the variables that programs of the session need.

    GNOME Shell and KWin under Wayland have an input method of their own for all programs;
    variables would lead past it.
    """
    wanted: dict[str, str] = {}
    if not machine.is_gnome:
        if not machine.kwin_starts_ibus:
            wanted |= {"GTK_IM_MODULE": "ibus", "QT_IM_MODULE": "ibus"}
        wanted["XMODIFIERS"] = "@im=ibus"
    through_shell = machine.session == "wayland" and (machine.is_gnome or machine.kwin_starts_ibus)
    if not through_shell:
        wanted[_SYNC] = "1"
    if path := component_path(machine):
        wanted[COMPONENT_PATH] = path
    return wanted


def _differing(machine: Machine) -> dict[str, str]:
    """Return the variables that the session does not have, or has otherwise."""
    has = machine.environment
    return {name: value for name, value in _wanted(machine).items() if has.get(name) != value}


def _environment(machine: Machine) -> Iterator[Step]:
    places, texts = machine.places, machine.texts
    if machine.is_gnome or (machine.is_kde and machine.session == "wayland"):
        # The shell or Plasma takes in what systemd's user session has.
        path = places.environment
        has = marks.exports(texts.get(path, ""))
        text = marks.systemd_text(_to_write(machine, has))
        if _differing(machine) and texts.get(path) != text:
            yield _environment_step(machine, OwnFile(path, text))
        return
    path = places.login
    if machine.session == "x11":
        path = places.xsessionrc if machine.reads_xsessionrc else places.xprofile
    if path == places.login and machine.is_fish:
        if variables := _differing(machine):
            said = "; ".join(f"set -Ux {name} {shlex.quote(v)}" for name, v in variables.items())
            what = "The programs of this session are not told to ask IBus."
            yield Step("environment", what, command=said, later=True)
        return
    if path in machine.unreadable:
        yield Step(
            "environment",
            f"“{_shown(machine, path)}” cannot be read, so nothing can be added to it.",
        )
        return
    text = texts.get(path, "")
    has = marks.exports(marks.ours(text) or "")
    # Without a desktop that starts entries, the X session itself has to start IBus.
    starts = machine.session == "x11" and not machine.starts_entries
    more = (f"{shlex.join((*machine.command, 'ibus', '--start'))} &",) if starts else ()
    lines = marks.shell_lines(_to_write(machine, has), machine.command[0], *more)
    if (_differing(machine) or starts) and marks.ours(text) != marks.block(lines):
        yield _environment_step(machine, Block(path, lines))


def _to_write(machine: Machine, has: dict[str, str]) -> dict[str, str]:
    """Return the variables that our part of a file sets: those that differ, and earlier ones.

    What the session has by other means is left to those.
    """
    wanted = _wanted(machine)
    differing = _differing(machine)
    return {name: value for name, value in wanted.items() if name in differing or name in has}


def _environment_step(machine: Machine, deed: OwnFile | Block) -> Step:
    differing = _differing(machine)
    other = {
        value.removeprefix("@im=")
        for name, value in machine.environment.items()
        if name in differing and name not in (_SYNC, COMPONENT_PATH) and value
    } - {"ibus", "simple", "none", "xim", "gtk-im-context-simple"}
    if not differing:
        what = "Nothing starts IBus with Autotype when you log in."
    elif other:
        what = f"The programs of this session ask “{min(other)}” and not IBus."
    elif set(differing) == {_SYNC}:
        what = (
            "Programs may mix up the order of quick letters where they do not wait for IBus; "
            f"{_SYNC}=1 prevents it."
        )
    elif set(differing) <= {_SYNC, COMPONENT_PATH}:
        what = "IBus is not told where Autotype is."
    else:
        what = "The programs of this session are not told to ask IBus."
    if not differing:
        does = f"Start it with the session, in “{_shown(machine, deed.path)}”."
    elif set(differing) <= {_SYNC, COMPONENT_PATH}:
        does = f"Set what IBus needs for Autotype, in “{_shown(machine, deed.path)}”."
    else:
        does = f"Tell programs to ask IBus, in “{_shown(machine, deed.path)}”."
    return Step(
        "environment",
        what,
        does,
        (deed,),
        later=bool(differing),
    )


def _at_login(machine: Machine) -> Iterator[Step]:
    """Start IBus with the session, where the desktop does not."""
    places = machine.places
    if machine.kwin_starts_ibus and machine.kwin != machine.panel:
        if not {"kwriteconfig6", "kwriteconfig5"} & machine.programs:
            yield Step(
                "kwin",
                "KWin does not use IBus; choose “IBus Wayland” in System Settings under "
                "Virtual Keyboard.",
            )
        else:
            yield Step(
                "kwin",
                "KWin does not use IBus.",
                "Let KWin start IBus (System Settings, Virtual Keyboard).",
                (KwinKey(machine.panel),),
                later=True,
            )
    if machine.is_gnome:
        return
    if machine.starts_entries:
        text = entry(machine)
        if machine.texts.get(places.autostart) != text:
            yield Step(
                "start",
                "Nothing starts IBus with Autotype when you log in.",
                f"Start it with the desktop, by “{_shown(machine, places.autostart)}”.",
                (OwnFile(places.autostart, text),),
            )
    elif machine.is_sway:
        yield from _sway(machine)
    elif machine.session == "wayland" and machine.engine != ENGINE_NAME:
        yield Step(
            "start",
            "Nothing starts IBus when you log in; let your compositor run the command.",
            command=shlex.join((*machine.command, "ibus", "--start")),
        )


def _sway(machine: Machine) -> Iterator[Step]:
    path = machine.places.sway
    if path in machine.unreadable:
        yield Step(
            "start", f"“{_shown(machine, path)}” cannot be read, so nothing can be added to it."
        )
        return
    lines = (f"exec {shlex.join((*machine.command, 'ibus', '--start'))}",)
    if marks.ours(machine.texts.get(path, "")) != marks.block(lines):
        yield Step(
            "start",
            "Nothing starts IBus with Autotype when you log in.",
            f"Let sway start it, in “{_shown(machine, path)}”.",
            (Block(path, lines, first=f"include {machine.places.system_sway}\n"),),
        )


def entry(machine: Machine) -> str:
    """Return the autostart entry that starts IBus and chooses Autotype."""
    what = "--choose" if machine.kwin_starts_ibus else "--start"
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.1",
        "Name=Autotype in other applications",
        "Comment=Starts IBus with Autotype as its input method",
        f"TryExec={machine.command[0]}",
        f"Exec={shlex.join((*machine.command, 'ibus', what))}",
        "NoDisplay=true",
        "NotShowIn=GNOME;",
    )
    return "\n".join(lines) + "\n"


def _choice(machine: Machine) -> Iterator[Step]:
    if machine.is_gnome:
        source = ("ibus", ENGINE_NAME)
        schema = "org.gnome.desktop.input-sources"
        if machine.sources is None:
            yield Step(
                "choice",
                "Autotype is not among GNOME's input sources; add it under Settings, Keyboard.",
            )
        elif source not in machine.sources:
            yield Step(
                "choice",
                "Autotype is not among GNOME's input sources.",
                "Add Autotype to GNOME's input sources; Super+Space changes between them.",
                (ListEntry(schema, "mru-sources", source), ListEntry(schema, "sources", source)),
            )
    elif machine.preloaded is not None and ENGINE_NAME not in machine.preloaded:
        others = () if machine.engine in (None, "", ENGINE_NAME) else (str(machine.engine),)
        yield Step(
            "choice",
            "Autotype is not in IBus's menu.",
            "Add Autotype to IBus's menu.",
            (ListEntry("org.freedesktop.ibus.general", "preload-engines", ENGINE_NAME, others),),
        )


def _now(machine: Machine) -> Iterator[Step]:
    if machine.engine == ENGINE_NAME:
        return
    starts = not machine.is_gnome and not machine.kwin_starts_ibus
    by_desktop = not starts and (machine.engine is None or component_path(machine))
    if by_desktop and COMPONENT_PATH in _differing(machine):
        # The desktop's own IBus finds Autotype after the next login.
        return
    if machine.engine is None:
        what = "IBus does not run."
        does = "Start IBus with Autotype now; programs that are opened from now on use it."
    else:
        used = f"; “{machine.engine}” is" if machine.engine else ""
        what = f"Autotype is not the input method in use{used}."
        does = "Use Autotype in this session at once."
    if machine.engine is None and not starts:
        yield Step("now", "IBus does not run, which the desktop starts; log in again.", later=True)
        return
    yield Step("now", what, does, (Begin(starts, component_path(machine)),))
