"""Setting up and taking back as a whole, with what is said about it."""

from dataclasses import dataclass

from autotype.setup.doing import carry_out, take_back
from autotype.setup.looking import look, record_file
from autotype.setup.machine import Machine
from autotype.setup.plan import missing, waits_for_login
from autotype.setup.record import Record, SetUpError
from autotype.setup.step import Step
from autotype.translation import mark, tr

LOG_IN = mark("Log out and in again: programs that run already may not use it before.")
DONE = mark("All is set up: programs get suggestions.")
UNDONE = mark("What was set up is taken back.")
THE_REST = mark("The rest of what was set up is taken back.")
NOTHING = mark("Nothing was set up that could be taken back.")


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        ok: Whether all is well, but perhaps for logging in again.
        lines: What to tell the user, a sentence each; commands stand alone after theirs.
        can_set_up: Whether setting up would do something.
        can_undo: Whether there is something to take back.
    """

    ok: bool
    lines: tuple[str, ...]
    can_set_up: bool
    can_undo: bool


@dataclass(frozen=True)
class Findings:
    """What is missing, and whether something waits for the next login."""

    steps: tuple[Step, ...]
    waits: bool


def words_of(step: Step) -> tuple[str, ...]:
    """Return what a step says to somebody who is to do it, or to have it done."""
    if step.command:
        return (step.missing, f"    {step.command}")
    return (step.missing,)


def findings() -> Findings:
    """Look at the machine, and say what is missing; nothing is changed."""
    machine = look()
    return Findings(missing(machine), waits_for_login(machine))


def state() -> Outcome:
    """Look at the machine, and say what setting up would do; nothing is changed."""
    machine = look()
    steps = missing(machine)
    lines: list[str] = []
    for step in steps:
        lines += (step.does,) if step.does else words_of(step)
    if not steps:
        lines.append(_all_done(machine))
    can_set_up = any(step.deeds for step in steps)
    return Outcome(not steps, tuple(lines), can_set_up, machine.done_before)


def _all_done(machine: Machine) -> str:
    return (
        tr("All is set up. {log_in}", log_in=tr(LOG_IN)) if waits_for_login(machine) else tr(DONE)
    )


def set_up() -> Outcome:
    """Do all that can be done; say what was done, and what is left to the user.

    Raises:
        SetUpError: What was done before cannot be read, or nothing can be remembered.
    """
    record = Record(record_file())
    lines: list[str] = []
    ok = True
    for step in missing(look()):
        if not step.deeds:
            lines += words_of(step)
            ok = ok and step.later and not step.command
            continue
        try:
            for deed in step.deeds:
                carry_out(deed, record)
        except SetUpError as error:
            ok = False
            lines.append(str(error))
        else:
            lines.append(tr("Done: {what}", what=step.does))
    after = look()
    left = missing(after)
    if ok and not left:
        lines.append(_all_done(after))
    elif waits_for_login(after):
        lines.append(tr(LOG_IN))
    return Outcome(ok, tuple(lines), any(step.deeds for step in left), after.done_before)


def undo() -> Outcome:
    """Take back all that was set up.

    Raises:
        SetUpError: What was done cannot be read.
    """
    record = Record(record_file())
    if not record.entries:
        return Outcome(True, (tr(NOTHING),), can_set_up=True, can_undo=False)
    left = take_back(record)
    said = (*left, tr(THE_REST if left else UNDONE))
    return Outcome(not left, said, can_set_up=True, can_undo=bool(record.entries))
