"""What changed between two looks at a text."""

from typing import NamedTuple

from autotype.text.dialogue.place import Place


class Edit(NamedTuple):
    """One change, in characters of the text before it.

    Attributes:
        start: Where it begins.
        removed: How many characters went.
        added: How many came in their place.
    """

    start: int
    removed: int
    added: int

    def touches(self, start: int, end: int) -> bool:
        """Whether something between two positions was removed, or something put inside."""
        if self.removed:
            return self.start < end and self.start + self.removed > start
        return start < self.start < end


def edit_between(old: Place, new: Place) -> Edit | None:
    """Return what changed; None if nothing did, or if the two do not show the same part.

    A place shows the text around the caret. Where the caret has gone to another line at the same
    time, as an undo may do, what is not shown any more counts as removed.
    """
    first = max(old.offset, new.offset)
    was, now = _common_part(old, new)
    if not was or not now:
        gone = len(was) if first == old.offset == new.offset else 0
        come = len(now) if first == old.offset == new.offset else 0
        return Edit(first, gone, come) if gone or come else None
    same = _alike(was, now)
    same_end = _alike(was[same:][::-1], now[same:][::-1])
    removed, added = len(was) - same - same_end, len(now) - same - same_end
    return Edit(first + same, removed, added) if removed or added else None


def is_move(old: Place, new: Place) -> bool:
    """Whether both may show the same text, with the caret elsewhere."""
    was, now = _common_part(old, new)
    return was.startswith(now) or now.startswith(was)


def _common_part(old: Place, new: Place) -> tuple[str, str]:
    first = max(old.offset, new.offset)
    return (
        (old.before + old.after)[first - old.offset :],
        (new.before + new.after)[first - new.offset :],
    )


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
