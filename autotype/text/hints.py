"""How often the key that takes a suggestion was shown and used; kept in one small file."""

import json
from dataclasses import dataclass
from pathlib import Path

from autotype.text.fields import Fields
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular

_LARGEST = 4096
_MOST = 1 << 30
ENOUGH_TAKES = 5
"""Whoever has taken so many suggestions knows the key."""
ENOUGH_SHOWS = 50
"""Whoever has seen the key so often and does not use it does not want to."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What one user has seen and done.

    Attributes:
        shows: How many suggestions had their key behind them.
        takes: How many of those were taken.
    """

    shows: int = 0
    takes: int = 0

    @property
    def wanted(self) -> bool:
        """Whether the key is still to be shown."""
        return self.takes < ENOUGH_TAKES and self.shows < ENOUGH_SHOWS


def read_hints(place: Path) -> Hints:
    """Return what is known; nothing where the file is missing or damaged."""
    try:
        fields = Fields(parse_json(read_regular(place, _LARGEST)))
        return Hints(fields.whole("shows", 0, _MOST, 0), fields.whole("takes", 0, _MOST, 0))
    except (OSError, ValueError):
        return Hints()


def write_hints(place: Path, hints: Hints) -> None:
    """Keep what is known; raises `OSError` where that cannot be."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = json.dumps({"shows": hints.shows, "takes": hints.takes}).encode()
    replace_file(place, data, private=True)
