"""When a suggestion is worth being shown, and when silence is better.

The model's probability of a word says little to a person, and it is not how often such a
word is right: that depends on how much of the word has been typed, and on the model. A
*calibration* turns the one into the other; the *gate* weighs that against the keys it saves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autotype.text.suggestion import Silence
from autotype.translation import number, tr

_LEAST_LETTERS = 2
_LOOK = 1.8
# A rest of so many letters: the default threshold, 0.5, then asks for what the curve speaks for.
_USUAL = 5.52
# How much more the words behind the first one are worth than if all were as sure as each other:
# a ghost ends where a word is less sure than those before it.
_SURER_FIRST = 1.1
# What follows a hidden word is looked for only where so many keys more would show it: of the 620
# ghosts that were shown for that, at 7,500 places of mail, chat and letters, none needed more.
_MOST_BEHIND = 8
_EDGE = 1e-4
_NOTHING = 1

Line = tuple[float, float]
"""Intercept and slope."""

LIFTED: tuple[Line, ...] = ((-0.58, 0.47), (-0.54, 0.85), (-0.65, 1.63))
"""For words lifted by evidence of order 1, 2 and 3, where a manifest has no lines of its own.

Fitted with the recommended pack on one writer's notes and a novel: 250, 415 and 110 words."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a probability of the model to how often a word like that is right.

    A logistic line on the log-odds (Platt 1999) for each number of letters typed.

    Attributes:
        lines: For 0, 1, 2, ... letters; the last one holds for all longer beginnings.
            Without any, probabilities stay as they are.
        lifted: For words that the writer's own text has lifted, by the order of evidence: any
            place, the same word before it, the same two.
    """

    lines: tuple[Line, ...] = ()
    lifted: tuple[Line, ...] = LIFTED

    def right(self, p: float, letters: int, order: int = 0) -> float:
        """Return how often a word of probability `p` is right after `letters` letters.

        Args:
            p: Its probability.
            letters: How many of its letters were typed.
            order: Of the evidence that has lifted it; 0 where none has.
        """
        if order and self.lifted:
            intercept, slope = self.lifted[min(order, len(self.lifted)) - 1]
        elif self.lines:
            intercept, slope = self.lines[min(letters, len(self.lines) - 1)]
        else:
            return p
        odds = intercept + slope * log_odds(p)
        # Never the exponential of something large, which would be no number.
        small = math.exp(-abs(odds))
        return (1 if odds >= 0 else small) / (1 + small)


def log_odds(p: float) -> float:
    """Return ln(p / (1 - p)), with `p` kept away from 0 and 1."""
    p = min(max(p, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether what is shown is worth a look.

    A word that is right saves its letters: a key goes into the take, and one is the space after
    it. The words behind it save theirs, and their spaces, as far as they are right, too. Looking
    at a wrong one costs as much as `_LOOK` keys. So a ghost is shown if
    `p * (letters + behind) - _LOOK * (1 - p)` is large enough. The look costs what makes few
    ghosts short for what they save; a dearer one prefers the sure ones, and those are ends of
    words.

    Attributes:
        threshold: From eager, 0, to 1, which shows nothing: how often a rest of `_USUAL`
            letters with nothing behind it has to be right. A longer one may be right less
            often, a shorter one has to be surer, and one of a single letter never is.
        look: What looking at one that is wrong costs, in keys.
    """

    threshold: float
    look: float = _LOOK

    @classmethod
    def from_gain(cls, gain: float, look: float = _LOOK) -> "Gate":
        """Return the gate that shows what gains so many keys."""
        return cls((gain + look) / (_USUAL + look), look)

    @property
    def least(self) -> float:
        """The least gain that is shown, in keys."""
        if self.threshold >= _NOTHING:
            return math.inf
        return self._gain(_USUAL, self.threshold)

    def verdict(
        self, word: str, right_p: float, ghost: str = "", all_right: float = 0.0
    ) -> Silence | None:
        """Return why a ghost stays hidden, or None if it is shown.

        Args:
            word: Its first word.
            right_p: How often such a word is right.
            ghost: All of it; may be left out while only the word is known.
            all_right: How likely all of it is right where its first word is.
        """
        letters = len(word.strip())
        behind = ghost.strip()[letters:]
        # Where no space comes by itself, a single letter saves nothing at all.
        long_enough = letters + len(behind) >= max(self.least, _LEAST_LETTERS)
        gain = self._gain(letters + _keys_behind(behind, all_right), right_p)
        if long_enough and gain >= self.least:
            return None
        unsure = long_enough or right_p < self.threshold
        return Silence.UNSURE if unsure else Silence.TOO_SHORT

    def may_change(self, word: str, right_p: float) -> bool:
        """Whether what follows a hidden word may make it worth its look."""
        return self._gain(len(word.strip()) + _MOST_BEHIND, right_p) >= self.least

    def _gain(self, letters: float, right_p: float) -> float:
        return right_p * letters - self.look * (1 - right_p)


def _keys_behind(text: str, all_right: float) -> float:
    """Return how many keys the words behind the first one save, if that is right.

    Args:
        text: The words.
        all_right: How likely all are right then; each is taken to be as sure as the others.
    """
    words = text.split()
    keys = sum(
        (len(word) + 1) * math.pow(all_right, number / len(words))
        for number, word in enumerate(words, start=1)
    )
    return _SURER_FIRST * keys


@dataclass(frozen=True, slots=True)
class GatePoint:
    """What one threshold was measured to mean.

    Attributes:
        threshold: Of the gate.
        precision: Share of the shown suggestions whose first word was right.
        shows: Suggestions shown per 100 words.
    """

    threshold: float
    precision: float
    shows: float


def in_plain_words(points: Sequence[GatePoint], threshold: float) -> str:
    """Return what a threshold means for the one who writes, in one sentence.

    Empty where it was not measured.
    """
    if threshold >= _NOTHING:
        return tr("Nothing is suggested inline.")
    if not points:
        return ""
    point = min(points, key=lambda point: abs(point.threshold - threshold))
    return tr(
        "Shown suggestions are right about {precision} times in 10; about {shows} are "
        "shown per 100 words.",
        precision=number(point.precision * 10),
        shows=number(point.shows),
    )
