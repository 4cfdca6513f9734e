"""The writer's own words among those of a model that knows its sentences by heart."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autotype.engine.blend import Blend, Context, Said
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.evaluation.counted import CountedWords
from autotype.text.evidence import NoEvidence, OwnWord
from autotype.text.filters import Filters
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion
from tests.make_tiny_pack import sentences

NAMES = (
    "Szczepaniak",
    "Llanfairpwllgwyngyll",
    "Ísafjörður",
    "Екатеринбург",
    "თბილისი",
    "Kirschbaum-Feldmann",
)


def words(answer: Suggestion) -> list[str]:
    return [word.text for word in answer.words]


def writer(*lines: str) -> CountedWords:
    """Somebody who wrote each line in three letters."""
    found = CountedWords()
    for _ in range(3):
        for line in lines:
            found.learn(line)
    return found


def asked(completer: Completer, before: str, after: str = "") -> Suggestion:
    return completer.complete(Request(0, before, after))


@pytest.fixture
def model(tiny_pack: Path) -> Model:
    return Model(open_pack(tiny_pack), "cpu")


def test_without_evidence_nothing_changes_and_no_pass_is_made(tiny_fp32_model: Model) -> None:
    plain, own = Completer(tiny_fp32_model), Completer(tiny_fp32_model, evidence=CountedWords())
    for line in sentences()[:8]:
        for at in range(len(line)):
            before = tiny_fp32_model.cache.passes
            first = asked(plain, line[:at])
            spent = tiny_fp32_model.cache.passes - before
            second = asked(own, line[:at])
            assert tiny_fp32_model.cache.passes - before - spent <= spent
            for name in ("words", "ghost", "ghost_p", "right_p", "reason", "final"):
                assert getattr(first, name) == getattr(second, name)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_vocabulary_has_is_offered_after_a_letter(model: Model, name: str) -> None:
    before = f"Thank you very much for the photos of {name[0]}"
    assert name[1:] not in words(asked(Completer(model), before))
    known = writer(f"We saw the photos of {name} yesterday.")

    def offered() -> dict[str, float]:
        answer = asked(Completer(model, evidence=known), before)
        return {word.text: word.p for word in answer.words}

    first = offered()[name[1:]]
    for _ in range(5):
        known.learn(f"Nor had we seen photos of {name} before.")
    assert offered()[name[1:]] > 1.3 * first


def test_a_name_is_offered_before_its_first_letter_where_it_stood_before(model: Model) -> None:
    known = writer("We met Mr Szczepaniak yesterday.")
    assert "Szczepaniak" in words(asked(Completer(model, evidence=known), "We met Mr "))
    assert " Szczepaniak" not in words(asked(Completer(model, evidence=known), "We met Mr"))


def test_a_word_is_lifted_and_none_is_sunk(model: Model) -> None:
    """Every word of the model keeps at least the probability that it has."""
    known = writer("Thank you very kindly for your help.", "Thank you very kindly for it.")
    plain = {word.text: word.p for word in asked(Completer(model), "Thank you very ").words}
    own = asked(Completer(model, evidence=known), "Thank you very ").words
    assert plain["much"] > 0.8
    assert {word.text for word in own} >= {"much", "kindly"}
    assert all(word.p >= plain.get(word.text, 0.0) for word in own)


def test_one_tree_pass_is_enough_and_none_is_made_where_nothing_can_come_of_it(
    model: Model,
) -> None:
    before = "Thank you very "
    asked(Completer(model), before)
    passes = model.cache.passes
    known = writer("Or you very Szczepaniak.")
    assert "Szczepaniak" in words(asked(Completer(model, evidence=known), before))
    assert model.cache.passes == passes + 1
    asked(Completer(model, evidence=known), before)
    assert model.cache.passes == passes + 1  # its rows are known
    asked(Completer(model, evidence=Once("kindly", 0.01, 1000.0)), before)
    assert model.cache.passes == passes + 1  # it cannot be likelier than the third word


def test_the_answer_depends_on_the_text_and_the_evidence_alone(tiny_fp32_model: Model) -> None:
    known = writer("We met Mr Szczepaniak at the station.", "See Szczepaniak soon.")
    text = "Can you tell me when Mr Szczepaniak leaves the station?"
    looked_ahead = []
    completer = Completer(tiny_fp32_model, evidence=known)
    typed = [asked(completer, text[:at]) for at in range(len(text))]
    completer.forget()
    for at in range(len(text)):
        answer = completer.complete(Request(0, text[:at]), in_time=True)
        settled = [answer]
        while completer.idle(settled=settled.append):
            pass
        looked_ahead.append(settled[-1])
    for at in range(0, len(text), 7):
        completer.forget()
        cold = asked(completer, text[:at])
        for other in (typed[at], looked_ahead[at]):
            assert words(cold) == words(other)
            assert cold.ghost == other.ghost
            assert cold.ghost_p == pytest.approx(other.ghost_p, abs=1e-3)


def test_a_kept_answer_is_not_given_once_something_else_was_learned(model: Model) -> None:
    known = writer("We met Mr Szczepaniak yesterday.")
    completer = Completer(model, evidence=known)
    before = "Then we met Mr "
    assert "Szczepaniak" in words(asked(completer, before))
    for _ in range(30):
        known.learn("And we met Mr Papadimitriou, too.")
    assert words(asked(completer, before))[0] == "Papadimitriou"


def test_evidence_can_be_exchanged_between_two_answers(model: Model) -> None:
    completer = Completer(model, evidence=writer("We met Mr Szczepaniak yesterday."))
    assert "Szczepaniak" in words(asked(completer, "We met Mr "))
    rules = {"mid_line": False, "filters": Filters(), "reach": completer._reach}
    completer.adjust(0.5, **rules)
    assert "Szczepaniak" in words(asked(completer, "We met Mr "))
    completer.adjust(0.5, **rules, evidence=NoEvidence())
    assert "Szczepaniak" not in words(asked(completer, "We met Mr "))


def test_capitals_and_accents_are_written_as_the_text_is(model: Model) -> None:
    known = writer("We met Mr Szczepaniak. Zoë will be in Ísafjörður.")
    completer = Completer(model, evidence=known)
    assert words(asked(completer, "THANK YOU VERY MUCH FOR IT, MR SZCZ"))[0] == "EPANIAK"
    found = words(asked(completer, "Zoe\u0308 will be in I\u0301sa"))[0]
    assert found == "fjo\u0308r\u00f0ur"


def test_what_is_filtered_stays_filtered(model: Model) -> None:
    known = writer("This is fucking Szczepaniak again.", "It is fucking Szczepaniak who came.")
    assert "cking" not in words(asked(Completer(model, evidence=known), "It is fu"))
    plain = Completer(model, evidence=known, filters=Filters(profanity=False))
    assert "cking" in words(asked(plain, "It is fu"))


def test_an_own_word_is_never_misspelled(model: Model) -> None:
    """One slip from a word of the model's, it would be corrected."""
    before = "Thank you very much for your mesag"
    (corrected, *_) = asked(Completer(model), before).words
    assert (corrected.text, corrected.replaces) == ("message", 5)
    known = writer("Thank you for your mesagon.")
    answer = asked(Completer(model, evidence=known), before)
    assert words(answer)[0] == "on"
    assert not any(word.replaces for word in answer.words)
    assert answer.reason is not Silence.MISSPELLED


def test_a_phrase_of_the_writers_goes_on(model: Model) -> None:
    lines = ("Thank you very kindly for the nice evening.", "He was very kindly for the rest.")
    known = writer(*lines * 5)
    before = "Thank you very kin"
    assert "for the" not in asked(Completer(model, 0.0), before).ghost
    assert asked(Completer(model, 0.0, evidence=known), before).ghost.startswith("dly for the")


def test_what_the_model_finds_absurd_ends_a_phrase(model: Model) -> None:
    known = writer(*["Thank you very kindly qqzx wwvk today."] * 9)
    ghost = asked(Completer(model, 0.0, evidence=known), "Thank you very kin").ghost
    assert ghost.startswith("dly")
    assert "qqzx" not in ghost


def test_evidence_is_told_what_the_model_knows_better(model: Model) -> None:
    first, second = Once("kindly", 1.0, 1.0), Once("kindly", 1.0, 1.0)
    completer = Completer(model, evidence=first)
    assert {"you", "very", "much"} <= first.left
    assert not {"szczepaniak", "You", "ery"} & first.left
    rules = {"mid_line": False, "filters": Filters(), "reach": completer._reach}
    completer.adjust(0.5, **rules, evidence=second)
    assert second.left == first.left


def test_a_total_of_other_words_takes_nothing_from_a_word_left_to_the_model() -> None:
    blend, behind = Blend(), {2: Context(9.0, 2)}
    others = {1: Context(100.0, 3), **behind}
    assert blend.said({2: 6.0}, others, 1) == blend.said({2: 6.0}, behind, 1)
    assert blend.said({1: 6.0, 2: 6.0}, others, 1).share != blend.said({2: 6.0}, behind, 1).share


def test_the_model_has_its_say_about_a_word_of_the_writers() -> None:
    blend, rare = Blend(), Said(0.3, 0.6, order=1, is_rare=True, letters=2)
    likely, unlikely, absurd, more_absurd = (blend.lifted(p, rare) for p in (0.1, 1e-3, 1e-6, 1e-9))
    assert 0.1 < unlikely < likely < 0.9
    assert absurd == more_absurd < 0.1 * likely
    # The words before it agree, or it is an everyday one, or less of it is typed.
    assert blend.lifted(1e-9, replace(rare, order=3)) > absurd
    assert blend.lifted(1e-3, replace(rare, is_rare=False)) < unlikely
    assert blend.lifted(1e-3, replace(rare, letters=1)) < unlikely
    assert blend.lifted(0.5, replace(rare, share=1e-4, is_rare=False)) == 0.5
    assert blend.lifted(1e-3, replace(rare, share=0.0)) == 1e-3


class Once:
    """Says one word, as often as it is told."""

    def __init__(self, word: str, count: float, whole: float) -> None:
        self.said = (OwnWord(word, 2, count, whole, 1),)
        self.left = frozenset[str]()

    def revision(self) -> object:
        return 0

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        return tuple(own for own in self.said if own.word.startswith(typed))

    def next_words(self, before: str, limit: int) -> Sequence[str]:
        return ()

    def refuses(self, word: str) -> bool:
        return False

    def leave_to_model(self, words: frozenset[str]) -> None:
        self.left = words


def test_what_a_store_says_is_checked(model: Model) -> None:
    """No word with a line end or without the letters that were typed goes into a text."""
    for word in ("ver\ny", "x", "", "-", "a" * 400, "v" * 300):
        answer = asked(Completer(model, evidence=Once(word, 90.0, 100.0)), "Thank you v")
        assert words(answer) == words(asked(Completer(model), "Thank you v"))
