"""How settings are written and explained, in their file and in the handbook."""

from collections.abc import Sequence
from difflib import get_close_matches

import tomli_w

from autotype.settings.options import OPTIONS
from autotype.settings.schema import Kind, Option
from autotype.translation import tr


def nearest(name: str, known: Sequence[str]) -> str:
    """Return “; did you mean …?”, or nothing where no known name is near."""
    close = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return tr("; did you mean “{close}”?", close=close[0]) if close else "."


def in_toml(value: object) -> str:
    """Return a value as the file has it."""
    return tomli_w.dumps({"x": value}).removeprefix("x = ").strip() if value != {} else "{}"


def in_full(option: Option) -> str:
    """Return what a setting does and what its values mean, in Markdown."""
    values = [f"`{value}` ({means})" for value, means in option.choices.items()]
    joint = ", " if option.kind is Kind.TEXT else "; "
    said = joint.join(part for part in (", ".join(values), option.written) if part)
    return f"{option.help}: {said}" if said else option.help


def as_table() -> str:
    """Return the settings as a Markdown table, for the README."""
    rows = [
        f"| `{name}` | `{in_toml(option.default)}` | {in_full(option)} |"
        for name, option in OPTIONS.items()
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])
