"""The caret in the middle of a text: what is offered makes one text with both sides of it."""

import pytest

from autotype.engine.completer import Completer
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion

pytestmark = pytest.mark.pack


def ask(completer: Completer, marked: str, trigger: Trigger = Trigger.TYPED) -> Suggestion:
    before, _, after = marked.partition("|")
    return completer.complete(Request(0, before, after, trigger=trigger))


@pytest.mark.parametrize(
    ("marked", "ghost"),
    [
        ("I hope you are doing we|.", "ll"),
        ("Thank you for your time and considera|.", "tion"),
        ("What is your na|?", "me"),
        ("Please let me know if you have any questio|,", "ns"),
        ("Sorry for the inconven|;", "ience"),
        *(
            (f"Please let me know if you have any qu|{behind}", "estions")
            for behind in ("!", "?", ":", " .", "… ", "...", "?!", ")", "”", '"', "'", "»", "。")
        ),
        ("Please let me know if you have any qu|\u00a0!", "estions"),
        # These were right before.
        ("(thank you very mu|)", "ch"),
        ("(please find my resume att|).", "ached"),
        ("Please let me kn|.", "ow"),
        ("Kind reg|,", "ards"),
        # A closed sentence ends with a word that a mark may follow.
        ("“Thank you very mu|”", "ch"),
        ("Let me know if you have any que|.", "stions"),
        # Only the line of the caret counts.
        ("Thank you for your he|\n.", "lp."),
    ],
)
def test_the_mark_behind_the_caret_stays_the_only_one(
    completer: Completer, marked: str, ghost: str
) -> None:
    assert ask(completer, marked).ghost == ghost


@pytest.mark.parametrize("behind", [".", " .", "?", ")", "”.", "…", "\u00a0!", "。", " and", "and"])
@pytest.mark.parametrize(
    "before", ["I hope you are doing we", "Thank you very much for your ti", "Let me know if you "]
)
def test_whatever_is_offered_fits(completer: Completer, before: str, behind: str) -> None:
    """The words of the bar and the ghost that was asked for, too."""
    answer = ask(completer, f"{before}|{behind}", Trigger.ASKED)
    offered = [word.text for word in answer.words] + ([answer.ghost] if answer.ghost else [])
    assert offered or answer.reason is Silence.INSIDE_WORD
    for text in offered:
        assert text.rstrip(" ")[-1].isalnum()
        assert text.endswith(" ") is behind[0].isalnum()


@pytest.mark.parametrize("before", ["I do9n", "I did9n", "I ca3n", "I did9n'", "I wou7l"])
def test_a_digit_hit_by_accident_is_no_part_of_a_word(completer: Completer, before: str) -> None:
    for trigger in Trigger:
        answer = ask(completer, before, trigger)
        assert (answer.ghost, answer.words) == ("", ())
        assert answer.reason is Silence.NO_WORDS


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("my mp3 pla", "yer"),
        ("4th of J", "uly"),
        ("the 2nd ti", "me"),
        ("5kg of pota", "toes"),
        ("$3.5 mil", "lion"),
        ("10:30 in the mor", "ning"),
    ],
)
def test_numbers_beside_words_are_fine(completer: Completer, before: str, word: str) -> None:
    assert ask(completer, before).ghost.startswith(word)


def test_a_number_at_the_end_is_not_glued_to_a_word(completer: Completer) -> None:
    for before in ("I do9", "my mp3", "I ca3"):
        assert all(word.text.startswith(" ") for word in ask(completer, before).words)
