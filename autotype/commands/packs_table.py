"""The table of `autotype models list`, and how texts of others get into a table."""

from collections.abc import Mapping
from typing import Any

from autotype.engine.manifest import Manifest
from autotype.engine.pack import Pack, PackError, check_sizes
from autotype.packs.catalogue import Entry, read_catalogue, source_of
from autotype.packs.installed import called, damaged, installed
from autotype.packs.tuned import base_has_changed, base_of
from autotype.text.visible import visible


def packs_table() -> tuple[list[dict[str, object]], Any]:
    """Return what there is as rows for programs, and as a table for people."""
    from rich.table import Table

    packs: dict[str, Pack] = {}
    for pack in installed():
        packs.setdefault(called(pack), pack)  # the user's own before the one that is shipped
    problems = {name: problem_of(pack) for name, pack in packs.items()} | damaged()
    catalogue = read_catalogue()
    rows: list[dict[str, object]] = []
    for name in dict.fromkeys([*packs, *problems, *catalogue]):
        found, entry, problem = packs.get(name), catalogue.get(name), problems.get(name)
        manifest = found.manifest if found else None
        base = base_of(manifest) if manifest else ""
        summary = f"Tuned on your writing, from {base}." if base else ""
        rows.append(
            {
                "name": name,
                "title": manifest.title if manifest else entry.title if entry else name,
                "family": manifest.family if manifest else entry.family if entry else "",
                "licence": manifest.licence if manifest else entry.licence if entry else "",
                "installed": found is not None and not problem,
                "bytes": manifest.size() if manifest else None,
                "download_bytes": entry.download_bytes if entry else None,
                "precisions": sorted(manifest.graphs) if manifest else [],
                "folder": str(found.folder) if found else None,
                "summary": summary or (entry.summary if entry else ""),
                "base": base,
                "outdated": _is_outdated(manifest, entry)
                or (found is not None and base_has_changed(found, packs.get(base))),
                "problem": problem or None,
            }
        )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("name", "state", "size", "family", "licence", ""):
        table.add_column(title)
    for row in rows:
        size = row["bytes"] or row["download_bytes"] or 0
        add_row(
            table,
            row["name"],
            _state(row),
            f"{int(str(size)) / 1e6:.0f} MB",
            row["family"],
            row["licence"],
            row["problem"] or row["summary"],
        )
    return rows, table


def _is_outdated(manifest: Manifest | None, entry: Entry | None) -> bool:
    """Whether pulling makes another pack of what was pulled before."""
    if manifest is None or entry is None:
        return False
    return manifest.source.get("kind") == entry.kind and manifest.source != source_of(entry)


def _state(row: Mapping[str, object]) -> str:
    if row["problem"]:
        return "damaged"
    if row["outdated"] and row["base"]:
        return f"installed; {row['base']} has changed since, tune it again"
    if row["outdated"]:
        return "installed; pull it again for the newer one"
    return "installed" if row["installed"] else "to pull"


def problem_of(pack: Pack) -> str:
    """Return what can be seen to be wrong with a pack without reading its files."""
    try:
        check_sizes(pack)
    except PackError as error:
        return str(error)
    return ""


def add_row(table: Any, *cells: object) -> None:
    """Add texts of unknown origin to a table."""
    table.add_row(*(visible(str(cell)) for cell in cells))
