"""Which spelling dictionaries there are, and which of them a setting means."""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from autotype import paths
from autotype.errors import AutotypeError
from autotype.translation import trn

OFF, AUTO = "off", "auto"
SHIPPED = "en_US"
_NAME = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]+)*")
_FOLDERS = (
    "/usr/share/hunspell",
    "/usr/local/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/opt/homebrew/share/hunspell",
    "/Library/Spelling",
)


class SpellingError(AutotypeError):
    """Spelling that cannot be checked."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One dictionary.

    Attributes:
        name: Language and country, such as "en_US".
        folder: Where its two files are; None for the one that comes with the library.
    """

    name: str
    folder: Path | None = None


def folders() -> list[Path]:
    """Return the folders of dictionaries, the user's own first."""
    own = [paths.dictionaries(), Path(platformdirs.user_data_dir()) / "hunspell"]
    if sys.platform == "darwin":
        own.append(Path.home() / "Library" / "Spelling")
    return [*own, *map(Path, _FOLDERS)]


def find_dictionaries(places: Iterable[Path] | None = None) -> dict[str, Dictionary]:
    """Return all dictionaries by name; of several with one name, the one found first.

    Args:
        places: The folders to look in; those of the system and the user if None.
    """
    found: dict[str, Dictionary] = {}
    for folder in folders() if places is None else places:
        try:
            names = sorted(path.name for path in folder.iterdir())
        except OSError:
            continue
        there = set(names)
        for name in names:
            stem, _, ending = name.rpartition(".")
            if ending == "dic" and f"{stem}.aff" in there and _NAME.fullmatch(stem):
                found.setdefault(stem, Dictionary(stem, folder))
    found.setdefault(SHIPPED, Dictionary(SHIPPED))
    return dict(sorted(found.items()))


def choose_dictionary(
    wanted: str, system: str, there: Mapping[str, Dictionary]
) -> Dictionary | None:
    """Return the dictionary that a setting means; None if spelling is off.

    Args:
        wanted: "auto", "off" or a name.
        system: The language of the system, such as "de_AT".
        there: What there is.

    Raises:
        SpellingError: There is none of that name.
    """
    if wanted == OFF:
        return None
    if wanted == AUTO:
        return _nearest(system, there) or there[SHIPPED]
    if found := _nearest(wanted, there):
        return found
    raise SpellingError(
        trn(
            "There is no spelling dictionary “{wanted}”, so spelling is not checked; there is "
            "{names}.",
            "There is no spelling dictionary “{wanted}”, so spelling is not checked; there are "
            "{names}.",
            len(there),
            wanted=wanted,
            names=", ".join(there),
        )
    )


def _nearest(name: str, there: Mapping[str, Dictionary]) -> Dictionary | None:
    """Return the dictionary of a language: with the same country, its main one, or any."""
    plain = name.replace("-", "_")
    language = plain.partition("_")[0].lower()
    alike = [one for one in there if one.replace("-", "_").partition("_")[0].lower() == language]

    def rank(one: str) -> tuple[bool, bool, bool, str]:
        same = one.replace("-", "_").lower()
        return (
            same != plain.lower(),
            same not in (language, f"{language}_{language}", f"{language}_us"),
            "_" not in same,
            one,
        )

    return there[min(alike, key=rank)] if alike else None
