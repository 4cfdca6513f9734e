"""The product's words against an exhaustive search, at every place of real sentences."""

from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from tests.engine.exhaustive import exact_words
from tests.make_tiny_pack import sentences

MAILS = (
    "Hi Tom, thanks for the photos. They're wonderful, and I'd love to see the others, too.",
    "Could you send me the report by Friday? If it isn't ready, a first draft will do.",
    "The well-known café on 5th Avenue has closed; we're meeting at Zoë's place at 7 o'clock.",
)


def words(answer: Suggestion) -> list[str]:
    return [word.text for word in answer.words]


def as_likely(exact: list[tuple[str, float]], found: list[str]) -> bool:
    """Whether the first word found is the likeliest one, or one that is as likely.

    8-bit rows differ by a little with what else is in their pass, so ties may fall both ways.
    """
    probabilities = dict(exact)
    return bool(found) and probabilities.get(found[0], 0.0) > exact[0][1] - 0.02


def test_the_words_of_a_model_by_heart_are_exact(tiny_pack: Path) -> None:
    truth = Model(open_pack(tiny_pack), "cpu")
    completer = Completer(Model(open_pack(tiny_pack), "cpu"))
    same = tried = 0
    for number, line in enumerate(sentences()):
        for at in range(number % 2, len(line), 2):
            exact = exact_words(truth, line[:at])
            if exact[0][1] < 0.01:
                continue  # the sentence ends here; all words are equally unlikely
            found = completer.complete(Request(0, line[:at]))
            tried += 1
            same += as_likely(exact, words(found))
    assert tried > 250
    assert same / tried >= 0.99


def test_a_model_that_depends_on_every_token(tiny_fp32_model: Model, noisy_pack: Path) -> None:
    """In fp32 the probabilities agree, too, where the product has measured the word's end."""
    completer = Completer(tiny_fp32_model)
    text = "Let me know if we'll see you tomorrow at the station."
    same = close = tried = 0
    for at in range(len(text)):
        exact = exact_words(tiny_fp32_model, text[:at])
        if exact[0][1] < 0.02:
            continue  # near 1 % and below it hardly anything is offered
        found = completer.complete(Request(0, text[:at]))
        tried += 1
        same += words(found)[:1] == [exact[0][0]]
        close += abs(found.words[0].p - exact[0][1]) < 0.01
    assert tried > 20
    assert same / tried >= 0.97
    assert close / tried >= 0.95


@pytest.mark.pack
def test_the_recommended_pack_finds_the_exact_words(home: Path) -> None:
    pack = open_pack(home / "packs" / "smollm2-135m")
    truth, completer = Model(pack, "cpu"), Completer(Model(pack, "cpu"))
    first = tried = wanted = offered = 0
    for text in MAILS:
        for at in range(0, len(text), 4):
            exact = exact_words(truth, text[:at])
            found = words(completer.complete(Request(0, text[:at])))
            likely = [word for word, p in exact if p > 0.03]
            tried += 1
            first += as_likely(exact, found)
            wanted += len(likely)
            offered += len(set(likely) & set(found))
    assert tried > 60
    assert first / tried >= 0.97
    assert offered / wanted >= 0.95
