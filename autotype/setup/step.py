"""One thing that is missing for suggestions in other applications, and what helps."""

from dataclasses import dataclass
from pathlib import Path

from autotype.setup.deeds import Deed
from autotype.setup.machine import Machine


@dataclass(frozen=True)
class Step:
    """One thing that is missing.

    Attributes:
        name: A word for programs.
        missing: What is missing, one sentence.
        does: What setting up does about it, one sentence; "" if it is for the user to do.
        deeds: How that is done.
        command: What the user runs where we cannot do it; may be "".
        later: Whether it takes effect with the next login only.
    """

    name: str
    missing: str
    does: str = ""
    deeds: tuple[Deed, ...] = ()
    command: str = ""
    later: bool = False


def shown(machine: Machine, path: Path) -> str:
    """Return a path as people write it."""
    home = machine.places.xsessionrc.parent
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
