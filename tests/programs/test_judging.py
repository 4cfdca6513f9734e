"""The judges of real programs can say no: made screens, right ones and wrong ones."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from tests.programs.pixels import Box
from tests.programs.program import GarbledError, compare
from tests.programs.seen import Pictures, how_it_looks
from tests.programs.table import Outcome, Tried, report, write

FIELD = Box(10, 10, 590, 190)


class Anything:
    """A program of which only the place of its field matters."""

    def field(self) -> Box:
        return FIELD


def screen(path: Path, texts: list[tuple[int, int, str, str]], popup: Box | None = None) -> Path:
    """Draw texts (x, baseline, text, colour) on a white screen, and a pop-up over them."""
    image = QImage(600, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(QFont("DejaVu Sans", 12))
    if popup:
        painter.fillRect(popup.left, popup.top, popup.width, popup.height, QColor("#eee"))
    for x, y, text, colour in texts:
        painter.setPen(QColor(colour))
        painter.drawText(x, y, text)
    painter.end()
    assert image.save(str(path))
    return path


def judged(folder: Path, ghost: list[tuple[int, int, str, str]], popup: Box | None = None) -> str:
    typed = (20, 50, "very mu", "black")
    pictures = Pictures(
        screen(folder / "empty.png", []),
        screen(folder / "ghost.png", [typed, *ghost], popup),
        screen(folder / "typed.png", [typed]),
        (popup,) if popup else (),
    )
    program: Any = Anything()
    how_it_looks(program, pictures)
    return pictures.how


def end_of_text(qapp: Any) -> int:
    from PySide6.QtGui import QFontMetrics

    return 20 + QFontMetrics(QFont("DejaVu Sans", 12)).horizontalAdvance("very mu")


def test_a_pale_ghost_at_the_caret_is_one(tmp_path: Path, qapp: Any) -> None:
    assert judged(tmp_path, [(end_of_text(qapp), 50, "ch for", "#888888")]) == "inline"


@pytest.mark.parametrize(
    ("away", "colour", "why"),
    [
        (0, "black", "looks like typed text"),
        (0, "white", "none is on the screen"),
        (80, "#888888", "from the caret"),
    ],
)
def test_other_ghosts_are_none(tmp_path: Path, qapp: Any, away: int, colour: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        judged(tmp_path, [(end_of_text(qapp) + away, 50, "ch for", colour)])


@pytest.mark.parametrize(
    ("right", "below", "text", "why"),
    [
        (-9, 4, "ch for", ""),
        (-70, 4, "ch for", "not at the caret"),
        (-9, 70, "ch for", "not at the caret"),
        (-9, 4, "", "nothing to be read"),
    ],
)
def test_a_pop_up_is_at_the_caret_and_says_something(
    tmp_path: Path, qapp: Any, right: int, below: int, text: str, why: str
) -> None:
    left, top = end_of_text(qapp) + right, 54 + below
    popup = Box(left, top, left + 90, top + 26)
    letters = [(left + 8, top + 18, text, "#555555")]
    if not why:
        assert judged(tmp_path, letters, popup) == "popup"
        return
    with pytest.raises(AssertionError, match=why):
        judged(tmp_path, letters, popup)


def test_letters_that_are_added_are_another_thing_than_letters_that_are_lost() -> None:
    compare("much", "much")
    for found in ("muhc", "mch"):
        with pytest.raises(GarbledError):
            compare(found, "much")
    for found in ("much for", "", "more"):
        with pytest.raises(AssertionError) as caught:
            compare(found, "much")
        assert not isinstance(caught.value, GarbledError)


def test_a_program_works_only_if_all_that_matters_does(tmp_path: Path) -> None:
    good = Tried("a", "Good", "1", True, "inline", outcomes={"ghost": Outcome(True)})
    bad = Tried(
        "b", "Bad", "2", True, outcomes={"ghost": Outcome(True), "tab": Outcome(False, "x")}
    )
    gone = Tried("c", "Gone", "", True, broken="the package is not installed")
    assert [one.works for one in (good, bad, gone)] == [True, False, False]
    assert [bool(one.failures) for one in (good, bad, gone)] == [False, True, True]
    assert not Tried("d", "Known", "3", False, outcomes=bad.outcomes, known={"tab": "y"}).failures
    path = tmp_path / "programs.md"
    write(path, report([good, bad], 1))
    path.write_text(path.read_text() + "More.\n")
    write(path, report([gone], 1))
    text = path.read_text()
    assert "Gone: the package is not installed" in text
    assert "Bad" not in text
    assert text.endswith("More.\n")
