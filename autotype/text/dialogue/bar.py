"""Which word stands in which place of the bar.

A word that stays keeps its place, and so its key; new ones take the places that are free. Words
that are over stay as a memory until others come: a bar that blanks at every key cannot be read.
"""

import math
from dataclasses import dataclass

from autotype.text.suggestion import Silence, Word, first_word

PLACES = 3
# Where one of these is why nothing is offered, the writer has left the place that words were for.
LEFT = frozenset(
    (
        *(Silence.AFTER_UNDO, Silence.AFTER_PASTE, Silence.AFTER_EDIT, Silence.AFTER_MOVE),
        Silence.SELECTION,
        *(Silence.DISMISSED, Silence.PAUSED, Silence.SNOOZED, Silence.HELD_OUT, Silence.READ_ONLY),
        *(Silence.LONG_LINE, Silence.NO_MODEL, Silence.LOADING, Silence.FAILED),
    )
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands in one place.

    Attributes:
        whole: The word as it is shown, with what of it is typed; empty in an empty place.
        word: What a take inserts; None if the word is only a memory.
        since: When the word came to this place, in seconds.
        corrects: Whether it is written in place of letters that stand before the caret.
    """

    whole: str = ""
    word: Word | None = None
    since: float = math.inf
    corrects: bool = False

    def is_meant(self, now: float, after_s: float) -> bool:
        """Whether it can be taken and stood here long enough for a key to be meant for it."""
        return self.word is not None and now - self.since >= after_s


_EMPTY = Offer()


def placed(
    places: tuple[Offer, ...], words: tuple[Word, ...], half_word: str, now: float
) -> tuple[Offer, ...]:
    """Return the places as they are with other words.

    Args:
        places: What they were; `PLACES` of them, or none.
        words: What is offered now, the likeliest first.
        half_word: The letters before the caret that words without a space go on with.
        now: The time, in seconds.

    Returns:
        `PLACES` of them; as they were, but only as a memory, where there are no words.
    """
    offers = [(whole, word) for word in words if (whole := _whole(word, half_word))][:PLACES]
    if not offers:
        return tuple([_memory(place) if place.word else place for place in places])
    kept: dict[int, Offer] = {}
    new = []
    for whole, word in offers:
        for at, old in enumerate(places):
            if old.whole == whole and at not in kept:
                kept[at] = Offer(whole, word, old.since, word.replaces > 0)
                break
        else:
            new.append(Offer(whole, word, now, word.replaces > 0))
    rest = iter(new)
    return tuple([kept[at] if at in kept else next(rest, _EMPTY) for at in range(PLACES)])


def look_alike(places: tuple[Offer, ...], others: tuple[Offer, ...]) -> bool:
    """Whether both are seen as the same, at the same place.

    Every key of a word that is typed through comes here, so little is called in it.
    """
    if len(places) != len(others):
        return False
    for one, other in zip(places, others, strict=True):
        if one.whole != other.whole or one.corrects is not other.corrects:
            return False
        word, same = one.word, other.word
        if word is None or same is None:
            if word is not same:
                return False
            continue
        first, begins = word.text[0], same.text[0]
        # Where a space is to come first, the word stands behind it.
        if first != begins and first.isspace() is not begins.isspace():
            return False
    return True


def next_of(ghost: str, p: float) -> tuple[Word, ...]:
    """Return the next word of a ghost that is there already, for the bar; none before a mark.

    Args:
        ghost: What is left of it.
        p: Probability of all of it.
    """
    text = first_word(ghost)
    # A mark by itself would stand there with the word before it, which is written already.
    return (Word(text, p),) if any(map(str.isalnum, text)) else ()


def _memory(offer: Offer) -> Offer:
    return Offer(offer.whole, None, offer.since, offer.corrects)


def _whole(word: Word, half_word: str) -> str:
    text = word.text
    if not text.strip():
        return ""
    kept = half_word[: max(0, len(half_word) - word.replaces)]
    return (text if text[:1].isspace() else kept + text).strip()
