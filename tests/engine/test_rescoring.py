"""How well words fit a place is the model's probability of them there, in one pass over all."""

import math
import threading
from collections.abc import Callable
from typing import Any

import pytest

from autotype.engine.completer import Completer, OvertakenError
from autotype.engine.model import Model
from autotype.engine.rescoring import rescore
from autotype.engine.session import EngineError
from autotype.engine.worker import Worker
from autotype.text.engine_status import EngineState
from autotype.text.request import Request
from autotype.text.rescoring import Rescored, Rescoring
from tests.engine.test_worker import Desk


@pytest.fixture
def fresh(tiny_fp32_model: Model, other_fp32_model: Model) -> tuple[Model, Model]:
    """Two models alike; other tests leave their sessions as they like."""
    for model in (tiny_fp32_model, other_fp32_model):
        model.forget()
    return tiny_fp32_model, other_fp32_model


def one_by_one(model: Model, before: str, rest: str, *, ends: bool) -> float:
    """Return the logarithm of the probability of a rest of a text, token after token."""
    start = model.context.place(before)
    tokens = list(start.tokens)
    total = 0.0
    for token in model.tokenizer.encode(start.caret.held + rest):
        (row,) = model.cache.evaluate(tokens, [()])
        total += math.log(row[token])
        tokens.append(token)
    (row,) = model.cache.evaluate(tokens, [()])
    return total + (math.log(row @ model.tokenizer.vocabulary.ends_word) if ends else 0.0)


@pytest.mark.parametrize("before", ["Let me know if you ", "", "She said, “I can't ", "See you\n"])
@pytest.mark.parametrize(("after", "behind"), [("", ""), (" a nice weekend.", " a"), ("\nAnd", "")])
def test_a_word_is_worth_what_its_tokens_are_one_by_one(
    fresh: tuple[Model, Model], before: str, after: str, behind: str
) -> None:
    model, other = fresh
    words = ("have", "hive", "wait too", "Questions")
    passes = model.cache.passes
    found = rescore(model, Rescoring(1, before, words, after))
    assert model.cache.passes - passes <= 2  # the text, and all words
    assert found.asked.words == words
    expected = [one_by_one(other, before, word + behind, ends=not behind) for word in words]
    assert found.logs == pytest.approx(expected, abs=2e-4)


def test_what_is_behind_is_left_out_where_it_costs_too_many_rows(
    fresh: tuple[Model, Model],
) -> None:
    model, other = fresh
    words = tuple(f"{letter * 5}" for letter in "qzxjv")
    logs = rescore(model, Rescoring(1, "We ", words, " kwyjibo-zyzzyva")).logs
    expected = [one_by_one(other, "We ", word, ends=True) for word in words]
    assert logs == pytest.approx(expected, abs=2e-4)


def test_how_a_text_is_written_makes_no_difference(model: Model) -> None:
    plain = rescore(model, Rescoring(1, "Let me know if you ", ("have", "hive"), " any"))
    loud = rescore(model, Rescoring(2, "LET ME KNOW IF YOU ", ("HAVE", "HIVE"), " ANY"))
    assert loud.logs == pytest.approx(plain.logs)
    whole = rescore(model, Rescoring(3, "The ", ("café",), " is"))
    parts = rescore(model, Rescoring(4, "The ", ("cafe\u0301",), " is"))
    assert parts.logs == whole.logs


def test_without_words_the_text_is_read(model: Model) -> None:
    assert rescore(model, Rescoring(1, "Let me know if you ")).logs == ()
    passes = model.cache.passes
    rescore(model, Rescoring(1, "Let me know if you ", ("have", "hive")))
    assert model.cache.passes == passes + 1


class Pondering(Completer):
    """A completer whose judgement of words takes until the test lets it go, or it is overtaken."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.started = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.judged: list[int] = []

    def rescore(self, asked: Rescoring, interrupted: Callable[[], bool] = bool) -> Rescored:
        self.judged.append(asked.number)
        self.started.release()
        while not self.let_go.wait(0.005):
            if interrupted():
                raise OvertakenError
        return super().rescore(asked, interrupted)


@pytest.fixture
def pondering(model: Model) -> Pondering:
    return Pondering(model)


@pytest.fixture
def worker(pondering: Pondering, desk: Desk) -> Any:
    started = Worker(lambda: pondering, desk.suggestion, desk.status)
    started.start()
    desk.wait(lambda: desk.state() is EngineState.READY)
    yield started
    pondering.let_go.set()
    assert started.stop(10)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def have_or_hive(number: int) -> Rescoring:
    return Rescoring(number, "Let me know if you ", ("hive", "have"), " any")


def test_the_worker_answers_who_asked(worker: Worker, pondering: Pondering) -> None:
    pondering.let_go.set()
    answers: list[Rescored] = []
    done = threading.Event()

    def answer(found: Rescored) -> None:
        answers.append(found)
        done.set()

    worker.rescore(have_or_hive(3), answer)
    assert done.wait(10)
    hive, have = answers[0].logs
    assert (answers[0].asked.number, have > hive) == (3, True)


def test_a_key_overtakes_words_that_are_judged_and_those_that_wait(
    worker: Worker, pondering: Pondering, desk: Desk
) -> None:
    answers: list[Rescored] = []
    worker.rescore(have_or_hive(1), answers.append)
    assert pondering.started.acquire(timeout=10)
    worker.rescore(have_or_hive(2), answers.append)
    worker.submit(Request(5, "Thank you very "))
    desk.wait(lambda: any(a.final and a.request.revision == 5 for a in desk.answers))
    assert pondering.judged == [1]
    assert answers == []


def test_of_words_that_wait_the_newest_are_judged(worker: Worker, pondering: Pondering) -> None:
    done = threading.Event()
    numbers: list[int] = []

    def answer(found: Rescored) -> None:
        numbers.append(found.asked.number)
        if found.asked.number == 3:
            done.set()

    worker.rescore(Rescoring(1, "Let me know if you "), answer)
    assert pondering.started.acquire(timeout=10)
    for number in (2, 3):
        worker.rescore(have_or_hive(number), answer)
    pondering.let_go.set()
    assert done.wait(10)
    # What is read for the words to come is read to its end.
    assert numbers == [1, 3]


def test_a_model_that_fails_leaves_who_asked_alone(
    worker: Worker, pondering: Pondering, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pondering.let_go.set()
    failed = threading.Event()

    def fail(*_: object) -> None:
        failed.set()
        raise EngineError("The model failed.")

    answers: list[Rescored] = []
    with monkeypatch.context() as patch:
        patch.setattr(pondering.model.cache.session, "run", fail)
        worker.rescore(have_or_hive(1), answers.append)
        assert failed.wait(10)
    worker.submit(Request(6, "Thank you very "))
    desk.wait(lambda: any(a.final and a.words for a in desk.answers))
    assert answers == []


@pytest.mark.pack
@pytest.mark.parametrize(
    ("before", "words", "after", "best"),
    [
        ("I will meet you ", ("their", "there"), " tomorrow.", "there"),
        ("They left ", ("there", "their"), " coats in the hall.", "their"),
        ("We had a court ", ("trail", "tail", "trial"), " last week.", "trial"),
        ("He put the keys in his ", ("packet", "pocket"), " and left.", "pocket"),
        ("Please send me the ", ("later", "latter", "letter"), " by Friday.", "letter"),
        ("See you soon and ", ("hive", "have", "hove"), " a nice weekend.", "have"),
        ("This is the house in ", ("winch", "witch", "which"), " I was born.", "which"),
        ("", ("Thus", "This"), " is a letter to my landlord.", "This"),
    ],
)
def test_the_recommended_pack_knows_which_word_was_meant(
    completer: Completer, before: str, words: tuple[str, ...], after: str, best: str
) -> None:
    logs = completer.rescore(Rescoring(0, before, words, after)).logs
    assert words[logs.index(max(logs))] == best
