"""The variables of a session that are about input methods."""

from autotype.setup.machine import SYSTEM_COMPONENTS, Machine

# Programs that do not wait for IBus's answer mix up quick letters on a busy machine: those of
# GTK 4 with IBus 1.5.27, those of Qt 6 with 1.5.32. With this they wait.
SYNC = "IBUS_ENABLE_SYNC_MODE"
COMPONENT_PATH = "IBUS_COMPONENT_PATH"
VARIABLES = ("GTK_IM_MODULE", "QT_IM_MODULE", "XMODIFIERS", SYNC, COMPONENT_PATH)
"""The variables of a session that are about input methods."""


def component_path(machine: Machine) -> str:
    """Return the folders in which IBus has to look, "" if its own are enough."""
    if machine.described:
        return ""
    folder = str(machine.places.component.parent)
    given = [part for part in machine.environment.get(COMPONENT_PATH, "").split(":") if part]
    others = [part for part in given if part != folder] or [str(SYSTEM_COMPONENTS)]
    return ":".join((folder, *others))


def wanted(machine: Machine) -> dict[str, str]:
    """Return the variables that programs of the session need.

    GNOME Shell and KWin under Wayland have an input method of their own for all programs;
    variables would lead past it.
    """
    found: dict[str, str] = {}
    if not machine.is_gnome:
        if not machine.kwin_starts_ibus:
            found |= {"GTK_IM_MODULE": "ibus", "QT_IM_MODULE": "ibus"}
        found["XMODIFIERS"] = "@im=ibus"
    through_shell = machine.session == "wayland" and (machine.is_gnome or machine.kwin_starts_ibus)
    if not through_shell:
        found[SYNC] = "1"
    if path := component_path(machine):
        found[COMPONENT_PATH] = path
    return found


def differing(machine: Machine) -> dict[str, str]:
    """Return the variables that the session does not have, or has otherwise."""
    has = machine.environment
    return {name: value for name, value in wanted(machine).items() if has.get(name) != value}
