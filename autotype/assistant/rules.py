"""The user's rules for applications, as a file; what was switched by itself is kept the same way.

An application is known by the names that its desktop gives: the input method's client, the
window's class.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autotype.assistant.modes import Mode
from autotype.errors import AutotypeError
from autotype.text.replacing import replace_file
from autotype.text.toml_lines import LARGEST, change_toml, read_toml
from autotype.text.untrusted import read_regular
from autotype.translation import either, tr

_MODES = tuple(str(mode) for mode in Mode)


class RulesError(AutotypeError):
    """The rules cannot be read or saved."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The user's rules, and what is wrong with them.

    Attributes:
        modes: A mode for each name of an application, in lower case.
        wrong: Sentences about what is wrong in the file.
    """

    modes: Mapping[str, Mode]
    wrong: tuple[str, ...] = ()


def load_rules(path: Path) -> dict[str, Mode]:
    """Return the user's rules: a mode for each name of an application, in lower case.

    Raises:
        RulesError: The file cannot be read.
    """
    return dict(read_rules(path).modes)


def read_rules(path: Path) -> Rules:
    """Return the user's rules.

    A line that is damaged costs that line, and the application that it seems to name is off:
    it may have been meant to be.

    Raises:
        RulesError: The file cannot be read.
    """
    try:
        data = read_regular(path, LARGEST)
        if b"\0" in data:
            # In UTF-16, as some editors save it, no rule would be understood.
            raise OSError(22, tr("it is not UTF-8 text"))
    except FileNotFoundError:
        return Rules({})
    except OSError as error:
        raise RulesError(
            tr(
                "The rules for applications in “{path}” cannot be read ({why}); put them right or "
                "remove the file.",
                path=path,
                why=error.strerror or error,
            )
        ) from error
    values, damaged = read_toml(data)
    wrong = [
        tr(
            "Line {number} of “{name}” cannot be understood and is passed over: {text}",
            number=line.number,
            name=path.name,
            text=line.text,
        )
        for line in damaged
    ]
    rules = values.pop("applications", {})
    wrong += [
        tr("“{name}” has no “{section}”, only [applications].", name=path.name, section=name)
        for name in values
    ]
    if not isinstance(rules, dict):
        wrong.append(tr("In “{name}” [applications] must be a table.", name=path.name))
        rules = {}
    modes = {line.name.lower(): Mode.OFF for line in damaged if line.name}
    for name, mode in rules.items():
        known = isinstance(mode, str) and mode in _MODES
        modes[name.lower()] = Mode(mode) if known else Mode.OFF
        if not known:
            allowed = either(_MODES)
            wrong.append(
                tr(
                    "In “{name}” “{section}” must be {allowed}; it is off.",
                    name=path.name,
                    section=name,
                    allowed=allowed,
                )
            )
    return Rules(modes, tuple(wrong))


def save_rules(path: Path, rules: Mapping[str, Mode]) -> None:
    """Write the user's rules; the old file is kept as `.bak`.

    Raises:
        RulesError: They cannot be written.
    """
    modes = {name.lower(): str(mode) for name, mode in sorted(rules.items())}
    # People keep such files elsewhere and link to them.
    real = Path(os.path.realpath(path))
    try:
        try:
            old = read_regular(real, LARGEST)
        except FileNotFoundError:
            old = b""
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if old:
            replace_file(path.with_name(f"{path.name}.bak"), old, private=True)
        replace_file(real, change_toml(old, {"applications": modes}), private=True)
    except OSError as error:
        raise RulesError(
            tr(
                "The rules for applications cannot be saved in “{path}” ({why}).",
                path=path,
                why=error.strerror or error,
            )
        ) from error
