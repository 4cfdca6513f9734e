"""What starts IBus with Autotype when somebody logs in, where the desktop does not."""

import shlex
from collections.abc import Iterator

from autotype.ibus.wire import ENGINE_NAME
from autotype.setup import marks
from autotype.setup.deeds import Block, KwinKey, OwnFile
from autotype.setup.machine import Machine
from autotype.setup.step import Step, shown
from autotype.translation import tr


def at_login(machine: Machine) -> Iterator[Step]:
    """Start IBus with the session, where the desktop does not."""
    places = machine.places
    if machine.kwin_starts_ibus and machine.kwin != machine.panel:
        if not {"kwriteconfig6", "kwriteconfig5"} & machine.programs:
            yield Step(
                "kwin",
                tr(
                    "KWin does not use IBus; choose “IBus Wayland” in System Settings under "
                    "Virtual Keyboard."
                ),
            )
        else:
            yield Step(
                "kwin",
                tr("KWin does not use IBus."),
                tr("Let KWin start IBus (System Settings, Virtual Keyboard)."),
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
                tr("Nothing starts IBus with Autotype when you log in."),
                tr(
                    "Start it with the desktop, by “{path}”.",
                    path=shown(machine, places.autostart),
                ),
                (OwnFile(places.autostart, text),),
            )
    elif machine.is_sway:
        yield from _sway(machine)
    elif machine.session == "wayland" and machine.engine != ENGINE_NAME:
        yield Step(
            "start",
            tr("Nothing starts IBus when you log in; let your compositor run the command."),
            command=shlex.join((*machine.command, "ibus", "--start")),
        )


def _sway(machine: Machine) -> Iterator[Step]:
    path = machine.places.sway
    if path in machine.unreadable:
        yield Step(
            "start",
            tr(
                "“{path}” cannot be read, so nothing can be added to it.",
                path=shown(machine, path),
            ),
        )
        return
    lines = (f"exec {shlex.join((*machine.command, 'ibus', '--start'))}",)
    if marks.ours(machine.texts.get(path, "")) != marks.block(lines):
        yield Step(
            "start",
            tr("Nothing starts IBus with Autotype when you log in."),
            tr("Let sway start it, in “{path}”.", path=shown(machine, path)),
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
