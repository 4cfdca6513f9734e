"""The words of a paragraph whose spelling can be checked, and those for which it means nothing.

Never checked: addresses, e-mails, paths, code, names of people on a platform, words with digits,
abbreviations in capitals, and words with a capital in their middle. Positions are characters.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from autotype.text.markdown import code_spans

_LONGEST = 60
_CHUNK = regex.compile(r"\S++")
_HTML = regex.compile(r"<[/!]?\p{L}[^<>]{0,300}>|&#?\w{1,30};|\]\([^()\s]*+\)")
_ADDRESS = regex.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://|mailto:|www\.", regex.IGNORECASE)
_PATH = regex.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\]\S")
_FILE = regex.compile(r"/[\w-]++\.\p{Ll}|\w\.\p{Ll}{1,9}/")
_OPENING = "([{<\"'“‘„«*_"
_ATOM = r"[\p{L}\p{M}\p{N}\u00ad]++"
_JOINED = rf"{_ATOM}(?:['’._]{_ATOM})*+"
_COMPOUND = regex.compile(rf"{_JOINED}(?:[-‐‑]{_JOINED})*+")
_PARTS = regex.compile(_JOINED)
_HYPHENS = "-‐‑"
_CAMEL = regex.compile(r"\p{Ll}\p{Lu}")
_CAPITALS = regex.compile(r"[\p{Lu}\p{M}]{2,}+(?:['’]?s)?")
_NO_LETTER = regex.compile(r"[\p{N}_]")


@dataclass(frozen=True, slots=True)
class SpelledWord:
    """A word of a paragraph.

    Attributes:
        start: Its first character.
        end: The one behind its last.
        text: The word as a dictionary has it: composed, with straight apostrophes.
        compound: The same for all that hyphens join it to; the word itself if nothing does.
    """

    start: int
    end: int
    text: str
    compound: str


def words_to_check(text: str) -> Iterator[SpelledWord]:
    """Yield the words of a paragraph that a dictionary can be asked about."""
    if "`" in text:
        text = _blanked(text, code_spans(text))
    if any(mark in text for mark in "<&]"):
        text = _blanked(text, [found.span() for found in _HTML.finditer(text)])
    for chunk in _CHUNK.finditer(text):
        yield from _of_chunk(text, *_checked_part(chunk.group(), *chunk.span()))


def as_in_dictionaries(word: str) -> str:
    """Return a word as dictionaries have it: composed, with straight apostrophes and hyphens."""
    if word.isascii():
        return word
    plain = word.replace("’", "'").replace("\u00ad", "").replace("‐", "-").replace("‑", "-")
    return unicodedata.normalize("NFC", plain)


def as_written(correction: str, word: str) -> str:
    """Return a correction with the apostrophes that are used in the word it stands for."""
    return correction.replace("'", "’") if "’" in word else correction


def _checked_part(chunk: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of what stands between two spaces that is made of words."""
    if "@" in chunk or "\\" in chunk or chunk.count("/") > 1:
        found = _ADDRESS.search(chunk)  # the text of a link may stand before it
        return start, start + found.start() if found else start
    if found := _ADDRESS.search(chunk):
        return start, start + found.start()
    bare = chunk.lstrip(_OPENING)
    if _PATH.match(bare) or _FILE.search(chunk) or (bare[:1] == "#" and bare[1:2].isalnum()):
        return start, start
    return start, end


def _of_chunk(text: str, start: int, end: int) -> Iterator[SpelledWord]:
    for found in _COMPOUND.finditer(text, start, end):
        parts = list(_PARTS.finditer(text, *found.span()))
        whole = as_in_dictionaries(found.group())
        # “pre- and post-war”: half a word, which no dictionary has.
        hangs = text[found.end() : found.end() + 1] in tuple(_HYPHENS) and (
            text[found.end() + 1 : found.end() + 2] not in tuple(_HYPHENS)
        )
        for part in parts[: len(parts) - hangs]:
            for at, word in _split_at_dots(part.group()):
                if _may_be_checked(word):
                    plain = as_in_dictionaries(word)
                    begin = part.start() + at
                    compound = whole if len(parts) > 1 else plain
                    yield SpelledWord(begin, begin + len(word), plain, compound)


def _split_at_dots(joined: str) -> list[tuple[int, str]]:
    """Return the words of a text with points in it: those of “end.Next”, none of “example.com”."""
    if "." not in joined:
        return [(0, joined)]
    parts = joined.split(".")
    before, after = parts[:-1], parts[1:]
    if not all(len(one) > 1 and one[-1].islower() for one in before) or not all(
        one.istitle() and len(one) > 1 for one in after
    ):
        return []
    words, at = [], 0
    for part in parts:
        words.append((at, part))
        at += len(part) + 1
    return words


def _may_be_checked(word: str) -> bool:
    if len(word) < 2 or len(word) > _LONGEST or _NO_LETTER.search(word):
        return False
    return not (_CAMEL.search(word) or _CAPITALS.fullmatch(word))


def _blanked(text: str, parts: list[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in parts:
        pieces += [text[last:start], " " * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])
