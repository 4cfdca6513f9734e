"""Where the pop-up goes: beside the caret, over no part of its line, on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Some clients report the line that letters stand on in place of the caret's height.
_LEAST_HEIGHT = 5
_DESCENDERS = 5
# And some the whole window's height: GTK 4 with IBus 1.5.27, which takes the text's distance from
# the window's top for nothing, too. The caret is then on that row or farther down.
_MOST_HEIGHT = 160


class Rect(NamedTuple):
    """A rectangle in pixels of the X screen, whatever the scale of anything."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column that is not in it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row that is not in it."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the pop-up is, in pixels.

    Attributes:
        width: Its width.
        height: Its height.
        lead: From its edge to where its text begins.
        gap: What is left free between it and the line.
        right_to_left: Whether its text begins at the right.
    """

    width: int
    height: int
    lead: int = 0
    gap: int = 0
    right_to_left: bool = False


def place(caret: Rect, shape: Shape, screens: Sequence[Rect]) -> tuple[int, int]:
    """Return where the pop-up's upper left corner goes, in pixels.

    Its text begins where the caret is, as if it went on one line below; above the line where
    there is no room below, and never over the edge of the caret's screen.

    Args:
        caret: What the application says its caret covers.
        shape: The pop-up's.
        screens: All screens, at least one.
    """
    screen = nearest(caret, screens)
    is_line = caret.height <= _MOST_HEIGHT
    if not is_line:
        caret = Rect(caret.x, caret.y, 0, caret.height)
    below = caret.bottom + shape.gap
    if caret.height < _LEAST_HEIGHT:
        below += _DESCENDERS
    above = caret.y - shape.gap - shape.height
    fits_below, fits_above = below + shape.height <= screen.bottom, above >= screen.y
    y = above if fits_above and not (is_line and fits_below) else below
    x = caret.right + shape.lead - shape.width if shape.right_to_left else caret.x - shape.lead
    return (
        _within(x, screen.x, screen.right - shape.width),
        _within(y, screen.y, screen.bottom - shape.height),
    )


def nearest(caret: Rect, screens: Sequence[Rect]) -> Rect:
    """Return the screen that the caret is on, or nearest to."""
    x, y = caret.x, caret.y + caret.height // 2

    def distance(screen: Rect) -> int:
        return abs(x - _within(x, screen.x, screen.right - 1)) + abs(
            y - _within(y, screen.y, screen.bottom - 1)
        )

    return min(screens, key=distance)


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))
