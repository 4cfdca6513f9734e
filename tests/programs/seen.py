"""Whether a ghost is on the screen, where, and whether it looks like one."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.programs.pixels import Box, changed_line, contrast, load
from tests.programs.program import Program

# Letters of a ghost stand out so much less than letters that were typed, but can be read.
_PALEST, _STRONGEST = 0.2, 0.85
# How far from the caret a ghost may begin, in pixels.
_NEAR = 12
_NEAR_POPUP = 30


class MisplacedError(AssertionError):
    """A pop-up is not where the caret is."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Three moments of one field: empty, with a ghost, and with the ghost gone.

    Attributes:
        windows: The pop-up windows that were there with the ghost and went with it.
    """

    empty: Path
    ghost: Path
    typed: Path
    windows: tuple[Box, ...] = ()

    @property
    def how(self) -> str:
        """How the ghost is shown: "inline" or "popup"."""
        return "popup" if self.windows else "inline"


def how_it_looks(program: Program, pictures: Pictures) -> tuple[Box, str]:
    """Judge a ghost by its pixels.

    Returns:
        The line that was typed, and what can be said in few words.

    Raises:
        AssertionError: It is not to be seen, or looks like something else.
    """
    empty, ghost, typed = map(load, (pictures.empty, pictures.ghost, pictures.typed))
    field = program.field()
    assert field, "the text field is not to be seen"
    line = changed_line(empty, typed, field)
    assert line, "what was typed is not to be seen"
    if pictures.windows:
        return line, _popup(pictures.windows, ghost, line)
    return line, _inline(ghost, typed, line, field)


def _inline(ghost: np.ndarray, typed: np.ndarray, line: Box, field: Box) -> str:
    around = Box(line.left, max(field.top, line.top - 6), field.right, line.bottom + 6)
    found = changed_line(typed, ghost, around)
    # A caret that blinks is a change too.
    assert found and found.width > 4, "a ghost was counted, but none is on the screen"
    away = found.left - line.right
    assert -4 <= away <= _NEAR, f"the ghost begins {away} pixels from the caret"
    letters = contrast(typed, line)
    pale = contrast(ghost, Box(found.left + 3, line.top, found.right, line.bottom))
    share = pale / letters
    assert share >= _PALEST, "the ghost can hardly be seen"
    assert share <= _STRONGEST, (
        f"the ghost looks like typed text (it stands out {share:.0%} as much)"
    )
    return f"stands out {share:.0%} as much as what was typed"


def _popup(windows: tuple[Box, ...], ghost: np.ndarray, line: Box) -> str:
    window = max(windows, key=lambda box: box.width * box.height)
    assert contrast(ghost, window) >= 50, "the pop-up is there, but nothing to be read in it"
    right = window.left - line.right
    below = window.top - line.bottom
    above = line.top - window.bottom
    where = f"{right} pixels right of the caret, {max(below, above)} from its line"
    if abs(right) > _NEAR_POPUP or not -line.height <= max(below, above) <= _NEAR_POPUP:
        raise MisplacedError(f"the pop-up is not at the caret: {where}")
    hides = max(below, above) < -4 and window.left < line.right - 4
    assert not hides, "the pop-up hides what was typed"
    return where


def pictures_of(
    program: Program, type_it: Callable[[], None], dismiss: Callable[[], None], folder: Path
) -> Pictures:
    """Take the pictures around a ghost that the given two make and take away."""
    desktop = program.desktop
    paths = [folder / f"seen-{name}.png" for name in ("empty", "ghost", "typed")]
    desktop.screenshot(paths[0])
    type_it()
    _wait_for_drawing(program, paths[0], paths[1])
    shown = desktop.popups()
    desktop.screenshot(paths[1])
    dismiss()
    _wait_for_drawing(program, paths[0], paths[2])
    left = desktop.popups()
    desktop.screenshot(paths[2])
    gone = tuple(box for window, box in shown.items() if window not in left)
    return Pictures(*paths, gone)


def _wait_for_drawing(program: Program, empty: Path, now: Path) -> None:
    """Wait until something is drawn in the field, and for the rest of it a moment longer."""
    field = program.field()
    assert field, "the text field is not to be seen"
    end = time.monotonic() + 4
    while time.monotonic() < end:
        program.desktop.screenshot(now)
        line = changed_line(load(empty), load(now), field)
        if line and line.width > 40:
            break
        time.sleep(0.1)
    time.sleep(0.4)
