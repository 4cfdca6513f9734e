"""Pausing, snoozing and going off the record."""

from typing import Any

import pytest

from autotype.service.feedback import Counts
from autotype.service.state import State
from autotype.text.suggestion import Silence

NOW = 1_000_000.0


def at(seconds: float) -> Any:
    return lambda: NOW + seconds


@pytest.mark.parametrize(
    ("lines", "later", "silence"),
    [
        ([], 0, None),
        ([{"paused": True}], 0, Silence.PAUSED),
        ([{"paused": True}, {"paused": False}], 0, None),
        ([{"snooze_minutes": 10}], 599, Silence.SNOOZED),
        ([{"snooze_minutes": 10}], 600, None),
        ([{"snooze_minutes": 10}, {"paused": False}], 1, None),
        ([{"snooze_minutes": 10}, {"snooze_minutes": 0}], 1, None),
        ([{"paused": True}, {"snooze_minutes": 10}], 601, Silence.PAUSED),
        ([{"off_the_record": True}], 0, None),
    ],
)
def test_why_nothing_is_suggested(
    lines: list[dict[str, Any]], later: float, silence: Silence | None
) -> None:
    state = State()
    for line in lines:
        state = state.changed(line, at(0))
    assert state.silence(at(later)) is silence


@pytest.mark.parametrize(
    "line",
    [
        {"paused": 1},
        {"off_the_record": "yes"},
        {"snooze_minutes": "10"},
        {"snooze_minutes": True},
        {"snooze_minutes": -1},
        {"snooze_minutes": 1441},
    ],
)
def test_what_is_no_state(line: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="The field “"):
        State().changed(line)


def test_takes_are_counted_and_their_text_is_not_kept() -> None:
    counts = Counts()
    counts.add({"event": "typed", "text": "Thank y"})
    counts.add({"event": "shown"})
    counts.add({"event": "taken", "text": "ou very much"})
    counts.add({"event": "undone"})
    assert counts.as_object() == {
        "shown": 1,
        "taken": 1,
        "dismissed": 0,
        "undone": 1,
        "typed": 7,
        "saved": 11,
    }
    assert "very" not in repr(counts)
    for wrong in ({"event": "x"}, {"event": "taken", "text": 3}, {}):
        with pytest.raises(ValueError, match="The field “"):
            counts.add(wrong)
