"""Names of documents that are open beside each other."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def names_of(paths: Sequence[Path | None], untitled: Sequence[str]) -> list[str]:
    """Return a name for each document; equal names are told apart by their folders.

    Args:
        paths: The file of each document; None for one without.
        untitled: What each is called without one.
    """
    names = [
        path.name if path is not None else other
        for path, other in zip(paths, untitled, strict=True)
    ]
    alike: dict[str, list[int]] = {}
    for at, path in enumerate(paths):
        if path is not None:
            alike.setdefault(path.name, []).append(at)
    for name, places in alike.items():
        if len({paths[at] for at in places}) > 1:
            folders = _told_apart([paths[at] for at in places])
            for at, folder in zip(places, folders, strict=True):
                names[at] = f"{name} — {folder}"
    # One file may be open twice: with the texts that two windows left of it in a crash.
    met: Counter[Path] = Counter()
    for at, path in enumerate(paths):
        if path is not None:
            met[path] += 1
            names[at] += f" ({met[path]})" if met[path] > 1 else ""
    return names


def _told_apart(paths: Sequence[Path | None]) -> list[str]:
    """Return as much of the ends of the files' folders as tells them apart."""
    folders = [path.parent.parts for path in paths if path is not None]
    deepest = max(len(folder) for folder in folders)
    depth = next(
        depth
        for depth in range(1, deepest + 1)
        if len({folder[-depth:] for folder in folders}) == len(set(folders))
    )
    return [str(Path(*folder[-depth:])) for folder in folders]
