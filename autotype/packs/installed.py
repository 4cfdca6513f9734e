"""The packs on this machine, and which one is used.

The app imports this when it starts, so it imports next to nothing itself.
"""

import dataclasses
from pathlib import Path

from autotype import paths
from autotype.engine.gate import GatePoint, Line
from autotype.engine.pack import MANIFEST, NoPackError, Pack, PackError, open_pack
from autotype.packs.catalogue import read_catalogue
from autotype.text.replacing import replace_file

AUTO = "auto"


def installed() -> list[Pack]:
    """Return the packs that can be read: the user's own, then the one that is shipped.

    Damaged ones are left out; `find` names what is wrong with them.
    """
    found = []
    for folder in [*_folders(), paths.resources() / "model"]:
        try:
            found.append(open_pack(folder))
        except PackError:
            continue
    return found


def damaged() -> dict[str, str]:
    """Return what is wrong with the packs of the user that cannot be read, by their names."""
    problems = {}
    for folder in _folders():
        try:
            open_pack(folder)
        except PackError as error:
            problems[folder.name] = str(error)
    return problems


def names() -> list[str]:
    """Return the names of all pack folders of the user, damaged ones too."""
    return [folder.name for folder in _folders()]


def _folders() -> list[Path]:
    home = paths.packs()
    if not home.is_dir():
        return []
    return sorted(f for f in home.iterdir() if f.is_dir() and not f.name.startswith("."))


def find(name: str) -> Pack:
    """Return the pack of that name, or the one in that folder.

    Raises:
        NoPackError: There is none.
        PackError: There is one that cannot be read.
    """
    if not name or "\0" in name:
        raise NoPackError("A model pack needs a name; see what there is: autotype models list")
    try:
        folder = paths.packs() / name
        if Path(name).name == name and not name.startswith(".") and folder.is_dir():
            return open_pack(folder)
        elsewhere = Path(name).expanduser()
        if (elsewhere / MANIFEST).is_file():
            return open_pack(elsewhere)
    except (OSError, RuntimeError):
        pass  # too long, or in the home of nobody: there is no such folder
    shipped = paths.resources() / "model"
    if (shipped / MANIFEST).is_file():
        pack = open_pack(shipped)
        if pack.manifest.name == name:
            return pack
    raise NoPackError(
        f"There is no model pack “{name}”; see what there is with: autotype models list"
    )


def default_pack(setting: str = AUTO) -> Pack:
    """Return the pack to use.

    Args:
        setting: A name, a folder, or "auto": the first of the catalogue that is
            installed, else any other one of the user's, else the one that is shipped.

    Raises:
        NoPackError: There is none.
        PackError: The one that was asked for, or the only one there is, cannot be read.
    """
    if setting != AUTO:
        return find(setting)
    packs = installed()
    if not packs:
        for name in names():
            find(name)  # says what is wrong with it
        first = next(iter(read_catalogue()))
        raise NoPackError(
            f"No model pack is installed; fetch one with: autotype models pull {first}"
        )
    order = list(read_catalogue())
    home = paths.packs()

    def rank(pack: Pack) -> tuple[bool, int]:
        name = pack.manifest.name
        return pack.folder.parent != home, order.index(name) if name in order else len(order)

    return min(packs, key=rank)


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
            f"The model pack “{pack.manifest.name}” cannot be written ({error.strerror or error})."
        ) from error
    return Pack(pack.folder, manifest)
