"""What is never offered stays out of the words and of the ghost."""

from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.text.filters import Filters
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion


@pytest.fixture(scope="module")
def model(tiny_pack: Path) -> Model:
    return Model(open_pack(tiny_pack), "cpu")


def ask(completer: Completer, before: str, after: str = "") -> Suggestion:
    return completer.complete(Request(0, before, after), gate=False)


def offers(answer: Suggestion) -> set[str]:
    return {word.text.strip() for word in answer.words}


def test_pronouns_can_be_switched_off(model: Model) -> None:
    assert "he" in offers(ask(Completer(model), "S"))
    silent = Completer(model, filters=Filters(gendered_pronouns=False))
    answer = ask(silent, "S")
    assert "he" not in offers(answer)
    assert answer.words  # others take its place
    assert not answer.ghost.startswith("he ")


def test_a_word_that_is_left_out_is_the_reason_for_silence(model: Model) -> None:
    quiet = Completer(model, threshold=0.6, filters=Filters(gendered_pronouns=False))
    plain = Completer(model, threshold=0.6)
    assert plain.complete(Request(0, "S")).reason is Silence.UNSURE
    assert ask(plain, "S").words[0].text == "he"
    assert quiet.complete(Request(0, "S")).reason is Silence.FILTERED


def test_a_key_is_not_continued(model: Model) -> None:
    answer = ask(Completer(model), "Use sk-abcd1234efgh56")
    assert all(word.text.startswith(" ") for word in answer.words)


@pytest.mark.parametrize("before", ["My password: ", "My password: Th"])
def test_nothing_is_offered_in_secrets(model: Model, before: str) -> None:
    answer = ask(Completer(model), before)
    assert answer.words == ()
    assert answer.ghost == ""
    assert answer.reason in (Silence.FILTERED, Silence.NO_WORDS)


def test_a_loop_is_not_shown(model: Model) -> None:
    """The model would go on for ever: after "very" comes "much", whatever stands before."""
    completer = Completer(model)
    assert ask(completer, "Thank you very").ghost.startswith(" much")
    looping = ask(completer, "Thank you very much very")
    assert looping.ghost == ""
    assert looping.reason is Silence.REPEATS_BEFORE


def test_a_ghost_ends_before_what_must_not_be_shown(model: Model) -> None:
    completer = Completer(model)
    open_ended = ask(completer, "Please let me").ghost
    assert open_ended.startswith(" know")
    # What follows the caret already is not shown again.
    assert ask(completer, "Please let me", open_ended).ghost == ""
