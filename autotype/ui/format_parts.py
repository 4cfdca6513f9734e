"""The parts of a paragraph that look different, in UTF-16 units, and how an edit moves them."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtGui import QTextLayout

from autotype.spelling.paragraph import Checked
from autotype.text.spelled_words import SpelledWord
from autotype.ui.caret import utf16_length
from autotype.ui.looks import MISSPELLED, Look, Looks


class Part(NamedTuple):
    """A part of a paragraph; a tuple, since a key waits for all of them to be moved.

    Attributes:
        start: Where it begins, in UTF-16 units.
        end: Where it ends.
        look: How it looks.
        grows: Whether what is typed at its end belongs to it.
    """

    start: int
    end: int
    look: Look
    grows: bool = False


def parts_of(checked: Checked, marked: Iterable[SpelledWord]) -> tuple[Part, ...]:
    """Return the parts of a paragraph.

    Args:
        checked: What was found out about it.
        marked: Those of its unknown words that are to be marked.
    """
    parts = [Part(span.start, span.end, span.kind, span.is_whole_line) for span in checked.spans]
    parts += [Part(word.start, word.end, MISSPELLED) for word in marked]
    if checked.text.isascii():
        return tuple(parts)
    return tuple(
        part._replace(
            start=units_before(checked.text, part.start),
            end=units_before(checked.text, part.end),
        )
        for part in parts
    )


def units_before(text: str, characters: int) -> int:
    """Return how many UTF-16 units the first characters of a text are."""
    return characters if text.isascii() else utf16_length(text[:characters])


def moved(parts: Iterable[Part], at: int, removed: int, added: int) -> tuple[Part, ...]:
    """Return the parts as an edit leaves them; a marked word that it touches is marked no more.

    Args:
        parts: The parts before the edit.
        at: Where in the paragraph it begins, in UTF-16 units.
        removed: How many units it takes away.
        added: How many it puts there.
    """
    behind, change = at + removed, added - removed
    left = []
    for part in parts:
        start, end, look, grows = part
        if end < at or (end == at and not grows and look != MISSPELLED):
            left.append(part)
            continue
        if look == MISSPELLED and start <= behind:
            continue
        if start >= behind and start > at:
            start += change
        elif start > at:
            start = at + added
        end = end + change if end >= behind else at
        if end > start:
            left.append(Part(start, end, look, grows))
    return tuple(left)


def ranges_of(parts: Iterable[Part], looks: Looks, longest: int) -> list[QTextLayout.FormatRange]:
    """Return parts as a layout wants them, none of them longer than the paragraph."""
    ranges = []
    formats = looks.formats
    for start, end, look, _ in parts:
        if start < longest:
            one = QTextLayout.FormatRange()
            one.start, one.length = start, min(end, longest) - start
            one.format = formats[look]
            ranges.append(one)
    return ranges


def with_moved(
    ranges: list[QTextLayout.FormatRange], before: tuple[Part, ...], after: tuple[Part, ...]
) -> bool:
    """Move ranges as their parts were moved, which takes less than making them anew.

    Returns:
        Whether that could be done: no part has gone.
    """
    if not len(ranges) == len(before) == len(after):
        return False
    for one, old, new in zip(ranges, before, after, strict=True):
        if new is not old:
            one.start, one.length = new.start, new.end - new.start
    return True
