r"""What the lines of a text end with, kept line by line where they differ.

The editor knows one line end, "\n". A file may use several: those of Unix, Windows and old
Macs, the paragraph separator of Unicode, and two characters that are no text but which the
editor's widget takes for ends too. So that saving changes only what the writer changed, each
line that is still there gets the end it had.
"""

import re
from bisect import bisect_left
from collections import Counter

_OTHERS = "\u2029\ufdd0\ufdd1"
_SHOWN = str.maketrans(dict.fromkeys(_OTHERS, "\n"))
_ENDS = re.compile(f"\r\n|[\r\n{_OTHERS}]")
# One character for every end, so that those of a text are a text.
_CODE_OF = {"\r\n": "w", "\n": "u", "\r": "m"} | {end: end for end in _OTHERS}
_END_OF = {code: end for end, code in _CODE_OF.items()}
# Gaps between lines that are in both are compared in turn; no real edits nest any deeper.
_DEEPEST = 40
CODES = frozenset(_END_OF)
"""What the ends of a text may consist of."""


def shown(text: str) -> str:
    r"""Return a text as the editor holds it: all that it takes for line ends is "\n"."""
    return text.translate(_SHOWN) if any(other in text for other in _OTHERS) else text


def usual_end(raw: str) -> str:
    """Return the commonest line end of a text as it is on disk; the one of Unix without any."""
    windows = raw.count("\r\n")
    counts = {"\n": raw.count("\n") - windows, "\r\n": windows, "\r": raw.count("\r") - windows}
    return max(counts, key=counts.__getitem__)


def ends_of(raw: str, usual: str) -> str:
    """Return what each line of a text on disk ends with.

    Args:
        raw: The text as it is on disk, decoded.
        usual: Its commonest line end.

    Returns:
        A character for every line end; nothing where all are the usual one.
    """
    if not any(other in raw for other in _OTHERS):
        plain = raw.count("\r\n")
        counts = {"\r\n": plain, "\n": raw.count("\n") - plain, "\r": raw.count("\r") - plain}
        if not any(count for end, count in counts.items() if end != usual):
            return ""
    return "".join(_CODE_OF[found.group()] for found in _ENDS.finditer(raw))


def with_ends(text: str, usual: str, ends: str = "") -> str:
    r"""Return a text as it goes to disk.

    Args:
        text: The text; its lines end with "\n".
        usual: What they end with on disk.
        ends: What each of them ends with (see `ends_of`); nothing for the usual one.
    """
    if not ends:
        return text.replace("\n", usual)
    lines = text.split("\n")
    closed: list[str] = []
    for line, end in zip(lines, ends, strict=False):
        # An empty line between the ends of an old Mac and of Unix would be none any more.
        merged = end == "u" and not line and closed and closed[-1].endswith("\r")
        closed.append(line + _END_OF["m" if merged else end])
    return "".join([*closed, *lines[len(ends) :]])


def carried_over(old: str, ends: str, new: str, usual: str) -> str:
    """Return the line ends of a text that came about by editing another one.

    Lines that are in both keep what they end with, whatever was written between them.

    Args:
        old: The text before, as the editor showed it.
        ends: Its line ends; nothing where all are the usual one.
        new: The text now, as the editor shows it.
        usual: What new lines end with.

    Returns:
        A character for every line end of `new`; nothing where all are the usual one.
    """
    if not ends:
        return ""
    found = _carry(old, ends, new, _CODE_OF[usual], _DEEPEST)
    return found if found.strip(_CODE_OF[usual]) else ""


def _carry(old: str, ends: str, new: str, usual: str, depth: int) -> str:
    """Return the ends of a new text; what it has in common at both edges keeps its ends."""
    first = _common(old, new, min(len(old), len(new)))
    last = _common(old[::-1], new[::-1], min(len(old), len(new)) - first)
    # Lines are compared whole: half a line in common says nothing about the rest.
    start, rest = old.rfind("\n", 0, first) + 1, old.find("\n", len(old) - last)
    stop = len(old) - rest - 1 if rest >= 0 else 0
    head, tail = old.count("\n", 0, start), old.count("\n", len(old) - stop)
    before, after = old[start : len(old) - stop], new[start : len(new) - stop]
    middle = ends[head : len(ends) - tail]
    anchors = _anchors(before.split("\n"), after.split("\n")) if depth else []
    if anchors:
        middle = _between(anchors, before, middle, after, usual, depth)
    elif len(middle) != after.count("\n"):
        behind = old.count("\n", len(old) - last) - tail
        count = after.count("\n") - behind
        middle = usual * count + middle[len(middle) - behind :]
    return ends[:head] + middle + ends[len(ends) - tail :]


def _between(
    anchors: list[tuple[int, int]], old: str, ends: str, new: str, usual: str, depth: int
) -> str:
    """Return the ends of a new text that has some lines in common with the old one."""
    before, after = old.split("\n"), new.split("\n")
    parts, at, to = [], 0, 0
    for i, j in anchors:
        # Both gaps end where their anchor begins, so each of their lines has an end.
        gap_before = "".join(f"{line}\n" for line in before[at:i])
        gap_after = "".join(f"{line}\n" for line in after[to:j])
        parts.append(_carry(gap_before, ends[at:i], gap_after, usual, depth - 1))
        if j < len(after) - 1:
            parts.append(ends[i] if i < len(ends) else usual)
        at, to = i + 1, j + 1
    rest_before, rest_after = "\n".join(before[at:]), "\n".join(after[to:])
    parts.append(_carry(rest_before, ends[at:], rest_after, usual, depth - 1))
    return "".join(parts)


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Return pairs of places of lines that stand once in each, in the order of both."""
    once_before, once_after = _once(before), _once(after)
    pairs = [(at, once_after[line]) for line, at in once_before.items() if line in once_after]
    # The longest run of pairs that rises in both (patience sorting).
    piles: list[int] = []
    tops: list[int] = []
    back: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(piles, place)
        back.append(tops[pile - 1] if pile else -1)
        piles[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [index]
    chain, index = [], tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]


def _once(lines: list[str]) -> dict[str, int]:
    counts = Counter(lines)
    # An empty line tells nothing, and one stands behind the last end of every part.
    return {line: at for at, line in enumerate(lines) if line and counts[line] == 1}


def _common(one: str, other: str, most: int) -> int:
    """Return how many characters two texts begin with alike."""
    low, high = 0, most
    while low < high:
        half = (low + high + 1) // 2
        if one[low:half] == other[low:half]:
            low = half
        else:
            high = half - 1
    return low
