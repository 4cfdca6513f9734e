"""Which of the packs on this machine is used.

The app imports this when it starts, so it imports next to nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from autotype.engine.pack import NoPackError, Pack, PackError
from autotype.packs.catalogue import read_catalogue
from autotype.packs.failures import failure
from autotype.packs.installed import AUTO, called, damaged, find, installed, shipped_folder
from autotype.packs.measured import measured
from autotype.packs.tuned import before_their_bases
from autotype.translation import tr


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
            wrong = tr("is not installed")
        except PackError as error:
            wrong = tr("cannot be used ({what})", what=str(error).rstrip("."))
        notices = (
            tr(
                "The settings name the pack “{setting}”, which {wrong}; the automatic choice is in "
                "use.",
                setting=setting,
                wrong=wrong,
            ),
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
            tr(
                "No model pack is installed; fetch one with: autotype models pull {first}",
                first=first,
            )
        )
    return packs


def ranked(packs: Sequence[Pack]) -> list[Pack]:
    """Return packs in the order in which "auto" takes them.

    First those whose words come in time on this machine, and of them the one that saves the
    most keys, by what was measured here. As long as one was not measured, or could not be
    told from what other programs did, it is taken to be in time, and the catalogue's order
    decides: its packs, the user's other ones, the one that is shipped. One that was tuned on
    what the user writes comes before the one that it was made of. Then those that are
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
    found = _by_figures(packs)
    return before_their_bases(found, [called(pack) for pack in found])


def _by_figures(packs: Sequence[Pack]) -> list[Pack]:
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
