"""Which word stands in which place of the bar, and which of them a key can take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import PLACES, Offer, look_alike, placed
from autotype.text.suggestion import Silence, Word
from tests.text.writer import Writer

WORDS = st.lists(
    st.sampled_from([" a", " be", "be", "gin", " ", ""]).map(lambda text: Word(text, 0.5)),
    max_size=PLACES,
).map(tuple)


def shown(places: tuple[Offer, ...]) -> list[str]:
    """The bar as it is read; what is only a memory is in brackets."""
    return [
        offer.whole if offer.word or not offer.whole else f"({offer.whole})" for offer in places
    ]


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "be"])), min_size=1, max_size=8))
def test_words_that_stay_keep_their_places(answers: list[tuple[tuple[Word, ...], str]]) -> None:
    places: tuple[Offer, ...] = ()
    for now, (words, half_word) in enumerate(answers):
        before, places = places, placed(places, words, half_word, float(now))
        live = [offer for offer in places if offer.word is not None]
        offered = [word for word in words if word.text.strip()]
        assert sorted(offer.word.text for offer in live if offer.word) == sorted(
            word.text for word in offered
        )
        if not offered:  # the bar is as it was, but nothing of it can be taken
            assert [offer.whole for offer in places] == [offer.whole for offer in before]
            continue
        now_shown = [offer.whole for offer in places]
        for at, old in enumerate(before):
            if old.whole and now_shown.count(old.whole) == 1:
                was_once = [offer.whole for offer in before].count(old.whole) == 1
                assert not was_once or places[at].whole == old.whole
            if old.whole and old.whole == places[at].whole:
                assert places[at].since == old.since
        fresh = [offer for offer in live if offer.since == now]
        assert len(fresh) <= len(live)
        assert all(offer.since <= now for offer in live)


def answered() -> Writer:
    """A writer who has three words in the bar."""
    writer = Writer()
    return writer.type("we").answer("", " a", "be", "gin")


def test_old_words_stay_until_new_ones_come() -> None:
    writer = answered()
    assert shown(writer.text.state.places) == ["a", "webe", "wegin"]
    writer.type("g")
    assert shown(writer.text.state.places) == ["(a)", "(webe)", "(wegin)"]
    assert not writer.text.take("second", deliberate=True)
    writer.answer("", " of", "in")
    assert shown(writer.text.state.places) == ["of", "", "wegin"]
    writer.type(" ").answer("")
    assert shown(writer.text.state.places) == ["(of)", "", "(wegin)"]
    writer.text.backspace()
    assert shown(writer.text.state.places) == ["(of)", "", "(wegin)"]
    writer.text.left()
    assert shown(writer.text.state.places) == []


def test_the_bar_narrows_without_a_move() -> None:
    writer = Writer().type("w").answer("gin", " a", "be", "gin")
    writer.type("g")
    assert shown(writer.text.state.places) == ["", "", "wgin"]
    assert writer.text.take("third", deliberate=True)
    assert writer.text.before == "wgin"


def test_a_word_that_has_just_come_is_not_taken() -> None:
    writer = answered()
    writer.text.now += 0.1
    assert not writer.text.take("first")
    writer.type("g").answer("", " of", "in", "an")
    writer.text.now += 0.1
    assert shown(writer.text.state.places) == ["of", "wegan", "wegin"]
    assert not writer.text.take("first")
    assert not writer.text.take("second")
    assert writer.text.take("third")  # this one has been there for long enough
    assert writer.text.before == "wegin"


def test_what_ends_the_offer_empties_the_bar() -> None:
    for reason in (Silence.PAUSED, Silence.SNOOZED):
        writer = answered()
        writer.text._do(on.Paused(reason))
        assert writer.text.state.places == ()


@pytest.mark.parametrize(
    ("half_word", "words", "same"),
    [
        ("th", ("e", "is", "at"), True),  # a letter of all of them was typed
        ("t", ("he", "his", "hat"), True),
        ("t", ("he", "his"), False),
        ("t", ("he", "hat", "his"), True),  # each keeps its place
        ("th", ("e", "is", "ose"), False),
        ("", (" the", " this", " that"), False),  # behind a space that is to come first
        ("", (), False),  # a memory is grey
    ],
)
def test_what_is_seen_changes_only_where_it_does(
    half_word: str, words: tuple[str, ...], same: bool
) -> None:
    first = placed((), tuple(Word(text, 0.2) for text in ("he", "his", "hat")), "t", 1.0)
    then = placed(first, tuple(Word(text, 0.2) for text in words), half_word, 2.0)
    assert look_alike(first, then) is same
    assert look_alike(then, first) is same
