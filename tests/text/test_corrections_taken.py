"""A correction takes the place of the misspelled word, in one step."""

from autotype.text.dialogue.plain import PlainText
from autotype.text.dialogue.state import Options
from autotype.text.suggestion import Silence, Suggestion, Word, words_through


def corrected(text: str, *words: Word) -> PlainText:
    page = PlainText.opened("", "", Options(soft_space=True))
    for key in text:
        page.now += 1
        page.type(key)
    assert page.wanted is not None
    page.answer(Suggestion(page.wanted, words, reason=Silence.MISSPELLED))
    page.now += 1
    return page


def test_a_correction_is_taken_in_one_step() -> None:
    page = corrected("It was becuase", Word(" of", 0.4), Word("because", 0.6, 7))
    assert page.take("second", deliberate=True)
    assert page.before == "It was because"
    assert page.state.place.before == "It was because"
    assert page.state.soft
    page.undo()
    assert page.before == "It was becuase"


def test_typing_on_forgets_the_correction() -> None:
    words = (Word("because", 0.6, 7), Word("d", 0.3))
    assert words_through(words, "") == words
    assert words_through(words, "b") == ()
    page = corrected("It was becuase", *words)
    page.type(" ")
    assert not any(word.replaces for word in page.state.words)
