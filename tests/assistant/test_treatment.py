"""Which applications get suggestions, and how."""

import pytest

from autotype.assistant.modes import Mode
from autotype.assistant.programs import KnownPrograms, read_programs
from autotype.assistant.treatment import Applications, rule_name

RULES = {
    "slack": Mode.INLINE,
    "xterm": Mode.INLINE,
    "gtk3-im:gedit": Mode.OFF,
    "org.kde.kate": Mode.OFF,
    "gnome-shell": Mode.INLINE,
    "diary": Mode.OFF,
}
SWITCHED = {"notes": Mode.POPUP, "slack": Mode.POPUP}
SHIPPED = read_programs()


@pytest.mark.parametrize(
    ("names", "mode"),
    [
        ((), Mode.INLINE),
        (("",), Mode.INLINE),
        (("QIBusInputContext", "tellico"), Mode.INLINE),
        # The user's rules go first, whatever is known.
        (("gtk3-im", "Slack", "slack"), Mode.INLINE),
        (("gtk3-im:gedit",), Mode.OFF),
        (("gtk3-im", "gedit"), Mode.INLINE),
        (("wayland", "org.kde.kate"), Mode.OFF),
        (("xim", "XTerm", "xterm"), Mode.INLINE),
        # Then what has been seen of them.
        (("QIBusInputContext", "notes"), Mode.POPUP),
        # Then what is known beforehand, whatever they call themselves.
        (("gtk3-im:gnome-terminal-server",), Mode.OFF),
        (("QIBusInputContext", "konsole"), Mode.OFF),
        (("wayland:/usr/bin/foot",), Mode.OFF),
        (("wayland", "org.wezfurlong.wezterm"), Mode.OFF),
        (("xim", "URxvt", "urxvt"), Mode.OFF),
        (("QIBusInputContext", "KeePassXC"), Mode.OFF),
        (("gtk3-im:chromium", "Chromium", "chromium"), Mode.POPUP),
        (("gtk3-im:electron", "discord"), Mode.POPUP),
        (("gtk3-im:soffice", "libreoffice", "libreoffice-writer"), Mode.POPUP),
        (("gtk3-im:soffice.bin",), Mode.POPUP),
        (("QIBusInputContext", "kwrite"), Mode.POPUP),
        (("gtk3-im:firefox-esr", "firefox-esr", "Navigator"), Mode.POPUP),
        # One that is of two kinds gets the less of both.
        (("gtk3-im:electron", "Code", "code"), Mode.OFF),
        (("wayland", "konsole"), Mode.OFF),
        # A program's rule goes before one for what stands for all programs.
        (("gnome-shell", "diary"), Mode.OFF),
        (("gnome-shell", "letters"), Mode.INLINE),
        # The editor shows its own.
        (("QIBusInputContext", "autotype"), Mode.OFF),
    ],
)
def test_rules_first_then_what_is_known(names: tuple[str, ...], mode: Mode) -> None:
    assert Applications(RULES, SWITCHED, SHIPPED).treatment(names).mode is mode


@pytest.mark.parametrize(
    ("otherwise", "modes"),
    [
        (Mode.INLINE, [Mode.INLINE, Mode.POPUP, Mode.OFF]),
        (Mode.POPUP, [Mode.POPUP, Mode.POPUP, Mode.OFF]),
        (Mode.OFF, [Mode.OFF, Mode.OFF, Mode.OFF]),
    ],
)
def test_what_is_known_gives_nothing_that_the_user_does_not_want(
    otherwise: Mode, modes: list[Mode]
) -> None:
    known = Applications(programs=SHIPPED, otherwise=otherwise)
    assert [known.treatment([name]).mode for name in ("gedit", "kwrite", "foot")] == modes


def test_whose_rule_it_is() -> None:
    known = Applications(RULES, SWITCHED, SHIPPED)
    assert known.treatment(("gtk3-im", "slack")).is_own_rule
    found = known.treatment(("QIBusInputContext", "notes"))
    assert (found.application, found.is_own_rule) == ("notes", False)


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (("gtk3-im:gedit",), "gedit"),
        (("xim", "XTerm", "xterm"), "xterm"),
        (("gtk3-im:/usr/bin/foot", ""), "foot"),
        (("wayland", "org.gnome.TextEditor"), "texteditor"),
        (("gtk3-im:gtk_client.py",), "gtk_client.py"),
        (("", " "), ""),
        ((), ""),
        (("Qt6", "Autotype", "autotype"), ""),
    ],
)
def test_the_name_that_a_rule_would_have(names: tuple[str, ...], name: str) -> None:
    assert rule_name(names) == name


def test_kinds_are_looked_up_by_any_name() -> None:
    kind = KnownPrograms("Mail", "Own", Mode.OFF, "Why.", (), frozenset({"mail client"}))
    assert Applications(programs=[kind]).treatment(["x", "Mail Client"]).mode is Mode.OFF


@pytest.mark.parametrize("rules", [{}, {"mail client": Mode.INLINE}])
def test_how_a_kind_undoes_does_not_hang_on_rules(rules: dict[str, Mode]) -> None:
    names = frozenset({"mail client"})
    kind = KnownPrograms("Mail", "Own", Mode.POPUP, "Why.", (), names, undoes_alone=True)
    applications = Applications(rules, programs=[kind])
    assert applications.treatment(["x", "Mail Client"]).undoes_alone
    assert not applications.treatment(["x"]).undoes_alone
