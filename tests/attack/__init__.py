"""Attacks: the world around Autotype, broken on purpose, again and again.

`make attack` does this for ten minutes, `test_short.py` does the least of it in `make test`.
"""

from collections.abc import Callable

from tests.attack import (
    documents,
    homes,
    kept,
    lines,
    packs,
    place,
    recovery,
    service,
    settings,
    strangers,
)
from tests.attack.harness import Budget, Row
from tests.attack.world import World

AREAS: dict[str, Callable[[World, Budget], list[Row]]] = {
    "documents": documents.attack,
    "recovery": recovery.attack,
    "complete": lines.attack,
    "service": service.attack,
    "place": place.attack,
    "strangers": strangers.attack,
    "packs": packs.attack,
    "settings": settings.attack,
    "homes": homes.attack,
    "kept": kept.attack,
}
