"""Whether suggestions help: some texts are written without them, and the two are compared.

Chance decides, by the text and the day, before anything is written. What is compared was fixed
beforehand, too: keys and seconds for each character that stays, pauses cut to two seconds.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.edits import edit_between, is_move
from autotype.text.dialogue.moment import Moment
from autotype.text.suggestion import Silence

LONGEST_PAUSE_S = 2.0
FEWEST = 3
"""Texts of each kind below which nothing is compared."""
_SAMPLES = 1000
_LEAST_CHARACTERS = 20
_BY_THE_WRITER = (
    *(Silence.AFTER_DELETION, Silence.AFTER_UNDO, Silence.AFTER_PASTE, Silence.AFTER_EDIT),
    Silence.AFTER_MOVE,
)


class Effort(NamedTuple):
    """What some writing took.

    Attributes:
        keys: Keys and clicks.
        milliseconds: From the first to the last, pauses cut.
        characters: How much longer the text has become by it; nothing that was pasted.
    """

    keys: int = 0
    milliseconds: int = 0
    characters: int = 0


class Trial(NamedTuple):
    """One text on one day.

    Attributes:
        held_out: Whether it was written without suggestions.
        effort: What it took.
    """

    held_out: bool
    effort: Effort


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more, or less, is needed with suggestions than without; -0.1 is a tenth less.

    Attributes:
        value: What was found.
        low: The lower end of where it is with a certainty of 95 %.
        high: The upper end.
    """

    value: float
    low: float
    high: float

    @property
    def found(self) -> bool:
        """Whether there is any, as far as that can be known."""
        return self.low > 0 or self.high < 0


def unit_of(seed: str, document: str, day: str) -> str:
    """Return what a text is called in a comparison: nobody can tell from it which one it is."""
    return hashlib.sha256(f"{seed}\0{document}\0{day}".encode(errors="replace")).hexdigest()[:32]


def is_held_out(unit: str, share: float) -> bool:
    """Whether a text is written without suggestions, as a share of all are."""
    return int(unit[:8], 16) < share * (1 << 32)


def effort_of(moment: Moment, last_key: float | None) -> Effort | None:
    """Return what one step of a dialogue took; None if no key was pressed for it.

    Args:
        moment: The step.
        last_key: When the last one was that did; None if this is the first.
    """
    event = moment.event
    match event:
        case on.Typed() | on.Rewritten():
            characters = len(event.text)
        case on.Took():
            inserts = [each for each in moment.effects if isinstance(each, to.Insert)]
            characters = sum(len(each.text) - each.replaces for each in inserts)
        case on.Changed(Silence.AFTER_MOVE) if not is_move(moment.before.place, event.place):
            return None  # another text has come in front
        case on.Changed() if event.why in _BY_THE_WRITER:
            characters = 0
        case on.Unspaced() | on.Pressed() | on.Retyped():
            characters = 0
        case _:
            return None
    replaced = isinstance(event, on.Typed) and moment.before.place.obstacle is Silence.SELECTION
    edits = (Silence.AFTER_DELETION, Silence.AFTER_UNDO)
    if replaced or isinstance(event, on.Rewritten) or getattr(event, "why", None) in edits:
        edit = edit_between(moment.before.place, moment.after.place)
        characters = edit.added - edit.removed if edit is not None else 0
    pause = min(LONGEST_PAUSE_S, moment.now - last_key) if last_key is not None else 0.0
    return Effort(1, round(1000 * pause), characters)


def keys_each(effort: Effort) -> float:
    """Return the keys for a character that stays."""
    return effort.keys / max(1, effort.characters)


def seconds_each(effort: Effort) -> float:
    """Return the seconds for a character that stays."""
    return effort.milliseconds / 1000 / max(1, effort.characters)


def usable(trials: Sequence[Trial]) -> tuple[list[Effort], list[Effort]]:
    """Return the texts with suggestions, and those without, that are long enough to count."""
    long = [trial for trial in trials if trial.effort.characters >= _LEAST_CHARACTERS]
    return (
        [trial.effort for trial in long if not trial.held_out],
        [trial.effort for trial in long if trial.held_out],
    )


def difference(trials: Sequence[Trial], measure: Callable[[Effort], float]) -> Difference | None:
    """Return how texts with suggestions differ from those without; None of too few.

    Drawn again text by text, so that a long one is one text and no more.
    """
    given, held = usable(trials)
    if min(len(given), len(held)) < FEWEST or not measure(_sum(held)):
        return None
    draw = random.Random(len(given) * 1009 + len(held))  # noqa: S311 (nothing is secret)
    values = []
    for _ in range(_SAMPLES):
        one = _sum(draw.choices(given, k=len(given)))
        other = measure(_sum(draw.choices(held, k=len(held))))
        if other:
            values.append(measure(one) / other - 1)
    if not values:
        return None
    values.sort()
    return Difference(
        measure(_sum(given)) / measure(_sum(held)) - 1,
        values[int(0.025 * len(values))],
        values[int(0.975 * (len(values) - 1))],
    )


def _sum(efforts: Sequence[Effort]) -> Effort:
    return Effort(*(sum(values) for values in zip(*efforts, strict=True)))
