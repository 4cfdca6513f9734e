"""Ghosts: typing through, growing and cycling."""

import pytest

from autotype.text.ghost import Ghost
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word

ANSWER = Suggestion(
    Request(0, "See you"),
    (Word(" tomorrow", 0.6), Word(" today", 0.2), Word(" there", 0.1)),
    ghost=" tomorrow morning",
)


@pytest.mark.parametrize(
    ("typed", "text", "choices"),
    [
        ("", " tomorrow morning", (" tomorrow morning", " today", " there")),
        (" ", "tomorrow morning", ("tomorrow morning", "today", "there")),
        (" to", "morrow morning", ("morrow morning", "day")),
        (" tom", "orrow morning", ("orrow morning",)),
        (" ton", "", ()),
        (" tomorrow morning", "", ()),
        (" tomorrow morning.", "", ()),
    ],
)
def test_typing_leaves_the_rest_whether_it_comes_before_or_after_the_answer(
    typed: str, text: str, choices: tuple[str, ...]
) -> None:
    assert Ghost().grown(ANSWER, "").through(typed) == Ghost(text, choices)
    assert Ghost().grown(ANSWER, typed) == Ghost(text, choices)


def test_what_is_read_grows_and_does_not_change() -> None:
    short = Ghost(" tomorrow", (" tomorrow",))
    assert short.grown(ANSWER, "").text == " tomorrow morning"
    other = Ghost(" today", (" today",))
    assert other.grown(ANSWER, "") is other
    assert other.grown(Suggestion(ANSWER.request), "") is other


def test_cycling_comes_back_to_the_start() -> None:
    ghost = Ghost().grown(ANSWER, "")
    seen = [ghost.cycled(step).text for step in (0, 1, 2, 3, -1)]
    assert seen == [
        " tomorrow morning",
        " today",
        " there",
        " tomorrow morning",
        " there",
    ]
    assert Ghost().cycled(1) == Ghost()
