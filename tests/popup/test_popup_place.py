"""Where the pop-up goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.popup.place import Rect, Shape, nearest, place

SCREEN = Rect(0, 0, 1000, 800)
LEFT, RIGHT = Rect(0, 0, 1000, 800), Rect(1000, 200, 1600, 1200)
SHAPE = Shape(200, 24, lead=8, gap=3)


@pytest.mark.parametrize(
    ("caret", "expected"),
    [
        pytest.param(Rect(300, 100, 1, 18), (292, 121), id="below, its text at the caret"),
        pytest.param(Rect(300, 100, 0, 18), (292, 121), id="a caret without a width"),
        pytest.param(Rect(300, 118, 1, 1), (292, 127), id="only the letters' base line is known"),
        pytest.param(Rect(300, 770, 1, 18), (292, 743), id="above where nothing is left below"),
        pytest.param(Rect(950, 100, 1, 18), (800, 121), id="not over the right edge"),
        pytest.param(Rect(2, 100, 1, 18), (0, 121), id="not over the left edge"),
        pytest.param(Rect(300, 0, 1, 800), (292, 776), id="a caret as high as the screen"),
        pytest.param(Rect(300, 100, 50, 500), (292, 73), id="a whole window for a caret"),
        pytest.param(Rect(300, 10, 50, 500), (292, 513), id="the same at the top"),
        pytest.param(Rect(-90, -50, 1, 18), (0, 0), id="a caret that has been scrolled away"),
    ],
)
def test_on_one_screen(caret: Rect, expected: tuple[int, int]) -> None:
    assert place(caret, SHAPE, [SCREEN]) == expected


def test_from_right_to_left_its_text_ends_at_the_caret() -> None:
    shape = Shape(200, 24, lead=8, gap=3, right_to_left=True)
    assert place(Rect(300, 100, 1, 18), shape, [SCREEN]) == (301 + 8 - 200, 121)
    assert place(Rect(20, 100, 1, 18), shape, [SCREEN]) == (0, 121)


@pytest.mark.parametrize(
    ("caret", "expected"),
    [
        pytest.param(Rect(990, 100, 1, 18), (800, 121), id="the left one's right edge"),
        pytest.param(Rect(1002, 300, 1, 18), (1000, 321), id="the right one's left edge"),
        pytest.param(Rect(990, 770, 1, 18), (800, 743), id="the left one's bottom"),
        pytest.param(Rect(1500, 770, 1, 18), (1492, 791), id="the right one goes farther down"),
    ],
)
def test_on_two_screens(caret: Rect, expected: tuple[int, int]) -> None:
    assert place(caret, SHAPE, [LEFT, RIGHT]) == expected


def test_a_caret_between_the_screens_belongs_to_the_nearer_one() -> None:
    assert nearest(Rect(700, 900, 1, 18), [LEFT, RIGHT]) == LEFT
    assert nearest(Rect(1300, 50, 1, 18), [LEFT, RIGHT]) == RIGHT


places = st.integers(-3000, 3000)


@given(places, places, st.integers(0, 5), st.integers(0, 60), st.booleans())
def test_it_is_on_one_screen_and_never_over_the_line(
    x: int, y: int, width: int, height: int, right_to_left: bool
) -> None:
    caret = Rect(x, y, width, height)
    shape = Shape(200, 24, 8, 3, right_to_left)
    at = Rect(*place(caret, shape, [LEFT, RIGHT]), shape.width, shape.height)
    screen = nearest(caret, [LEFT, RIGHT])
    assert screen.x <= at.x
    assert at.right <= screen.right
    assert screen.y <= at.y
    assert at.bottom <= screen.bottom
    if screen.y <= caret.y and caret.bottom <= screen.bottom:
        assert at.y >= caret.bottom or at.bottom <= caret.y
