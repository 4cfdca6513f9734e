"""How calm it is for somebody who only types: how long ghosts stay, and what moves in the bar."""

import statistics
from dataclasses import dataclass, field

from autotype.evaluation.keystrokes import Ask
from autotype.evaluation.typists import Desk, Typist
from autotype.text.suggestion import Word, type_through

SPEEDS = (40, 80)
"""Words a minute at which lifetimes are given."""
READABLE_MS = 400
"""What goes sooner is seen but not read."""
_CHARACTERS_A_WORD = 5
_READER = Typist(bar=True, ghost=True)


@dataclass(slots=True)
class Calm:
    """Counts over one or more texts, typed to their end without a take.

    Attributes:
        lives: For every ghost shown, the keys until it was contradicted or used up.
        kept: Words of the bar that the next key left in it.
        moved: Those of them that it put in another place.
    """

    lives: list[int] = field(default_factory=list)
    kept: int = 0
    moved: int = 0

    def lifetime_ms(self, speed: int) -> float:
        """Return the median lifetime of a ghost, had its answer come at once.

        Args:
            speed: Words a minute, of five characters.
        """
        return statistics.median(self.lives) * _key_ms(speed) if self.lives else 0.0

    def readable(self, speed: int) -> float:
        """Return the share of the ghosts that stay for long enough to be read."""
        long = sum(life * _key_ms(speed) >= READABLE_MS for life in self.lives)
        return long / len(self.lives) if self.lives else 0.0

    @property
    def moving(self) -> float:
        """Share of the words that stay in the bar and change their place there."""
        return self.moved / self.kept if self.kept else 0.0


def type_along(text: str, ask: Ask, calm: Calm, before: str = "") -> None:
    """Type `text` and take nothing; adds to `calm`.

    Args:
        text: What is typed.
        ask: Answers for a beginning of `text`.
        calm: What is added to.
        before: What stands there already.
    """
    desk = Desk(text, ask, _READER, before)
    words: tuple[Word, ...] = ()
    typed = ""
    while desk.at < len(text):
        desk.look()
        state = desk.page.state
        if desk.fresh and state.ghost.text:
            calm.lives.append(0)
        calm.lives[-1:] = [life + bool(state.ghost.text) for life in calm.lives[-1:]]
        _count_places(words, typed, state.words, calm)
        words, typed = state.words, text[desk.at]
        desk.key()


def _count_places(old: tuple[Word, ...], typed: str, new: tuple[Word, ...], calm: Calm) -> None:
    places = {word.text: place for place, word in enumerate(new)}
    for place, word in enumerate(old):
        left = type_through(word.text, typed)
        if left and left in places:
            calm.kept += 1
            calm.moved += places[left] != place


def _key_ms(speed: int) -> float:
    return 60_000 / (speed * _CHARACTERS_A_WORD)
