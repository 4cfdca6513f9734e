"""The packs on this machine, and which one is used.

The app imports this when it starts, so it imports next to nothing itself.
"""

import dataclasses
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autotype import paths
from autotype.engine.gate import GatePoint, Line
from autotype.engine.pack import MANIFEST, NoPackError, Pack, PackError, open_pack
from autotype.packs.catalogue import read_catalogue
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

    Damaged ones are left out; `find` names what is wrong with them. Of two with the same
    name the user's own counts.
    """
    folders: dict[str, Path] = {}
    for folder in [*_folders(), *_shared()]:
        folders.setdefault(folder.name, folder)
    found = []
    for folder in [*folders.values(), shipped_folder()]:
        try:
            found.append(open_pack(folder))
        except PackError:
            continue
    return found


def shipped_folder() -> Path:
    """Return the folder of the built-in pack; `AUTOTYPE_BUILT_IN` moves it, or points nowhere."""
    moved = os.environ.get(BUILT_IN_VARIABLE)
    return Path(moved) if moved else paths.resources() / "model"


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
    return _inside(paths.packs())


def _shared() -> list[Path]:
    return [folder for place in paths.shared_packs() for folder in _inside(place)]


def _inside(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted(f for f in place.iterdir() if f.is_dir() and not f.name.startswith("."))


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
    pack, wanted = ranked(packs)[0], _wanted(packs)
    return Choice(pack, AUTO, notices, None if wanted.folder == pack.folder else wanted)


def _some() -> list[Pack]:
    """Return the installed packs; raise what is to be said if there are none."""
    packs = installed()
    if not packs:
        for name in names():
            find(name)  # says what is wrong with it
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
    decides: its packs, the user's other ones, the one that is shipped. Last those that are
    too slow, the quickest first.
    """
    found = {pack.folder: measured(pack) for pack in packs}
    slow = [pack for pack in packs if (known := found[pack.folder]) and not known.in_time]
    usable = [pack for pack in packs if pack not in slow]

    def lateness(pack: Pack) -> float:
        known = found[pack.folder]
        return known.words_p95_ms if known else 0.0

    return _by_worth(usable) + sorted(slow, key=lateness)


def _wanted(packs: Sequence[Pack]) -> Pack:
    """Return the pack that "auto" would take on a machine on which all come in time."""
    return _by_worth(packs)[0]


def _by_worth(packs: Sequence[Pack]) -> list[Pack]:
    order = list(read_catalogue())
    found = [measured(pack) for pack in packs]

    def rank(pack: Pack) -> tuple[bool, int]:
        name = pack.manifest.name
        return pack.folder == shipped_folder(), order.index(name) if name in order else len(order)

    if not all(found):
        return sorted(packs, key=rank)
    pairs = zip(packs, found, strict=True)
    savings = {pack.folder: known.savings for pack, known in pairs if known}
    return sorted(packs, key=lambda pack: -savings[pack.folder])


def unmeasured(setting: str = AUTO) -> list[Pack]:
    """Return the packs that have to be measured before "auto" can choose by figures.

    None where there is nothing to choose: another setting, or one pack only.
    """
    packs = installed() if setting == AUTO else []
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
