"""Which of the words that were found are worth an offer, in the bar and as a ghost alike."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import regex

from autotype.text.boundary import fit, has_digit_inside, is_word_character
from autotype.text.request import Request
from autotype.text.soundness import loops, unmatched

LEAST_P = 0.01
"""What is less likely than this is noise, however little else there is."""

_TOKEN_REACH = 64
_PARAGRAPH_REACH = 2_000
# A possessive of a possessive, and an ordinal number with letters behind its ending.
_MALFORMED = regex.compile(
    r"(?:(?:['’]|\p{N})s['’]s|(?<![\p{L}\p{N}])\p{N}+(?:st|nd|rd|th)\p{L}+)\Z", regex.IGNORECASE
)
_LAST_APOSTROPHE = regex.compile(r"(?r)(?<=\p{L})['’](?=\p{L})")
_ONE_APOSTROPHE = str.maketrans("’", "'")
_LETTER = regex.compile(r"\p{L}")
_LATIN = regex.compile(r"\p{Latin}")


class _Offer(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def p(self) -> float: ...


_Found = TypeVar("_Found", bound=_Offer)


def fits_in(text: str, before: str) -> bool:
    """Whether `before` may go on with a word at all.

    It may not where one token would have a digit between its letters or two endings, nor in
    Latin letters where the paragraph has letters of other scripts only.

    >>> fits_in("tcentury", "the 21s")
    False
    """
    token = before[-_TOKEN_REACH:] + text
    return not (has_digit_inside(token) or _MALFORMED.search(token) or _is_foreign(text, before))


def is_sound(text: str, before: str, after: str = "") -> bool:
    """Whether a word neither repeats what stands before it nor leaves half a pair."""
    return not (loops(text, before) or unmatched(text, before, after))


def fitted(text: str, request: Request) -> str:
    """Return as much of a text as fits at the caret; empty if no word of it does."""
    before, after = request.before, request.after
    fitting = fit(text, after, before)
    if not any(map(is_word_character, fitting)):
        return ""
    # What was cut off may have been half a pair.
    return "" if after and unmatched(fitting, before, after) else fitting


def distinct(found: Sequence[_Found], before: str) -> list[_Found]:
    """Return each word once, with a straight or a curly apostrophe, with a space or without.

    The likelier way to write it stays, but of two apostrophes the one that `before` has.

    Args:
        found: Words, the likeliest first.
        before: The text before the caret.
    """
    own = _LAST_APOSTROPHE.search(before, max(0, len(before) - _PARAGRAPH_REACH))
    other = {"'": "’", "’": "'"}[own.group()] if own else ""
    kept: dict[str, _Found] = {}
    for word in found:
        same = word.text.strip().translate(_ONE_APOSTROPHE)
        first = kept.setdefault(same, word)
        if other and other in first.text and other not in word.text:
            kept[same] = word
    return sorted(kept.values(), key=lambda word: -word.p)


def _is_foreign(text: str, before: str) -> bool:
    """Whether a word has Latin letters, and the paragraph at the caret only others."""
    start = max(before.rfind("\n") + 1, len(before) - _PARAGRAPH_REACH)
    return bool(
        _LATIN.search(text) and not _LATIN.search(before, start) and _LETTER.search(before, start)
    )
