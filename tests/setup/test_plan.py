"""What is missing, over many pictures of machines."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autotype.setup import marks
from autotype.setup.deeds import Begin, Block, KwinKey, ListEntry, OwnFile
from autotype.setup.machine import Machine, Places
from autotype.setup.plan import missing, waits_for_login
from autotype.setup.step import Step

HOME = Path("/home/ann")
PLACES = Places(
    component=HOME / ".local/share/autotype/ibus/component/autotype.xml",
    environment=HOME / ".config/environment.d/60-autotype.conf",
    xsessionrc=HOME / ".xsessionrc",
    xprofile=HOME / ".xprofile",
    login=HOME / ".profile",
    autostart=HOME / ".config/autostart/autotype-ibus.desktop",
    sway=HOME / ".config/sway/config",
)
MODULES = {"GTK_IM_MODULE": "ibus", "QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}
SYNC = {"IBUS_ENABLE_SYNC_MODE": "1"}
PANEL = "/usr/share/applications/org.freedesktop.IBus.Panel.Wayland.Gtk3.desktop"


def machine(desktop: str, session: str, **more: Any) -> Machine:
    """Return a fresh Debian with IBus installed, Autotype too, and nothing set up."""
    fresh = Machine(
        desktop=desktop,
        session=session,
        command=("/usr/bin/autotype",),
        component="<component/>",
        places=PLACES,
        programs=frozenset({"ibus", "ibus-daemon", "gsettings", "kwriteconfig5"}),
        installer="sudo apt install",
        version=(1, 5, 27),
        described=True,
        sources=(("xkb", "de"),) if "GNOME" in desktop else None,
        preloaded=None if "GNOME" in desktop else (),
        reads_xsessionrc=True,
    )
    return replace(fresh, **more)


def names(steps: tuple[Step, ...]) -> list[str]:
    return [step.name for step in steps]


def deed(step: Step) -> Any:
    (only,) = step.deeds
    return only


def after(seen: Machine) -> Machine:
    """Return the machine after all of its steps were done, before the next login."""
    for step in missing(seen):
        for one in step.deeds:
            match one:
                case OwnFile():
                    seen = _with_text(seen, one.path, one.text)
                case Block():
                    text = seen.texts.get(one.path, one.first)
                    seen = _with_text(seen, one.path, marks.with_block(text, one.lines))
                case ListEntry(key="sources"):
                    seen = replace(seen, sources=(("ibus", "autotype"), *(seen.sources or ())))
                case ListEntry(key="preload-engines"):
                    seen = replace(seen, preloaded=("autotype", *(seen.preloaded or ())))
                case KwinKey():
                    seen = replace(seen, kwin=one.value)
                case Begin():
                    seen = replace(seen, engine="autotype", known=True)
    return seen


def _with_text(seen: Machine, path: Path, text: str) -> Machine:
    return replace(seen, texts={**seen.texts, path: text})


def at_next_login(seen: Machine) -> Machine:
    """Return what a session finds that has read all files."""
    environment: Mapping[str, str] = {
        name: value for text in seen.texts.values() for name, value in marks.exports(text).items()
    }
    return replace(seen, environment={**seen.environment, **environment}, engine="autotype")


DESKTOPS = [
    ("GNOME", "wayland", ["choice", "now"]),
    ("ubuntu:GNOME", "x11", ["environment", "choice", "now"]),
    ("KDE", "x11", ["environment", "start", "choice", "now"]),
    ("KDE", "wayland", ["environment", "start", "choice", "now"]),
    ("XFCE", "x11", ["environment", "start", "choice", "now"]),
    ("", "x11", ["environment", "choice", "now"]),
    ("sway", "wayland", ["environment", "start", "choice", "now"]),
]


@pytest.mark.parametrize(("desktop", "session", "steps"), DESKTOPS)
@pytest.mark.parametrize("described", [True, False])
def test_a_fresh_system_is_set_up_once_and_for_all(
    desktop: str, session: str, steps: list[str], described: bool
) -> None:
    engine = "xkb:us::eng" if "GNOME" in desktop else None
    seen = machine(desktop, session, described=described, engine=engine)
    found = missing(seen)
    if described:
        assert names(found) == steps
    else:
        assert names(found)[:2] == ["component", "environment"]
    # Nothing is left to the user, and each step says what it does.
    assert all(step.does and step.deeds and not step.command for step in found)
    done = after(seen)
    left = missing(done)
    if described or "GNOME" not in desktop:
        assert left == ()
    again = at_next_login(done)
    assert missing(again) == ()
    assert not waits_for_login(again)
    assert waits_for_login(done) == ("environment" in names(found))


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        ("sudo apt install", "sudo apt install ibus ibus-gtk3"),
        ("sudo dnf install", "sudo dnf install ibus ibus-gtk3"),
        ("", ""),
    ],
)
def test_without_ibus_the_one_command_is_said(installer: str, command: str) -> None:
    seen = machine("XFCE", "x11", version=(), installer=installer, packages=("ibus-gtk3",))
    (step,) = missing(seen)
    assert step.command == command
    assert step.deeds == ()
    assert ("“ibus”" in step.missing) == (not command)


def test_what_toolkits_lack_is_said_beside_the_rest() -> None:
    seen = machine("XFCE", "x11", packages=("ibus-gtk3", "ibus-gtk4"))
    first, *rest = missing(seen)
    assert first.command == "sudo apt install ibus-gtk3 ibus-gtk4"
    assert "“ibus-gtk3” and “ibus-gtk4” are not installed" in first.missing
    assert names(tuple(rest)) == ["environment", "start", "choice", "now"]


def test_a_session_without_a_bus_is_said_beside_the_rest() -> None:
    whole, without = (missing(machine("XFCE", "x11", bus=there)) for there in (True, False))
    assert names(without) == ["bus", *names(whole)]
    (step,) = (step for step in without if step.name == "bus")
    assert "dbus-user-session" in step.missing
    # Nobody but the user can do it.
    assert not step.deeds and not step.does


def test_without_a_desktop_nothing_is_proposed() -> None:
    (step,) = missing(machine("", ""))
    assert "no desktop session" in step.missing
    assert not step.deeds
    assert not waits_for_login(machine("", ""))


def test_gnome_gets_its_list_and_keeps_the_others() -> None:
    seen = machine("GNOME", "wayland", engine="xkb:de::ger")
    (choice,) = [step for step in missing(seen) if step.name == "choice"]
    assert [one.key for one in choice.deeds if isinstance(one, ListEntry)] == [
        "mru-sources",
        "sources",
    ]
    # Its shell starts IBus itself and reaches all programs: no variable leads past it.
    assert not any(isinstance(one, OwnFile | Block) for step in missing(seen) for one in step.deeds)


def test_gnome_without_its_settings_says_where_to_click() -> None:
    (choice,) = [s for s in missing(machine("GNOME", "x11", sources=None)) if s.name == "choice"]
    assert "Settings, Keyboard" in choice.missing
    assert not choice.deeds


@pytest.mark.parametrize("version", [(1, 5, 27), (1, 5, 29), (1, 6, 0)])
@pytest.mark.parametrize("desktop", ["XFCE", "", "KDE", "GNOME", "sway"])
def test_letters_are_kept_in_order_where_programs_ask_ibus_themselves(
    desktop: str, version: tuple[int, ...]
) -> None:
    session = "wayland" if desktop == "sway" else "x11"
    seen = machine(desktop, session, version=version)
    written = at_next_login(after(seen)).environment
    assert written["IBUS_ENABLE_SYNC_MODE"] == "1"


def test_only_the_order_of_letters_is_missing() -> None:
    seen = machine("XFCE", "x11", environment=MODULES)
    (step,) = [step for step in missing(seen) if step.name == "environment"]
    assert "order of quick letters" in step.missing
    # What others have set is left to them.
    lines = "\n".join(deed(step).lines)
    assert "SYNC_MODE=1" in lines
    assert "GTK_IM_MODULE" not in lines


@pytest.mark.parametrize(
    ("desktop", "session", "reads", "path"),
    [
        ("XFCE", "x11", True, PLACES.xsessionrc),
        ("XFCE", "x11", False, PLACES.xprofile),
        ("KDE", "x11", True, PLACES.xsessionrc),
        ("KDE", "wayland", True, PLACES.environment),
        ("GNOME", "x11", True, PLACES.environment),
        ("sway", "wayland", True, PLACES.login),
        ("Hyprland", "wayland", True, PLACES.login),
    ],
)
def test_variables_go_where_the_session_reads_them(
    desktop: str, session: str, reads: bool, path: Path
) -> None:
    seen = machine(desktop, session, reads_xsessionrc=reads)
    (step,) = [step for step in missing(seen) if step.name == "environment"]
    assert deed(step).path == path
    assert step.later


def test_another_input_method_is_named_before_it_is_replaced() -> None:
    seen = machine("XFCE", "x11", environment={"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "fcitx"})
    (step,) = [step for step in missing(seen) if step.name == "environment"]
    assert "“fcitx”" in step.missing


def test_fish_is_told_by_one_command() -> None:
    seen = machine("sway", "wayland", is_fish=True)
    (step,) = [step for step in missing(seen) if step.name == "environment"]
    assert "set -Ux GTK_IM_MODULE ibus; set -Ux QT_IM_MODULE ibus" in step.command


def test_kwin_starts_ibus_where_it_can() -> None:
    seen = machine("KDE", "wayland", panel=PANEL, version=(1, 5, 29), engine=None)
    steps = missing(seen)
    assert names(steps) == ["environment", "kwin", "start", "choice", "now"]
    assert deed(steps[1]) == KwinKey(PANEL)
    # Programs are reached by KWin; only those of X need a word.
    assert marks.exports(deed(steps[0]).text) == {"XMODIFIERS": "@im=ibus"}
    assert "ibus --choose" in deed(steps[2]).text
    # It is not for us to start there.
    assert not steps[-1].deeds
    by_hand = replace(seen, programs=frozenset({"ibus", "ibus-daemon"}))
    assert "System Settings" in missing(by_hand)[1].missing


def test_sway_is_told_to_start_it() -> None:
    seen = machine("sway", "wayland")
    (step,) = [step for step in missing(seen) if step.name == "start"]
    block = deed(step)
    assert block.lines == ("exec /usr/bin/autotype ibus --start",)
    # Who has no file of their own goes on with the system's.
    assert block.first == "include /etc/sway/config\n"


def test_an_unknown_compositor_gets_the_command() -> None:
    (step,) = [step for step in missing(machine("Hyprland", "wayland")) if step.name == "start"]
    assert step.command == "/usr/bin/autotype ibus --start"


def test_a_session_without_entries_starts_ibus_itself() -> None:
    (step,) = [step for step in missing(machine("", "x11")) if step.name == "environment"]
    assert "/usr/bin/autotype ibus --start &" in "\n".join(deed(step).lines)
    running = machine("", "x11", environment={**MODULES, **SYNC}, engine="autotype")
    (step,) = [step for step in missing(running) if step.name == "environment"]
    assert "when you log in" in step.missing
    assert not step.later


@pytest.mark.parametrize("path", [PLACES.xsessionrc, PLACES.sway])
def test_what_cannot_be_read_is_not_written(path: Path) -> None:
    desktop, session = ("sway", "wayland") if path == PLACES.sway else ("XFCE", "x11")
    seen = machine(desktop, session, unreadable=frozenset({path}))
    written = [d.path for s in missing(seen) for d in s.deeds if isinstance(d, Block | OwnFile)]
    assert path not in written
    assert any(f"“~/{path.relative_to(HOME)}”" in step.missing for step in missing(seen))


def test_who_moves_the_program_sets_up_once_more() -> None:
    done = after(machine("XFCE", "x11"))
    moved = replace(done, command=("/home/ann/.local/bin/autotype",))
    assert names(missing(moved)) == ["environment", "start"]
    assert missing(after(moved)) == ()


def test_other_folders_of_components_stay() -> None:
    given = {"IBUS_COMPONENT_PATH": "/opt/ours:/usr/share/ibus/component"}
    seen = machine("XFCE", "x11", described=False, environment=given)
    (now,) = [step for step in missing(seen) if step.name == "now"]
    folder = PLACES.component.parent
    assert deed(now).path == f"{folder}:/opt/ours:/usr/share/ibus/component"


def test_in_gnome_what_ibus_cannot_know_yet_waits_for_the_login() -> None:
    seen = machine("GNOME", "wayland", described=False, engine="xkb:de::ger")
    assert names(missing(seen)) == ["component", "environment", "choice"]
    assert names(missing(at_next_login(after(seen)))) == []


@pytest.mark.parametrize(("desktop", "session"), [(d, s) for d, s, _ in DESKTOPS])
def test_where_fcitx_runs_nobody_is_sent_to_ibus(desktop: str, session: str) -> None:
    """Also where IBus is not even installed."""
    seen = machine(desktop, session, fcitx=True)
    (step,) = missing(seen)
    assert "Fcitx" in step.missing
    assert not step.deeds
    assert missing(replace(seen, version=())) == (step,)
    assert missing(replace(seen, fcitx_addon=True)) == ()
    assert not waits_for_login(seen)
