"""The files that were open last, and where the caret was in each; kept in one file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular

MOST = 30
"""More are never kept."""
_LARGEST = 1 << 18
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class Recent:
    """A file that was open.

    Attributes:
        path: Where it is, absolute.
        caret: Where the caret was, in UTF-16 units.
    """

    path: Path
    caret: int = 0


def read_recent(place: Path) -> tuple[Recent, ...]:
    """Return the files, the last one first; none where the list is missing or damaged."""
    try:
        found = parse_json(read_regular(place, _LARGEST))
    except (OSError, ValueError):
        return ()
    entries = found if isinstance(found, list) else []
    known: dict[Path, Recent] = {}
    for entry in entries[:MOST]:
        recent = _checked(entry)
        if recent is not None:
            known.setdefault(recent.path, recent)
    return tuple(known.values())


def write_recent(place: Path, files: Sequence[Recent]) -> None:
    """Keep the files; raises `OSError` where they cannot be kept."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    entries = [{"path": str(each.path), "caret": each.caret} for each in files[:MOST]]
    replace_file(place, json.dumps(entries, indent=1).encode(), private=True)


def opened(files: Sequence[Recent], path: Path, most: int) -> tuple[Recent, ...]:
    """Return the list after a file was opened or saved; the caret that is known of it stays."""
    known = next((each for each in files if each.path == path), Recent(path))
    return (known, *(each for each in files if each.path != path))[: min(most, MOST)]


def left_at(files: Sequence[Recent], path: Path, caret: int) -> tuple[Recent, ...]:
    """Return the list after a file was left with the caret somewhere."""
    return tuple(Recent(path, caret) if each.path == path else each for each in files)


def without(files: Sequence[Recent], path: Path) -> tuple[Recent, ...]:
    """Return the list without a file."""
    return tuple(each for each in files if each.path != path)


def _checked(entry: object) -> Recent | None:
    if not isinstance(entry, dict):
        return None
    path, caret = entry.get("path"), entry.get("caret", 0)
    if not isinstance(path, str) or not 0 < len(path) <= _LONGEST_PATH or "\0" in path:
        return None
    if not Path(path).is_absolute():
        return None
    sound = isinstance(caret, int) and not isinstance(caret, bool) and 0 <= caret < 1 << 31
    return Recent(Path(path), caret if sound else 0)
