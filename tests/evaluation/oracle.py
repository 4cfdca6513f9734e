"""Answers written by hand, by the text before the caret."""

from autotype.evaluation.keystrokes import Ask
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word


def oracle(offers: dict[str, list[str]], ghosts: dict[str, str], right_p: float = 0.5) -> Ask:
    def ask(before: str) -> Suggestion:
        words = tuple(Word(text, 0.5) for text in offers.get(before, []))
        return Suggestion(Request(0, before), words, ghosts.get(before, ""), 0.5, right_p)

    return ask
