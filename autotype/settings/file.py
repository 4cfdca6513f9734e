"""Reading and writing the settings file, which people also write by hand."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autotype.errors import AutotypeError
from autotype.settings.keys import check_keys
from autotype.settings.options import OPTIONS, RENAMED, Settings
from autotype.settings.wording import in_full, in_toml, nearest
from autotype.text.encodings import decoded
from autotype.text.replacing import replace_file
from autotype.text.toml_lines import LARGEST, change_toml, read_toml
from autotype.text.untrusted import read_regular
from autotype.translation import quoted, tr

_MOST_SENTENCES = 5


class SettingsError(AutotypeError):
    """Settings that cannot be saved."""


def load(path: Path, most: int = _MOST_SENTENCES) -> tuple[Settings, str]:
    """Read the settings.

    A value that cannot be used is replaced by its default, a line that is damaged is passed
    over, and the file is left as it is.

    Args:
        path: The settings file.
        most: How many lines may tell what was wrong; the last one counts what is left.

    Returns:
        The settings, and what was wrong: a line of text for each thing, empty if nothing was.
    """
    try:
        data = read_regular(path, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ""
    except OSError as error:
        return Settings(), (
            tr(
                "The settings in “{path}” cannot be read ({why}); defaults are used.",
                path=path,
                why=error.strerror or error,
            )
        )
    chosen, wrong = _understood(data)
    if len(wrong) > most:
        more = len(wrong) - most + 1
        wrong = [*wrong[: most - 1], tr("{more} more things in the file are wrong.", more=more)]
    return chosen, "\n".join(wrong)


def save(path: Path, settings: Settings) -> None:
    """Write the settings that have changed; the rest of the file stays as it is.

    The old file is kept as `.bak`.

    Raises:
        SettingsError: They cannot be written.
    """
    # People keep such files elsewhere and link to them.
    real = Path(os.path.realpath(path))
    settings = replace(settings, keys=check_keys(settings.keys)[0])
    try:
        try:
            old = read_regular(real, LARGEST)
        except FileNotFoundError:
            old = b""
        now, _ = _understood(old)
        changes = {
            name: _for_file(getattr(settings, name), option.default)
            for name, option in OPTIONS.items()
            if getattr(settings, name) != getattr(now, name)
        }
        if not changes:
            return
        for name in RENAMED.keys() & read_toml(old)[0].keys():
            new_name = RENAMED[name][0]
            changes[name] = None
            changes[new_name] = _for_file(getattr(settings, new_name), OPTIONS[new_name].default)
        new = change_toml(old, changes)
        if _understood(new)[0] != settings:
            _keep_copy(path, old)
            everything = {
                name: _for_file(getattr(settings, name), option.default)
                for name, option in OPTIONS.items()
            }
            new = change_toml(b"", everything)
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if old:
            replace_file(path.with_name(f"{path.name}.bak"), old, private=True)
        replace_file(real, new, private=True)
    except OSError as error:
        raise SettingsError(
            tr(
                "The settings cannot be saved in “{path}” ({why}).",
                path=path,
                why=error.strerror or error,
            )
        ) from error


def make_editable(path: Path) -> str:
    """Make a settings file what an editor can show and save: there, and UTF-8 text.

    What is not text in it is replaced; the file as it was is kept beside it.

    Returns:
        A sentence about what was replaced; empty if nothing was.

    Raises:
        OSError: It cannot be made or changed.
    """
    real = Path(os.path.realpath(path))
    if not path.exists() and not path.is_symlink():
        replace_file(path, template(), private=True)
        return ""
    try:
        old = read_regular(real, LARGEST)
    except FileNotFoundError:
        return ""  # a link to what is not there yet, which saving makes
    if decoded(old)[3]:
        return ""
    copy = _keep_copy(path, old)
    replace_file(real, old.decode("utf-8", "replace").encode("utf-8"), private=True)
    return tr(
        "What is not text in it is shown as “�”; the file as it was is kept as “{copy}”.", copy=copy
    )


def template() -> bytes:
    """Return a file that sets nothing and names everything that can be set."""
    lines = ["# Settings of Autotype. Changes count at once.", ""]
    for name, option in OPTIONS.items():
        if name == "keys":
            lines += [f"# {in_full(option).replace('`', '')}", "# [keys]", '# take = "Tab"']
        else:
            lines += [
                f"# {in_full(option).replace('`', '')}",
                f"# {name} = {in_toml(option.default)}",
                "",
            ]
    return "\n".join([*lines, ""]).encode("utf-8")


def _understood(data: bytes) -> tuple[Settings, list[str]]:
    """Return the settings that a file gives, and sentences about what is wrong in it."""
    values, damaged = read_toml(data)
    wrong = [
        tr(
            "Line {number} of the settings file cannot be understood and is passed over: {text}",
            number=line.number,
            text=line.text,
        )
        for line in damaged
    ]
    if b"\0" in data and len(wrong) > 1:
        # Line by line there would be something wrong with all of it.
        wrong = [tr("The settings file is not UTF-8 text; save it as such, or remove it.")]
    good: dict[str, Any] = {}
    values, old_names = _renamed(values)
    wrong += old_names
    for name, value in values.items():
        option = OPTIONS.get(name)
        if option is None and isinstance(value, dict) and not OPTIONS.keys().isdisjoint(value):
            wrong.append(
                tr(
                    "The heading “[{name}]” hides the settings below it; remove that line.",
                    name=_short(name),
                )
            )
        elif option is None:
            wrong.append(
                tr(
                    "“{name}” is not a setting{hint}",
                    name=_short(name),
                    hint=nearest(name, list(OPTIONS)),
                )
            )
        elif name == "keys" and isinstance(value, dict):
            good[name], complaints = check_keys(value)
            wrong += complaints
        elif option.check(value):
            good[name] = value
        else:
            wrong.append(
                tr(
                    "The setting “{name}” must be {allowed}, not {value}; {default} is used.",
                    name=name,
                    allowed=option.allowed,
                    value=_in_words(value),
                    default=in_toml(option.default),
                )
            )
    return Settings(**good), wrong


def _renamed(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return values under the names that settings have now, and a sentence for each old name.

    What is named as now already wins.
    """
    now, said = {}, []
    for name, value in values.items():
        new, meanings = RENAMED.get(name, (name, {}))
        if new == name or not isinstance(value, bool):
            now[name] = value
        elif new in values:
            said.append(
                tr(
                    "The setting “{name}” is called “{new}” now; remove that line.",
                    name=name,
                    new=new,
                )
            )
        else:
            now[new] = meanings[value]
            line = f"{new} = {in_toml(meanings[value])}"
            said.append(
                tr(
                    "The setting “{name}” is called “{new}” now; write {line} in its place.",
                    name=name,
                    new=new,
                    line=line,
                )
            )
    return now, said


def _for_file(value: Any, default: Any) -> Any:
    if value == default:
        return None
    return dict(value) if isinstance(value, Mapping) else value


def _keep_copy(path: Path, data: bytes) -> Path:
    number = 1
    while (copy := path.with_name(f"{path.name}.kept-{number}")).exists():
        number += 1
    replace_file(copy, data, private=True)
    return copy


def _in_words(value: object) -> str:
    if isinstance(value, str):
        return quoted(_short(value))
    if isinstance(value, dict | list):
        return tr("a table") if isinstance(value, dict) else tr("a list")
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return tr("so large a number")
    return str(value).lower() if isinstance(value, bool) else _short(str(value))


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text[:41])
    return shown if len(shown) <= 40 else f"{shown[:40]} …"
