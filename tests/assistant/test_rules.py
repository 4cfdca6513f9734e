"""Which applications get suggestions."""

from pathlib import Path

import pytest

from autotype.assistant.field import Mode
from autotype.assistant.rules import RulesError, load_rules, mode_for, rule_name, save_rules

RULES = {"slack": Mode.POPUP, "xterm": Mode.INLINE, "gtk3-im:gedit": Mode.OFF}


@pytest.mark.parametrize(
    ("names", "mode"),
    [
        ((), Mode.INLINE),
        (("",), Mode.INLINE),
        (("QIBusInputContext", "kate"), Mode.INLINE),
        (("gtk3-im", "Slack", "slack"), Mode.POPUP),
        (("gtk3-im:gedit",), Mode.OFF),
        (("gtk3-im", "gedit"), Mode.INLINE),
        # Terminals are off, whatever they call themselves, unless a rule says otherwise.
        (("gtk3-im:gnome-terminal-server",), Mode.OFF),
        (("QIBusInputContext", "konsole"), Mode.OFF),
        (("wayland:/usr/bin/foot",), Mode.OFF),
        (("xim", "XTerm", "xterm"), Mode.INLINE),
        (("xim", "URxvt", "urxvt"), Mode.OFF),
        (("QIBusInputContext", "KeePassXC"), Mode.OFF),
        # The editor shows its own.
        (("QIBusInputContext", "autotype"), Mode.OFF),
    ],
)
def test_rules_first_then_what_is_known(names: tuple[str, ...], mode: Mode) -> None:
    assert mode_for(names, RULES, Mode.INLINE) is mode


def test_the_rest_is_as_the_user_wants_it() -> None:
    assert mode_for(("gedit",), {}, Mode.POPUP) is Mode.POPUP
    assert mode_for(("xterm",), {}, Mode.POPUP) is Mode.OFF


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (("gtk3-im:gedit",), "gedit"),
        (("xim", "XTerm", "xterm"), "xterm"),
        (("gtk3-im:/usr/bin/foot", ""), "foot"),
        (("", " "), ""),
        ((), ""),
        (("Qt6", "Autotype", "autotype"), ""),
    ],
)
def test_the_name_that_a_rule_would_have(names: tuple[str, ...], name: str) -> None:
    assert rule_name(names) == name


def test_rules_survive_saving(tmp_path: Path) -> None:
    path = tmp_path / "home" / "applications.toml"
    assert load_rules(path) == {}
    save_rules(path, {"Slack": Mode.POPUP, "xterm": Mode.INLINE})
    assert load_rules(path) == {"slack": Mode.POPUP, "xterm": Mode.INLINE}
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    ["[applications", '[applications]\nslack = "loud"\n', "applications = 3\n", b"\xff\xfe"],
)
def test_rules_that_cannot_be_read(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "applications.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RulesError, match="put them right or remove the file"):
        load_rules(path)


def test_rules_that_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RulesError, match="cannot be saved"):
        save_rules(tmp_path / "file" / "applications.toml", {})
