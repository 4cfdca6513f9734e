"""What is offered, in the bar and as a ghost, by the model that most people have."""

from unicodedata import normalize

import pytest

from autotype.engine.completer import Completer
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion

pytestmark = pytest.mark.pack


def ask(completer: Completer, marked: str, trigger: Trigger = Trigger.TYPED) -> Suggestion:
    before, _, after = marked.partition("|")
    return completer.complete(Request(0, before, after, trigger=trigger))


def words(answer: Suggestion) -> list[str]:
    return [word.text for word in answer.words]


@pytest.mark.parametrize(
    "before",
    ["It costs $", "It costs €", "Age:\t", "pages 3-", "asdfghjkl", "someFunctionNa", "你好，"],
)
@pytest.mark.parametrize("trigger", [Trigger.TYPED, Trigger.ASKED])
def test_noise_is_not_offered(completer: Completer, before: str, trigger: Trigger) -> None:
    answer = ask(completer, before, trigger)
    assert (words(answer), answer.ghost) == ([], "")


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("the the", " the"),
        ("that that", " that"),
        ("The cat sat. The cat sat. The cat", " sat"),
        ("I like cats. I like cats. I like", " cats"),
        ("Please see Fig. ", "[fig"),
        ("My phone number is ", "[phone"),
    ],
)
def test_the_bar_has_no_loop_and_no_half_pair(completer: Completer, before: str, word: str) -> None:
    assert word not in words(ask(completer, before))


@pytest.mark.parametrize(
    "before",
    ["I saw Dr. Sm", "They didn", "I don", "McDonald’", "J.R.R.", "The U.S. gov|'s", "The gov|’s"],
)
def test_no_word_is_offered_twice(completer: Completer, before: str) -> None:
    offered = [word.strip().replace("’", "'") for word in words(ask(completer, before))]
    assert offered
    assert len(set(offered)) == len(offered)


@pytest.mark.parametrize("before", ["👍🏽", "🎉", "Thanks 🙏🏽"])
def test_a_word_behind_a_picture_brings_its_space(completer: Completer, before: str) -> None:
    offered = words(ask(completer, before))
    assert offered
    assert all(word.startswith(" ") for word in offered)


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("I saw Dr. Smith. Dr. ", "Smith"),
        ("This is for John Smith. John Smi", "th"),
        ("I read Harry Potter. Harry Pot", "ter"),
        ("Thank you so much! Thank you so mu", "ch"),
        ("We went to San Francisco. San Fran", "cisco"),
        ("Happy birthday! Happy birth", "day"),
    ],
)
def test_a_name_written_before_is_offered_again(
    completer: Completer, before: str, word: str
) -> None:
    assert ask(completer, before).ghost.startswith(word)


@pytest.mark.parametrize(
    ("before", "ghost"),
    [
        ("HAPPY BIRTH", "DAY"),
        ("NO SMOK", "ING"),
        ("EMERG", "ENCY"),
        ("I DIDN'T KNOW THAT IT WAS IMPORT", "ANT"),
        ("THANK YOU VERY MU", "CH"),
        ("Dear Anne,\nSEE YOU TOMOR", "ROW"),
    ],
)
def test_capitals_go_on_as_small_letters_would(
    completer: Completer, before: str, ghost: str
) -> None:
    answer = ask(completer, before)
    assert answer.ghost.startswith(ghost)
    assert answer.ghost.isupper()
    assert all(word.isupper() for word in words(answer))


def test_capitals_go_on_with_an_apostrophe(completer: Completer) -> None:
    # In the bar: two letters are just about worth a look, on some machines and not on others.
    assert words(ask(completer, "I DON"))[0] == "'T"


@pytest.mark.parametrize(
    "before",
    [
        "The naïve idea. It is naï",
        "My fiancée is here. My fianc",
        "I met Zoë. Hello Zo",
        "Ma mère et ton père. Ma mè",
        "I sat in a café",
    ],
)
def test_accents_in_parts_get_the_same_in_parts(completer: Completer, before: str) -> None:
    composed = ask(completer, before)
    seen: list[Suggestion] = []
    request = Request(0, normalize("NFD", before))
    answer = completer.complete(request, partial=seen.append)
    assert composed.words
    assert words(answer) == [normalize("NFD", word) for word in words(composed)]
    assert answer.ghost == normalize("NFD", composed.ghost)
    assert all(each.request is request for each in (answer, *seen))
    # Neither form gets the answer that was kept for the other one.
    assert words(ask(completer, before)) == words(composed)


@pytest.mark.parametrize(
    "before",
    [
        "It was becuase",
        "I need accomod",
        "See you tommor",
        "I am definat",
        "I would reccom",
        "on this occass",
        "I will recie",
        "I beleiv",
    ],
)
def test_a_misspelling_is_not_made_longer(completer: Completer, before: str) -> None:
    answer = ask(completer, before)
    assert answer.ghost == ""
    assert answer.reason in (Silence.MISSPELLED, Silence.TOO_SHORT, Silence.UNSURE)
    # Who asks for it gets it.
    assert ask(completer, before, Trigger.ASKED).ghost


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("See you tomor", "row"),
        ("I am defin", "itely"),
        ("I would recom", "mend"),
        ("I have recieved your ema", "il"),
        ("We were travell", "ing"),
        ("This is my favou", "rite"),
        ("They live in our neighbourh", "ood"),
        ("He is pray", "ing"),
        ("I went shopp", "ing"),
        ("I am plann", "ing"),
        ("We use Pyth", "on"),
        ("Send me the spreads", "heet"),
        ("We run Kubern", "etes"),
    ],
)
def test_what_is_spelled_well_goes_on(completer: Completer, before: str, word: str) -> None:
    assert ask(completer, before).ghost.startswith(word)
