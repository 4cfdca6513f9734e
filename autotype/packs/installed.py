"""The packs on this machine, and which one is used.

The app imports this when it starts, so it imports next to nothing itself.
"""

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

from autotype import paths
from autotype.engine.gate import GatePoint, Line
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import NoPackError, Pack, PackError, open_pack
from autotype.packs.catalogue import read_catalogue
from autotype.packs.failures import failure
from autotype.packs.measured import measured
from autotype.text.replacing import replace_file

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
            problems[str(place)] = (
                f"The model packs in “{place}” cannot be read ({error.strerror or error})."
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
        f"There is no model pack “{name}”; see what there is with: autotype models list"
    )


def default_pack(setting: str = AUTO) -> Pack:
    """Return the pack to use.

    Args:
        setting: A name, a folder, or "auto": of those whose words come in time on this
            machine the one that saves the most keys, by what was measured here. A pack
            that was not measured yet is taken to be in time, and then the catalogue's
            order decides: its packs, the user's other ones, the one that is shipped.

    Raises:
        NoPackError: There is none.
        PackError: The one that was asked for, or the only one there is, cannot be read.
    """
    if setting != AUTO:
        return find(setting)
    packs = installed()
    if not packs:
        for problem in damaged().values():
            raise PackError(problem)
        first = next(iter(read_catalogue()))
        raise NoPackError(
            f"No model pack is installed; fetch one with: autotype models pull {first}"
        )
    return ranked(packs)[0]


def ranked(packs: Sequence[Pack]) -> list[Pack]:
    """Return packs in the order in which "auto" takes them.

    Those that failed here today come last, and are no reason to wait for their figures.
    """
    order: list[Pack] = []
    failed = [pack for pack in packs if failure(pack)]
    for rest in ([pack for pack in packs if pack not in failed], failed):
        while rest:
            order.append(_best(rest))
            rest.remove(order[-1])
    return order


def _best(packs: list[Pack]) -> Pack:
    found = [(pack, measured(pack)) for pack in packs]
    known = [(pack, figures) for pack, figures in found if figures]
    usable = [pack for pack, figures in found if not figures or figures.in_time]
    if not usable:
        return min(known, key=lambda item: item[1].words_p95_ms)[0]
    if len(known) == len(found):
        return max((item for item in known if item[1].in_time), key=lambda i: i[1].savings)[0]
    order = _catalogue_order()

    def rank(pack: Pack) -> tuple[bool, int]:
        name = pack.manifest.name
        return pack.folder == shipped_folder(), order.index(name) if name in order else len(order)

    return min(usable, key=rank)


def _catalogue_order() -> list[str]:
    """Return the names in the catalogue; none if it cannot be read, for packs do without."""
    try:
        return list(read_catalogue())
    except PackError:
        return []


def unmeasured(setting: str = AUTO) -> list[Pack]:
    """Return the packs that have to be measured before "auto" can choose by figures.

    None where there is nothing to choose: another setting, or one pack only. One that
    failed today is not tried again before it has changed.
    """
    packs = [pack for pack in installed() if not failure(pack)] if setting == AUTO else []
    return [pack for pack in packs if not measured(pack)] if len(packs) > 1 else []


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
