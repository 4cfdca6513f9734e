"""What is what in a paragraph of Markdown: headings, emphasis, code, quotes, links.

Only what a reader of the source wants to see at a glance, a line at a time; the one thing that
goes over lines is a block of code between two fences. Positions are characters.
"""

import enum
from bisect import bisect_right
from dataclasses import dataclass

import regex

# Of a line as long as a book nothing is emphasised over more than this, so that a line full of
# asterisks takes no time in the square of its length.
_REACH = 200
_FENCE = regex.compile(r" {0,3}(?P<fence>`{3,}+|~{3,}+)(?P<after>.*)", regex.DOTALL)
_HEADING = regex.compile(r" {0,3}#{1,6}+(?=[ \t]|$)")
_QUOTE = regex.compile(r" {0,3}>")
_RULE = regex.compile(r" {0,3}([-*_])(?:[ \t]*+\1){2,}+[ \t]*+$")
_LIST = regex.compile(r"[ \t]*+(?:[-*+]|\d{1,9}[.)])(?=[ \t])(?:[ \t]+\[[ xX]\](?=[ \t]))?")
_TICKS = regex.compile(r"`++")
_LINK = regex.compile(rf"!?\[([^\[\]]{{0,{_REACH}}})\](\([^()\s]*+(?:[ \t][^()]{{0,200}})?\))")
_ADDRESS = regex.compile(r"<?\bhttps?://[^\s<>()]++>?")
_INK = "(?<![\\\\])"


def _between(mark: str, inside: str = r"[^\s]", around: str = "") -> regex.Pattern[str]:
    """Return a pattern of what stands between two marks, close to both."""
    return regex.compile(
        rf"{_INK}{around and f'(?<!{around})'}{mark}(?={inside})(?:.{{1,{_REACH}}}?)"
        rf"(?<={inside}){_INK}{mark}{around and f'(?!{around})'}"
    )


_BOTH = _between(r"\*\*\*", r"[^\s*]")
_STRONG = (_between(r"\*\*"), _between("__", around=r"\w"))
_EMPHASIS = (_between(r"\*", r"[^\s*]", r"\*"), _between("_", r"[^\s_]", r"\w"))
_STRUCK = _between("~~")


class Kind(enum.Enum):
    """What a part of a paragraph is."""

    HEADING = "heading"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRUCK = "struck"
    CODE = "code"
    CODE_LINE = "line of code"
    QUOTE = "quote"
    MARKER = "marker"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a paragraph.

    Attributes:
        start: Its first character.
        end: The one behind its last.
        kind: What it is.
    """

    start: int
    end: int
    kind: Kind

    @property
    def is_whole_line(self) -> bool:
        """Whether what is typed at its end belongs to it."""
        return self.kind in (Kind.HEADING, Kind.QUOTE, Kind.CODE_LINE)


def fence_after(line: str, fence: str) -> str:
    """Return the fence that is open behind a line.

    Args:
        line: The line.
        fence: The one that is open before it, such as "```"; empty for none.
    """
    found = _FENCE.match(line)
    if found is None:
        return fence
    marks, after = found["fence"], found["after"]
    if fence:
        closes = marks[0] == fence[0] and len(marks) >= len(fence) and not after.strip()
        return "" if closes else fence
    return "" if marks[0] == "`" and "`" in after else marks


def is_code(line: str, fence: str) -> bool:
    """Whether a line is code between fences, or one of the fences."""
    return bool(fence or fence_after(line, fence))


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of each part of a paragraph that stands between backticks."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    places: dict[int, list[int]] = {}
    for at, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(at)
    spans, at = [], 0
    while at < len(runs):
        start, end = runs[at]
        alike = places[end - start]
        closing = bisect_right(alike, at)
        if closing == len(alike):
            at += 1
            continue
        spans.append((start, runs[alike[closing]][1]))
        at = alike[closing] + 1
    return spans


def markdown_spans(line: str, fence: str = "") -> tuple[Span, ...]:
    """Return what a paragraph of Markdown consists of, wider parts before those inside of them.

    Args:
        line: The paragraph.
        fence: The fence that is open before it; empty for none.
    """
    if is_code(line, fence):
        return (Span(0, len(line), Kind.CODE_LINE),) if line else ()
    return (*_of_the_line(line), *_inside(line))


def _of_the_line(line: str) -> list[Span]:
    if found := _HEADING.match(line):
        return [Span(0, len(line), Kind.HEADING), Span(0, found.end(), Kind.MARKER)]
    if _QUOTE.match(line):
        return [Span(0, len(line), Kind.QUOTE)]
    if found := _RULE.match(line) or _LIST.match(line):
        return [Span(0, found.end(), Kind.MARKER)]
    return []


def _inside(line: str) -> list[Span]:
    spans = [Span(start, end, Kind.CODE) for start, end in code_spans(line)]
    left = _without(line, [(span.start, span.end) for span in spans])
    for found in _LINK.finditer(left):
        spans.append(Span(*found.span(1), Kind.LINK))
        spans.append(Span(*found.span(2), Kind.MARKER))
    left = _without(left, [found.span(2) for found in _LINK.finditer(left)])
    addresses = [found.span() for found in _ADDRESS.finditer(left)]
    spans += [Span(start, end, Kind.LINK) for start, end in addresses]
    left = _without(left, addresses)
    for found in _BOTH.finditer(left):
        spans += [Span(*found.span(), kind) for kind in (Kind.STRONG, Kind.EMPHASIS)]
    left = _without(left, [found.span() for found in _BOTH.finditer(left)])
    for pattern in _STRONG:
        strong = [found.span() for found in pattern.finditer(left)]
        spans += [Span(start, end, Kind.STRONG) for start, end in strong]
        marks = [(at, at + 2) for start, end in strong for at in (start, end - 2)]
        left = _without(left, marks)
    for pattern in _EMPHASIS:
        spans += [Span(*found.span(), Kind.EMPHASIS) for found in pattern.finditer(left)]
    spans += [Span(*found.span(), Kind.STRUCK) for found in _STRUCK.finditer(left)]
    return spans


def _without(text: str, parts: list[tuple[int, int]]) -> str:
    """Return a text with parts of it made unreadable, at the same positions."""
    if not parts:
        return text
    pieces, last = [], 0
    for start, end in parts:
        pieces += [text[last:start], "\ufffc" * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])
