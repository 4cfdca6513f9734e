"""The parts of a paragraph that look different, in UTF-16 units, and how an edit moves them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtGui import QTextLayout

from autotype.spelling.paragraph import Checked
from autotype.text.spelled_words import SpelledWord
from autotype.ui.caret import utf16_length
from autotype.ui.looks import MISSPELLED, Look, Looks


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph.

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
        replace(
            part,
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
        start, end = part.start, part.end
        if end < at or (end == at and not part.grows and part.look != MISSPELLED):
            left.append(part)
            continue
        if part.look == MISSPELLED and start <= behind:
            continue
        if start >= behind and start > at:
            start += change
        elif start > at:
            start = at + added
        end = end + change if end >= behind else at
        if end > start:
            left.append(replace(part, start=start, end=end))
    return tuple(left)


def ranges_of(parts: Iterable[Part], looks: Looks, longest: int) -> list[QTextLayout.FormatRange]:
    """Return parts as a layout wants them, none of them longer than the paragraph."""
    ranges = []
    for part in parts:
        one = QTextLayout.FormatRange()
        one.start, one.length = part.start, min(part.end, longest) - part.start
        one.format = looks.formats[part.look]
        if one.length > 0:
            ranges.append(one)
    return ranges
