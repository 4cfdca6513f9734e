"""Where words begin and end around the caret, and what spacing an insertion needs.

The part of the text that is still open is *held back*: it is never fed to the model,
because its tokens change as it grows ("hea" is not a beginning of the tokens of
"hearing"). Byte-level BPE of the GPT-2 kind never merges across pre-tokens, so
everything before the held-back part has its final tokens already.
"""

from dataclasses import dataclass

import regex

# One optional space and the letters after it are one pre-token of GPT-2's pattern, so is an
# apostrophe right after a letter or digit with the letters that follow ("'t", "'ll").
_OPEN_WORD = regex.compile(r"(?:(?<=[\p{L}\p{N}])'\p{L}*| ?\p{L}+| )\Z")
_WORD_CHARACTER = regex.compile(r"[\p{L}\p{M}\p{N}]")
_GLUES = regex.compile(r"(?:[,;:!?…]|(?<!(?<!\p{L})\p{L})\.)\Z")
_CLOSING = regex.compile(r"[\s)\]}»”’\"'.,;:!?…]*\Z")
_SENTENCE_START = regex.compile(r"(?:[.!?…][)\]}»”’\"']*\s+|\n\s*)(?=\S)")
_WORD_START = regex.compile(r"(?<=\s)(?=\S)")


@dataclass(frozen=True, slots=True)
class Caret:
    """The text before the caret, cut where the model may read up to.

    Attributes:
        stable: Text whose tokens no longer change.
        held: The open rest: a half-typed word with the space before it, a single space,
            or nothing. `stable + held` is the text before the caret.
    """

    stable: str
    held: str

    @property
    def half_word(self) -> str:
        """The letters of the half-typed word; empty at the start of a word."""
        return self.held.lstrip(" ")


def at_caret(before: str) -> Caret:
    """Cut the text before the caret into its stable and its held-back part."""
    # A word longer than this is a key or a link; looking further back would cost a key
    # more in a document of one long line.
    tail = before[-256:]
    match = _OPEN_WORD.search(tail)
    start = len(before) - len(tail) + match.start() if match else len(before)
    return Caret(before[:start], before[start:])


def inside_word(before: str, after: str) -> bool:
    """Whether the caret has a word character right before and right after it."""
    return bool(
        before and after and _WORD_CHARACTER.match(before[-1]) and _WORD_CHARACTER.match(after[0])
    )


def is_word_character(character: str) -> bool:
    """Whether a character is a letter, a mark or a digit."""
    return bool(_WORD_CHARACTER.match(character))


def needs_space(before: str) -> bool:
    """Whether a word right after `before` would be glued to punctuation.

    After "e." or "U." it would not be: more of an abbreviation may follow.
    """
    return bool(_GLUES.search(before))


def only_closes(rest_of_line: str) -> bool:
    """Whether nothing but closing punctuation and space follows on the line."""
    return bool(_CLOSING.match(rest_of_line))


def fit(text: str, after: str) -> str:
    """Return `text` as it must be inserted before `after`.

    What `after` begins with already is not inserted again, a missing space is added
    before a word that follows directly, and a double one is not made.

    >>> fit(" back to you", " to you soon")
    ' back'
    >>> fit("get", "you")
    'get '
    """
    kept = text[: len(text) - _overlap(text, after)]
    if not kept or not after:
        return kept
    if kept[-1].isspace():
        return kept.rstrip(" ") if after[0].isspace() else kept
    if _WORD_CHARACTER.match(kept[-1]) and _WORD_CHARACTER.match(after[0]):
        return kept + " "
    return kept


def _overlap(text: str, after: str) -> int:
    """Return the length of the longest end of `text` that `after` begins with, at words.

    Leading spaces of `after` are matched loosely: "back to" before "to you" overlaps too.
    """
    bare = after.lstrip(" ")
    for size in range(min(len(text), len(after)), 0, -1):
        if text.endswith(after[:size]) and _is_edge(text, after, size, size):
            return size
    for size in range(min(len(text), len(bare)), 0, -1):
        start = len(text) - size
        if text.endswith(bare[:size]) and _is_edge(text, bare, size, size):
            # A space that `after` brings itself goes with the overlap.
            if bare is not after and start and text[start - 1] == " ":
                return size + 1
            return size
    return 0


def _is_edge(text: str, after: str, size: int, matched: int) -> bool:
    """Whether an overlap begins at a word's start in `text` and ends at one's end in `after`."""
    start = len(text) - size
    begins = start == 0 or not (
        _WORD_CHARACTER.match(text[start - 1]) and _WORD_CHARACTER.match(text[start])
    )
    ends = matched >= len(after) or not (
        _WORD_CHARACTER.match(after[matched - 1]) and _WORD_CHARACTER.match(after[matched])
    )
    has_word = bool(_WORD_CHARACTER.search(text, start))
    return begins and ends and has_word


def window_start(text: str, most: int) -> int:
    """Return where a window of about `most` characters at the end of `text` begins.

    The start of a sentence in the first half of the window if there is one, else the
    start of a word, else the plain distance.
    """
    if len(text) <= most:
        return 0
    first = len(text) - most
    for pattern in (_SENTENCE_START, _WORD_START):
        match = pattern.search(text, first, first + most // 2)
        if match:
            return match.end()
    return first
