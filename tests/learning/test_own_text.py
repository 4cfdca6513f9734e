"""What the engine is answered, from a real store that a writer has filled."""

from pathlib import Path

import pytest

from autotype.learning.forgetting import set_never
from autotype.learning.own_text import OwnText
from autotype.text.evidence import Evidence
from tests.learning.writer import Writer


@pytest.fixture
def writer(home: Path) -> Writer:
    return Writer(home / "learned")


def said(own: OwnText, before: str, typed: str) -> list[tuple[str, int]]:
    return [(word.word, word.order) for word in own.words(before, typed)]


def test_a_word_of_the_writers_comes_with_every_order_that_has_seen_it(writer: Writer) -> None:
    writer.write("We met Zyxxo.", "We met Zyxxo.")
    own: Evidence = writer.own_text()
    assert said(own, "Then we met ", "Z") == [("Zyxxo", 3), ("Zyxxo", 2), ("Zyxxo", 1)]
    assert said(own, "Then we met ", "") == [("Zyxxo", 3), ("Zyxxo", 2)]
    assert said(own, "I met ", "Zy") == [("Zyxxo", 2), ("Zyxxo", 1)]
    assert said(own, "for ", "Zyx") == [("Zyxxo", 1)]
    assert said(own, "for ", "") == []
    assert said(own, "for ", "q") == []
    assert said(own, "for ", "Zyxxo") == []  # nothing is left of it
    first = own.words("we met ", "")[0]
    assert first.count == pytest.approx(2, rel=0.01)
    assert (first.context_count, first.distinct) == (first.count, 1)


def test_counts_are_those_of_the_words_that_begin_so(writer: Writer) -> None:
    writer.write(*["We met Zyxxo."] * 3, *["We met Zara."] * 2, *["We met Bob."] * 4)
    own = writer.own_text()
    zyxxo, zara = (word for word in own.words("we met ", "Z") if word.order == 3)
    assert (zyxxo.word, zara.word) == ("Zyxxo", "Zara")
    assert zyxxo.context_count == pytest.approx(5, rel=0.01)
    assert zyxxo.distinct == 2
    anything = own.words("we met ", "")[0]
    assert (anything.word, anything.distinct) == ("Bob", 3)


@pytest.mark.parametrize(
    ("before", "typed", "word"),
    [
        ("for ", "ord", "orders"),
        ("for ", "Ord", "Orders"),
        ("for ", "OR", "ORDERS"),
        ("Hello. ", "ord", "orders"),
        ("Hello. ", "Ord", "Orders"),
        ("for ", "zyx", "zyxxo"),
        ("for ", "o’h", "o’hara"),
        ("for ", "oR", None),
        ("for ", "O’h", None),
        ("for ", "vb", None),
        ("for ", "O’H", "O’Hara"),
        ("“It’s” for ", "O'H", None),
        ("for ", "O'H", "O'Hara"),
    ],
)
def test_a_word_comes_as_it_is_to_be_written(
    writer: Writer, before: str, typed: str, word: str | None
) -> None:
    writer.write(*["Orders go to O’Hara and Zyxxo by VBA."] * 2)
    found = said(writer.own_text(), before, typed)
    assert [each for each, order in found if order == 1] == ([word] if word else [])


def test_the_beginning_of_a_sentence_has_a_capital(writer: Writer) -> None:
    writer.write("Thanks for it.", "Thanks for it.", "Zyxxo is in.", "Zyxxo is in.")
    own = writer.own_text()
    assert [word for word, order in said(own, "", "") if order == 2] == ["Zyxxo", "Thanks"]
    assert writer.words() == ["Zyxxo", "for", "in", "is", "it", "thanks"]


def test_a_phrase_goes_on_as_far_as_it_is_sure(writer: Writer) -> None:
    writer.write(*["I look at the board meeting tomorrow."] * 2, "I look at the order soon.")
    own = writer.own_text()
    assert list(own.next_words("I look", 8)) == ["at", "the", "board", "meeting", "tomorrow"]
    assert list(own.next_words("I look ", 3)) == ["at", "the", "board"]
    assert list(own.next_words("I look at the order", 8)) == []  # seen once
    assert list(own.next_words("something else", 8)) == []
    writer.write("I look at the order soon.", *["I look at the letter soon."] * 2)
    assert list(writer.own_text().next_words("I look", 8)) == ["at", "the"]  # three ways on


def test_what_was_written_long_ago_counts_less(writer: Writer) -> None:
    writer.write(*["We met Zyxxo."] * 2)
    writer.write(" ".join(["the"] * 10_000))
    found = writer.own_text().words("we met ", "")[0]
    assert found.count == pytest.approx(2 * 2**-0.2, rel=0.01)


def test_taken_and_imported_words_count_less(writer: Writer) -> None:
    writer.write(*["We met Zyxxo."] * 2, amount=0.5)
    writer.write(*["We like Zyxxo."] * 2, amount=0.7, imported=True)
    own = writer.own_text()
    assert own.words("we met ", "")[0].count == pytest.approx(1, rel=0.01)
    assert own.words("we like ", "")[0].count == pytest.approx(1.4, rel=0.01)


def test_the_open_document_counts_at_once_and_goes_with_it() -> None:
    own = OwnText()
    grams = [("", "Zyxxo"), ("met", "Zyxxo"), ("we met", "Zyxxo")]
    own.revise([], grams)
    assert said(own, "we met ", "Zy") == [("Zyxxo", 3), ("Zyxxo", 2), ("Zyxxo", 1)]
    assert list(own.next_words("we met", 5)) == []  # once is no phrase
    own.revise([], grams)
    assert list(own.next_words("we met", 5)) == ["Zyxxo"]
    own.revise(grams + grams, [])
    assert said(own, "we met ", "Z") == []


def test_what_was_just_written_counts_twice_and_fades_fast() -> None:
    own = OwnText()
    own.hear([("", "Zyxxo"), ("met", "Zyxxo")], 1.0)
    assert own.words("he met ", "")[0].count == pytest.approx(2, rel=0.01)
    own.hear([("", "the")] * 119, 1.0)
    assert own.words("he met ", "")[0].count == pytest.approx(1, rel=0.01)
    own.hear([("", "the")] * 200_000, 1.0)
    assert said(own, "he met ", "Z") == []
    own.forget_session()
    assert said(own, "", "th") == []


def test_a_word_that_is_never_to_be_suggested_is_not(writer: Writer) -> None:
    writer.write(*["We met Zyxxo soon."] * 2)
    set_never(writer.store, ["ZYXXO"], never=True)
    own = writer.own_text()
    assert said(own, "we met ", "Z") == []
    assert list(own.next_words("we", 5)) == ["met"]
    set_never(writer.store, ["Zyxxo"], never=False)
    assert said(writer.own_text(), "we met ", "")


def test_nothing_is_known_at_first(home: Path) -> None:
    own = Writer(home / "learned").own_text()
    assert said(own, "we met ", "Z") == []
    assert not (home / "learned").exists()


EVERYDAY = [f"that{letter}{second}" for letter in "abcdefgh" for second in "abcdefgh"]


@pytest.mark.parametrize("name", ["Thatorvald", "thatorm"])
def test_everyday_words_do_not_crowd_own_words_out(writer: Writer, name: str) -> None:
    """With two letters there is an index of the commonest only, and the name is none of them."""
    writer.write(*[f"We saw {' '.join(EVERYDAY)}."] * 4, *[f"Ask {name}."] * 2)
    own = writer.own_text()
    own.leave_to_model(frozenset(EVERYDAY))
    for typed in ("th", "tha", "Th"):
        (found,) = own.words("for ", typed)
        assert (found.word.lower(), found.order) == (name.lower(), 1)
        assert found.count == pytest.approx(2, rel=0.01)
        assert found.context_count == pytest.approx(4 * len(EVERYDAY) + 2, rel=0.01)
        assert found.distinct == len(EVERYDAY) + 1
    # Behind a word they count, and how common they are by themselves is not said.
    assert ("thataa", 2) in said(own, "we saw ", "tha")
    assert [word for word, order in said(own, "we saw ", "tha") if order == 1] == [name.lower()]
    own.leave_to_model(frozenset())
    assert all(word in EVERYDAY for word, _ in said(own, "for ", "th"))
    assert own.words("for ", "that")[0].distinct == len(EVERYDAY) + 1


def test_so_it_is_with_those_of_the_document_and_of_this_session() -> None:
    own = OwnText()
    everyday = [("", word) for word in EVERYDAY * 3]
    own.hear(everyday, 1.0)
    own.leave_to_model(frozenset(EVERYDAY))
    own.revise([], [*everyday, ("", "Thatorvald")])
    assert said(own, "for ", "th") == [("thatorvald", 1)]
    own.revise([("", "Thatorvald")], [])
    assert said(own, "for ", "th") == []
    own.hear([*everyday, ("", "Thatorvald")], 1.0)
    assert said(own, "for ", "th") == [("thatorvald", 1)]
    own.forget_session()
    own.change([("", "Thatorvald", 1.0), ("", "thataa", 9.0)], 0.0)
    assert said(own, "for ", "th") == [("thatorvald", 1)]
    own.change([("", "Thatorvald", 0.0)], 0.0)
    assert said(own, "for ", "th") == []


def test_another_model_may_leave_other_words_while_all_is_read() -> None:
    own = OwnText()
    reading = iter(own.become([("", "thatorm", 2.0), ("", "thataa", 2.0)], 0.0, ()))
    next(reading)
    own.leave_to_model(frozenset(["thataa"]))
    assert not list(reading)
    assert said(own, "for ", "th") == [("thatorm", 1)]
