"""Looks a paragraph through: what of it is Markdown, and which words are in no dictionary."""

import time
from dataclasses import dataclass

from autotype.spelling.speller import Speller
from autotype.text.markdown import Span, is_code, markdown_spans
from autotype.text.spelled_words import SpelledWord, words_to_check

# Two unknown words of three are a short line with two slips; three of five are another language.
_LEAST_FOREIGN = 3
# And so many, most of them known, are the dictionary's own.
_LEAST_OWN = 5
# The interpreter is given up so often that a key never waits for a long paragraph.
_WORDS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about a paragraph.

    Attributes:
        text: The paragraph.
        fence: The fence of code that is open before it; empty for none.
        spans: What of it is Markdown; nothing where that is not wanted.
        unknown: The words that are in no dictionary; none where most are, since the paragraph
            is in another language then.
        foreign: Whether it is in another language; None where it is too short to tell.
        skipped: Whether the dictionary could not judge it, so that `unknown` says nothing: it has
            words, and most are in another language or script, or there is no dictionary.
    """

    text: str
    fence: str = ""
    spans: tuple[Span, ...] = ()
    unknown: tuple[SpelledWord, ...] = ()
    foreign: bool | None = None
    skipped: bool = False


def check_paragraph(
    text: str,
    fence: str = "",
    *,
    speller: Speller | None,
    markdown: bool,
    foreign: bool = False,
) -> Checked:
    """Look a paragraph through.

    Args:
        text: The paragraph.
        fence: The fence of code that is open before it; empty for none.
        speller: The dictionary; None where spelling is not checked.
        markdown: Whether Markdown is wanted.
        foreign: Whether what was looked through before was in another language, which decides
            about a line of a few words.
    """
    spans = markdown_spans(text, fence) if markdown else ()
    if is_code(text, fence):
        return Checked(text, fence, spans)
    if speller is None:
        return Checked(text, fence, spans, skipped=any(map(str.isalpha, text)))
    unknown, known, unread = [], 0, 0
    for number, word in enumerate(words_to_check(text)):
        if number % _WORDS_AT_ONCE == _WORDS_AT_ONCE - 1:
            time.sleep(0)
        if speller.knows(word):
            known += 1
            unread += not speller.judges(word)
        else:
            unknown.append(word)
    different = len({word.text.casefold() for word in unknown})
    most = len(unknown) > known
    found: bool | None = None
    if most and different >= _LEAST_FOREIGN:
        found = True
    elif not most and known + len(unknown) >= _LEAST_OWN:
        found = False
    skipped = 2 * unread > known + len(unknown)
    if most and (found or foreign):
        unknown, skipped = [], True
    return Checked(text, fence, spans, tuple(unknown), found, skipped)
