"""What has to be remembered of a dialogue between two moments to count what comes of offers."""

from collections import Counter
from dataclasses import dataclass, replace

from autotype.text.suggestion import first_word

KEPT_S = 10.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A ghost on the screen.

    Attributes:
        since: When it appeared.
        typed: What of it was typed or taken since.
        rest: What is left of it.
        taken: Whether something of it was taken.
        undone: Whether such a take was undone or changed.
    """

    since: float
    typed: str
    rest: str
    taken: bool = False
    undone: bool = False

    @property
    def is_through(self) -> bool:
        """Whether its first word stands in the text."""
        return len(self.typed) >= len(first_word(self.typed + self.rest))


@dataclass(frozen=True, slots=True)
class Take:
    """A take that may still be undone or changed.

    Attributes:
        at: When.
        start: Where it begins in the text, in characters.
        end: Where it ends.
        saved: How many characters it brought.
        offer: When its offer appeared; None for words of the bar, and once that is dealt with.
    """

    at: float
    start: int
    end: int
    saved: int
    offer: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the engine.

    Attributes:
        at: When.
        revision: Which.
        words: Whether its words have come.
        ghost: Whether its ghost has.
    """

    at: float
    revision: int
    words: bool = False
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What has to be remembered of one dialogue to count what comes."""

    offer: Offer | None = None
    takes: tuple[Take, ...] = ()
    asked: Asked | None = None


def waited(tally: Tally, now: float) -> tuple[Tally, Counter[str]]:
    """Return the same when nothing has happened but time has gone by."""
    kept = [take for take in tally.takes if now - take.at > KEPT_S]
    if not kept:
        return tally, Counter()
    left = tuple(take for take in tally.takes if now - take.at <= KEPT_S)
    return replace(tally, takes=left), Counter(kept=len(kept))


def opened(tally: Tally, now: float) -> tuple[Tally, Counter[str]]:
    """Return the same when another text is in front: nobody knows whether takes were kept."""
    tally, counts = waited(tally, now)
    return replace(tally, takes=(), asked=None), counts
