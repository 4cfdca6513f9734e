"""Ghosts: typing through, growing, cycling, and when a Tab is meant."""

import pytest

from autotype.text.ghost import Attention, Ghost
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


def test_a_ghost_is_taken_after_its_time_and_keeps_it_when_it_grows() -> None:
    now = 10.0
    attention = Attention(lambda: now, 0.25)
    assert not attention.can_take()
    attention.appeared()
    now = 10.2
    assert not attention.can_take()
    attention.appeared()
    now = 10.25
    assert attention.can_take()
    attention.gone()
    assert not (attention.seen or attention.can_take())


def test_a_second_tab_right_after_a_take_is_an_accident() -> None:
    now = 10.0
    attention = Attention(lambda: now, 0.25)
    assert not attention.just_taken()
    attention.taken()
    now = 10.25
    assert attention.just_taken()
    now = 11.0
    assert not attention.just_taken()
