"""Where the caret of a field is, as far as its application has said so yet.

Applications say it some milliseconds after a key. Firefox at times only with the next key, a
word later; then it is reckoned from how far the keys before have moved it.
"""

_NEWEST_COUNTS = 0.15

Place = tuple[int, int, int, int]
"""What a caret covers, in pixels of the X screen: x, y, width, height."""


class Caret:
    """The caret of one field."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._said: Place | None = None
        self._pixels_each = 0.0
        self._moved_by: int | None = 0
        self.is_late = False

    def moves(self, characters: int) -> None:
        """Note that something is about to move it, by so many characters; 0 for anywhere."""
        self.is_late = True
        if not characters or self._moved_by is None:
            self._moved_by = None
        else:
            self._moved_by += characters

    def is_at(self, place: Place) -> None:
        """Hear where it is."""
        before, self._said = self._said, place if any(place) else None  # IBus's word for nowhere
        if before and self._moved_by and before[1:] == place[1:]:
            each = (place[0] - before[0]) / self._moved_by
            share = _NEWEST_COUNTS if self._pixels_each else 1.0
            self._pixels_each += share * (each - self._pixels_each)
        self._moved_by, self.is_late = 0, False

    def place(self) -> Place | None:
        """Return where it is, or must be by now; None if nobody has ever said where."""
        if self._said is None or not self._moved_by:
            return self._said
        x, *others = self._said
        return (x + round(self._pixels_each * self._moved_by), *others)  # type: ignore[return-value]
