"""What a writer wants never suggested is offered by nobody: not by the model either."""

from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.learning.forgetting import set_never
from autotype.learning.own_text import OwnText
from autotype.learning.store import Store
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion


class Writer:
    """Somebody who has learned nothing, and says what is never to be suggested."""

    def __init__(self, folder: Path, pack: Path) -> None:
        self.own = OwnText()
        self._store = Store(folder)
        self.completer = Completer(Model(open_pack(pack), "cpu"), 0.0, evidence=self.own)

    def never(self, *words: str, never: bool = True) -> None:
        set_never(self._store, words, never=never)
        known = self._store.everything()
        list(self.own.become(known.rows, known.clock, known.never))

    def asked(self, before: str) -> Suggestion:
        return self.completer.complete(Request(0, before))

    def words(self, before: str) -> list[str]:
        return [word.text for word in self.asked(before).words]


@pytest.fixture
def writer(home: Path, tiny_pack: Path) -> Writer:
    return Writer(home / "learned", tiny_pack)


def test_a_word_of_the_models_is_offered_neither_in_the_bar_nor_as_a_ghost(writer: Writer) -> None:
    before = "Thank you very "
    assert writer.words(before)[0] == "much"
    assert writer.asked(before).ghost.startswith("much")
    writer.never("Much")
    # Its answer was kept, and may not be given any more.
    answer = writer.asked(before)
    assert "much" not in [word.text for word in answer.words]
    assert not answer.ghost
    assert answer.reason is Silence.FILTERED
    writer.never("much", never=False)
    assert writer.words(before)[0] == "much"


def test_a_word_that_was_begun_is_not_finished(writer: Writer) -> None:
    assert writer.words("Thank you very mu")[0] == "ch"
    assert writer.words("THANK YOU VERY MU")[0] == "CH"
    writer.never("much")
    assert "ch" not in writer.words("Thank you very mu")
    assert "CH" not in writer.words("THANK YOU VERY MU")


def test_a_ghost_ends_before_it(writer: Writer) -> None:
    before = "Please let me"
    assert writer.asked(before).ghost.startswith(" know if you")
    writer.never("you")
    assert writer.asked(before).ghost == " know if"


def test_an_answer_that_was_made_ahead_is_not_given(writer: Writer) -> None:
    writer.asked("Thank you very")
    while writer.completer.idle():
        pass
    assert writer.completer.looked_ahead.answers
    writer.never("much", "help", "message")
    for before in ("Thank you very ", "Thank you very m", "Thank you very much for your "):
        answer = writer.asked(before)
        for text in (answer.ghost, *(word.text for word in answer.words)):
            assert not {"much", "help", "message"} & set((before.split(" ")[-1] + text).split())


def test_nothing_is_corrected_to_it(writer: Writer) -> None:
    before = "Thank you very much for your mesag"
    assert writer.asked(before).words[0].replaces
    writer.never("message")
    assert not any(word.replaces for word in writer.asked(before).words)


def test_any_apostrophe_is_meant_and_genitives_and_compounds_with_it(writer: Writer) -> None:
    assert "'t" in writer.words("I don")
    writer.never("don’t")
    assert "'t" not in writer.words("I don")
    assert "'ll" in writer.words("I think that we")
    writer.never("we")
    assert "'ll" in writer.words("I think that we")  # it is another word
