"""The packs on this machine, and which one is used.

The app imports this when it starts, so it imports next to nothing itself.
"""

import dataclasses
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Choice:
    """What a setting leads to on this machine, and what somebody should hear about it.

    Attributes:
        pack: The pack to use.
        setting: The setting that holds: the one that was asked for, or "auto" where that
            names nothing that can be used.
        notices: Sentences about what is wrong: a setting that names nothing, packs that
            were left out. Empty where everything is as it was asked for.
        too_slow: The pack that "auto" would use if its words came in time here; None where
            none was passed over for that.
    """

    pack: Pack
    setting: str = AUTO
    notices: tuple[str, ...] = ()
    too_slow: Pack | None = None


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
    """Return the pack that was asked for.

    Args:
        setting: A name, a folder, or "auto", which takes the first of `ranked`.

    Raises:
        NoPackError: There is none.
        PackError: The one that was asked for, or the only one there is, cannot be read.
    """
    return find(setting) if setting != AUTO else ranked(_some())[0]


def choose(setting: str = AUTO) -> Choice:
    """Return the pack to use for a setting; one that names nothing is as good as "auto".

    For whoever goes on with what there is and says what was wrong. Who asks for one pack
    and no other calls `default_pack`.

    Raises:
        NoPackError: There is no pack at all.
        PackError: The only one there is cannot be read.
    """
    notices: tuple[str, ...] = ()
    if setting != AUTO:
        try:
            return Choice(find(setting), setting)
        except NoPackError:
            wrong = "is not installed"
        except PackError as error:
            wrong = f"cannot be used ({str(error).rstrip('.')})"
        notices = (
            f"The settings name the pack “{setting}”, which {wrong}; "
            "the automatic choice is in use.",
        )
    packs = _some()
    pack = ranked(packs)[0]
    return Choice(pack, AUTO, notices, _passed_over(packs, pack))


def _some() -> list[Pack]:
    """Return the installed packs; raise what is to be said if there are none."""
    packs = installed()
    if not packs:
        for problem in damaged().values():
            raise PackError(problem)
        first = next(iter(read_catalogue()))
        raise NoPackError(
            f"No model pack is installed; fetch one with: autotype models pull {first}"
        )
    return packs


def ranked(packs: Sequence[Pack]) -> list[Pack]:
    """Return packs in the order in which "auto" takes them.

    First those whose words come in time on this machine, and of them the one that saves the
    most keys, by what was measured here. As long as one was not measured, or could not be
    told from what other programs did, it is taken to be in time, and the catalogue's order
    decides: its packs, the user's other ones, the one that is shipped. Then those that are
    too slow, the quickest first. Last those that failed here today, for whose figures nobody
    waits.
    """
    failed = [pack for pack in packs if failure(pack)]
    working = [pack for pack in packs if pack not in failed]
    return [*_by_time_and_worth(working), *_by_time_and_worth(failed)]


def _by_time_and_worth(packs: Sequence[Pack]) -> list[Pack]:
    found = {pack.folder: measured(pack) for pack in packs}
    slow = [pack for pack in packs if (known := found[pack.folder]) and not known.in_time]
    usable = [pack for pack in packs if pack not in slow]

    def lateness(pack: Pack) -> float:
        known = found[pack.folder]
        return known.words_p95_ms if known else 0.0

    return _by_worth(usable) + sorted(slow, key=lateness)


def _passed_over(packs: Sequence[Pack], chosen: Pack) -> Pack | None:
    """Return the pack that "auto" would take if it were not too slow here; None if it does."""
    for pack in _by_worth([pack for pack in packs if not failure(pack)]):
        if pack == chosen:
            return None
        known = measured(pack)
        if known and not known.in_time:
            return pack
    return None


def _by_worth(packs: Sequence[Pack]) -> list[Pack]:
    order = _catalogue_order()
    found = [measured(pack) for pack in packs]

    def rank(pack: Pack) -> tuple[bool, int]:
        name = pack.manifest.name
        return pack.folder == shipped_folder(), order.index(name) if name in order else len(order)

    if not all(found):
        return sorted(packs, key=rank)
    pairs = zip(packs, found, strict=True)
    savings = {pack.folder: known.savings for pack, known in pairs if known}
    return sorted(packs, key=lambda pack: -savings[pack.folder])


def _catalogue_order() -> list[str]:
    """Return the names in the catalogue; none if it cannot be read, for packs do without."""
    try:
        return list(read_catalogue())
    except PackError:
        return []


def unmeasured(setting: str = AUTO, today: str = "") -> list[Pack]:
    """Return the packs that have to be measured before "auto" can choose by figures.

    Those that never were, and once a day those that have to be measured again. None where
    there is nothing to choose: another setting, or one pack only. One that failed today is
    not tried again before it has changed.

    Args:
        setting: As for `choose`.
        today: The day, as in `Measured`; that of the clock if left out.
    """
    day = today or date.today().isoformat()
    packs = [pack for pack in installed() if not failure(pack)] if setting == AUTO else []
    due = [pack for pack in packs if (known := measured(pack)) is None or known.due(day)]
    return due if len(packs) > 1 else []


def require_own(pack: Pack) -> None:
    """Raise `PackError` if a pack came with the program: updates replace it, and others use it."""
    came_with = [shipped_folder(), *paths.shared_packs()]
    if any(place in (pack.folder, *pack.folder.parents) for place in came_with):
        name = pack.manifest.name
        raise PackError(
            f"“{name}” came with the program and stays as it is; make one of your own of it "
            f"with: autotype models add {pack.folder} --name my-{name}"
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
            f"The model pack “{pack.manifest.name}” cannot be written ({error.strerror or error})."
        ) from error
    return Pack(pack.folder, manifest)
