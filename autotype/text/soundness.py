"""Shapes of text that are never shown: loops, and brackets or quotes without their other half."""

from collections.abc import Mapping

import regex

from autotype.text.boundary import rest_of_line
from autotype.text.pairs import BRACKETS, QUOTES

# Words that writers double on purpose, and how many in a row are still meant.
_REPEATABLE = (
    {"that": 2, "had": 2, "is": 2, "her": 2}
    | dict.fromkeys(("very", "so", "really", "much", "many", "far", "long", "never"), 3)
    | dict.fromkeys(("no", "yes", "bye", "ha", "hah", "haha", "ho", "la", "na", "blah"), 3)
    | dict.fromkeys(("knock", "tut", "hey", "please", "there", "well", "now", "wait"), 3)
)
_LONGEST_RUN = 12
# So many letters say which word is being written.
_BEGUN = 2
_ENDS_SENTENCE = regex.compile(r"[.!?…]")
# Twice the longest run in long words; the first word of it may be cut and is dropped.
_REACH = 320

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*")
_HAS_DIGIT = regex.compile(r"\p{N}")
_WORD_END = regex.compile(r"(?<=[\p{L}\p{M}\p{N}])(?![\p{L}\p{M}\p{N}'’-])|(?<=\S)(?!\S)")

_OPENS_ONLY = frozenset("“„‚‘«‹")
_CLOSING_BRACKETS = frozenset(BRACKETS.values())
_MARK = regex.compile(
    "|".join(map(regex.escape, sorted({*BRACKETS, *_CLOSING_BRACKETS, *QUOTES, "’", "\n"})))
)
# Faces, "a)" and "2)" at the start of a paragraph: brackets that are no brackets.
_NO_BRACKET = regex.compile(
    r"(?<!\S)[:;=8xX][-^o'’]?[()\[\]]+(?!\w)|(?:\A|(?<=\n))\s*[\p{L}\p{N}]{1,3}\)"
)
_LETTER = regex.compile(r"[\p{L}\p{M}\p{N}]")
_ELISION = regex.compile(r"(?:\p{N}|(?:tis|twas|em|cause|til|till|n|bout|round|s|re|ll)\b)")
_PARAGRAPH_REACH = 2_000


def loops(offered: str, before: str) -> bool:
    """Whether the text would repeat itself at the caret.

    The same word twice in a row, or the same run of words, be it one that the writer has
    just written. What the writer has begun to write for the second time is no loop: in a new
    sentence ("I live in New York. New"), or in the middle of a word.
    """
    tail = _paragraph(before, _REACH)
    text = tail + offered
    words = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    if len(before) > len(tail) and tail and not before[-len(tail) - 1].isspace():
        words = words[1:]
    plain = [word.replace("’", "'") for word, _, _ in words]
    for last, (_, start, end) in enumerate(words):
        if end <= len(tail):
            continue
        if last and plain[last] == plain[last - 1]:
            between = text[words[last - 1][2] : start]
            if between.isspace() and not _may_repeat(plain, last):
                return True
        for size in range(2, min(_LONGEST_RUN, (last + 1) // 2) + 1):
            middle = last + 1 - size
            run = plain[middle : last + 1]
            again = run == plain[middle - size : middle] and (size > 2 or run[0] != run[1])
            if again and not (
                words[middle][1] < len(tail)
                and plain[max(0, middle - 2 * size) : middle - size] != run
                and (
                    len(tail) - start >= _BEGUN
                    or _ENDS_SENTENCE.search(text, words[middle - 1][2], words[middle][1])
                )
            ):
                return True
    return False


def unmatched(offered: str, before: str, after: str = "") -> bool:
    """Whether it closes a bracket or quote that is not open, or leaves one of its own open.

    What the writer has closed behind the caret already is not open. Only the paragraph
    counts. Apostrophes are no quotes.
    """
    if not _MARK.search(offered):
        return False
    tail = _paragraph(before, _PARAGRAPH_REACH)
    text = tail + offered
    caret = len(tail)
    ignored = _no_brackets(text)
    # What is open: the mark, and whether `offered` opened it.
    stack: list[tuple[str, bool]] = []
    reached = False
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        own = at >= caret
        if own and not reached:
            reached = True
            _close_behind(stack, tail, rest_of_line(after)[:_PARAGRAPH_REACH])
        if mark == "\n":
            if any(opened_here for _, opened_here in stack):
                return True
            stack.clear()
        elif at not in ignored and not _take(stack, text, at, own=own):
            return True
    return any(opened_here for _, opened_here in stack)


def first_sound(offered: str, before: str, after: str = "") -> str:
    """Return the longest beginning of `offered`, in whole words, that has none of these shapes.

    Args:
        offered: What would be inserted.
        before: The text before the caret.
        after: The text after it.

    >>> first_sound(" see you soon) and then", "I will")
    ' see you soon'
    """
    ends = {match.start() for match in _WORD_END.finditer(offered)} | {len(offered)}
    for end in sorted(ends - {0}, reverse=True):
        beginning = offered[:end]
        if not loops(beginning, before) and not unmatched(beginning, before, after):
            return beginning
    return ""


def _paragraph(before: str, reach: int) -> str:
    """Return the part of the caret's paragraph that is before the caret, or the end of it."""
    return before[max(before.rfind("\n") + 1, len(before) - reach) :]


def _may_repeat(words: list[str], last: int) -> bool:
    """Whether the word at `last` may follow itself as often as it does."""
    word = words[last]
    first = last
    while first and words[first - 1] == word:
        first -= 1
    return bool(_HAS_DIGIT.search(word)) or last - first < _REPEATABLE.get(word, 1)


def _no_brackets(text: str) -> set[int]:
    """Return the positions of what looks like a bracket and is none."""
    return {
        position
        for match in _NO_BRACKET.finditer(text)
        for position in range(match.start(), match.end())
    }


def _close_behind(stack: list[tuple[str, bool]], before: str, line: str) -> None:
    """Take away what is open at the caret and closed on the rest of its line."""
    text = before + line
    ignored = _no_brackets(text)
    behind, left = list(stack), len(stack)
    for match in _MARK.finditer(text, len(before)):
        if match.start() not in ignored:
            _take(behind, text, match.start(), own=False)
            left = min(left, len(behind))
    del stack[left:]


def _take(stack: list[tuple[str, bool]], text: str, at: int, *, own: bool) -> bool:
    """Open or close what stands at `at`. False if `offered` closes there what is not open."""
    mark = text[at]
    if mark in BRACKETS:
        stack.append((mark, own))
        return True
    if mark in _CLOSING_BRACKETS:
        return _close(stack, mark, BRACKETS) or not own
    if mark in "'’‘":
        return _take_single(stack, text, at, own=own)
    if mark == '"' and at and text[at - 1].isdigit() and not _is_open(stack, mark, QUOTES):
        return True  # inches, seconds
    if _close(stack, mark, QUOTES):
        return True
    begins = not text[at + 1 : at + 2].isspace()
    if mark == "”":
        begins = begins and not text[at - 1 : at].strip()  # as Swedish and Finnish open
    if mark in _OPENS_ONLY or begins:
        stack.append((mark, own))
        return True
    return not own


def _take_single(stack: list[tuple[str, bool]], text: str, at: int, *, own: bool) -> bool:
    """Take a single quote, or an apostrophe for what it is."""
    mark = text[at]
    previous = text[at - 1] if at else " "
    following = text[at + 1] if at + 1 < len(text) else " "
    if _LETTER.match(previous):
        # Between letters, or the end of a plural ("the dogs' bowl") if no quote is open.
        if not _LETTER.match(following):
            _close(stack, mark, QUOTES)
        return True
    if not previous.isspace() and previous not in '([{“"„«‹—–-/':
        return _close(stack, mark, QUOTES) or not own
    if mark != "’" and _LETTER.match(following) and not _ELISION.match(text, at + 1):
        stack.append((mark, own))
    return True


def _is_open(stack: list[tuple[str, bool]], mark: str, pairs: Mapping[str, str]) -> bool:
    """Whether something is open that `mark` closes."""
    return any(mark in pairs.get(opened, "") for opened, _ in stack)


def _close(stack: list[tuple[str, bool]], mark: str, pairs: Mapping[str, str]) -> bool:
    """Close what `mark` closes, with whatever the writer left open inside of it."""
    for index in range(len(stack) - 1, -1, -1):
        opened, own = stack[index]
        if mark in pairs.get(opened, ""):
            del stack[index:]
            return True
        if own:
            return False  # what `offered` opened last must be closed first
    return False
