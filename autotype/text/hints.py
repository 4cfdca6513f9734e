"""How often the keys that take suggestions were shown and used; kept in one small file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autotype.text.fields import Fields
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular

_LARGEST = 4096
_MOST = 1 << 30
Kind = Literal["ghost", "words"]
_BEGINS: dict[Kind, str] = {"ghost": "", "words": "word_"}
ENOUGH_TAKES = 5
"""Whoever has taken so many suggestions knows the key."""
ENOUGH_SHOWS = 50
"""Whoever has seen the key so often and does not use it does not want to."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What one user has seen and done with one kind of suggestions.

    Attributes:
        shows: How many suggestions had their key beside them.
        takes: How many of those were taken.
    """

    shows: int = 0
    takes: int = 0

    @property
    def wanted(self) -> bool:
        """Whether the key is still to be shown."""
        return self.takes < ENOUGH_TAKES and self.shows < ENOUGH_SHOWS


def read_hints(place: Path, of: Kind = "ghost") -> Hints:
    """Return what is known of a kind; nothing where the file is missing or damaged."""
    try:
        fields = Fields(parse_json(read_regular(place, _LARGEST)))
        shows, takes = (f"{_BEGINS[of]}{name}" for name in ("shows", "takes"))
        return Hints(fields.whole(shows, 0, _MOST, 0), fields.whole(takes, 0, _MOST, 0))
    except (OSError, ValueError):
        return Hints()


def write_hints(place: Path, hints: Hints, of: Kind = "ghost") -> None:
    """Keep what is known of a kind, and of the other; raises `OSError` where that cannot be."""
    known = {each: read_hints(place, each) for each in _BEGINS} | {of: hints}
    counts: dict[str, int] = {}
    for kind, each in known.items():
        counts |= {f"{_BEGINS[kind]}shows": each.shows, f"{_BEGINS[kind]}takes": each.takes}
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(place, json.dumps(counts).encode(), private=True)
