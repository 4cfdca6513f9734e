"""Where the caret of a field is, as far as its application has said so yet.

Applications say it some milliseconds after a key. Firefox at times only with the next key, a
word later, and Chromium on a busy machine of a letter before the last ones, and then no more;
then it is reckoned from how far the keys before have moved it.
"""

import itertools

_NEWEST_COUNTS = 0.15
# What moved it less far than that is a part of what has moved it.
_TOO_SHORT = 0.55
_NARROW, _WIDE = frozenset(" fijlrtI.,:;!'|()[]"), frozenset("mwMW@%—…")

Place = tuple[int, int, int, int]
"""What a caret covers, in pixels of the X screen: x, y, width, height."""


def breadth(text: str) -> float:
    """Return how many letters of middle width are about as wide as a text on one line."""
    return sum(0.5 if c in _NARROW else 1.5 if c in _WIDE else 1.0 for c in text)


class Caret:
    """The caret of one field."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._said: Place | None = None
        self._pixels_each = 0.0
        # By how much each key since then has moved it; none where one may have moved it anywhere.
        self._moves: list[float] | None = []
        self.is_late = False

    def moves(self, letters: float) -> None:
        """Note that something is about to move it, by so many letters; 0 for anywhere."""
        self.is_late = True
        if not letters or self._moves is None:
            self._moves = None
        else:
            self._moves.append(letters)

    def is_at(self, place: Place) -> None:
        """Hear where it is."""
        before, self._said = self._said, place if any(place) else None  # IBus's word for nowhere
        self._moves, moves = [], self._moves
        if before and moves and before[1:] == place[1:]:
            distance = place[0] - before[0]
            if self._pixels_each:
                self._moves = self._still_to_come(distance / self._pixels_each, moves)
            if not self._moves:
                each = distance / sum(moves)
                share = _NEWEST_COUNTS if self._pixels_each else 1.0
                self._pixels_each += share * (each - self._pixels_each)
        self.is_late = bool(self._moves)

    @staticmethod
    def _still_to_come(letters: float, moves: list[float]) -> list[float]:
        """Return the moves that are not in a distance of so many letters yet."""
        if letters and (len(moves) == 1 or letters >= _TOO_SHORT * sum(moves)):
            return []
        ways = [0.0, *itertools.accumulate(moves[:-1])]
        return moves[min(range(len(ways)), key=lambda number: abs(ways[number] - letters)) :]

    def place(self) -> Place | None:
        """Return where it is, or must be by now; None if nobody has ever said where."""
        if self._said is None or not self._moves:
            return self._said
        x, *others = self._said
        return (x + round(self._pixels_each * sum(self._moves)), *others)  # type: ignore[return-value]
