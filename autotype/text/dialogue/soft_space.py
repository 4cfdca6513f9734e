"""The space after a take, which is in no text before a key needs it.

It is state of the dialogue: a take sets it, the next key makes it real or drops it. So there is
never a space before a mark, at the end of a line, or one too many.
"""

import enum

import regex

from autotype.text.boundary import EMOJI, only_closes
from autotype.text.pairs import openers

# A take that ends so is the end of a word or of a part of a sentence.
_ENDS = regex.compile(r"[\p{L}\p{M}\p{N}.!?,;:…)\]”’]\Z")
# Addresses, paths, names of code: what follows belongs to them as often as not.
_NO_PROSE = regex.compile(r"[@\\_/]")
_TOKEN = regex.compile(r"(?r)\S+\Z")
# In a list or a quotation as well.
_FENCE = regex.compile(r"^[ \t>]*(`{3,}|~{3,})(.*)", regex.MULTILINE)
_TICKS = regex.compile(r"`+")
_UNSPACED_SCRIPT = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Javanese}"
)
_UNSPACED = regex.compile(f"[{_UNSPACED_SCRIPT}]")
_BEGINS_A_WORD = regex.compile(r"[\p{L}\p{Nd}\p{Ps}\p{Pi}\p{Sc}‚#¿¡]")
_IS_PART = regex.compile(r"[\p{Lm}ªº¢]")
_EMOJI = regex.compile(EMOJI)
_STAYS_BEHIND = regex.compile(r"[,;!?…‽]")
_CLOSES = regex.compile(r"[\p{Pe}”»›]")
# Languages disagree on what these do; they close what is open.
_OPENS_OR_CLOSES = frozenset("“‘«‹")


class Soft(enum.StrEnum):
    """Whether there is a soft space at the caret; no text is false."""

    NONE = ""
    SPACE = "space"
    CAPITAL = "before a capital"
    """Only a new sentence needs it: an address or a number may go on behind the point."""


def after_take(before: str, after: str) -> Soft:
    """Return the soft space that a take leaves.

    Args:
        before: The text before the caret, with what was taken.
        after: The text after it.
    """
    if not _ENDS.search(before[-8:]) or (after[:1].isspace() and after[:1] not in "\r\n"):
        return Soft.NONE
    token = _TOKEN.search(before[-256:])
    if not only_closes(after) or (token and _NO_PROSE.search(token.group())):
        return Soft.NONE
    return Soft.NONE if _UNSPACED.match(before[-1]) or _in_code(before) else Soft.SPACE


def gap(soft: Soft, before: str, key: str) -> str:
    """Return what a key needs between the text and what it types: a space, or nothing.

    Args:
        soft: What is at the caret.
        before: The text before it, the whole paragraph if possible.
        key: What is typed; its first character decides.
    """
    mark = key[:1]
    if not soft or not mark:
        return ""
    if soft is Soft.CAPITAL:
        return " " if mark.isupper() or mark.istitle() else ""
    if mark == '"' or mark in _OPENS_OR_CLOSES:
        return "" if _closes(before, mark) else " "
    if _IS_PART.match(mark) or _UNSPACED.match(mark):
        return ""
    return " " if _BEGINS_A_WORD.match(mark) or _EMOJI.match(key) else ""


def after_typed(soft: Soft, before: str, typed: str) -> Soft:
    """Return the soft space behind what was typed.

    Args:
        soft: What was at the caret.
        before: The text that was before it.
        typed: What has come to it, with the space if that has become real.
    """
    for mark in typed:
        if not soft:
            break
        soft = _behind(before, mark)
        before += mark
    return soft


def _behind(before: str, mark: str) -> Soft:
    if mark == ".":
        return Soft.CAPITAL
    stays = bool(_STAYS_BEHIND.match(mark) or _CLOSES.match(mark))
    if mark == '"' or mark in _OPENS_OR_CLOSES:
        stays = _closes(before, mark)
    # Behind what closes nothing goes on that a point may have been a part of.
    return Soft.SPACE if stays else Soft.NONE


def _closes(before: str, quote: str) -> bool:
    """Whether a quote that may open or close closes one that is open in the paragraph."""
    paragraph = before[before.rfind("\n") + 1 :]
    if quote == '"':
        return paragraph.count(quote) % 2 == 1
    opened = sum(map(paragraph.count, openers(quote)))
    return opened > paragraph.count(quote)


def _in_code(before: str) -> bool:
    """Whether the caret is in Markdown's code, in a paragraph or as a block."""
    fence = ""
    for mark, info in _FENCE.findall(before):
        if not fence:
            # A line with more of them is code in a paragraph.
            fence = "" if "`" in info else mark
        elif mark.startswith(fence) and not info.strip():
            fence = ""
    ticks = ""
    for run in _TICKS.findall(before, before.rfind("\n") + 1):
        ticks = run if not ticks else "" if run == ticks else ticks
    return bool(fence or ticks)
