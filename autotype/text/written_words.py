"""The words of a text that may be learned, each with the words that stand before it.

Left out are numbers, secrets, addresses and paths, and scripts that put no spaces between words.
"""

import unicodedata
from dataclasses import dataclass

import regex

from autotype.text import private_strings
from autotype.text.sentences import sentence_at, sentences

START = "^"
"""Stands for the beginning of a sentence among the words before a word."""
LONGEST = 40
"""Characters of a word; what is longer is a key or a mistake."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++(?:['’ʼ‐‑-][\p{L}\p{M}\p{N}]++)*+")
_CHUNK = regex.compile(r"\S++")
# Numbers, and scripts whose words nothing parts.
_NONE = regex.compile(
    r"\A\P{L}*+\Z|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
_MAY_END = regex.compile(r"[\p{Sentence_Terminal}…‥。！？｡]")
# Longer chunks are no words.
_LONGEST_CHUNK = 200
_TAIL = 160
_PATH = ("/", "\\", "_")


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """One word of a line.

    Attributes:
        start: Its first character in the line.
        end: The one behind its last.
        word: The word, composed, with plain apostrophes and hyphens.
        first: Whether it begins a sentence.
        last_one: The word before it, in lower case, or `START`; None if a mark parts the two.
        last_two: The two words before it, parted by a space; None if a mark parts them.
    """

    start: int
    end: int
    word: str
    first: bool
    last_one: str | None
    last_two: str | None


def written_words(line: str) -> list[WrittenWord]:
    """Return the words of one line of text that may be learned, in order."""
    found: list[WrittenWord] = []
    for start, end in sentences(line):
        _cut(line, start, end, found)
    return found


def plain(word: str) -> str:
    """Return a word composed, with plain apostrophes and hyphens."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word.translate(_PLAIN))


def words_before(before: str) -> tuple[str | None, str | None]:
    """Return `last_one` and `last_two` of a word that would stand behind a text."""
    tail = before[-_TAIL:]
    line = tail[tail.rfind("\n") + 1 :]
    start = sentence_at(line, len(line))[0] if _MAY_END.search(line) else 0
    part = line[start:]
    if not part.strip():
        return START, None
    words = list(_WORD.finditer(part))
    if not words or not _only_space(part, words[-1].end(), len(part)):
        return None, None
    one = plain(words[-1].group()).lower()
    if len(words) > 1:
        joined = _only_space(part, words[-2].end(), words[-1].start())
        return one, f"{plain(words[-2].group()).lower()} {one}" if joined else None
    # Where the line was cut nobody knows what it begins with.
    is_whole = start > 0 or len(line) < _TAIL
    begins = is_whole and not part[: words[0].start()].strip()
    return one, f"{START} {one}" if begins else None


def _cut(line: str, start: int, end: int, found: list[WrittenWord]) -> None:
    last: WrittenWord | None = None
    is_first = True
    for chunk in _CHUNK.finditer(line, start, end):
        if _is_no_text(line, *chunk.span()):
            last, is_first = None, False
            continue
        for match in _WORD.finditer(line, *chunk.span()):
            word = plain(match.group())
            if len(word) > LONGEST or _NONE.search(word):
                last, is_first = None, False
                continue
            one = two = None
            if is_first and not line[start : match.start()].strip():
                one = START
            elif last is not None and _only_space(line, last.end, match.start()):
                one = last.word.lower()
                two = f"{last.last_one.split(' ')[-1]} {one}" if last.last_one else None
            last = WrittenWord(*match.span(), word, is_first, one, two)
            found.append(last)
            is_first = False


def _is_no_text(line: str, start: int, end: int) -> bool:
    if end - start > _LONGEST_CHUNK:
        return True
    chunk = line[start:end]
    if not chunk.isalpha() and sum(map(chunk.count, _PATH)) > 1:
        return True
    return private_strings.find(line, start, end, start) is not None


def _only_space(text: str, start: int, end: int) -> bool:
    return text[start:end].isspace() or start == end
