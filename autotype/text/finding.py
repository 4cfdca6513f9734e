"""Finding text: what is looked for as a pattern, and where it stands, in characters.

What a user writes may take a pattern longer than anybody lives: every search has a deadline.
"""

import unicodedata
import warnings
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import regex

from autotype.translation import tr

MANY = 9_999
"""More matches than these are first said to be many; counting them all goes on."""

_PATIENCE_S = 2.0
# Where a word begins or ends, or where what is looked for has no letter at that side.
_WORD_BEGINS, _WORD_ENDS = r"(?:(?<!\w)|(?!\w))", r"(?:(?!\w)|(?<!\w))"
# An “e” is no match in an “e” with an accent of its own, nor a woman in a woman at a computer:
# replacing it would put the accent on another letter, and take the picture apart.
_MARKS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\U0001f3fb-\U0001f3ff]"
_ENTIRE = rf"(?!{_MARKS}|\u200d\p{{Extended_Pictographic}})"
_NOT_JOINED = r"(?<!\u200d)"
_PICTURE = regex.compile(r"\p{Extended_Pictographic}")


Pattern: TypeAlias = "regex.Pattern[str]"
Match: TypeAlias = "regex.Match[str]"


class FindError(ValueError):
    """What is looked for cannot be: its text is a clause for the user."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        text: The text, or the pattern.
        match_case: Whether capitals have to agree.
        whole_words: Whether no letter or digit may stand beside a match.
        is_pattern: Whether the text is a regular expression.
    """

    text: str
    match_case: bool = False
    whole_words: bool = False
    is_pattern: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Where something was found, in the order of the text.

    Attributes:
        starts: Where each match begins, in characters.
        ends: Where each ends.
        complete: Whether these are all.
    """

    starts: "array[int]"
    ends: "array[int]"
    complete: bool = True

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, index: int) -> tuple[int, int]:
        """Return where a match begins and ends."""
        return self.starts[index], self.ends[index]

    def index_of(self, start: int, end: int) -> int | None:
        """Return the number of the match at a place, counted from 0; None if there is none."""
        index = bisect_left(self.starts, start)
        while index < len(self) and self.starts[index] == start:
            if self.ends[index] == end:
                return index
            index += 1
        return None

    def next(self, start: int, end: int) -> tuple[int, bool]:
        """Return the match after a selection, and whether it is one from the top again.

        Raises:
            IndexError: There are no matches.
        """
        here = self.index_of(start, end)
        index = bisect_left(self.starts, end) if here is None else here + 1
        return self._around(index)

    def previous(self, start: int, end: int) -> tuple[int, bool]:
        """Return the match before a selection, and whether it is one from the end again.

        Raises:
            IndexError: There are no matches.
        """
        here = self.index_of(start, end)
        index = bisect_right(self.ends, start) - 1 if here is None else here - 1
        return self._around(index)

    def first_from(self, position: int) -> tuple[int, bool]:
        """Return the first match that begins at a position or behind it, or from the top.

        Raises:
            IndexError: There are no matches.
        """
        return self._around(bisect_left(self.starts, position))

    def _around(self, index: int) -> tuple[int, bool]:
        if not self.starts:
            raise IndexError(tr("nothing was found"))
        return index % len(self), not 0 <= index < len(self)

    def touching(self, start: int, end: int) -> range:
        """Return the numbers of the matches that have something of a part of the text."""
        return range(bisect_left(self.ends, start), bisect_right(self.starts, end))


def compile_query(query: Query) -> Pattern:
    """Return the pattern of what is looked for.

    Raises:
        FindError: It is no regular expression.
    """
    case = 0 if query.match_case else regex.IGNORECASE
    if not query.is_pattern:
        begins, ends = (_WORD_BEGINS, _WORD_ENDS) if query.whole_words else ("", "")
        joined = _NOT_JOINED if _PICTURE.match(query.text) else ""
        # What looks the same may be one character or several.
        forms = {query.text, *(unicodedata.normalize(form, query.text) for form in ("NFC", "NFD"))}
        body = "|".join(regex.escape(form) for form in sorted(forms))
        selector = "" if query.text.isascii() else "\ufe0f?+"
        return regex.compile(f"{joined}{begins}(?:{body}){selector}{_ENTIRE}{ends}", case)
    pattern = _compiled(query.text, case)
    if query.whole_words:
        pattern = _compiled(f"{_WORD_BEGINS}(?:{query.text}){_WORD_ENDS}", case)
    return pattern


def _compiled(text: str, case: int) -> Pattern:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what means something else in other versions
            pattern = regex.compile(text, regex.MULTILINE | case)
    except regex.error as error:
        said, _, at = str(error).partition(" at position ")
        if at.isdecimal():
            said = tr("{what} (character {n})", what=said, n=int(at) + 1)
        raise FindError(said) from None
    except (RecursionError, OverflowError):
        raise FindError(tr("it is nested too deeply")) from None
    except ValueError as error:
        raise FindError(str(error)) from None
    if pattern.flags & regex.REVERSE:
        raise FindError(tr("it searches backwards"))
    return pattern


def as_pattern(text: str) -> str:
    """Return a regular expression that finds a text as it is."""
    return regex.escape(text, literal_spaces=True)


def search(
    pattern: Pattern,
    text: str,
    scope: tuple[int, int] | None = None,
    stopped: Callable[[], bool] = lambda: False,
    patience: float = _PATIENCE_S,
) -> Iterator[Match]:
    """Yield the matches in a text, in order.

    Args:
        pattern: See `compile_query`.
        text: Where to look.
        scope: Where matches may begin and end; None for everywhere. The text ends there for the
            pattern, too.
        stopped: Asked at each match whether nobody wants the others any more.
        patience: How many seconds may go by without another match.

    Raises:
        FindError: That was too long.
    """
    at, stop = scope or (0, len(text))
    last: tuple[int, int] | None = None
    while True:
        found = False
        try:
            for match in pattern.finditer(text, at, stop, concurrent=True, timeout=patience):
                if stopped():
                    return
                if match.span() != last:  # the one that a search begins with anew
                    found, last = True, match.span()
                    yield match
            return
        except TimeoutError:
            if not found or last is None:
                raise FindError(tr("it takes too long")) from None
            at = last[1]
        except MemoryError:
            raise FindError(tr("it takes too much memory")) from None


def find_all(
    pattern: Pattern,
    text: str,
    scope: tuple[int, int] | None = None,
    stopped: Callable[[], bool] = lambda: False,
    many: Callable[[Matches], object] = lambda _: None,
) -> Matches:
    """Return where all matches in a text are.

    Args:
        pattern: See `compile_query`.
        text: Where to look.
        scope: See `search`.
        stopped: See `search`.
        many: Told the first matches where there are more than `MANY`.

    Raises:
        FindError: It takes too long.
    """
    starts, ends = array("q"), array("q")
    for match in search(pattern, text, scope, stopped):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        if len(starts) == MANY + 1:
            many(Matches(starts[:], ends[:], complete=False))
    return Matches(starts, ends)
