"""What is missing on a machine for suggestions in other applications, and what helps.

Pure: a picture of the machine in, steps out.
"""

import shlex
from collections.abc import Iterator
from dataclasses import replace

from autotype.ibus.wire import ENGINE_NAME
from autotype.setup import marks
from autotype.setup.deeds import Begin, Block, ListEntry, OwnFile, RenewCache
from autotype.setup.login_start import at_login
from autotype.setup.machine import Machine
from autotype.setup.step import Step, shown
from autotype.setup.variables import COMPONENT_PATH, SYNC, component_path, differing, wanted
from autotype.translation import all_of, mark, quoted, tr, trn

_FCITX = Step(
    "fcitx",
    mark(
        "Programs ask Fcitx 5 here, and Autotype's addon for it is not installed; run "
        "“make fcitx5” in Autotype's source folder, or leave Fcitx and set up again to use "
        "IBus."
    ),
)

_BUS = Step(
    "bus",
    mark(
        "This session has no D-Bus, without which Firefox passes no keys to IBus; start it "
        "with “dbus-run-session”, or install “dbus-user-session” and log in again."
    ),
)


def missing(machine: Machine) -> tuple[Step, ...]:
    """Return what is missing, in the order in which it is to be done; empty if nothing is."""
    if not machine.session:
        return (
            Step(
                "session",
                tr("There is no desktop session here; run this in a terminal of the desktop."),
            ),
        )
    if machine.fcitx:
        # Two at once would fight for the keys.
        return () if machine.fcitx_addon else (replace(_FCITX, missing=tr(_FCITX.missing)),)
    if not machine.version:
        # All the rest is asked of IBus.
        return (_packages(machine),)
    steps = [_packages(machine)] if machine.packages else []
    if not machine.bus:
        steps.append(replace(_BUS, missing=tr(_BUS.missing)))
    for part in (_component, _environment, at_login, _choice, _now):
        steps += part(machine)
    return tuple(steps)


def waits_for_login(machine: Machine) -> bool:
    """Return whether something that is written takes effect with the next login only."""
    asks_ibus = machine.session and machine.version and not machine.fcitx
    return bool(asks_ibus and differing(machine))


def _packages(machine: Machine) -> Step:
    wanted = machine.packages if machine.version else ("ibus", *machine.packages)
    if machine.version:
        what = trn(
            "Some programs cannot talk to IBus, since the package {names} is not installed.",
            "Some programs cannot talk to IBus, since the packages {names} are not installed.",
            len(wanted),
            names=all_of([quoted(name) for name in wanted]),
        )
    else:
        what = tr("IBus, through which other programs get suggestions, is not installed.")
    if machine.installer:
        return Step("packages", what, command=f"{machine.installer} {' '.join(wanted)}")
    return Step(
        "packages",
        tr(
            "{what}; install {packages}.",
            what=what[:-1],
            packages=all_of([quoted(name) for name in wanted]),
        ),
    )


def _component(machine: Machine) -> Iterator[Step]:
    place = machine.places.component
    if machine.described or machine.texts.get(place) == machine.component:
        return
    yield Step(
        "component",
        tr("IBus cannot find Autotype."),
        tr("Describe Autotype to IBus, in “{path}”.", path=shown(machine, place)),
        (OwnFile(place, machine.component), RenewCache(component_path(machine))),
    )


def _environment(machine: Machine) -> Iterator[Step]:
    places, texts = machine.places, machine.texts
    if machine.is_gnome or (machine.is_kde and machine.session == "wayland"):
        # The shell or Plasma takes in what systemd's user session has.
        path = places.environment
        has = marks.exports(texts.get(path, ""))
        text = marks.systemd_text(_to_write(machine, has))
        if differing(machine) and texts.get(path) != text:
            yield _environment_step(machine, OwnFile(path, text))
        return
    path = places.login
    if machine.session == "x11":
        path = places.xsessionrc if machine.reads_xsessionrc else places.xprofile
    if path == places.login and machine.is_fish:
        if variables := differing(machine):
            said = "; ".join(f"set -Ux {name} {shlex.quote(v)}" for name, v in variables.items())
            what = tr("The programs of this session are not told to ask IBus.")
            yield Step("environment", what, command=said, later=True)
        return
    if path in machine.unreadable:
        yield Step(
            "environment",
            tr(
                "“{path}” cannot be read, so nothing can be added to it.",
                path=shown(machine, path),
            ),
        )
        return
    text = texts.get(path, "")
    has = marks.exports(marks.ours(text) or "")
    # Without a desktop that starts entries, the X session itself has to start IBus.
    starts = machine.session == "x11" and not machine.starts_entries
    more = (f"{shlex.join((*machine.command, 'ibus', '--start'))} &",) if starts else ()
    lines = marks.shell_lines(_to_write(machine, has), machine.command[0], *more)
    if (differing(machine) or starts) and marks.ours(text) != marks.block(lines):
        yield _environment_step(machine, Block(path, lines))


def _to_write(machine: Machine, has: dict[str, str]) -> dict[str, str]:
    """Return the variables that our part of a file sets: those that differ, and earlier ones.

    What the session has by other means is left to those.
    """
    other = differing(machine)
    return {n: value for n, value in wanted(machine).items() if n in other or n in has}


def _environment_step(machine: Machine, deed: OwnFile | Block) -> Step:
    lacking = differing(machine)
    other = {
        value.removeprefix("@im=")
        for name, value in machine.environment.items()
        if name in lacking and name not in (SYNC, COMPONENT_PATH) and value
    } - {"ibus", "simple", "none", "xim", "gtk-im-context-simple"}
    if not lacking:
        what = tr("Nothing starts IBus with Autotype when you log in.")
    elif other:
        what = tr("The programs of this session ask “{other}” and not IBus.", other=min(other))
    elif set(lacking) == {SYNC}:
        what = tr(
            "Programs may mix up the order of quick letters where they do not wait for IBus; "
            "{variable}=1 prevents it.",
            variable=SYNC,
        )
    elif set(lacking) <= {SYNC, COMPONENT_PATH}:
        what = tr("IBus is not told where Autotype is.")
    else:
        what = tr("The programs of this session are not told to ask IBus.")
    if not lacking:
        does = tr("Start it with the session, in “{path}”.", path=shown(machine, deed.path))
    elif set(lacking) <= {SYNC, COMPONENT_PATH}:
        does = tr("Set what IBus needs for Autotype, in “{path}”.", path=shown(machine, deed.path))
    else:
        does = tr("Tell programs to ask IBus, in “{path}”.", path=shown(machine, deed.path))
    return Step(
        "environment",
        what,
        does,
        (deed,),
        later=bool(lacking),
    )


def _choice(machine: Machine) -> Iterator[Step]:
    if machine.is_gnome:
        source = ("ibus", ENGINE_NAME)
        schema = "org.gnome.desktop.input-sources"
        if machine.sources is None:
            yield Step(
                "choice",
                tr("Autotype is not among GNOME's input sources; add it under Settings, Keyboard."),
            )
        elif source not in machine.sources:
            yield Step(
                "choice",
                tr("Autotype is not among GNOME's input sources."),
                tr("Add Autotype to GNOME's input sources; Super+Space changes between them."),
                (ListEntry(schema, "mru-sources", source), ListEntry(schema, "sources", source)),
            )
    elif machine.preloaded is not None and ENGINE_NAME not in machine.preloaded:
        others = () if machine.engine in (None, "", ENGINE_NAME) else (str(machine.engine),)
        yield Step(
            "choice",
            tr("Autotype is not in IBus's menu."),
            tr("Add Autotype to IBus's menu."),
            (ListEntry("org.freedesktop.ibus.general", "preload-engines", ENGINE_NAME, others),),
        )


def _now(machine: Machine) -> Iterator[Step]:
    if machine.engine == ENGINE_NAME:
        return
    starts = not machine.is_gnome and not machine.kwin_starts_ibus
    by_desktop = not starts and (machine.engine is None or component_path(machine))
    if by_desktop and COMPONENT_PATH in differing(machine):
        # The desktop's own IBus finds Autotype after the next login.
        return
    if machine.engine is None:
        what = tr("IBus is not running.")
        does = tr("Start IBus with Autotype now; programs that are opened from now on use it.")
    else:
        used = tr("; “{engine}” is", engine=machine.engine) if machine.engine else ""
        what = tr("Autotype is not the input method in use{used}.", used=used)
        does = tr("Use Autotype in this session at once.")
    if machine.engine is None and not starts:
        yield Step(
            "now", tr("IBus is not running; the desktop starts it, so log in again."), later=True
        )
        return
    yield Step("now", what, does, (Begin(starts, component_path(machine)),))
