"""Whatever was typed, a suggestion goes on from exactly there: spacing, letters, tokens."""

import unicodedata
from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.text.boundary import needs_space
from autotype.text.request import Request
from tests.make_tiny_pack import sentences

TEXTS = [
    "I don't know what to do about it, isn't it? We'll see you.",
    "She said, “I can’t wait to see you!” — and left.",
    "The well-known café at 10 o'clock: 3.5 miles, e.g. by train.",
    "THANK YOU VERY MUCH for your help. iPhone users, McDonald and I.",
    "See you soon 😀 and have a nice weekend 👩‍👩‍👧!",
    "  Let me  know if you have any other questions. ",
    "\tThank you\n\nPlease let me know\n- as soon as possible\n",
    "Zoe\u0308 and naïve e\u0301te\u0301 in the office.",
    "x = foo(bar) [see below] a/b/c me@example.org",
    "今日は 12 Uhr, добрый день, שלום",
]
AFTERS = ["", " to you soon.", "you", ".", ") and so on", "\nNext line"]


@pytest.fixture(scope="module")
def tiny(tiny_pack: Path) -> Completer:
    return Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.0, mid_line=True)


def check(completer: Completer, before: str, after: str) -> None:
    answer = completer.complete(Request(0, before, after), gate=False)
    offers = [word.text for word in answer.words] + ([answer.ghost] if answer.ghost else [])
    for offer in offers:
        where = f"{before[-20:]!r} + {offer!r} + {after!r}"
        assert offer.strip(), where
        whole = before + offer + after
        seam = before[-1:] + offer[:1]
        # Spaces: never doubled, never missing.
        assert not (seam[:1].isspace() and seam[1:].isspace()), where
        assert not (offer[-1].isspace() and after[:1].isspace()), where
        assert "  " not in offer and "\n" not in offer and "\t" not in offer, where
        assert not (not before and offer[0].isspace()), where
        if needs_space(before):
            assert offer[0] == " ", where
        end = offer[-1:] + after[:1]
        assert not (len(end) == 2 and all(c.isalnum() for c in end)), where
        # Characters: whole ones, and none that changes the one before it.
        assert not unicodedata.combining(offer[0]), where
        assert "\ufffd" not in offer, where
        assert whole.startswith(before) and whole.endswith(after), where
    for word in answer.words:
        letters = word.text.rstrip(" ")
        assert letters[-1].isalpha() or unicodedata.combining(letters[-1]), word.text


@pytest.mark.parametrize("text", [*TEXTS, *sentences()])
def test_at_every_place_of_every_text(tiny: Completer, text: str) -> None:
    for at in range(len(text) + 1):
        check(tiny, text[:at], "")


@pytest.mark.parametrize("after", AFTERS)
def test_with_text_after_the_caret(tiny: Completer, after: str) -> None:
    for text in TEXTS[:4]:
        for at in range(len(text) + 1):
            check(tiny, text[:at], after)


def test_what_is_typed_and_offered_is_tokenised_as_a_whole(tiny: Completer) -> None:
    """The tokens that were scored are the ones that the finished text has."""
    tokenizer = tiny.model.tokenizer
    for text in sentences()[:6]:
        for at in range(len(text)):
            for word in tiny.complete(Request(0, text[:at]), gate=False).words:
                tokens = tokenizer.encode(text[:at] + word.text)
                assert tokenizer.decode(tokens) == text[:at] + word.text


@pytest.mark.pack
def test_the_recommended_pack_at_many_places(home: Path) -> None:
    pack = open_pack(home / "packs" / "smollm2-135m")
    completer = Completer(Model(pack, "cpu"), mid_line=True)
    for number, text in enumerate(TEXTS):
        for at in range(0, len(text), 3):
            check(completer, text[:at], AFTERS[(number + at) % len(AFTERS)])
