"""What a front has to do after a step, in this order."""

from dataclasses import dataclass

from autotype.text.dialogue.bar import Offer
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the engine; the answer comes as `Answered`, never within this step."""

    request: Request


@dataclass(frozen=True, slots=True)
class Cancel:
    """Nothing is wanted of the engine any more."""


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert a text at the caret, as one undo step of its own.

    Attributes:
        text: What is inserted.
        replaces: How many characters before the caret it takes the place of.
    """

    text: str
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class Show:
    """Draw at the caret, in place of what is drawn there.

    Attributes:
        ghost: The ghost text; empty if only the soft space is to be drawn.
        new: Whether it appears; False where it goes on with one that was there.
    """

    ghost: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Hide:
    """Draw nothing at the caret."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Say `Due` with this number in so many seconds."""

    seconds: float
    number: int


@dataclass(frozen=True, slots=True)
class Words:
    """Show these words beside the ghost, each in its place; none at all if it is empty."""

    places: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """Say why there is no ghost; None where there is one, or nothing is known yet."""

    reason: Silence | None


@dataclass(frozen=True, slots=True)
class Settled:
    """The text as it is has its final answer."""

    answer: Suggestion


@dataclass(frozen=True, slots=True)
class Refused:
    """The key means nothing here; the front does what it does without suggestions."""


Effect = Ask | Cancel | Insert | Show | Hide | Wait | Words | Silent | Settled | Refused
