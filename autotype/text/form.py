"""How a text is written, apart from what it says: accents in parts, or all in capitals.

Models have read few texts in these forms, so they read the plain one, and what they answer is
written as the document is. Only texts are changed, never where something stands in the document.
"""

import unicodedata
from dataclasses import dataclass, replace

import regex

from autotype.text.boundary import at_caret
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word

_LOWER_OR_LINE = regex.compile(r"(?r)[\p{Ll}\n]")
_REST_OF_TOKEN = regex.compile(r"\S*\s*")
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
_ENDS_WITH_LETTER = regex.compile(r"[\p{L}\p{M}]\Z")
_SENTENCE_END = regex.compile(r"(?:\A|[.!?…\n])[)\]\"”’]*\s*\Z")
_FIRST_LETTER = regex.compile(r"(?:\A|[.!?…][)\]\"”’]*\s)[^\p{L}]*(\p{L})")
_PRONOUN = regex.compile(r"(?<![\p{L}\p{M}'’])I(?=['’]|[^\p{L}\p{M}])")
# Shorter than this, a single word in capitals is an abbreviation as often as not.
_LONE_WORD, _LONG_WORD = 5, 4
_REACH = 1_000


@dataclass(frozen=True, slots=True)
class Form:
    """How the text before a caret is written.

    Attributes:
        decomposed: Whether its accents are characters of their own (Unicode's NFD).
        capitals: Whether it ends in a run of capitals.
    """

    decomposed: bool = False
    capitals: bool = False

    def write(self, text: str) -> str:
        """Return a plain text in this form."""
        if self.capitals:
            text = text.upper()
        return unicodedata.normalize("NFD", text) if self.decomposed else text

    def answer(self, plain: Suggestion, request: Request) -> Suggestion:
        """Return the answer to `request`, given the one to its plain text."""
        if plain.request is request:
            return plain
        size = len(at_caret(request.before).half_word)
        words = tuple(
            Word(self.write(word.text), word.p, size if word.replaces else 0)
            for word in plain.words
        )
        return replace(plain, request=request, words=words, ghost=self.write(plain.ghost))


def in_plain_form(request: Request) -> tuple[Request, Form]:
    """Return a request with its texts in plain form, and the form that they have.

    The very same request if they are plain already.
    """
    before, after = request.before, request.after
    decomposed = False
    if not unicodedata.is_normalized("NFC", before):
        decomposed = _is_decomposed(before)
        before = unicodedata.normalize("NFC", before)
    if not unicodedata.is_normalized("NFC", after):
        after = unicodedata.normalize("NFC", after)
    start = _capitals_from(before)
    capitals = start < len(before)
    if capitals:
        before, after = _lowered(before, start), after.lower()
    if before is request.before and after is request.after:
        return request, Form()
    return replace(request, before=before, after=after), Form(decomposed, capitals)


def _is_decomposed(text: str) -> bool:
    """Whether the last letter that can be written in both ways is in parts."""
    for at in range(len(text) - 1, max(-1, len(text) - _REACH), -1):
        if at and len(unicodedata.normalize("NFC", text[at - 1 : at + 1])) == 1:
            return True
        if len(unicodedata.normalize("NFD", text[at])) > 1:
            return False
    return False


def _capitals_from(text: str) -> int:
    """Return where the run of capitals begins that `text` ends in; its length if there is none.

    An abbreviation or two are no such run, nor are names of people and companies.
    """
    last = _LOWER_OR_LINE.search(text)
    start = 0
    if last:
        start = last.end()
        if last.group() != "\n":
            start = _REST_OF_TOKEN.match(text, start).end()  # type: ignore[union-attr]  # always matches
    words = _WORD.findall(text, start)
    sizes = [len(word) for word in words if len(word) > 1]
    if not sizes:
        return len(text)
    if _SENTENCE_END.search(text, max(0, start - 8), start) is None:
        found = len(sizes) > 2 and max(sizes) >= _LONG_WORD
    elif len(words) == 1:
        found = sizes[0] >= _LONE_WORD and bool(_ENDS_WITH_LETTER.search(text))
    else:
        says_i = "I" in words
        found = len(sizes) + says_i > 1 and (says_i or len(sizes) > 2 or max(sizes) >= _LONG_WORD)
    return start if found and any(word.isupper() for word in words) else len(text)


def _lowered(text: str, start: int) -> str:
    """Return `text` as somebody without the capitals would write it from `start` on."""
    run = text[start:]
    kept = {match.start() for match in _PRONOUN.finditer(run)}
    for match in _FIRST_LETTER.finditer(run):
        kept.add(match.start(1))
    if _SENTENCE_END.search(text, max(0, start - 8), start) is None:
        kept.discard(_WORD.search(run).start())  # type: ignore[union-attr]  # has words
    return text[:start] + "".join(
        mark if at in kept or len(mark.lower()) != 1 else mark.lower()
        for at, mark in enumerate(run)
    )
