"""Reading the picture of the machine, and what `autotype doctor` says of it."""

import json
import socket
import subprocess
from pathlib import Path

import pytest

from autotype.processes import own_command
from autotype.setup import asking
from autotype.setup.looking import look, path_for_ibus


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "user"
    programs = tmp_path / "programs"
    for path in (folder, programs):
        path.mkdir()
    for name in ("XDG_CURRENT_DESKTOP", "XDG_CONFIG_HOME", "XDG_SESSION_TYPE", "SHELL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SWAYSOCK", "IBUS_COMPONENT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", str(programs))
    return folder


def program(user: Path, name: str, script: str) -> None:
    path = user.parent / "programs" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("variables", "desktop", "session"),
    [
        ({}, "", ""),
        ({"DISPLAY": ":0"}, "", "x11"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "SWAYSOCK": "/s"}, "sway", "wayland"),
        (
            {"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11", "XDG_CURRENT_DESKTOP": "XFCE"},
            "XFCE",
            "x11",
        ),
        # A terminal of another session: what is said must be there too.
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "", "x11"),
        ({"XDG_SESSION_TYPE": "tty"}, "", ""),
    ],
)
def test_which_desktop_it_is(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], desktop: str, session: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    seen = look()
    assert (seen.desktop, seen.session) == (desktop, session)


def test_whether_the_session_has_a_bus(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(user))
    assert not look().bus
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(user / "bus"))
        assert look().bus
    (user / "bus").unlink()
    assert not look().bus
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus")
    assert look().bus


def test_programs_that_never_answer_are_not_waited_for(
    user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(asking, "PATIENCE_S", 0.3)
    monkeypatch.setattr(asking.ask, "__defaults__", (None, 0.3))
    for name in ("ibus", "ibus-daemon", "gsettings"):
        program(user, name, "exec /bin/sleep 60")
    seen = look()
    # It is there, and that is all that is known.
    assert seen.version == (0,)
    assert seen.engine is None
    assert seen.preloaded is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("@as []", []),
        ("@a(ss) []", []),
        ("['a', \"it's\"]", ["a", "it's"]),
        ("[('xkb', 'de')]", [("xkb", "de")]),
        ("7", None),
        ("[7]", None),
        ("__import__('os')", None),
        ("[" * 3000, None),
        ("", None),
    ],
)
def test_lists_as_gsettings_prints_them(user: Path, said: str, found: object) -> None:
    (user.parent / "said").write_text(said)
    program(user, "gsettings", f"/bin/cat {user.parent}/said")
    assert asking.read_list("some.schema", "key") == found


@pytest.mark.parametrize(
    ("shell", "there", "name"),
    [
        ("/bin/bash", [], ".profile"),
        ("/bin/bash", [".profile", ".bash_login"], ".bash_login"),
        ("/bin/bash", [".bash_profile", ".bash_login"], ".bash_profile"),
        ("/usr/bin/zsh", [], ".zprofile"),
        ("/bin/dash", [".bash_profile"], ".profile"),
    ],
)
def test_what_the_login_shell_reads(
    user: Path, monkeypatch: pytest.MonkeyPatch, shell: str, there: list[str], name: str
) -> None:
    monkeypatch.setenv("SHELL", shell)
    monkeypatch.delenv("ZDOTDIR", raising=False)
    for one in there:
        (user / one).touch()
    assert look().places.login == user / name


def test_files_that_are_no_texts_are_known_as_such(user: Path) -> None:
    (user / ".xsessionrc").mkdir()
    (user / ".xprofile").write_bytes(b"\xff")
    (user / ".profile").write_text("mine\n")
    seen = look()
    assert seen.unreadable == {user / ".xsessionrc", user / ".xprofile"}
    assert seen.texts == {user / ".profile": "mine\n"}


def test_where_ibus_has_to_look_from_a_checkout(home: Path) -> None:
    path = path_for_ibus()
    assert path in ("", f"{home}/ibus/component:/usr/share/ibus/component")


@pytest.mark.parametrize(
    ("installed", "command"), [(["apt-get"], "sudo apt install ibus"), ([], "")]
)
def test_doctor_names_the_command(
    user: Path, monkeypatch: pytest.MonkeyPatch, installed: list[str], command: str
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    for name in installed:
        program(user, name, "exit 1")
    monkeypatch.setenv("AUTOTYPE_HOME", str(user / "data"))
    for options in ([], ["--json"]):
        done = subprocess.run(own_command("doctor", *options), capture_output=True, text=True)
        assert "IBus" in done.stdout, done.stderr
        if options:
            (step,) = json.loads(done.stdout)["elsewhere"]["missing"]
            assert (step["command"] or "") == command
            assert step["set_up"] is False
        else:
            (line,) = [line for line in done.stdout.splitlines() if line.startswith("Elsewhere")]
            assert f"is not installed. Run: {command}" in line or not command
            assert ("install “ibus”." in line) == (not command)


@pytest.mark.parametrize("option", ["--set-up", "--undo-set-up", "--missing"])
def test_a_temporary_user_folder_is_not_set_up(user: Path, option: str) -> None:
    command = own_command("--temp-home", "assistant", option)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "without --temp-home" in done.stderr
    assert list(user.iterdir()) == []
