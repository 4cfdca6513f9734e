"""What a writer has done that something is learned from; frozen, since it crosses threads."""

from dataclasses import dataclass

from autotype.text.written_words import WrittenWord


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words to be learned, in the order in which they were written.

    Attributes:
        words: Each word with what it counts (see `clock`).
        place: Its paragraph, by any name; goes into no file.
        document: Its document, likewise.
        source: The editor, or the application it was written in; a person reads it.
    """

    words: tuple[tuple[WrittenWord, float], ...]
    place: str
    document: str
    source: str


@dataclass(frozen=True, slots=True)
class Against:
    """The writer did not mean a word in such a place.

    Attributes:
        word: It.
        last_one: The word before it; see `WrittenWord`.
        last_two: The two words before it.
        learned: What it counted when it was learned; 0 if it was not.
        against: What it loses besides, behind these words only.
    """

    word: str
    last_one: str | None
    last_two: str | None
    learned: float = 0.0
    against: float = 0.0


Heard = Sentence | Against
