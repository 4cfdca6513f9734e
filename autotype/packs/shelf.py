"""All packs that are here or can be had, with what is known of each."""

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from autotype.engine.pack import Pack
from autotype.errors import AutotypeError
from autotype.packs.catalogue import Entry, read_catalogue
from autotype.packs.installed import called, damaged, installed, names
from autotype.packs.measured import measured
from autotype.text.model_in_use import PackOnShelf


def on_shelf(used: Path | None) -> tuple[PackOnShelf, ...]:
    """Return all packs, those that are here first.

    Args:
        used: The folder of the one in use; None if there is none.
    """
    packs: dict[str, Pack] = {}
    for pack in installed():
        packs.setdefault(called(pack), pack)  # the user's own before the one that is shipped
    problems = damaged()
    catalogue: Mapping[str, Entry] = {}
    with contextlib.suppress(AutotypeError):
        catalogue = read_catalogue()
    own = names()
    every = dict.fromkeys([*packs, *problems, *catalogue])
    return tuple(
        _described(name, packs.get(name), catalogue.get(name), problems.get(name, ""), own, used)
        for name in every
    )


def _described(
    name: str,
    pack: Pack | None,
    entry: Entry | None,
    problem: str,
    own: Sequence[str],
    used: Path | None,
) -> PackOnShelf:
    figures = measured(pack) if pack is not None else None
    title = pack.manifest.title if pack else entry.title if entry else name
    size = pack.manifest.size() if pack else entry.download_bytes if entry else 0
    return PackOnShelf(
        name,
        title,
        entry.summary if entry else "",
        pack.manifest.licence if pack else entry.licence if entry else "",
        round(size / 1e6),
        pack is not None and not problem,
        pack is not None and pack.folder == used,
        name in own,
        figures.savings if figures else None,
        figures.words_p95_ms if figures else None,
        figures is not None and not figures.in_time,
        problem,
    )
