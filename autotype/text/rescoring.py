"""Which of some words fits a place best: what is asked of the engine, and its answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rescoring:
    """Words that may stand at one place of a text.

    Attributes:
        number: The asker's counter.
        before: The text before the place, or its end.
        words: The words; none where the text before them is only to be read by the time that
            they are known.
        after: The text behind the place, at least to the end of the next word.
        offset: The position in the document, in characters, of `before[0]`.
    """

    number: int
    before: str
    words: tuple[str, ...] = ()
    after: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Rescored:
    """How well words fit.

    Attributes:
        asked: What was asked.
        logs: For each word the natural logarithm of the model's probability of it, together
            with the word behind it as far as that was looked at.
    """

    asked: Rescoring
    logs: tuple[float, ...]
