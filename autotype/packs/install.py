"""Making packs appear and disappear under the user's folder, whole or not at all."""

import dataclasses
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from autotype import paths
from autotype.builder.adapter import merged
from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack, label_of
from autotype.builder.reading import read_checkpoint, read_frame
from autotype.builder.unpack import unpack
from autotype.builder.verify import check_completions, try_out
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import Pack, PackError, check_pack, open_pack
from autotype.packs import sources
from autotype.packs.catalogue import PACK_NAME, Entry, read_catalogue, source_of
from autotype.packs.installed import AUTO, find, names, shipped_folder
from autotype.packs.place import discard, is_there, locked
from autotype.packs.pull_progress import PullProgress, Report
from autotype.packs.tuned import is_tuned
from autotype.translation import tr

# Of what follows the download; as measured with the recommended pack.
_READING = 0.3


def pull(
    name: str, precisions: Sequence[str], report: Report, *, force: bool = False
) -> tuple[Pack, bool]:
    """Fetch a pack of the catalogue and build it.

    Args:
        name: Its name in the catalogue.
        precisions: What to build; more than an installed pack has builds it again.
        report: Told how far it is.
        force: Whether to build a pack again that is installed and whole.

    Returns:
        The pack, and whether it was made now.

    Raises:
        PackError: It is not in the catalogue, cannot be reached, or is not what it should be.
        BuildError: It cannot be built.
    """
    catalogue = read_catalogue()
    if name not in catalogue:
        raise PackError(
            f"There is no model pack “{name}” to pull; there are {', '.join(catalogue)}. "
            "Another model is added with: autotype models add FOLDER_OR_REPOSITORY"
        )
    entry = catalogue[name]
    with locked():
        present = None if force else _intact(entry)
        if present and set(precisions) <= set(present.manifest.graphs):
            return present, False
        wanted = list(dict.fromkeys([*(present.manifest.graphs if present else ()), *precisions]))
        progress = PullProgress(report)
        adapter = sources.adapter_of(entry)
        weights = sources.fetch(entry, progress.fetching)
        pack = _build(weights, name, _label(entry), wanted, progress.building, adapter)
        sources.clean(entry)
    return pack, True


def add(where: str, name: str, precisions: Sequence[str], report: Report) -> Pack:
    """Make a pack of the user's own checkpoint.

    Args:
        where: A checkpoint folder, a GGUF file, a pack folder, the name of the built-in
            pack, or a hub repository (OWNER/NAME).
        name: Name of the new pack; empty takes it from `where`.
        precisions: What to build.
        report: Told how far it is.

    Raises:
        PackError: There is nothing there, or the name is taken or not usable.
        BuildError: It cannot be built.
    """
    try:
        path = Path(where).expanduser()
        present, called = path.exists(), path.resolve().name
    except (OSError, RuntimeError, ValueError):  # too long, or in the home of nobody
        path, present, called = Path(where), False, ""
    built_in = shipped_folder()
    if not present and where == _name_of(built_in):
        path, present, called = built_in, True, where
    chosen = name or (path.stem if path.suffix == ".gguf" else called)
    if not present:
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", where):
            raise PackError(f"“{where}” is not a folder, a GGUF file or a repository of the hub.")
        chosen = name or where.split("/")[1].lower()
    chosen = re.sub(r"[^A-Za-z0-9._-]+", "-", chosen).strip("-._")
    if not PACK_NAME.fullmatch(chosen):
        raise PackError("The pack needs a name of letters, digits, dots and dashes; give --name.")
    if chosen == AUTO:
        raise PackError(f"“{AUTO}” stands for the automatic choice; give another --name.")
    with locked():
        if chosen in names():
            raise PackError(
                f"There is a model pack “{chosen}” already; "
                "give another --name, or remove it first."
            )
        if present and is_there(path / MANIFEST):
            pack = open_pack(path)
            if set(precisions) <= set(pack.manifest.graphs):
                return _copy(path, chosen, report)
            return _rebuild(pack, chosen, precisions, report)
        if present:
            source = {"kind": "folder", "reference": str(path.resolve()), "sha256": ""}
            return _build(
                path, chosen, Label(chosen, chosen, "unknown", source), precisions, report
            )
        progress = PullProgress(report)
        folder, revision = sources.fetch_repository(where, progress.fetching, read_frame)
        reference = f"{where}@{revision}"
        label = Label(
            chosen, where, "unknown", {"kind": "hub", "reference": reference, "sha256": ""}
        )
        try:
            pack = _build(folder, chosen, label, precisions, progress.building)
        except BuildError:
            shutil.rmtree(folder, ignore_errors=True)  # it will not do the next time either
            raise
        shutil.rmtree(folder, ignore_errors=True)
        return pack


def remove(name: str) -> Path:
    """Remove a pack of the user; return the folder that is gone.

    Raises:
        PackError: There is none of that name, or not all of it can be removed.
    """
    with locked():
        if name not in names():
            find(name)  # says that there is none
            raise PackError(
                tr("“{name}” is not one of your own model packs, so it is not removed.", name=name)
            )
        folder = paths.packs() / name
        if _was_tuned(folder):
            # Nothing is left of the text that it was made of.
            discard(paths.tuning())
        # Renamed first: a pack that is half removed must not be found.
        doomed = folder.with_name(f".removed-{name}")
        discard(doomed)
        folder.rename(doomed)
        discard(doomed)
        if is_there(doomed):
            raise PackError(
                tr(
                    "“{name}” is out of use, but what is left of it in “{doomed}” cannot be "
                    "removed; see whom it belongs to, and remove it by hand.",
                    name=name,
                    doomed=doomed,
                )
            )
        return folder


def _was_tuned(folder: Path) -> bool:
    try:
        return is_tuned(open_pack(folder))
    except PackError:
        return False


def _name_of(folder: Path) -> str | None:
    try:
        return open_pack(folder).manifest.name
    except PackError:
        return None


def _build(
    weights: Path,
    name: str,
    label: Label,
    precisions: Sequence[str],
    report: Report,
    adapter: Path | None = None,
) -> Pack:
    report(0.0, "reading the weights")
    checkpoint = read_checkpoint(
        weights, lambda share: report(_READING * share, "reading the weights")
    )
    if adapter is not None:
        checkpoint = merged(checkpoint, adapter)

    def step(share: float, what: str) -> None:
        report(_READING + (1 - _READING) * share, what)

    return build_pack(checkpoint, paths.packs() / name, label, precisions, step)


def _rebuild(pack: Pack, name: str, precisions: Sequence[str], report: Report) -> Pack:
    """Install a pack with graphs in precisions that it has not been made in."""
    check_pack(pack, progress=lambda done, total: report(0.2 * done / total, "checking"))
    label = label_of(pack, name)
    wanted = list(dict.fromkeys([*pack.manifest.graphs, *precisions]))

    def step(share: float, what: str) -> None:
        report(0.2 + 0.8 * share, what)

    # What a manifest and its graph say of each other is tried before anything is made of it.
    check_completions(pack)
    try:
        return build_pack(unpack(pack), paths.packs() / name, label, wanted, step)
    except (KeyError, ValueError, IndexError) as error:
        raise BuildError(
            f"The graph of “{pack.manifest.name}” was not made by this builder ({error})."
        ) from error


def _copy(folder: Path, name: str, report: Report) -> Pack:
    """Install a pack that somebody made already, after a check of every file and a trial.

    The trial is of the copy, before it has its place: what cannot be used is not installed.
    """
    pack = open_pack(folder)
    check_pack(pack, progress=lambda done, total: report(0.8 * done / total, "checking"))
    work = paths.packs() / f".{name}.copy"
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(mode=0o755)
        for file in pack.manifest.files:
            shutil.copyfile(folder / file, work / file, follow_symlinks=False)
        manifest = dataclasses.replace(pack.manifest, name=name)
        (work / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        report(0.8, "trying it out")
        try_out(open_pack(work), lambda precision: report(0.9, f"running {precision}"))
        work.rename(paths.packs() / name)
    except OSError as error:
        raise PackError(f"The pack cannot be copied ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    report(1.0, "done")
    return open_pack(paths.packs() / name)


def _label(entry: Entry) -> Label:
    return Label(
        entry.name,
        entry.title,
        entry.licence,
        source_of(entry),
        entry.start_text,
        entry.calibration,
        entry.gate,
    )


def _intact(entry: Entry) -> Pack | None:
    """Return the installed pack of an entry if it is what would be made of it, and whole."""
    try:
        pack = find(entry.name)
        check_pack(pack)
    except PackError:
        return None
    return pack if pack.manifest.source == source_of(entry) else None
