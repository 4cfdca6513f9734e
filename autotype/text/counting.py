"""How much a text is: words, characters, sentences, paragraphs, and the time to read it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from autotype.text.sentences import count_sentences, sentences

# Scripts that put no spaces between words: each of their characters counts as a word.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}ーｰ]"
_ONE_EACH = regex.compile(_UNSPACED)
# Dashes part words, hyphens do not.
_PARTS = regex.compile(rf"[^\s–—―{_UNSPACED[1:-1]}]+")
_SAYS_SOMETHING = regex.compile(r"[\p{L}\p{N}]")
_SPACE = regex.compile(r"\s")
_WORDS_A_MINUTE = 238
_UNSPACED_A_MINUTE = 400
_PIECE = 8_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a text is; counts of its parts can be added.

    Attributes:
        words: Words; in Chinese and Japanese each character is one.
        characters: Characters, line ends not among them.
        letters: Those that are no space.
        sentences: Sentences that say something.
        paragraphs: Lines that are not empty.
        unspaced: Those of the words that are single characters.
    """

    words: int = 0
    characters: int = 0
    letters: int = 0
    sentences: int = 0
    paragraphs: int = 0
    unspaced: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of two texts that do not part a word, a sentence or a paragraph."""
        return Counts(
            self.words + other.words,
            self.characters + other.characters,
            self.letters + other.letters,
            self.sentences + other.sentences,
            self.paragraphs + other.paragraphs,
            self.unspaced + other.unspaced,
        )

    @property
    def minutes(self) -> int:
        """How long it takes to read, rounded up; 0 for nothing."""
        spaced = self.words - self.unspaced
        return math.ceil(spaced / _WORDS_A_MINUTE + self.unspaced / _UNSPACED_A_MINUTE)


def count_paragraph(text: str) -> Counts:
    """Count one paragraph, or a part of one, that holds no line end."""
    unspaced = 0 if text.isascii() else len(_ONE_EACH.findall(text))
    words = sum(1 for part in _PARTS.findall(text) if _SAYS_SOMETHING.search(part))
    return Counts(
        words + unspaced,
        len(text),
        len(text) - len(_SPACE.findall(text)),
        count_sentences(text),
        int(bool(text) and not text.isspace()),
        unspaced,
    )


def count_slices(paragraph: str) -> Iterator[Counts]:
    """Yield the counts of the pieces of a paragraph; their sum is that of all of it.

    Each piece is small, so that whoever counts can rest between two of them. What has neither a
    sentence's end nor a space for thousands of characters is cut somewhere.
    """
    at, is_new = 0, True
    while at < len(paragraph):
        end = _cut(paragraph, at)
        found = count_paragraph(paragraph[at:end])
        yield found if is_new else replace(found, paragraphs=0)
        at, is_new = end, is_new and not found.paragraphs


def _cut(paragraph: str, at: int) -> int:
    """Return where the piece ends that begins at a place."""
    if len(paragraph) - at <= _PIECE:
        return len(paragraph)
    piece = paragraph[at : at + _PIECE]
    *_, last = sentences(piece)
    return at + (last[0] or piece.rfind(" ") + 1 or _PIECE)
