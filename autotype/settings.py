"""The user's settings: one TOML file, checked value by value, written atomically.

One schema (`OPTIONS`) drives the defaults, the checks and the table in the README.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from autotype.errors import AutotypeError
from autotype.text.replacing import replace_file

Check = Callable[[object], bool]


class SettingsError(AutotypeError):
    """Settings that cannot be saved."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting.

    Attributes:
        default: Its value when the file says nothing.
        check: Whether a value read from the file may be used.
        help: What it does, and what it may be.
    """

    default: Any
    check: Check
    help: str


def _one_of(*values: str) -> Check:
    return lambda value: value in values


def _between(low: float, high: float) -> Check:
    def check(value: object) -> bool:
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        )

    return check


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 1000


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_keys(value: object) -> bool:
    return isinstance(value, dict) and all(_is_text(text) for text in value.values())


OPTIONS: Mapping[str, Option] = {
    "pack": Option("auto", _is_text, "Model pack: a name, a folder, or `auto`"),
    "provider": Option(
        "auto", _one_of("auto", "cpu", "cuda"), "What the model runs on: `auto`, `cpu`, `cuda`"
    ),
    "suggestions": Option(True, _is_switch, "Whether anything is suggested at all"),
    "show_at_least": Option(
        0.5, _between(0, 1), "Show nothing that is right less often (0 to 1); higher is quieter"
    ),
    "take_after_ms": Option(
        150, _between(0, 2000), "Tab takes a suggestion that has been visible this long"
    ),
    "show_bar": Option(True, _is_switch, "Whether the three words are shown below the text"),
    "mid_line": Option(False, _is_switch, "Whether to suggest inline before text on the same line"),
    "hide_profanity": Option(
        True, _is_switch, "Offer no profanity, but for words that you wrote yourself"
    ),
    "gendered_pronouns": Option(True, _is_switch, "Whether he, she and the like are offered"),
    "theme": Option("system", _one_of("system", "light", "dark"), "`system`, `light` or `dark`"),
    "ghost_contrast": Option(
        "normal", _one_of("normal", "high"), "How strong suggested text is: `normal`, `high`"
    ),
    "font_family": Option("", _is_text, "Font of the text; empty for the system's"),
    "font_size": Option(13, _between(6, 72), "Size of the text in points"),
    "announce": Option(
        "auto",
        _one_of("auto", "off", "idle"),
        "Read suggestions to screen readers after a pause: `auto`, `off`, `idle`",
    ),
    "offer_model": Option(
        True, _is_switch, "Whether to offer the better model while the built-in one is in use"
    ),
    "elsewhere": Option(
        "inline",
        _one_of("inline", "popup", "off"),
        "Suggestions in other applications: `inline`, `popup` (a window near the caret), `off`",
    ),
    "idle_minutes": Option(
        10, _between(0.05, 1440), "The service gives the engine's memory back after so long"
    ),
    "keys": Option({}, _is_keys, 'Other keys for actions, such as `take = "Tab"`'),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; see `OPTIONS` for what they mean."""

    pack: str = "auto"
    provider: str = "auto"
    suggestions: bool = True
    show_at_least: float = 0.5
    take_after_ms: int = 150
    show_bar: bool = True
    mid_line: bool = False
    hide_profanity: bool = True
    gendered_pronouns: bool = True
    theme: str = "system"
    ghost_contrast: str = "normal"
    font_family: str = ""
    font_size: float = 13
    announce: str = "auto"
    offer_model: bool = True
    elsewhere: str = "inline"
    idle_minutes: float = 10
    keys: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> tuple[Settings, str]:
    """Read the settings.

    A value that cannot be used is replaced by its default; a file that cannot be read is
    set aside, never overwritten.

    Returns:
        The settings, and a sentence about what was wrong (empty if nothing was).
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), (
            f"The settings in “{path}” cannot be read ({error.strerror}); defaults are used."
        )
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Settings(), _damaged(path, error)
    known = {name: value for name, value in data.items() if name in OPTIONS}
    bad = [name for name, value in known.items() if not OPTIONS[name].check(value)]
    good = {name: value for name, value in known.items() if name not in bad}
    notice = ""
    if bad:
        quoted = ", ".join(f"“{name}”" for name in bad)
        notice = (
            f"The settings file has values that cannot be used for {quoted}; defaults are used."
        )
    return Settings(**good), notice


def save(path: Path, settings: Settings) -> None:
    """Write the settings; what the file holds beyond them stays, the old file as `.bak`.

    Raises:
        SettingsError: They cannot be written.
    """
    # People keep such files elsewhere and link to them.
    real = Path(os.path.realpath(path))
    try:
        old = real.read_bytes() if real.exists() else b""
        try:
            kept = tomllib.loads(old.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            _set_aside(real)
            kept, old = {}, b""
        default = Settings()
        for name in OPTIONS:
            value = getattr(settings, name)
            if value == getattr(default, name):
                kept.pop(name, None)
            else:
                kept[name] = dict(value) if isinstance(value, Mapping) else value
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if old:
            replace_file(path.with_name(f"{path.name}.bak"), old, private=True)
        replace_file(real, tomli_w.dumps(kept).encode("utf-8"), private=True)
    except OSError as error:
        raise SettingsError(
            f"The settings cannot be saved in “{path}” ({error.strerror or error})."
        ) from error


def _damaged(path: Path, error: ValueError) -> str:
    """Set a damaged file aside; return the sentence about it."""
    what = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    try:
        kept = f"it is kept as “{_set_aside(path).name}”"
    except OSError:
        kept = "it is left as it is"
    return f"The settings file was damaged ({what}); {kept}, and defaults are used."


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    path.rename(aside)
    return aside


def as_table() -> str:
    """Return the settings as a Markdown table, for the README."""
    rows = [
        f"| `{name}` | `{_shown(option.default)}` | {option.help} |"
        for name, option in OPTIONS.items()
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])


def _shown(value: object) -> str:
    return tomli_w.dumps({"x": value}).removeprefix("x = ").strip() if value != {} else "{}"
