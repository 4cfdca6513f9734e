"""Reading a screenshot: what differs, where a colour is, how strongly letters stand out."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

# Weaker changes are the smoothing of letters' edges.
_CHANGED = 24
# Lines of text lie at least so many rows apart, the parts of one letter (“i”) do not.
_GAP = 5
# Words lie at most so many columns apart.
_SPACE = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the screen in pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[int, int]:
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def shrunk(self, by: int) -> "Box":
        return Box(self.left + by, self.top + by, self.right - by, self.bottom - by)


def load(path: Path) -> np.ndarray:
    """Return a picture as int16 [height, width, 3], red first."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return pixels.astype(np.int16)


def coloured(picture: np.ndarray, colour: tuple[int, int, int]) -> Box | None:
    """Return the box around all pixels of just one colour."""
    return _box((picture == np.array(colour)).all(axis=2), 0, 0)


def changed_line(before: np.ndarray, after: np.ndarray, within: Box) -> Box | None:
    """Return the box of the line of text in which most has changed; None if nothing has."""
    mask = _changed(before, after, within)
    mask = _strongest(mask, _GAP)
    mask = _strongest(mask.T, _SPACE).T
    return _box(mask, within.left, within.top)


def _strongest(mask: np.ndarray, gap: int) -> np.ndarray:
    """Return only the group of rows with the most in it; groups lie `gap` rows apart."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return mask
    groups = np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1)
    best = max(groups, key=lambda group: int(mask[group[0] : group[-1] + 1].sum()))
    only = np.zeros_like(mask)
    only[best[0] : best[-1] + 1] = mask[best[0] : best[-1] + 1]
    return only


def contrast(picture: np.ndarray, box: Box) -> float:
    """Return how strongly the letters in a box stand out, from 0 to 255.

    It is the difference in lightness from the background that a quarter of the columns with
    ink exceed: a caret, which is a column or two, does not count.
    """
    light = picture[box.top : box.bottom, box.left : box.right].mean(axis=2)
    background = np.median(light)
    strongest = np.abs(light - background).max(axis=0)
    ink = strongest[strongest > _CHANGED]
    return float(np.percentile(ink, 75)) if ink.size else 0.0


def _changed(before: np.ndarray, after: np.ndarray, within: Box) -> np.ndarray:
    part = np.s_[within.top : within.bottom, within.left : within.right]
    return np.abs(before[part] - after[part]).max(axis=2) > _CHANGED


def _box(mask: np.ndarray, left: int, top: int) -> Box | None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    return Box(
        left + int(columns[0]),
        top + int(rows[0]),
        left + int(columns[-1]) + 1,
        top + int(rows[-1]) + 1,
    )
