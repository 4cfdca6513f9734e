"""Packs that could not be measured here today, so that nobody tries it over and over.

A pack that has changed since, or another day, is a new try.
"""

import contextlib
import json
import zlib
from datetime import date
from typing import Any

from autotype import paths
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import Pack
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular
from autotype.text.visible import visible

_LARGEST = 1 << 20
_LONGEST = 500


def failure(pack: Pack) -> str:
    """Return why a pack could not be measured today, in one sentence; empty if it was not so."""
    known = _read().get(str(pack.folder))
    if not isinstance(known, dict) or not isinstance(known.get("why"), str):
        return ""
    same = (known.get("day"), known.get("stamp")) == (_today(), _stamp(pack))
    return visible(known["why"], _LONGEST) if same else ""


def remember_failure(pack: Pack, why: str) -> None:
    """Keep that a pack could not be measured today; no more than an attempt."""
    today = _today()
    kept = {
        folder: known
        for folder, known in _read().items()
        if isinstance(known, dict) and known.get("day") == today
    }
    kept[str(pack.folder)] = {"day": today, "stamp": _stamp(pack), "why": visible(why, _LONGEST)}
    with contextlib.suppress(OSError):
        paths.make_private(paths.home())
        data = json.dumps({"failed": kept}, indent=1).encode("ascii")
        replace_file(paths.failures_file(), data, private=True)


def _read() -> dict[str, Any]:
    try:
        found = parse_json(read_regular(paths.failures_file(), _LARGEST))["failed"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _stamp(pack: Pack) -> int:
    """Return a number that changes when a file of the pack is written anew."""
    seen = []
    for name in sorted([MANIFEST, *pack.manifest.files]):
        try:
            found = (pack.folder / name).stat()
            seen.append((name, found.st_size, found.st_mtime_ns))
        except OSError:
            seen.append((name, -1, -1))
    return zlib.crc32(repr(seen).encode("utf-8", "replace"))


def _today() -> str:
    return date.today().isoformat()
