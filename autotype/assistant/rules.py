"""Which applications get suggestions, and how: the user's rules, then what is known.

An application is known by the names that its desktop gives: the input method's client, the
window's class. A terminal looks like any text field, also while it asks for a password, so
suggestions are off there unless a rule says otherwise.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import tomli_w

from autotype.assistant.field import Mode
from autotype.errors import AutotypeError
from autotype.text.replacing import replace_file

TERMINALS = (
    "alacritty",
    "cool-retro-term",
    "deepin-terminal",
    "foot",
    "ghostty",
    "gnome-terminal",
    "gnome-terminal-server",
    "guake",
    "kgx",
    "kitty",
    "konsole",
    "lxterminal",
    "mate-terminal",
    "ptyxis",
    "qterminal",
    "rxvt",
    "st",
    "terminator",
    "terminology",
    "tilda",
    "tilix",
    "urxvt",
    "wezterm",
    "wezterm-gui",
    "xfce4-terminal",
    "xterm",
    "yakuake",
)
PASSWORDS = ("bitwarden", "keepassxc", "pinentry", "pinentry-gtk-2", "pinentry-qt", "seahorse")
# The editor shows its own.
_OWN = ("autotype",)


class RulesError(AutotypeError):
    """The rules cannot be read or saved."""


def load_rules(path: Path) -> dict[str, Mode]:
    """Return the user's rules: a mode for each name of an application, in lower case.

    Raises:
        RulesError: The file is damaged.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = data.get("applications", {})
        return {str(name).lower(): Mode(mode) for name, mode in rules.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise RulesError(
            f"The rules for applications in “{path}” cannot be read ({error}); "
            "put them right or remove the file."
        ) from error


def save_rules(path: Path, rules: Mapping[str, Mode]) -> None:
    """Write the user's rules.

    Raises:
        RulesError: They cannot be written.
    """
    data = {"applications": {name.lower(): str(mode) for name, mode in sorted(rules.items())}}
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, tomli_w.dumps(data).encode("utf-8"), private=True)
    except OSError as error:
        raise RulesError(
            f"The rules for applications cannot be saved in “{path}” ({error.strerror})."
        ) from error


def rule_name(names: Sequence[str]) -> str:
    """Return the name that a rule for an application has best.

    It is empty for our own editor, and where the desktop tells none.

    Args:
        names: What the desktop calls it; the last one is the plainest.
    """
    known = [name for name in names if name.strip()]
    name = _parts(known[-1])[-1] if known else ""
    return "" if name in _OWN else name


def mode_for(names: Sequence[str], rules: Mapping[str, Mode], otherwise: Mode) -> Mode:
    """Return how an application is treated.

    Args:
        names: What the desktop calls it, such as "gtk3-im:gedit" and "gedit".
        rules: The user's rules.
        otherwise: For applications of which nothing is known.
    """
    known = [part for name in names for part in _parts(name)]
    for name in known:
        if name in rules:
            return rules[name]
    if any(name in TERMINALS or name in PASSWORDS or name in _OWN for name in known):
        return Mode.OFF
    return otherwise


def _parts(name: str) -> tuple[str, ...]:
    """Return a name and what it may be without its prefix or its path, in lower case."""
    lower = name.strip().lower()
    shorter = lower.rpartition(":")[2]
    # “org.gnome.Terminal” and “/usr/bin/foot” end in what people call it.
    last = shorter.rpartition("/")[2]
    return tuple(dict.fromkeys(part for part in (lower, shorter, last) if part))
