"""What must never be offered: profanity, secrets, contact data, pronouns if so wished.

A filter judges what would stand in the text, not what would be inserted: the rest of a
half-typed word is judged as the whole word it makes. What the writer has written themself
is theirs to repeat; only secrets stay secret, and what they want never offered is not.
"""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import regex

from autotype.text import private_strings
from autotype.text.private_strings import Private

# Longer chunks are keys and links, and their end tells it.
_REACH = 256
_CHUNK = regex.compile(r"\S+")
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’‑/-][\p{L}\p{M}\p{N}]+)*")
_LETTER = regex.compile(r"[\p{L}\p{M}\p{N}]")
_AFTER_LAST_WORD = regex.compile(r"[^\p{L}\p{M}\p{N}]*\Z")

_GENDERED = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})

# The list holds these too, but they are words of medicine, of the law or of every day first
# ("a nonce", "turn the knob", "she pricked her finger"). Nobody should have to do without them
# in a letter to a doctor or to a court; that they can also be meant badly is no reason.
_ORDINARY_WORDS = """
    anal anus anuses clitoris ejaculate ejaculating ejaculation masturbate masturbates
    masturbating masturbation orgasm orgasmic orgasms penis penises semen vagina vaginal vaginas
    bestiality incest incestuous paedophile pedophile pedophiles pornographic pornography rape
    raped rapes raping rapist rapists sodomy perverted pervert
    buggered cornhole cuckold cuckolds hell hells knob knobs nonce nonces pricked pricking
    rimming scissoring screw screwed screwing screws shag slag spunk
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
# Words that begin or end like one of the strong ones by chance.
_BY_CHANCE = frozenset({"mishit", "mishits", "shitake", "shittah", "shittim", "slutsky"})
_ENDINGS = ("s", "es", "ed", "er", "ers", "in", "ing", "y")


@dataclass(frozen=True, slots=True)
class _Listed:
    """The word list.

    Attributes:
        words: Words that are hidden as they are.
        inflected: Those of them whose regular inflections are hidden as well.
        strong: Those that hide every word which begins or ends with them.
    """

    words: frozenset[str]
    inflected: frozenset[str]
    strong: tuple[str, ...]


Refuses = Callable[[str], bool]


def _nothing(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Filters:
    """What is kept from being offered.

    Attributes:
        profanity: Whether profanity and slurs are hidden.
        gendered_pronouns: Whether gendered pronouns may be offered at all.
    """

    profanity: bool = True
    gendered_pronouns: bool = True

    def blocks(
        self, offered: str, before: str, after: str = "", refuses: Refuses = _nothing
    ) -> bool:
        """Whether the first word of `offered` must not be offered between the two texts.

        Args:
            offered: What would be inserted.
            before: The text before the caret.
            after: The text after it.
            refuses: Whether the writer wants a word never offered; see `Evidence.refuses`.
        """
        at = self._first_blocked(offered, before, after, refuses)
        return at is not None and not _up_to_last_word(offered[:at])

    def cut(self, offered: str, before: str, after: str = "", refuses: Refuses = _nothing) -> str:
        """Return `offered` up to the first word that must not be offered; see `blocks`.

        >>> Filters().cut(" call me, damn it", "Please")
        ' call me'
        """
        at = self._first_blocked(offered, before, after, refuses)
        return offered if at is None else _up_to_last_word(offered[:at])

    def _first_blocked(self, offered: str, before: str, after: str, refuses: Refuses) -> int | None:
        """Return where in `offered` the first word is that must not be offered."""
        tail = before[-_REACH:]
        text, caret = tail + offered, len(tail)
        start = caret
        while start and not tail[start - 1].isspace():
            start -= 1
        for chunk in _CHUNK.finditer(text, start):
            if chunk.end() <= caret:
                continue
            at = max(chunk.start(), caret)
            if _is_private(text, chunk.start(), chunk.end(), at, (before, after)):
                return at - caret
            for token in _TOKEN.finditer(text, chunk.start(), chunk.end()):
                if token.end() > caret and (
                    self._hides(token.group(), max(0, caret - token.start()), (before, after))
                    or any(map(refuses, _names(token.group())))
                ):
                    return max(token.start(), caret) - caret
        return None

    def _hides(self, token: str, typed: int, texts: tuple[str, str]) -> bool:
        """Whether a word or a compound is one of those to hide.

        Args:
            token: The whole of it.
            typed: How many of its characters the writer has typed.
            texts: What stands before and after the caret.
        """
        plain = _plain(token)
        if not self.gendered_pronouns and typed < 2:
            parts = {part.partition("'")[0] for part in plain.split("-")}
            if not parts.isdisjoint(_GENDERED):
                return True
        if not self.profanity:
            return False
        parts = {part.partition("'")[0] for part in plain.split("-")} | {plain}
        listed = {part for part in parts if _is_profane(part)}
        if plain.replace("-", "") in _listed().words:
            listed.add(plain)
        return any(not _is_written(part, texts) for part in listed)


def _plain(token: str) -> str:
    """Return a token in small letters, with the straight marks that words are compared with."""
    return token.lower().replace("’", "'").replace("‑", "-").replace("/", "-")


def _names(token: str) -> set[str]:
    """Return what a word or a compound is called: itself and its parts, no genitive among them."""
    plain = _plain(token)
    return {name.removesuffix("'s") for name in (plain, *plain.split("-"))} | {plain}


def _up_to_last_word(text: str) -> str:
    """Return `text` without what follows its last word."""
    return text[: _AFTER_LAST_WORD.search(text).start()]  # type: ignore[union-attr]  # always matches


def _is_private(text: str, start: int, end: int, at: int, texts: tuple[str, str]) -> bool:
    """Whether a chunk is a secret, or contact data that the document does not have yet."""
    found = private_strings.find(text, start, end, at)
    if found is None:
        return False
    what, whole = found
    return what is Private.SECRET or not private_strings.written(whole, texts)


def _is_written(word: str, texts: tuple[str, str]) -> bool:
    """Whether the document has a word already, as a whole word."""
    for text in texts:
        text = text.lower()
        found = text.find(word)
        while found >= 0:
            end = found + len(word)
            if not _LETTER.match(text[found - 1 : found]) and not _LETTER.match(
                text[end : end + 1]
            ):
                return True
            found = text.find(word, end)
    return False


def _is_profane(word: str) -> bool:
    """Whether the list has a word in lower case, or a word that it is made from."""
    listed = _listed()
    if word in listed.words:
        return True
    if word in _ORDINARY or word in _BY_CHANCE:
        return False
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and (
            base in listed.inflected or (base[-1:] == base[-2:-1] and base[:-1] in listed.inflected)
        ):
            return True
    return word.startswith(listed.strong) or word.endswith(listed.strong)


@functools.cache
def _listed() -> _Listed:
    """Load the English list of the terlik package, without running the package.

    Its matcher undoes disguises ("sh1t"), which nothing offered here wears; the list is what
    it is wanted for.
    """
    spec = find_spec("terlik")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the word list (package terlik) is not installed")
    path = Path(spec.submodule_search_locations[0], "lang", "en", "dictionary.json")
    words: set[str] = set()
    inflected: set[str] = set()
    strong: set[str] = set()
    for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]:
        forms = {entry["root"], *entry["variants"]} - _ORDINARY
        words |= forms
        if entry["suffixable"]:
            inflected |= forms
            # The slurs among them are beginnings of many other words ("homogeneous").
            if entry["severity"] == "high" and entry["category"] != "slur":
                strong.add(entry["root"])
    return _Listed(frozenset(words), frozenset(inflected), tuple(sorted(strong)))
