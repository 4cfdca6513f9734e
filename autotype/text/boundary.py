"""Where words begin and end around the caret, and what spacing an insertion needs.

The part of the text that is still open is *held back*: it is never fed to the model,
because its tokens change as it grows ("hea" is not a beginning of the tokens of
"hearing"). Byte-level BPE of the GPT-2 kind never merges across pre-tokens, so
everything before the held-back part has its final tokens already.
"""

from dataclasses import dataclass

import regex

from autotype.text.pairs import openers

# One optional space and the letters after it are one pre-token of GPT-2's pattern, so is an
# apostrophe right after a letter or digit with the letters that follow ("'t", "'ll").
# Read from the end, as every pattern of a text's end: from its start it takes a hundred times as
# long.
_OPEN_WORD = regex.compile(r"(?r)(?:(?<=[\p{L}\p{N}])'\p{L}*| ?\p{L}+| )\Z")
_WORD_CHARACTER = regex.compile(r"[\p{L}\p{M}\p{N}]")
EMOJI = (
    r"(?![\d#*©®™‼⁉])[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Regional_Indicator}]"
    r"[\p{Emoji_Modifier}\uFE0F\u200D]*"
)
"""One picture, or one of those that joiners make a picture of; a pattern."""
_GLUES = regex.compile(rf"(?r)(?:[,;:!?…]|(?<!(?<!\p{{L}})\p{{L}})\.|{EMOJI})\Z")
# Line ends of all kinds: files bring them, and other programs put them into their fields.
_LINE_END = regex.compile(r"[\n\r\v\f\x85\u2028\u2029]")
# What ends a sentence or a part of one, in any script.
_STOP = regex.compile(r"[\p{Terminal_Punctuation}…‥]")
_ENDS_SENTENCE = regex.compile(r"[\p{Sentence_Terminal}…‥]")
_PAIRED = regex.compile(r"[\p{Ps}\p{Pe}\p{Quotation_Mark}]")
# Languages disagree on which quotes open, so all of them may close; text behind one that
# opens is no closing punctuation anyway.
_CLOSING = regex.compile(r"[\s\p{Cf}\p{Pe}\p{Quotation_Mark}\p{Terminal_Punctuation}…‥]*\Z")
# A compound, a contraction, a number or an address that goes on behind the caret.
_GOES_ON = regex.compile(r"[-‐‑’'._@/\\&+:,][\p{L}\p{N}]")
_SPACE = regex.compile(r"\s")
_ADDRESS = regex.compile(r"@|://|^www\.", regex.IGNORECASE)
_LONGEST_ADDRESS = 250
_DIGIT, _LETTER = regex.compile(r"\p{N}"), regex.compile(r"\p{L}")
_OPENS = regex.compile(r"[\p{Ps}\p{Pi}„‚][\p{L}\p{N}]")
_ONE_APOSTROPHE = str.maketrans("’ʼ", "''")
# Hyphens, apostrophes and joiners stand inside of words.
_INNER = regex.compile(r"['’‘ʼ＇\-‐‑·\u00ad\u200c\u200d\u2060]")
_OPEN_TOKEN = regex.compile(r"(?r)[\p{L}\p{M}\p{N}'’]+\Z")
# Scripts without spaces have numbers between their letters all the time ("3月4日").
_SPACED = r"(?![\p{Han}\p{Hiragana}\p{Katakana}])\p{L}"
_DIGIT_INSIDE = regex.compile(rf"{_SPACED}\p{{M}}*\p{{N}}+['’]?(?:{_SPACED}|\Z(?<=['’]))")
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
    """Whether a word right after `before` would be glued to punctuation or to a picture.

    After "e." or "U." it would not be: more of an abbreviation may follow.
    """
    return bool(_GLUES.search(before))


def stays_in_word(before: str, typed: str) -> bool:
    """Whether what was typed after `before` is still a part of the same word.

    A hyphen, an apostrophe or a joiner right after a letter does not end a word.
    """
    previous = before[-1:]
    for character in typed:
        if not _WORD_CHARACTER.match(character) and not (
            _INNER.match(character) and _WORD_CHARACTER.match(previous)
        ):
            return False
        previous = character
    return True


def has_digit_inside(before: str) -> bool:
    """Whether the word that ends at the caret has a digit between its letters.

    Nearly always it was hit by accident ("do9n"), and what follows in the word that was
    meant does not follow here. "mp3", "4th" and "5kg" have their digits at one end.
    """
    word = _OPEN_TOKEN.search(before[-64:])
    return bool(word and _DIGIT_INSIDE.search(word.group()))


def is_for_words(before: str) -> bool:
    """Return whether what is being typed may go on in words.

    A number, an address of somebody or of a page does not. Fields for them do not always say
    what they are, and nobody else should hear what stands there.

    Args:
        before: The text before the caret, in one field.
    """
    token = _SPACE.split(before[-_LONGEST_ADDRESS:])[-1]
    if _ADDRESS.search(token):
        return False
    return not _DIGIT.search(before) or bool(_LETTER.search(before))


def rest_of_line(after: str) -> str:
    """Return what follows the caret on its line."""
    return _LINE_END.split(after, 1)[0] if after else ""


def only_closes(after: str) -> bool:
    """Whether nothing but closing punctuation and space follows on the line."""
    return bool(_CLOSING.match(rest_of_line(after)))


def fit(text: str, after: str, before: str = "") -> str:
    """Return as much of `text` as can be inserted between `before` and `after`.

    The three are one text afterwards. What `after` begins with already is not inserted
    again, nor is a mark at the end where the line goes on: the writer has set one there, or
    is in the middle of a sentence. In the middle of a compound or an address there is room
    for the rest of one word only. A missing space is added before a word that follows
    directly, and a double one is not made.

    Returns:
        A beginning of `text`, without a space that `before` ends with and perhaps with one
        more at the end; empty where no word is left.

    >>> fit(" back to you", " to you soon")
    ' back'
    >>> fit("ll.", ".", "we")
    'll'
    >>> fit("get", "you")
    'get '
    """
    if before[-1:].isspace():
        text = text.lstrip(" ")
    if before and text and _doubles(before[-1], text[0]):
        return ""
    if _GOES_ON.match(after):
        text = _SPACE.split(text, 1)[0]
    line = rest_of_line(after)
    kept = text[: len(text) - _overlap(text, line)]
    if line.strip():
        kept = _without_marks(kept, line.lstrip()[0])
    if after[:1].isspace():
        kept = kept.rstrip(" ")
    if kept != text and not _WORD_CHARACTER.search(kept):
        return ""
    return f"{kept} " if _needs_space_after(kept, line, before) else kept


def _needs_space_after(text: str, line: str, before: str) -> bool:
    """Whether what follows on the line would be glued to the end of `text`."""
    if not text or not line or text[-1].isspace():
        return False
    if _WORD_CHARACTER.match(line[0]):
        return bool(_WORD_CHARACTER.match(text[-1]) or _PAIRED.match(text[-1]))
    # “print|(x)” goes on with its bracket; a word of its own does not.
    is_own_word = text[0].isspace() or not before or before[-1].isspace()
    return is_own_word and bool(_OPENS.match(line))


def _doubles(mark: str, next_mark: str) -> bool:
    """Whether the second of two marks would stand where the first one stands already."""
    if _ENDS_SENTENCE.match(mark) and _ENDS_SENTENCE.match(next_mark):
        return True
    return mark == next_mark and not mark.isspace() and not _WORD_CHARACTER.match(mark)


def _without_marks(text: str, following: str) -> str:
    """Return `text` without the marks and spaces at its end, but for pairs that it opened."""
    while text:
        last = text[-1]
        drops = last.isspace() or bool(_STOP.match(last))
        if _PAIRED.match(last):
            drops = not _closes_own(text)
        elif last == following and not _WORD_CHARACTER.match(last):
            drops = True
        if not drops:
            break
        text = text[:-1]
    return text


def _closes_own(text: str) -> bool:
    """Whether the bracket or quote at the end of `text` closes one that `text` opened."""
    rest, mark = text[:-1], text[-1]
    others = openers(mark).replace(mark, "")
    if sum(map(rest.count, others)) > rest.count(mark):
        return True
    return mark in openers(mark) and rest.count(mark) % 2 == 1


def _overlap(text: str, after: str) -> int:
    """Return the length of the longest end of `text` that `after` begins with, at words.

    Leading spaces of `after` are matched loosely: "back to" before "to you" overlaps too, and
    one apostrophe is as good as another.
    """
    text, after = text.translate(_ONE_APOSTROPHE), after.translate(_ONE_APOSTROPHE)
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
