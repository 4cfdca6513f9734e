"""Where the sentences of a paragraph begin and end."""

from collections.abc import Iterator

import regex

# A mark, more of them, and what closes; then a space or the end, but for scripts without spaces.
_END = regex.compile(
    r"""[\p{Sentence_Terminal}…‥]+[\p{Pe}\p{Pf}"'’”]*(?:\s+|\Z)"""
    r"""|[。！？｡]+[\p{Pe}\p{Pf}"'’”]*\s*"""
)
# What stands before a full stop that only shortens a word: an initial, and the usual ones.
_SHORTENED = regex.compile(
    r"(?:^|[\s.(\[\p{Pi}\"'])(?:(?!I)\p{Lu}|[DMdm]rs?|[Mm]s|[Pp]rof|[Ss][tr]|[Jj]r|[Nn][or]|[Vv]s"
    r"|e\.g|i\.e|z\.B|d\.h|u\.a|bzw|ca|cf|[Ff]ig|[Vv]ol|[SsGg]en|[Cc]apt)\Z"
)
_LONGEST_SHORTENED = 6
_LETTER = regex.compile(r"[\p{L}\p{N}]")


def sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a paragraph begins and ends, in characters.

    The spaces behind a sentence belong to it; together they are the whole paragraph.
    """
    start = 0
    for found in _END.finditer(paragraph):
        end = found.end()
        if end == len(paragraph) or not _goes_on(paragraph, start, found.start(), end):
            yield start, end
            start = end
    if start < len(paragraph):
        yield start, len(paragraph)


def sentence_at(paragraph: str, at: int) -> tuple[int, int]:
    """Return where the sentence at a caret begins and ends, in characters.

    Between two sentences it is the second one. At the end of a paragraph it is the last one, or,
    where a space stands behind that, one that has yet to be written.

    Args:
        paragraph: The whole paragraph.
        at: Where the caret stands.
    """
    start = end = 0
    for start, end in sentences(paragraph):
        if at < end:
            return start, end
    is_over = paragraph[end - 1 :].isspace() and _END.search(paragraph, start) is not None
    return (end, end) if is_over else (start, end)


def count_sentences(paragraph: str) -> int:
    """Return how many sentences of a paragraph say something."""
    return sum(
        _LETTER.search(paragraph, start, end) is not None for start, end in sentences(paragraph)
    )


def _goes_on(paragraph: str, start: int, mark: int, end: int) -> bool:
    """Whether a sentence goes on behind what looks like its end."""
    if paragraph[end].islower():
        # Who writes no capitals at all begins sentences so, too.
        first = _LETTER.search(paragraph, start, mark)
        return first is None or not first[0].islower()
    if paragraph[mark] != "." or paragraph[mark + 1] == ".":
        return False
    return _SHORTENED.search(paragraph, max(0, mark - _LONGEST_SHORTENED), mark) is not None
