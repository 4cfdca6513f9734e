"""The language of what people read: gettext for every layer, with Qt and without.

A sentence is written in English where it is made and looked up in the catalogue of the chosen
language as it is made: `tr`, `trn` for what is counted, `mark` for a constant that `tr` is asked
about later. Nothing is translated before `use`, so commands and the handbook stay English.
"""

import gettext
import locale
import os
from collections.abc import Sequence
from pathlib import Path

from autotype import paths
from autotype.text.visible import visible

SYSTEM = "auto"
VARIABLE = "AUTOTYPE_LANGUAGE"
"""Tells the programs that a window starts for itself which language it speaks."""
ENGLISH = "en"
_POINTS = "1,234.5"
_MOST_LISTED = 3


def tr(text: str, /, **values: object) -> str:
    """Return a text in the chosen language.

    Args:
        text: In English, a literal; it may have a place in braces for each of the values.
        values: What stands in these places; of names and texts, see `visible`.
    """
    said = _process.catalogue.gettext(text) if text else ""  # of nothing it is the file's header
    return said.format(**_shown(values)) if values else said


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the form of a text that goes with a number, which stands at `{n}`."""
    return _process.catalogue.ngettext(one, many, n).format(n=number(n), **_shown(values))


def _shown(values: dict[str, object]) -> dict[str, object]:
    """Return values as a person may see them: a name of a file may hold what moves a cursor."""
    return {
        name: visible(str(value)) if isinstance(value, str | os.PathLike) else value
        for name, value in values.items()
    }


def mark(text: str) -> str:
    """Return the text; it is found by those who translate, and `tr` is asked about it later."""
    return text


def number(value: float, decimals: int = 0) -> str:
    """Return a number with the separators of the chosen language."""
    english = f"{value:,.{decimals}f}"
    shown = _process.catalogue.gettext(_POINTS)
    return english.translate(str.maketrans(",.", shown[1] + shown[5]))


def quoted(name: object) -> str:
    """Return a name in the quotation marks of the chosen language."""
    return tr("“{name}”", name=name)


def either(names: Sequence[str]) -> str:
    """Return “a, b or c”; empty for nothing."""
    *others, last = names or [""]
    return tr("{others} or {last}", others=", ".join(others), last=last) if others else last


def all_of(names: Sequence[str]) -> str:
    """Return “a, b and c”; empty for nothing."""
    *others, last = names or [""]
    return tr("{others} and {last}", others=", ".join(others), last=last) if others else last


def listed(names: Sequence[str]) -> str:
    """Return “a, b and c” in quotation marks; of more than three, how many more there are."""
    shown = [quoted(name) for name in names[:_MOST_LISTED]]
    if more := len(names) - len(shown):
        shown.append(tr("{n} more", n=number(more)))
    return all_of(shown)


def language() -> str:
    """Return the chosen language, as in “de”; “en” before `use`."""
    return _process.language


def languages() -> tuple[str, ...]:
    """Return the languages that there are, as in “de”, English first."""
    there = sorted(file.stem for file in folder().glob("*.mo"))
    return (ENGLISH, *there)


def use(wanted: str = SYSTEM) -> None:
    """Choose the language of this process.

    Args:
        wanted: One of `languages`, or “auto” for the system's; English where there is none.
    """
    for name in _names(wanted):
        if name == ENGLISH:
            break
        try:
            with (folder() / f"{name}.mo").open("rb") as file:
                _process.catalogue, _process.language = gettext.GNUTranslations(file), name
            return
        except (OSError, UnicodeError, ValueError):
            continue
    _process.catalogue, _process.language = gettext.NullTranslations(), ENGLISH


def use_inherited() -> None:
    """Speak the language of the window that started this process for itself; English if none."""
    if wanted := os.environ.get(VARIABLE):
        use(wanted)


def _names(wanted: str) -> Sequence[str]:
    """Return what is looked for, the first choice first."""
    if wanted != SYSTEM:
        return [wanted]
    # The order of gettext; `LANGUAGE` may name several.
    said = next(
        (
            value
            for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
            if (value := os.environ.get(name))
        ),
        "",
    )
    said = said or (locale.getlocale()[0] or "")
    names = []
    for each in said.split(":"):
        whole = each.partition(".")[0].partition("@")[0]
        names += [whole, whole.partition("_")[0]]
    return [ENGLISH if name in ("C", "POSIX") else name for name in names if name.isidentifier()]


def folder() -> Path:
    """Return where the catalogues are."""
    return paths.resources() / "languages"


class _Process:
    """A process has one language, as it has one locale."""

    def __init__(self) -> None:
        self.catalogue = gettext.NullTranslations()
        self.language = ENGLISH


_process = _Process()
