"""What is said of each reason for silence, and what can be asked for with a key."""

import pytest

from autotype.text.actions import ACTIONS
from autotype.text.advice import ADVICE, Remedy
from autotype.text.suggestion import Silence


@pytest.mark.parametrize("silence", [None, *Silence], ids=str)
def test_every_silence_has_advice_of_its_own(silence: Silence | None) -> None:
    advice = ADVICE[silence]
    assert advice.text.endswith(".")
    assert [other for other, each in ADVICE.items() if each.text == advice.text] == [silence]


def test_every_button_says_something() -> None:
    named = [remedy for remedy in Remedy if remedy is not Remedy.NONE]
    assert all(remedy.value for remedy in named)
    assert {advice.remedy for advice in ADVICE.values()} == set(Remedy)


def test_no_key_asks_for_two_things() -> None:
    keys = [key for action in ACTIONS.values() for key in (action.key, action.second) if key]
    assert len(keys) == len(set(keys))
