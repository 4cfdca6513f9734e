"""What was dismissed stays away at its place, and nowhere else."""

import pytest

from autotype.text.dialogue.place import Place
from autotype.text.dialogue.sent_away import SentAway
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word

AWAY = SentAway.at_place(Place("thank you for your"), " help.", (Word(" support", 0.2),))


def answer(ghost: str, *words: str) -> Suggestion:
    return Suggestion(Request(1, ""), tuple(Word(word, 0.5) for word in words), ghost)


@pytest.mark.parametrize(
    ("before", "ghost", "words"),
    [
        ("thank you for your", " help with it", [" help", " support"]),
        ("thank you for your ", "help.", ["help", "support"]),
        ("thank you for your he", "lp.", ["lp"]),
    ],
)
def test_it_stays_away_while_its_word_is_written(before: str, ghost: str, words: list[str]) -> None:
    left = AWAY.left_of(answer(ghost, *words, "other"), Place(before))
    assert (left.ghost, left.reason) == ("", Silence.DISMISSED)
    assert [word.text for word in left.words] == ["other"]


def test_another_ghost_comes_and_only_words_stay_away() -> None:
    left = AWAY.left_of(answer("sudden", "support", "sudden"), Place("thank you for your "))
    assert (left.ghost, left.reason) == ("sudden", None)
    assert [word.text for word in left.words] == ["sudden"]


@pytest.mark.parametrize(
    ("place", "ghost"),
    [
        (Place("thank you for your support"), " help"),  # the word is written
        (Place("thank you for your "), "helping"),  # another one
        (Place("thank you for"), " help"),  # before it
        (Place("thank you for your ", offset=40), "help"),  # far behind it
        (Place("many thanks for your "), "help"),  # the text before it is another
    ],
)
def test_elsewhere_it_is_offered(place: Place, ghost: str) -> None:
    found = answer(ghost)
    assert AWAY.left_of(found, place) is found


def test_nothing_was_dismissed() -> None:
    found = answer(" help", " help")
    assert SentAway().left_of(found, Place("")) is found
    assert SentAway.at_place(Place("a"), "", ()).left_of(found, Place("a")) is found
