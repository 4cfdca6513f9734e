"""The writer's own shortcuts: a word that is typed, and the text that is offered in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import regex

from autotype.errors import AutotypeError
from autotype.text.boundary import is_word_character
from autotype.text.visible import is_visible
from autotype.text.written_words import plain
from autotype.translation import tr

LONGEST = 30
"""Characters of a shortcut: what is longer is no quicker to type."""
LONGEST_TEXT = 500
"""Characters of an expansion: about a paragraph, which a ghost can still show."""
MOST = 500
"""Shortcuts of one writer; nobody remembers more."""
# What may stand directly before a word and is no part of it, as an apostrophe in a word would be.
_OPENS = regex.compile(r"[\p{Ps}\p{Pi}–—―¿¡“”„\"«»‹›‘‚]|(?<![\p{L}\p{N}])['’]")
_TOKEN = regex.compile(r"(?r)\S+\Z")
_LINE_END = regex.compile(r"[\n\r\v\f\x85\u2028\u2029]")


class ShortcutError(AutotypeError):
    """A shortcut that cannot be kept."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is offered in place of a shortcut.

    Attributes:
        text: What would be written.
        replaces: How many characters before the caret go for it.
    """

    text: str
    replaces: int


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """All shortcuts of a writer, as they were at one moment.

    Attributes:
        texts: What each of them stands for.
    """

    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Shortcuts":
        """Return those that are kept as pairs of a shortcut and its expansion."""
        return cls(dict(pairs))

    def at_caret(self, before: str, after: str) -> Expansion | None:
        """Return what is offered where a shortcut was typed as a whole word; None elsewhere.

        Args:
            before: The text before the caret.
            after: The text after it.
        """
        if not self.texts or is_word_character(after[:1] or " "):
            return None
        tail = before[-2 * LONGEST :]
        token = _TOKEN.search(tail)
        if token is None:
            return None
        first = token.start()
        for start in range(first, len(tail)):
            begins = _OPENS.match(tail, start - 1) if start > first else first or tail == before
            if begins and (text := self._expanded(plain(tail[start:]))):
                return Expansion(text, len(tail) - start)
        return None

    def __contains__(self, word: str) -> bool:
        """Whether a word is one of them, in capitals too."""
        return bool(self.texts and self._expanded(plain(word)))

    def _expanded(self, word: str) -> str:
        """Return the expansion of a word, with its capitals; empty if it is no shortcut."""
        if (text := self.texts.get(word)) is not None:
            return text
        small = word.lower()
        if (text := self.texts.get(small)) is None:
            return ""
        if len(word) > 1 and word.isupper():
            return text.upper()
        return text[:1].upper() + text[1:] if word[1:] == small[1:] else ""


def checked(short: str, text: str) -> tuple[str, str]:
    """Return a shortcut and its expansion as they are kept.

    Raises:
        ShortcutError: One of them cannot be used; the text is one sentence.
    """
    short, text = plain(short.strip()), text.strip()
    if not short:
        raise ShortcutError(tr("A shortcut needs a word to type, such as “brb”."))
    if not is_visible(short) or any(map(str.isspace, short)):
        raise ShortcutError(
            tr("A shortcut is one word without spaces, line ends or control characters.")
        )
    if len(short) > LONGEST:
        raise ShortcutError(tr("A shortcut has {n} characters at most.", n=LONGEST))
    if not any(map(str.isalnum, short)):
        raise ShortcutError(tr("A shortcut has a letter or a digit in it."))
    if not text:
        raise ShortcutError(tr("Say what the shortcut stands for, such as “be right back”."))
    if _LINE_END.search(text):
        raise ShortcutError(tr("What a shortcut stands for is one line; leave the line ends out."))
    if not is_visible(text):
        raise ShortcutError(
            tr("What a shortcut stands for has no tabs and no control characters in it.")
        )
    if len(text) > LONGEST_TEXT:
        raise ShortcutError(
            tr("What a shortcut stands for has {n} characters at most.", n=LONGEST_TEXT)
        )
    if text == short:
        raise ShortcutError(tr("A shortcut stands for another text than itself."))
    return short, text
