"""Misspelled words are corrected in the bar."""

import pytest

from autotype.engine.completer import Completer
from autotype.service.messages import answer_object
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion

pytestmark = pytest.mark.pack


def corrections(answer: Suggestion) -> list[tuple[str, int]]:
    return [(word.text, word.replaces) for word in answer.words if word.replaces]


@pytest.mark.parametrize(
    ("before", "word", "replaces"),
    [
        ("It was becuase", "because", 7),
        ("See you tommor", "tomorrow", 6),
        ("I am definat", "definitely", 7),
        ("He is my freind", "friend", 6),
        ("I beleiv", "believe", 6),
        ("IT IS LATE. SEE YOU TOMMOR", "TOMORROW", 6),
    ],
)
def test_a_misspelled_word_is_corrected(
    completer: Completer, before: str, word: str, replaces: int
) -> None:
    answer = completer.complete(Request(0, before))
    assert corrections(answer) == [(word, replaces)]
    assert answer.ghost == ""
    assert len(answer.words) <= 3
    # Nor does the bar go on with the misspelling.
    assert not any(each.text[0].isalpha() for each in answer.words if not each.replaces)
    # Who only inserts never hears of it.
    sent = answer_object(1, answer)["words"]
    assert word not in [each["text"] for each in sent]  # type: ignore[index,attr-defined]


@pytest.mark.parametrize(
    "before",
    [
        "See you tomor",
        "I would recom",
        "We use Pyth",
        "He is pray",
        "Thank you very mu",
        "We run Kubern",
        "My name is Jon. I am Jon",
        "I went shopp",
        "She quit",
    ],
)
def test_what_is_spelled_well_is_left_alone(completer: Completer, before: str) -> None:
    assert corrections(completer.complete(Request(0, before))) == []


@pytest.mark.parametrize("before", ["I will recie", "I need accomod", "He acheiv", "HE ACHEIV"])
def test_the_bar_makes_no_misspelling_longer(completer: Completer, before: str) -> None:
    answer = completer.complete(Request(0, before))
    assert answer.reason is Silence.MISSPELLED
    assert not any(word.text[0].isalpha() for word in answer.words if not word.replaces)
