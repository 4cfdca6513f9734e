"""What is offered is a whole word, and the same however the text came to be: long names tell.

Every name stands in the text before, so that the model knows it, and most have many tokens.
"""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype import paths
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.text.offers import LEAST_P
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from tests.engine.exhaustive import exact_words
from tests.engine.writing_speeds import finished, interrupt, type_somehow

pytestmark = pytest.mark.pack

NAMES = {
    "We landed in Visakhapatnam. In Visa": "khapatnam",
    "They moved to Llanfairpwllgwyngyll. I like Llanfair": "pwllgwyngyll",
    "Ask Mr. Szczepaniak. I know Mr. Szcze": "paniak",
    "My neighbour is called Chukwuemeka. I saw Chukwu": "emeka",
    "We stayed in Ísafjörður. Back in Ísafj": "örður",
    "I wrote to Professor Papadimitriou. Professor Papa": "dimitriou",
    "Buy ibuprofen and acetaminophen. The aceta": "minophen",
    "Our guide was Nguyễn. We thanked Nguy": "ễn",
    "Мы живём в Екатеринбурге. Вчера в Екате": "ринбурге",
    "Η Θεσσαλονίκη είναι όμορφη. Μου αρέσει η Θεσσα": "λονίκη",
    "We drove to Jyväskylä. It rained in Jyväs": "kylä",
    "She studied in Hradec Králové. I was in Hradec Krá": "lové",
    "The Kirschbaum-Feldmann company called. Ask Kirschbaum-Feld": "mann",
}
"""The text before the caret, and what the name goes on with."""
_TYPED = 16
"""Keys before the end: more than what of a name is there, so that it is begun by typing, too."""


@pytest.fixture(autouse=True)
def nothing_read(completer: Completer) -> None:
    completer.forget()


def words(answer: Suggestion) -> list[str]:
    return [word.text for word in answer.words]


def ways(completer: Completer, text: str) -> Iterator[tuple[str, Suggestion]]:
    """Yield the final answers to a text that came in several ways; its end was typed."""
    start = max(1, len(text) - _TYPED)
    completer.forget()
    yield "asked for cold", completer.complete(Request(0, text))
    completer.forget()
    yield "in time, then in idle time", finished(completer, Request(0, text))
    completer.forget()
    for at in range(start, len(text)):
        completer.complete(Request(at, text[:at]), in_time=True)
    yield "typed without a pause", finished(completer, Request(len(text), text))
    completer.forget()
    for at in range(start, len(text) + 1):
        answer = finished(completer, Request(at, text[:at]))
        while completer.idle():
            pass
    yield "typed at leisure", answer
    completer.forget()
    for at in range(start, len(text)):
        interrupt(completer, Request(at, text[:at]), after=at % 4)
    yield "every key in the middle of a search", finished(completer, Request(len(text), text))
    completer.forget()
    completer.complete(Request(0, f"{text}ing about it, she said. And then"))
    yield "after a deletion", completer.complete(Request(1, text))


@pytest.mark.parametrize("text", NAMES)
def test_a_name_that_was_written_before_is_offered_whole(completer: Completer, text: str) -> None:
    answer = completer.complete(Request(0, text))
    assert answer.final
    assert words(answer)[0].split("'")[0] == NAMES[text]


@pytest.mark.parametrize("text", NAMES)
def test_the_last_answer_depends_on_the_text_alone(completer: Completer, text: str) -> None:
    exact = exact_words(completer.model, text, count=8)
    found = {way: words(answer) for way, answer in ways(completer, text)}
    first = {each[0] for each in found.values()}
    assert first == {exact[0][0]}
    for way, offered in found.items():
        assert as_likely(offered, exact), (way, offered, exact)


def as_likely(found: list[str], exact: list[tuple[str, float]]) -> bool:
    """Whether the words found are the likeliest, or others that are as likely.

    How 8-bit activations are rounded depends on what else is in their pass, and moves a
    probability by up to a fifth.
    """
    known = dict(exact)
    wanted = [p for _, p in exact[:3] if p > 0.02]
    return len(found) >= len(wanted) and all(
        known.get(word, 0.0) > 0.75 * p for word, p in zip(found, wanted, strict=False)
    )


LIKELY = 0.03
MAILS = (
    "Hi Tom, thanks for the photos of Hradec Králové! They're wonderful, and I'd love to see more.",
    "Could you send the report to Mrs. Papadimitriou by Friday? If it isn't ready, a draft does.",
    "hey, im running late :( tell everyone to start witout me, ill be there arround half past 8",
    "The well-known café on 5th Avenue has closed; we're meeting at Zoë's place at 7 o'clock.",
)
RATHER = 0.6
"""How 8-bit activations are rounded depends on what else is in their pass."""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(MAILS), st.data())
def test_no_way_of_typing_decides_what_is_offered(
    completer: Completer, mail: str, data: st.DataObject
) -> None:
    """Paused, hurried, overtaken, mistyped: the last answer is that to the text asked for cold."""
    text = mail[: data.draw(st.integers(1, len(mail)))]
    completer.forget()
    cold = completer.complete(Request(0, text))
    completer.forget()
    type_somehow(completer, text, random.Random(data.draw(st.integers(0, 10**6))))
    typed = finished(completer, Request(len(text), text))
    assert typed.final
    assert same_words(cold, typed), (text, words(cold), words(typed))


def same_words(one: Suggestion, other: Suggestion) -> bool:
    """Whether two answers offer the same, but for what rounding makes change places."""
    for here, there in ((one, other), (other, one)):
        known = {word.text: word.p for word in there.words}
        full = len(there.words) == 3
        least = max(LEAST_P, min(known.values())) if full else LEAST_P
        for word in here.words:
            if word.p > LIKELY and RATHER * word.p > known.get(word.text, least):
                return False
    return True


@pytest.mark.parametrize("text", [*NAMES, "До свид", "Большое спас", "In Thiru", "I met Krz"])
def test_no_piece_of_a_word_is_offered(completer: Completer, text: str) -> None:
    """What a word is and how likely, the exhaustive search says, which knows no guess."""
    truth = Model(open_pack(completer.model.pack.folder), "cpu")
    exact = dict(exact_words(truth, text, count=8))
    for gate in (True, False):
        for word in completer.complete(Request(0, text), gate=gate, in_time=True).words:
            assert word.p == pytest.approx(exact.get(word.text, 0.0), abs=0.03), exact


@pytest.mark.parametrize("letters", ["a" * 40, "a" * 300, "Dear Anna, " + "ha" * 60])
def test_a_key_that_is_held_down_is_not_thought_about_for_long(letters: str) -> None:
    """There are thousands of ways to spell such letters, and no word behind them."""
    built_in = Model(open_pack(paths.resources() / "model"), "cpu")
    answer = Completer(built_in).complete(Request(0, letters))
    assert answer.final
    assert answer.passes <= 80
