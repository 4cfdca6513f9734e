"""Whether a text is in a language that the pack knows.

How badly a text is predicted says little by itself: a model of English knows some French, and
what people type in a hurry is harder for it than either. But in bad English it goes on expecting
"the" and "and", and in French it does not; and what is written in English, a shopping list too, has
long tokens, since the vocabulary was made of such text. So all three count, measured where the text
was read anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex

from autotype.engine.session import Floats
from autotype.engine.vocabulary import Vocabulary

# How many characters are looked at, and with how few there is no judgement.
_REACH = 100
_LEAST = 40
_CHARACTERS_A_TOKEN = 3
# What stands before the line counts for so much: somebody who answers an English mail in German
# begins to on a new line. The less it counts the sooner that is found, and below 0.1 misspelt
# English is mistaken more often.
_EARLIER = 0.1
# A text is foreign where this sum is above 0: a logistic regression on windows of texts in ten
# foreign languages, and of English mail, chat, lists, names and more, as three packs predict them;
# by bits a character, the share of the commonest words among those expected, characters a token.
_BIAS = 13.0
_BY_BITS = 1.4
_BY_USUAL = -20.0
_BY_LENGTH = -3.2
_LETTERS = regex.compile(rb"[A-Za-z\x80-\xFF]")
_A_PIECE_OF_A_CHARACTER = range(0x80, 0xC0)
# How letters of other scripts than the Latin one begin in UTF-8: Greek to Arabic, those of Asia.
_OTHER_SCRIPT = regex.compile(rb"[\xCE-\xE0\xE3-\xED]|\xE1(?![\xB8-\xBB])|\xF0[\xA0-\xBF]")
_LATIN = regex.compile(r"\p{Latin}")
_OTHER = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
_WORDS = """
    a about after all also am an and any are as at back be because been but by can come could day
    did do does don even first for from get give go good had has have he her here him his how i if
    in into is it its just know like look make many may me more most much my need new no not now of
    on one only or other our out over people please say see she should so some take thank thanks
    than that the their them then there these they think this time to two up us use very want was
    way we well were what when where which who why will with work would year you your
    """
_USUAL = frozenset(_WORDS.split())
_OWN_TOKENS = 0.9


@dataclass(frozen=True, slots=True)
class Step:
    """What was expected where one token came.

    Attributes:
        characters: How many it has.
        bits: How little it was expected.
        words: Probability of a word in lower case, or none, where a word came.
        usual: Probability of one of the commonest words among them.
        ends_line: Whether a line ends in it.
        is_other: Whether a letter of another script than the Latin one begins in it.
        is_piece: Whether it is nothing but a piece of a character, which begins before it.
    """

    characters: int
    bits: float
    words: float = 0.0
    usual: float = 0.0
    ends_line: bool = False
    is_other: bool = False
    is_piece: bool = False


class Language:
    """Knows the language of a pack by its commonest words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        words = np.zeros((2, len(vocabulary.texts)), np.float32)
        found = set()
        for token in np.flatnonzero(vocabulary.starts_word).tolist():
            text = vocabulary.texts[token].decode("utf-8", "ignore")[1:]
            if text[:1].isupper():
                continue  # among names nothing is usual
            words[0, token] = 1.0
            if text in _USUAL:
                words[1, token] = 1.0
                found.add(text)
        self._words = words
        # A pack for another language cuts these words into pieces, and is not judged by them.
        self._is_judged = len(found) >= _OWN_TOKENS * len(_USUAL)

    def step(self, row: Floats, token: int) -> Step:
        """Return what a token says.

        Args:
            row: float32 [V], the probabilities where it came.
            token: What came.
        """
        raw = self._vocabulary.texts[token]
        words, usual = (self._words @ row).tolist() if raw.startswith(b" ") else (0.0, 0.0)
        if not _LETTERS.search(raw):
            # Numbers and signs are no language.
            return Step(0, 0.0, words, usual, ends_line=b"\n" in raw)
        characters = sum(byte not in _A_PIECE_OF_A_CHARACTER for byte in raw)
        bits = -float(np.log2(max(float(row[token]), 1e-9)))
        is_other = _OTHER_SCRIPT.search(raw) is not None
        return Step(characters, bits, words, usual, is_other=is_other, is_piece=not characters)

    def is_foreign(self, steps: Sequence[Step | None], line: str = "") -> bool:
        """Whether a text ends in another language.

        Of what stands before the line letters of another script say nothing where the line is in
        Latin ones: it is not in that language.

        Args:
            steps: Of its tokens; None for those of which nothing is known.
            line: The text of its last line, or the end of that.
        """
        if not self._is_judged:
            return False
        reach = known = 0
        characters = tokens = bits = words = usual = 0.0
        weight = 1.0
        is_latin = len(_LATIN.findall(line)) > len(_OTHER.findall(line))
        for at in range(len(steps) - 1, -1, -1):
            step = steps[at]
            if reach >= _REACH:
                break
            if weight == _EARLIER and is_latin and _is_other(steps, at):
                continue
            reach += step.characters if step else _CHARACTERS_A_TOKEN
            if step:
                weight = _EARLIER if step.ends_line else weight
                known += step.characters
                characters += weight * step.characters
                tokens += weight * (step.characters > 0)
                bits += weight * step.bits
                words += weight * step.words
                usual += weight * step.usual
        if known < _LEAST or not words:
            return False
        by_bits = _BY_BITS * bits / characters
        by_length = _BY_LENGTH * characters / tokens
        return _BIAS + by_bits + _BY_USUAL * usual / words + by_length > 0


def _is_other(steps: Sequence[Step | None], at: int) -> bool:
    """Whether a token belongs to a letter of another script, which may begin in one before it."""
    step = steps[at]
    while step and step.is_piece and at:
        at -= 1
        step = steps[at]
    return step is not None and step.is_other
