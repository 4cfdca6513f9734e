"""From a text as it lies on a disk to the paragraphs that its owner has typed."""

from collections.abc import Iterator

import regex

from autotype.text.private_strings import find
from autotype.text.sentences import sentences
from autotype.writing.passages import Left, Reason

_FENCE = regex.compile(r"^ {0,3}(```+|~~~+)")
_FRONT = regex.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", regex.DOTALL)
_QUOTE = regex.compile(r"^ {0,3}>")
_HEADING = regex.compile(r"^ {0,3}#{1,6} +|^ {0,3}(?:=+|-+|\*+|_+) *$")
_IMAGE = regex.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINKED = regex.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_TAG = regex.compile(r"</?[a-zA-Z][^<>]*>")
_MARKED = regex.compile(r"(\*\*|__|`+)(?=\S)(.+?)(?<=\S)\1")
_CODE_LINE = regex.compile(r"^(?:\$ |>>> |\.\.\. |#!|\|.*\||\t| {4}\S)")
_SYMBOLS = regex.compile(r"[{}()\[\];=<>\\|$#_/*&^%~@+]")
_SYMBOL_SHARE = 0.12
_WORD = regex.compile(r"\S+")
_LETTERS = regex.compile(r"\p{L}\p{L}")
# Lines that a mail program or a person's settings broke; the editor breaks none.
_WRAPPED = range(50, 90)


def paragraphs(text: str, left: Left, *, marked: bool = False) -> Iterator[str]:
    """Yield the paragraphs of a text that its owner typed.

    Args:
        text: With plain line ends.
        left: What is left out is counted there.
        marked: Whether it is Markdown.
    """
    if marked:
        text = _FRONT.sub("", text)
    for block in _blocks(text, left, marked):
        lines = [line for line in map(str.rstrip, block) if line.strip()]
        plain = [_plain(line) if marked else line for line in lines]
        if _is_code(lines, plain):
            left.text(Reason.CODE, "\n".join(lines))
            continue
        joined = _joined(plain)
        kept = _without_private(joined, left).strip()
        if _LETTERS.search(kept):
            yield kept


def _blocks(text: str, left: Left, marked: bool) -> Iterator[list[str]]:
    """Yield runs of lines without an empty one, without fences and quotes."""
    block: list[str] = []
    fence = ""
    for line in text.splitlines():
        found = _FENCE.match(line) if marked else None
        if fence:
            left.text(Reason.CODE, line)
            if found and found[1].startswith(fence):
                fence = ""
            continue
        if found:
            fence = found[1]
        elif _QUOTE.match(line):
            left.text(Reason.QUOTED, line)
        elif line.strip() and not (marked and _HEADING.fullmatch(line)):
            block.append(line)
            continue
        if block:
            yield block
        block = []
    if block:
        yield block


def _plain(line: str) -> str:
    """Return a line of Markdown as it is read."""
    line = _LINKED.sub(r"\1", _IMAGE.sub("", line))
    return _HEADING.sub("", _TAG.sub("", _MARKED.sub(r"\2", line)))


def _is_code(lines: list[str], plain: list[str]) -> bool:
    coded = [
        _CODE_LINE.match(line) or _is_symbols(read) for line, read in zip(lines, plain, strict=True)
    ]
    return 2 * sum(map(bool, coded)) > len(lines)


def _is_symbols(line: str) -> bool:
    typed = line.replace(" ", "")
    return len(_SYMBOLS.findall(typed)) > max(2, _SYMBOL_SHARE * len(typed))


def _joined(lines: list[str]) -> str:
    """Return a paragraph, whose lines are one where a program has broken them."""
    if len(lines) > 1 and all(len(line) in _WRAPPED for line in lines[:-1]):
        return " ".join(line.strip() for line in lines)
    return "\n".join(lines)


def _without_private(paragraph: str, left: Left) -> str:
    kept = ""
    for start, end in sentences(paragraph):
        sentence = paragraph[start:end]
        chunks = (match.span() for match in _WORD.finditer(sentence))
        if any(find(sentence, first, last, first) for first, last in chunks):
            left.text(Reason.PRIVATE, sentence)
        else:
            kept += sentence
    return kept
