"""A tuning from one end to the other; begun, gone on with, kept or not, and all of it removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autotype import paths
from autotype.engine.pack import NoPackError, Pack, PackError, open_pack
from autotype.packs.choice import ranked
from autotype.packs.install import remove as remove_pack
from autotype.packs.installed import find, installed
from autotype.packs.place import discard, is_there
from autotype.packs.tuned import is_tuned
from autotype.translation import tr
from autotype.tuning import keeping, plan
from autotype.tuning.errors import PausedError, TuningError
from autotype.tuning.holding import Hold
from autotype.tuning.judging import OWN, Gain, judge
from autotype.tuning.training import Report, train

NAME = "own"
_BUILDS_ON = ("q8", "fp32")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a tuning.

    Attributes:
        plan: What was made of what.
        gains: What both packs save, by the kind of text.
        pack: The new pack; None if it is not better by more than chance, and was not kept.
    """

    plan: plan.Plan
    gains: Mapping[str, Gain]
    pack: Pack | None


def base_pack(name: str = "") -> Pack:
    """Return the pack to tune: the one of that name, or the best that was not tuned itself.

    Raises:
        PackError: There is none, or it cannot be tuned.
    """
    if name:
        chosen = find(name)
        if is_tuned(chosen):
            raise TuningError(
                tr("“{name}” was tuned already; name the pack that it was made of.", name=name)
            )
    else:
        packs = [pack for pack in ranked(installed()) if not is_tuned(pack)]
        if not packs:
            raise NoPackError(
                tr("There is no model pack to tune; fetch one with: autotype models pull")
            )
        chosen = packs[0]
    if not set(_BUILDS_ON) & set(chosen.manifest.graphs):
        raise TuningError(
            tr(
                "“{name}” has neither a q8 nor an fp32 graph to tune; pull it again with: "
                "--precision q8",
                name=chosen.manifest.name,
            )
        )
    return chosen


def run(python: Path, report: Report, hold: Hold | None = None) -> Outcome:
    """Do what is left to be done of the tuning that was begun; its lock is held by the caller.

    Args:
        python: That has torch.
        report: Told step and share.
        hold: Says what the training waits for.

    Raises:
        PausedError: It was interrupted and can go on.
        TuningError, PackError, BuildError, EngineError: It cannot go on.
    """
    found = plan.current()
    if found is None:
        raise TuningError(
            tr("There is no tuning to go on with; begin one with: autotype tune FOLDER")
        )
    folder = paths.tuning()
    adapter = train(python, folder, report, hold=hold)
    try:
        keeping.build(found, folder, adapter, report)
        gains = judge(found, folder, lambda share: report("typing", share))
        if not gains[OWN].is_sure:
            plan.give_up()
            return Outcome(found, gains, None)
        keeping.fit_gate(folder, plan.judged_text(folder), report)
        kept = keeping.keep(found, folder, gains)
    except KeyboardInterrupt:
        raise PausedError(
            tr("The tuning is paused; go on with it with: autotype tune --resume")
        ) from None
    plan.give_up()
    return Outcome(found, gains, kept)


def remove(name: str = NAME) -> bool:
    """Remove a tuned pack and a tuning that is under way; return whether there was any.

    What the model has written itself goes, too.

    Raises:
        PackError, TuningError: Something cannot be removed.
    """
    there = is_there(paths.tuning())
    plan.give_up()
    discard(paths.everyday_text())
    try:
        tuned = is_tuned(open_pack(paths.packs() / name))
    except PackError:
        return there
    if tuned:
        remove_pack(name)
    return there or tuned
