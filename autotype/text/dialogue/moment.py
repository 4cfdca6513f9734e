"""One step of a dialogue as it was, for whoever counts what became of suggestions."""

from typing import NamedTuple

from autotype.text.dialogue.effects import Effect
from autotype.text.dialogue.events import Event
from autotype.text.dialogue.state import State


class Moment(NamedTuple):
    """What happened, and what the dialogue made of it.

    A tuple, for every key makes one.

    Attributes:
        now: When, in seconds that only go forward.
        before: The dialogue before it.
        event: What happened.
        effects: What the front has to do.
        after: The dialogue after it.
    """

    now: float
    before: State
    event: Event
    effects: tuple[Effect, ...]
    after: State
