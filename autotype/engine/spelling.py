"""Whether the ghost would only make a misspelling longer.

A beginning that the model hardly expects, one slip away from a word that it does expect, was
nearly always meant to be that word. No list of words: what counts is this place in this text.
"""

import re

from autotype.engine.session import Floats
from autotype.engine.vocabulary import Vocabulary

_UNEXPECTED = 0.01
# People misspell, and a model that has read what they write expects some of that; so half as likely
# must do. But a word that the vocabulary has whole is a word, British ones too.
_TIMES = 0.5
# What is less likely than this part of the misspelling does not matter.
_COUNTS = 0.1
# And this is expected by nobody, however little else is.
_EXPECTED = 1e-7
# A whole word with a slip in it may be a rare word as well; its end says more.
_TIMES_WHOLE = 100.0
_LONGEST_ENDING = 2
# A slip is made in one word of thirty, so what is corrected has to be that much likelier; ten times
# more where it is a name that is like another one, or a word of the vocabulary begins like that.
_A_SLIP = 0.03
_TIMES_BEGUN = 10.0
_EXPECTED_CORRECTED = 1e-5
_LEAST_LETTERS = 4
# A model that has read misspellings goes on with them, the more so behind others ("becuase I have
# not rec|ieved"). This part of such a word's likelihood takes it away: "definately", expected five
# times as much as "definitely", but not "commandos", eight times as much as "commands".
_TIMES_OFFERED = 0.15
_LEAST_OFFERED = 5
# What is spelled otherwise in Britain and America is a slip in neither.
_VARIANTS = re.compile(
    rb"our|ou(?=l[dt])|ll(?=(?:ed|ing|er|ers|or|ors|ery|ity|ment)\Z)|[ao]e|(?<=dg)e(?=m)|e(?=abl)"
)
_AMERICAN = {b"our": b"or", b"ou": b"o", b"ll": b"l", b"ae": b"e", b"oe": b"e"}
_VOWELS = "aeiou"
_VOWEL_PAIRS = frozenset(f"{a}{b}".encode() for a in _VOWELS for b in _VOWELS)


def is_misspelled(
    vocabulary: Vocabulary, row: Floats, held: str, added: str, mass: float, p: float
) -> bool:
    """Whether a half-typed word and its rest are a misspelling, as far as a model can tell.

    The same rest behind a beginning without the slip must be about as likely, or the
    beginning is a whole word with a slip in it and hardly anything is left to come. Only words
    of one token are compared, and only those that begin with the same letter.

    Args:
        vocabulary: The tokens.
        row: float [V], their probabilities where the half-typed word begins.
        held: The half-typed word, with the space before it.
        added: The rest of it.
        mass: Probability that a word begins like that.
        p: Probability of `added` after it.
    """
    typed = held.lstrip(" ")
    if len(typed) < _LEAST_LETTERS or mass >= _UNEXPECTED or not added[:1].isalpha():
        return False
    beginning, ending = held.encode(), added.encode()
    if vocabulary.token_of(beginning + ending) is not None:
        return False
    size = len(beginning)
    alike = vocabulary.slice(held[: len(held) - len(typed) + 1].encode())
    likely = alike[row[alike] >= max(_COUNTS * mass * p, _EXPECTED)]
    meant: dict[bytes, float] = {}
    for token in likely.tolist():
        word, share = vocabulary.texts[token], float(row[token])
        if ending not in word and len(word) > size + 1:
            continue
        whole = len(added) <= _LONGEST_ENDING and share >= _TIMES_WHOLE * mass
        if whole and not word.startswith(beginning) and _one_slip(word, beginning):
            return True
        for at in (size - 1, size, size + 1):
            if word.startswith(ending, at) and _one_slip(word[:at], beginning):
                meant[word[:at]] = meant.get(word[:at], 0.0) + share
    return any(share >= _TIMES * mass * p for share in meant.values())


def slipped(vocabulary: Vocabulary, row: Floats, held: str, added: str, p: float) -> bool:
    """Whether a word that could be offered is another one with a slip inside of it.

    The other one is a word of one token that could stand here, too. Slips at the first and the
    last letter do not count, since most endings are no slips ("scarf", "scarfs"). Where the
    other one does not begin with what is typed, it has to be likelier, and the slip one that
    is made in any word.

    Args:
        vocabulary: The tokens.
        row: float [V], their probabilities where the word begins.
        held: What is typed of the word, with the space before it.
        added: The rest of it, perhaps with words that follow.
        p: Probability of the whole word in `row`'s place.
    """
    rest = added.split(" ", 1)[0]
    whole = (held + rest).lstrip(" ")
    if not rest or len(whole) < _LEAST_OFFERED or not whole.isalpha():
        return False
    space = (held + rest)[: len(held + rest) - len(whole)]
    text = f"{space}{whole}".encode()
    if vocabulary.token_of(text) is not None:
        return False
    typed, american = held.encode(), _american(text)
    alike = vocabulary.slice(f"{space}{whole[0]}".encode())
    likely = alike[row[alike] >= max(_TIMES_OFFERED * p, _EXPECTED)]
    for token in likely.tolist():
        word = vocabulary.texts[token]
        if word[-1:] != text[-1:] or not _one_slip(word, text) or _american(word) == american:
            continue
        if word.startswith(typed) or (row[token] >= p and _is_of_the_hand(word, text)):
            return True
    return False


def meant_word(
    vocabulary: Vocabulary, row: Floats, held: str, mass: float
) -> tuple[int, float] | None:
    """Return the word that a misspelled one, or the beginning of one, was meant to be.

    Args:
        vocabulary: The tokens.
        row: float [V], their probabilities where the half-typed word begins.
        held: The half-typed word, with the space before it.
        mass: Probability that a word begins like that.

    Returns:
        Its only token, and the probability that it was meant; None where none is likely enough.
    """
    typed = held.lstrip(" ")
    if len(typed) < _LEAST_LETTERS or mass >= _UNEXPECTED:
        return None
    beginning, size = held.encode(), len(held.encode())
    alike = vocabulary.slice(held[: len(held) - len(typed) + 1].encode())
    begun = typed[0].isupper() or len(vocabulary.slice(beginning)) > 0
    times = (_TIMES_BEGUN if begun else 1.0) / _A_SLIP
    likely = alike[row[alike] >= max(times * mass, _EXPECTED_CORRECTED)]
    best = max(
        (
            token
            for token in likely.tolist()
            if not vocabulary.texts[token].startswith(beginning)
            and any(
                _one_slip(vocabulary.texts[token][:at], beginning)
                for at in (size - 1, size, size + 1)
            )
        ),
        key=lambda token: float(row[token]),
        default=None,
    )
    if best is None:
        return None
    meant = float(row[best]) * _A_SLIP
    return best, meant / (meant + mass)


def _american(word: bytes) -> bytes:
    """Return a word without what British spelling adds to it."""
    return _VARIANTS.sub(lambda found: _AMERICAN.get(found[0], b""), word)


def _one_slip(meant: bytes, typed: bytes) -> bool:
    """Whether one slip tells two words apart.

    A character too many, too few or out of place, or one vowel for another. Other letters make
    too many words of other words ("playing" and "praying").
    """
    if abs(len(meant) - len(typed)) > 1:
        return False
    _, first, second = _difference(meant, typed)
    if not (first and second):
        return len(first) + len(second) == 1
    out_of_place = len(first) == 2 and first == second[::-1]
    return out_of_place or (len(first) == len(second) == 1 and first + second in _VOWEL_PAIRS)


def _is_of_the_hand(meant: bytes, typed: bytes) -> bool:
    """Whether a slip is one that is made in any word: letters out of place, or a double one."""
    before, first, second = _difference(meant, typed)
    return len(first) == len(second) == 2 or first + second == before[-1:]


def _difference(meant: bytes, typed: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what two words begin with, and what is left of each without what they end with."""
    size = 0
    while size < min(len(meant), len(typed)) and meant[size] == typed[size]:
        size += 1
    before, first, second = meant[:size], meant[size:], typed[size:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return before, first, second
