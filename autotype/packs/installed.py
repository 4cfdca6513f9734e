"""The packs on this machine.

The app imports this when it starts, so it imports next to nothing itself.
"""

import dataclasses
import os
from pathlib import Path

from autotype import paths
from autotype.engine.gate import GatePoint, Line
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import NoPackError, Pack, PackError, open_pack
from autotype.text.replacing import replace_file
from autotype.translation import tr

AUTO = "auto"
BUILT_IN_VARIABLE = "AUTOTYPE_BUILT_IN"


def installed() -> list[Pack]:
    """Return the packs that can be read: the user's own, the system's, the one that is shipped.

    Damaged ones are left out; `damaged` says what is wrong with them. Of two with the same
    name the user's own counts.
    """
    return _looked_at()[0]


def damaged() -> dict[str, str]:
    """Return what is wrong with the packs that cannot be read, by the names of their folders."""
    return _looked_at()[1]


def _looked_at() -> tuple[list[Pack], dict[str, str]]:
    """Return the packs that can be read, and what is wrong with the others."""
    found: dict[str, Pack] = {}
    problems: dict[str, str] = {}
    for place in [paths.packs(), *paths.shared_packs()]:
        try:
            folders = _inside(place)
        except OSError as error:
            problems[str(place)] = tr(
                "The model packs in “{place}” cannot be read ({why}).",
                place=place,
                why=error.strerror or error,
            )
            continue
        for folder in folders:
            if folder.name not in found:
                _look_at(folder, folder.name, found, problems)
    shipped = shipped_folder()
    # Not by its name: it may be called like another one, and stands behind all of them.
    last: dict[str, Pack] = {}
    if shipped.exists():
        _look_at(shipped, shipped.name, last, problems)
    return [*found.values(), *last.values()], problems


def _look_at(folder: Path, name: str, found: dict[str, Pack], problems: dict[str, str]) -> None:
    try:
        found[name] = open_pack(folder)
    except PackError as error:
        problems.setdefault(name, str(error))


def shipped_folder() -> Path:
    """Return the folder of the built-in pack; `AUTOTYPE_BUILT_IN` moves it, or points nowhere."""
    moved = os.environ.get(BUILT_IN_VARIABLE)
    return Path(moved) if moved else paths.resources() / "model"


def called(pack: Pack) -> str:
    """Return the name by which a pack is found: that of its folder, but for the shipped one."""
    return pack.manifest.name if pack.folder == shipped_folder() else pack.folder.name


def names() -> list[str]:
    """Return the names of all pack folders of the user, damaged ones too."""
    return [folder.name for folder in _folders()]


def _folders() -> list[Path]:
    return _readable(paths.packs())


def _shared() -> list[Path]:
    return [folder for place in paths.shared_packs() for folder in _readable(place)]


def _readable(place: Path) -> list[Path]:
    try:
        return _inside(place)
    except OSError:
        return []  # `damaged` says so


def _inside(place: Path) -> list[Path]:
    """Return the folders in a folder; none if it is not there. Raises `OSError`."""
    if not place.is_dir():
        return []
    return sorted(f for f in place.iterdir() if not f.name.startswith(".") and f.is_dir())


def find(name: str) -> Pack:
    """Return the pack of that name, or the one in that folder.

    Raises:
        NoPackError: There is none.
        PackError: There is one that cannot be read.
    """
    if not name or "\0" in name:
        raise NoPackError("A model pack needs a name; see what there is: autotype models list")
    try:
        if Path(name).name == name and not name.startswith("."):
            for folder in [*_folders(), *_shared()]:
                if folder.name == name:
                    return open_pack(folder)
        elsewhere = Path(name).expanduser()
        if (elsewhere / MANIFEST).is_file():
            return open_pack(elsewhere)
    except (OSError, RuntimeError):
        pass  # too long, or in the home of nobody: there is no such folder
    shipped = shipped_folder()
    if (shipped / MANIFEST).is_file():
        pack = open_pack(shipped)
        if pack.manifest.name == name:
            return pack
    raise NoPackError(
        tr(
            "There is no model pack “{name}”; see what there is with: autotype models list",
            name=name,
        )
    )


def require_own(pack: Pack) -> None:
    """Raise `PackError` if a pack came with the program: updates replace it, and others use it."""
    came_with = [shipped_folder(), *paths.shared_packs()]
    if any(place in (pack.folder, *pack.folder.parents) for place in came_with):
        name = pack.manifest.name
        raise PackError(
            tr(
                "“{name}” came with the program and stays as it is; make one of your own of it "
                "with: autotype models add {folder} --name my-{name}",
                name=name,
                folder=pack.folder,
            )
        )


def store_gate(pack: Pack, calibration: tuple[Line, ...], points: tuple[GatePoint, ...]) -> Pack:
    """Keep in a pack what its gate was measured to do; return the pack as it is now.

    Raises:
        PackError: The pack cannot be written.
    """
    manifest = dataclasses.replace(pack.manifest, calibration=calibration, gate=points)
    try:
        replace_file(pack.folder / MANIFEST, manifest.to_json().encode("utf-8"))
    except OSError as error:
        raise PackError(
            tr(
                "The model pack “{name}” cannot be written ({why}).",
                name=pack.manifest.name,
                why=error.strerror or error,
            )
        ) from error
    return Pack(pack.folder, manifest)
